#include "explain.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "explain_trace.h"
#include "messages.h"
#include "nearest.h"
#include "print_pair.h"

int kembar_explain_same_id(kembar_view a, kembar_view b) {
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

kembar_pair kembar_explain_pair_of(const kembar_result_pair *pair) {
    return (kembar_pair){.relation = pair->relation,
                         .facts_differ = pair->facts_differ,
                         .mutual = pair->mutual,
                         .score = pair->score,
                         .jaccard = pair->jaccard,
                         .containment_a = pair->containment_a,
                         .containment_b = pair->containment_b,
                         .coverage_a = pair->coverage_a,
                         .coverage_b = pair->coverage_b,
                         .similarity = pair->similarity,
                         .link = pair->link,
                         .n_spans = (uint32_t)pair->n_spans,
                         .n_terms = (uint32_t)pair->n_terms};
}

void kembar_explain_swap(kembar_pair *pair) {
    int32_t kept = pair->coverage_a;
    pair->coverage_a = pair->coverage_b;
    pair->coverage_b = kept;
    kept = pair->containment_a;
    pair->containment_a = pair->containment_b;
    pair->containment_b = kept;
}

void kembar_explain_print_terms(const char *name, const kembar_result_pair *pair, int is_swapped) {
    if (pair->n_terms == 0)
        return;
    fputs(name, stdout);
    for (size_t i = 0; i < pair->n_terms; i++) {
        const kembar_result_term *term = &pair->terms[i];
        kembar_print_term(stdout, is_swapped ? term->b : term->a, is_swapped ? term->a : term->b,
                          i);
    }
    fputc('\n', stdout);
}

void kembar_explain_print_score(const kembar_result_pair *pair) {
    char number[KEMBAR_MICRO_BYTES];
    printf("%s, score %s", kembar_relation_name((kembar_relation)pair->relation),
           kembar_print_micro(pair->score, number));
}

static void print_field(const char *name, kembar_view value) {
    if (!value.data)
        return;
    printf("  %-9s ", name);
    kembar_escape_print(stdout, value);
    fputc('\n', stdout);
}

void kembar_explain_print_cluster(const kembar_results *results, const char *name, kembar_view id) {
    const kembar_result_cluster *cluster = id.data ? kembar_results_cluster(results, id) : NULL;
    printf("  %-9s ", name);
    if (!cluster) {
        fputs("none\n", stdout);
        return;
    }
    kembar_escape_print(stdout, cluster->id);
    printf(", %zu documents, stands for them: ", cluster->n_members);
    kembar_escape_print(stdout, cluster->representative);
    fputc('\n', stdout);
}

static void print_place(const kembar_result_document *document) {
    fputs("  input     ", stdout);
    kembar_escape_print(stdout, document->input);
    if (document->position > 0)
        printf(":%" PRIu64, document->position);
    fputc('\n', stdout);
}

static void print_document(const kembar_results *results, const kembar_result_document *document) {
    kembar_escape_print(stdout, document->id);
    fputc('\n', stdout);
    print_field("title", document->title);
    print_field("source", document->source);
    print_field("date", document->date);
    print_field("language", document->language);
    print_place(document);
    printf("  words     %" PRIu64 ", of them content %" PRIu64 "\n", document->tokens,
           document->content_tokens);
    kembar_explain_print_cluster(results, "group", document->group);
    kembar_explain_print_cluster(results, "story", document->story);
}

/* Strongest relation first, then the highest score, then as in pairs.jsonl. */
static int compare_pairs(const void *a, const void *b) {
    const kembar_result_pair *x = *(const kembar_result_pair *const *)a;
    const kembar_result_pair *y = *(const kembar_result_pair *const *)b;
    if (x->relation != y->relation)
        return x->relation > y->relation ? -1 : 1;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x < y ? -1 : x > y;
}

static void print_pair(const kembar_result_pair *pair, kembar_view id) {
    kembar_pair measures = kembar_explain_pair_of(pair);
    int is_a = kembar_explain_same_id(pair->a, id);
    const char *this_one = "this text", *other = "the other";
    fputs("  ", stdout);
    kembar_escape_print(stdout, is_a ? pair->b : pair->a);
    fputs("\n    ", stdout);
    if (!is_a)
        kembar_explain_swap(&measures);
    kembar_print_pair_words(stdout, &measures, this_one, other);
    kembar_explain_print_terms("    words: ", pair, !is_a);
}

static int print_pairs(const kembar_results *results, kembar_view id) {
    size_t n_all;
    const kembar_result_pair *all = kembar_results_pairs(results, &n_all);
    const kembar_result_pair **own = malloc((n_all + 1) * sizeof *own);
    if (!own)
        return kembar_out_of_memory();
    size_t n_own = 0;
    for (size_t i = 0; i < n_all; i++)
        if (kembar_explain_same_id(all[i].a, id) || kembar_explain_same_id(all[i].b, id))
            own[n_own++] = &all[i];
    qsort(own, n_own, sizeof *own, compare_pairs);
    printf("\nIn %zu %s%s\n", n_own, n_own == 1 ? "pair" : "pairs", n_own > 0 ? ":" : ".");
    for (size_t i = 0; i < n_own; i++)
        print_pair(own[i], id);
    free(own);
    return KEMBAR_EXIT_DONE;
}

static int find(const kembar_arguments *arguments, const kembar_results *results, const char *text,
                const kembar_result_document **out) {
    kembar_view id = {text, strlen(text)};
    *out = kembar_results_document(results, id);
    if (*out)
        return 0;
    size_t n_documents;
    const kembar_result_document *documents = kembar_results_documents(results, &n_documents);
    kembar_nearest nearest = {.wanted = id};
    for (size_t i = 0; i < n_documents; i++)
        kembar_nearest_offer(&nearest, documents[i].id);
    kembar_message("the run has no document \"%.1000s\"", text);
    kembar_nearest_print(&nearest);
    return kembar_help_hint(arguments->command);
}

/* What was looked at, where the inputs still tell. */
static int explain_run(const kembar_arguments *arguments, const kembar_results *results,
                       const kembar_result_document *document) {
    size_t n;
    uint32_t i = (uint32_t)(document - kembar_results_documents(results, &n));
    kembar_explain_trace trace;
    int code = kembar_explain_trace_open(&trace, arguments, results);
    if (code == 0 && trace.trace)
        code = kembar_explain_trace_one(&trace, arguments, results, i);
    kembar_explain_trace_close(&trace);
    return code;
}

static int explain(const kembar_arguments *arguments, const kembar_results *results) {
    const kembar_text_list *operands = &arguments->operands;
    const kembar_result_document *a = NULL, *b = NULL;
    int code = find(arguments, results, operands->items[1], &a);
    if (code == 0 && operands->n_items > 2)
        code = find(arguments, results, operands->items[2], &b);
    if (code)
        return code;
    if (a == b)
        return kembar_usage_error(arguments->command, "both ids are the same");
    if (arguments->json)
        return kembar_explain_json(arguments, results, a, b);
    if (b)
        return kembar_explain_two(arguments, results, a, b);
    print_document(results, a);
    code = print_pairs(results, a->id);
    return code ? code : explain_run(arguments, results, a);
}

int kembar_command_explain(const struct kembar_arguments *arguments) {
    kembar_error error = {0};
    kembar_results *results = NULL;
    if (kembar_results_open(&results, arguments->operands.items[0], &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    int code = explain(arguments, results);
    kembar_results_free(results);
    return code;
}
