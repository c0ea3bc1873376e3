#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "explain.h"
#include "explain_trace.h"
#include "messages.h"
#include "numbers.h"
#include "print_pair.h"
#include "record.h"

static int is_same(kembar_view a, kembar_view b) {
    return a.data && b.data && a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

static void print_head(const char *name, kembar_view id) {
    printf("%s  ", name);
    kembar_escape_print(stdout, id);
    fputc('\n', stdout);
}

static void print_common(const kembar_results *results, const char *name, kembar_view a,
                         kembar_view b) {
    if (is_same(a, b)) {
        kembar_explain_print_cluster(results, name, a);
        return;
    }
    if (!a.data && !b.data)
        printf("  %-9s neither is in one\n", name);
    else
        printf("  %-9s not the same\n", name);
}

/* The results hold `a` before `b` by their ids, the command line may not. */
static void print_found(const kembar_result_pair *pair, const kembar_result_document *a) {
    kembar_pair measures = kembar_explain_pair_of(pair);
    int is_swapped = !kembar_explain_same_id(pair->a, a->id);
    if (is_swapped)
        kembar_explain_swap(&measures);
    kembar_print_pair_words(stdout, &measures, "A", "B");
    fputc('\n', stdout);
    kembar_print_pair_measures(stdout, &measures);
    int has_sentences = pair->link >= 0 && pair->relation <= KEMBAR_RELATION_TRANSLATION;
    printf("  %-16s %zu\n", has_sentences ? "sentence pairs" : "shared passages", pair->n_spans);
    kembar_explain_print_terms("  matched words    ", pair, is_swapped);
}

static void print_options(const kembar_options *options, const kembar_result_document *a,
                          const kembar_result_document *b) {
    if (options->across_sources && is_same(a->source, b->source))
        fputs("The run left out pairs within one source, and both have the same.\n", stdout);
    if (options->within_days >= 0 && a->date.data && b->date.data)
        printf("The run left out pairs whose dates lie more than %d days apart.\n",
               (int)options->within_days);
}

static void print_comparison(const kembar_comparison *comparison) {
    fputs("Compared again by themselves, where nothing counts as page furniture:\n", stdout);
    kembar_print_pair_words(stdout, &comparison->pair, "A", "B");
    fputc('\n', stdout);
    if (comparison->terms && comparison->pair.relation != KEMBAR_RELATION_NONE) {
        fputs(
            "So the two would be a pair if there were no others. In the run each link is weighed\n"
            "against what else could answer the same text.\n",
            stdout);
        return;
    }
    if (comparison->pair.relation != KEMBAR_RELATION_NONE) {
        fputs("So the rules are met, but not in the run: there, text that recurs does not count,\n"
              "and pairs need enough rare words in common to be looked at.\n",
              stdout);
        return;
    }
    fputs("What was missing (not all of it is needed):\n", stdout);
    kembar_print_missed_rules(stdout, comparison->reasons, comparison->n_reasons);
}

static int is_linked_language(kembar_view name) {
    static const kembar_view names[] = {{"en", 2}, {"id", 2}};
    return is_same(name, names[0]) || is_same(name, names[1]);
}

static void print_languages(const kembar_result_document *a, const kembar_result_document *b) {
    if (is_same(a->language, b->language) || !is_linked_language(a->language) ||
        !is_linked_language(b->language))
        return;
    fputs("They are in different languages, ", stdout);
    kembar_escape_print(stdout, a->language);
    fputs(" and ", stdout);
    kembar_escape_print(stdout, b->language);
    fputs(", and the run links neither to the other: too little of\n"
          "one answers the other, or other texts answer it better.\n",
          stdout);
}

/* Reads a document again from where the run found it, and as the run did. */
static int read_again(const kembar_arguments *arguments, const kembar_results *results,
                      const kembar_result_document *document, kembar_found_record *out) {
    /* The string is one of a pool, and ends with a NUL. */
    const char *path = document->input.data ? document->input.data : "";
    int code = kembar_record_read_at(arguments, kembar_results_source_options(results), path,
                                     document->position, out);
    if (code == 0 && !out->document) {
        fputs("To say what was missing both texts are needed, but this one is gone: ", stdout);
        kembar_escape_print(stdout, document->input);
        fputc('\n', stdout);
    }
    return code;
}

static int compare(const kembar_arguments *arguments, const kembar_document *a,
                   const kembar_document *b, const kembar_options *options) {
    kembar_error error = {0};
    kembar_comparison comparison = {0};
    if (kembar_compare(a, b, options, &comparison, &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    print_comparison(&comparison);
    kembar_comparison_deinit(&comparison);
    return KEMBAR_EXIT_DONE;
}

/* Without the run's inputs: the two by themselves, if at least they are still there. */
static int compare_alone(const kembar_arguments *arguments, const kembar_results *results,
                         const kembar_result_document *a, const kembar_result_document *b) {
    kembar_found_record read_a = {0}, read_b = {0};
    int code = read_again(arguments, results, a, &read_a);
    if (code == 0)
        code = read_again(arguments, results, b, &read_b);
    if (code == 0 && read_a.document && read_b.document)
        code =
            compare(arguments, read_a.document, read_b.document, kembar_results_options(results));
    kembar_found_record_deinit(&read_a);
    kembar_found_record_deinit(&read_b);
    return code;
}

static uint32_t index_of(const kembar_results *results, const kembar_result_document *document) {
    size_t n;
    return (uint32_t)(document - kembar_results_documents(results, &n));
}

static int explain_run(const kembar_arguments *arguments, const kembar_results *results,
                       const kembar_result_document *a, const kembar_result_document *b,
                       int is_found) {
    kembar_explain_trace trace;
    int code = kembar_explain_trace_open(&trace, arguments, results);
    if (code == 0 && trace.trace)
        code = kembar_explain_trace_two(&trace, arguments, results, index_of(results, a),
                                        index_of(results, b), is_found);
    else if (code == 0 && !is_found)
        code = compare_alone(arguments, results, a, b);
    kembar_explain_trace_close(&trace);
    return code;
}

/* Not 0 when a large class of exact copies is the reason, and all is said. */
static int print_missing(const kembar_results *results, const kembar_result_document *a,
                         const kembar_result_document *b) {
    fputs("The run has no pair of the two.\n", stdout);
    print_languages(a, b);
    print_options(kembar_results_options(results), a, b);
    return kembar_explain_large_class(results, a->id, b->id);
}

int kembar_explain_two(const kembar_arguments *arguments, const kembar_results *results,
                       const kembar_result_document *a, const kembar_result_document *b) {
    print_head("A", a->id);
    print_head("B", b->id);
    print_common(results, "group", a->group, b->group);
    print_common(results, "story", a->story, b->story);
    fputc('\n', stdout);
    const kembar_result_pair *pair = kembar_results_pair(results, a->id, b->id);
    if (pair)
        print_found(pair, a);
    else if (print_missing(results, a, b))
        return KEMBAR_EXIT_DONE;
    if (pair)
        kembar_explain_groups(results, a, b);
    return explain_run(arguments, results, a, b, pair != NULL);
}
