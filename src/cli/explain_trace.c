#include "explain_trace.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "explain.h"
#include "messages.h"
#include "numbers.h"
#include "print_pair.h"

enum { NAME_COLUMNS = 16, MAX_REJECTED = 10 };

static void print_name(const char *name) {
    printf("  %-*s ", NAME_COLUMNS, name);
}

/* Whether the documents count as many words as in the run: another version may see them otherwise.
 */
static int is_as_in_run(const kembar_results *results, const kembar_trace *trace) {
    size_t n;
    const kembar_result_document *documents = kembar_results_documents(results, &n);
    for (size_t i = 0; i < n; i++)
        if (kembar_trace_content_tokens(trace, (uint32_t)i) != documents[i].content_tokens)
            return 0;
    return 1;
}

static void print_fault(const kembar_read_again *again) {
    fputs("\nWhat the run looked at can only be told from its inputs, and ", stdout);
    if (again->fault) {
        kembar_escape_print(stdout, again->fault->path);
        fputs(again->is_gone ? " is gone.\n" : " has changed since.\n", stdout);
    } else {
        fputs("not all documents are in them.\n", stdout);
    }
}

int kembar_explain_trace_open(kembar_explain_trace *out, const kembar_arguments *arguments,
                              const kembar_results *results) {
    kembar_error error = {0};
    size_t n;
    *out = (kembar_explain_trace){0};
    int code = kembar_read_again_all(&out->again, arguments, results);
    if (code)
        return code;
    if (!out->again.documents) {
        if (!arguments->json)
            print_fault(&out->again);
        return 0;
    }
    (void)kembar_results_documents(results, &n);
    if (kembar_trace_new(&out->trace, out->again.documents, n, kembar_results_options(results),
                         &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    if (!arguments->json && !is_as_in_run(results, out->trace))
        fputs(
            "\nThe run was made by a version that counted words differently: what follows is what\n"
            "this one finds.\n",
            stdout);
    return 0;
}

void kembar_explain_trace_close(kembar_explain_trace *trace) {
    kembar_trace_free(trace->trace);
    kembar_read_again_deinit(&trace->again);
}

static void print_heads(const kembar_results *results, const kembar_traced *traced) {
    size_t n;
    const kembar_result_document *documents = kembar_results_documents(results, &n);
    const uint32_t own[] = {traced->a, traced->b}, heads[] = {traced->head_a, traced->head_b};
    for (int i = 0; i < 2; i++) {
        if (own[i] == heads[i])
            continue;
        print_name(i == 0 ? "A" : "B");
        fputs("an exact copy of ", stdout);
        kembar_escape_print(stdout, documents[heads[i]].id);
        fputs(", which was looked at for it\n", stdout);
    }
}

static void print_sources(const kembar_traced *traced, const kembar_options *options) {
    print_name("rare shingles");
    printf("%" PRIu32 " in common, %d make a candidate\n", traced->n_rare,
           (int)options->rare_shingles_shared);
    uint32_t known = traced->n_rare + traced->n_family;
    if (traced->n_family > 0) {
        print_name("a large family");
        printf("%" PRIu32
               " more that a large family shares; one of the two is held against all of it\n",
               traced->n_family);
    }
    if (traced->n_shared > known) {
        print_name("");
        printf("%" PRIu32 " more that are no reason: over %d documents hold them\n",
               traced->n_shared - known, (int)options->rare_shingle_max);
    }
    print_name("bands");
    printf("%" PRIu32 " of %d in common, 1 makes a candidate\n", traced->n_bands,
           (int)options->n_bands);
}

static void print_filter(const kembar_traced *traced) {
    char value[KEMBAR_MICRO_BYTES], threshold[KEMBAR_MICRO_BYTES];
    for (size_t i = 0; i < traced->n_filter; i++) {
        const kembar_reason *rule = &traced->filter[i];
        print_name("");
        printf("%s: %s, asked for is %s\n", rule->rule,
               kembar_print_reason_value(rule, rule->value, value),
               kembar_print_reason_value(rule, rule->threshold, threshold));
    }
}

/* Pairs in other words, in another order or of two languages come from other searches. */
static void print_other_search(const kembar_traced *traced, int is_found) {
    if (traced->is_retold)
        fputs("; passages are told again, in another order or in other words\n", stdout);
    else
        fputs(is_found ? "; the pair comes from a search for other words\n" : "\n", stdout);
}

static void print_words(const kembar_results *results, const kembar_traced *traced) {
    size_t n;
    const kembar_result_document *documents = kembar_results_documents(results, &n);
    const kembar_result_document *a = &documents[traced->a], *b = &documents[traced->b];
    if (a->content_tokens == a->tokens && b->content_tokens == b->tokens)
        return;
    print_name("words");
    printf("%" PRIu64 " of %" PRIu64 " and %" PRIu64 " of %" PRIu64
           " count; the rest is page furniture or stood before\n",
           a->content_tokens, a->tokens, b->content_tokens, b->tokens);
}

static void print_end(const kembar_traced *traced, int is_found) {
    print_name("shingles");
    printf("%" PRIu32 " in common, of %" PRIu32 " and %" PRIu32 "\n", traced->n_shared,
           traced->n_shingles_a, traced->n_shingles_b);
    print_name("so");
    switch (traced->end) {
    case KEMBAR_TRACE_SAME_CONTENT:
        fputs("exact copies, without being looked at\n", stdout);
        break;
    case KEMBAR_TRACE_TOO_SHORT:
        fputs("not looked at: a text so short has exact copies only\n", stdout);
        break;
    case KEMBAR_TRACE_NO_CANDIDATE:
        fputs("not looked at as copies: nothing proposed the two", stdout);
        print_other_search(traced, is_found);
        break;
    case KEMBAR_TRACE_APART:
        fputs("looked at, but not aligned: both follow who stands for a large family, and\n"
              "share too little beside",
              stdout);
        print_other_search(traced, is_found);
        break;
    case KEMBAR_TRACE_FILTERED:
        fputs("looked at, but not aligned: too few shingles in common", stdout);
        print_other_search(traced, is_found);
        print_filter(traced);
        break;
    case KEMBAR_TRACE_ALIGNED:
        printf("looked at and aligned: %s",
               kembar_relation_name((kembar_relation)traced->pair.relation));
        print_other_search(traced, is_found && traced->pair.relation == KEMBAR_RELATION_NONE);
        break;
    }
}

static void print_verdict(const kembar_traced *traced) {
    if (traced->end != KEMBAR_TRACE_ALIGNED && traced->pair.relation != KEMBAR_RELATION_NONE) {
        fputs("\nAligned all the same they would be a pair:\n", stdout);
        kembar_print_pair_words(stdout, &traced->pair, "A", "B");
        return;
    }
    if (traced->pair.relation != KEMBAR_RELATION_NONE)
        return;
    fputs("\nWhat was missing for a copy or an excerpt (not all of it is needed):\n", stdout);
    kembar_print_missed_rules(stdout, traced->reasons, traced->n_reasons);
}

/* What they would be where no page furniture was taken from them. */
static int print_with_furniture(const kembar_explain_trace *trace,
                                const kembar_arguments *arguments, const kembar_results *results,
                                const kembar_traced *traced) {
    kembar_error error = {0};
    kembar_comparison comparison;
    if (kembar_compare(trace->again.documents[traced->a], trace->again.documents[traced->b],
                       kembar_results_options(results), &comparison, &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    if (comparison.terms && comparison.pair.relation != KEMBAR_RELATION_NONE) {
        fputs("\nBy themselves, where no other text could answer either, they would be a pair:\n",
              stdout);
        kembar_print_pair_words(stdout, &comparison.pair, "A", "B");
    } else if (comparison.pair.relation >= KEMBAR_RELATION_EXCERPT &&
               traced->pair.relation == KEMBAR_RELATION_NONE) {
        fputs("\nBy themselves, where nothing counts as page furniture, they would be a pair:\n",
              stdout);
        kembar_print_pair_words(stdout, &comparison.pair, "A", "B");
    }
    kembar_comparison_deinit(&comparison);
    return 0;
}

static int print_likeness(const kembar_explain_trace *trace, const kembar_arguments *arguments,
                          const kembar_traced *traced, const kembar_options *options) {
    kembar_error error = {0};
    kembar_trace_likeness likeness;
    char value[KEMBAR_MICRO_BYTES], threshold[KEMBAR_MICRO_BYTES];
    if (kembar_trace_liken(trace->trace, traced->a, traced->b, &likeness, &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    printf(
        "\nWhat it takes to be related, the same event in other words:\n"
        "  similarity of their words is %s, asked for is %s\n"
        "  documents more like A than B is: %zu, more like B than A is: %zu; the nearest %d are\n"
        "  looked at\n",
        kembar_print_micro(likeness.similarity, value),
        kembar_print_micro(options->related_micro, threshold), likeness.n_nearer_a,
        likeness.n_nearer_b, (int)options->n_neighbours);
    return 0;
}

int kembar_explain_trace_two(const kembar_explain_trace *trace, const kembar_arguments *arguments,
                             const kembar_results *results, uint32_t a, uint32_t b, int is_found) {
    const kembar_options *options = kembar_results_options(results);
    kembar_error error = {0};
    kembar_traced traced;
    if (kembar_trace_two(trace->trace, a, b, &traced, &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    fputs(is_found ? "\nHow the run came to it:\n" : "\nHow far the two came:\n", stdout);
    print_heads(results, &traced);
    print_words(results, &traced);
    if (traced.end != KEMBAR_TRACE_SAME_CONTENT)
        print_sources(&traced, options);
    print_end(&traced, is_found);
    if (is_found || traced.end == KEMBAR_TRACE_SAME_CONTENT)
        return 0;
    print_verdict(&traced);
    int code = print_with_furniture(trace, arguments, results, &traced);
    if (code)
        return code;
    return kembar_document_language(trace->again.documents[a]) ==
                   kembar_document_language(trace->again.documents[b])
               ? print_likeness(trace, arguments, &traced, options)
               : 0;
}

/* --- one document --- */

static int32_t larger_coverage(const kembar_traced *traced) {
    const kembar_pair *pair = &traced->pair;
    return pair->coverage_a > pair->coverage_b ? pair->coverage_a : pair->coverage_b;
}

/* What was rejected, nearest to a pair first. */
static int compare_rejected(const void *x, const void *y) {
    const kembar_traced *a = x, *b = y;
    int is_pair_a = a->end == KEMBAR_TRACE_ALIGNED && a->pair.relation != KEMBAR_RELATION_NONE;
    int is_pair_b = b->end == KEMBAR_TRACE_ALIGNED && b->pair.relation != KEMBAR_RELATION_NONE;
    if (is_pair_a != is_pair_b)
        return is_pair_a - is_pair_b;
    int32_t coverage_a = larger_coverage(a), coverage_b = larger_coverage(b);
    if (coverage_a != coverage_b)
        return coverage_a > coverage_b ? -1 : 1;
    if (a->n_shared != b->n_shared)
        return a->n_shared > b->n_shared ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

typedef struct candidate_counts {
    size_t by_rare, by_bands, by_both, by_family, filtered, apart, pairs, rejected;
} candidate_counts;

static candidate_counts count(const kembar_traced *items, size_t n, const kembar_options *options) {
    candidate_counts counts = {0};
    for (size_t i = 0; i < n; i++) {
        int by_rare = items[i].n_rare >= (uint32_t)options->rare_shingles_shared;
        int by_bands = items[i].n_bands > 0;
        counts.by_both += by_rare && by_bands;
        counts.by_rare += by_rare && !by_bands;
        counts.by_bands += by_bands && !by_rare;
        counts.by_family += !by_rare && !by_bands;
        counts.filtered += items[i].end == KEMBAR_TRACE_FILTERED;
        counts.apart += items[i].end == KEMBAR_TRACE_APART;
        int is_aligned = items[i].end == KEMBAR_TRACE_ALIGNED;
        counts.pairs += is_aligned && items[i].pair.relation != KEMBAR_RELATION_NONE;
        counts.rejected += is_aligned && items[i].pair.relation == KEMBAR_RELATION_NONE;
    }
    return counts;
}

static void print_counts(const candidate_counts *counts, size_t n) {
    if (n == 0) {
        fputs("\nNothing was looked at as a copy of it, exact copies aside.\n", stdout);
        return;
    }
    printf("\nLooked at as copies: %zu, exact ones aside\n", n);
    print_name("proposed by");
    printf("rare shingles %zu, bands %zu, both %zu", counts->by_rare, counts->by_bands,
           counts->by_both);
    if (counts->by_family > 0)
        printf(", a large family alone %zu", counts->by_family);
    putchar('\n');
    print_name("not aligned");
    printf("%zu: too few shingles in common\n", counts->filtered);
    if (counts->apart > 0) {
        print_name("");
        printf("%zu: of one large family, too few beside\n", counts->apart);
    }
    print_name("aligned");
    printf("%zu: %zu became pairs, %zu were rejected\n", counts->pairs + counts->rejected,
           counts->pairs, counts->rejected);
}

/* The measure that came nearest to what is asked for, of those that make a copy or an excerpt. */
static void print_shortest(const kembar_traced *traced) {
    const kembar_reason *nearest = NULL;
    char value[KEMBAR_MICRO_BYTES], threshold[KEMBAR_MICRO_BYTES], missing[KEMBAR_MICRO_BYTES];
    for (size_t i = 0; i < traced->n_reasons; i++) {
        const kembar_reason *rule = &traced->reasons[i];
        if (rule->met || strncmp(rule->rule, "excerpt", 7) != 0)
            continue;
        if (!nearest ||
            (int64_t)rule->value * nearest->threshold > (int64_t)nearest->value * rule->threshold)
            nearest = rule;
    }
    if (!nearest)
        return;
    printf("    %s is %s, asked for is %s, short by %s\n", nearest->rule,
           kembar_print_reason_value(nearest, nearest->value, value),
           kembar_print_reason_value(nearest, nearest->threshold, threshold),
           kembar_print_reason_value(nearest, nearest->threshold - nearest->value, missing));
}

static void print_rejected(const kembar_results *results, const kembar_traced *traced) {
    size_t n;
    const kembar_result_document *documents = kembar_results_documents(results, &n);
    const kembar_pair *pair = &traced->pair;
    fputs("  ", stdout);
    kembar_escape_print(stdout, documents[traced->b].id);
    if (traced->end == KEMBAR_TRACE_APART) {
        printf("\n    not aligned: of one large family, %" PRIu32 " rare shingles in common\n",
               traced->n_rare);
        return;
    }
    if (traced->end == KEMBAR_TRACE_FILTERED) {
        printf("\n    not aligned: %" PRIu32 " shingles in common, of %" PRIu32 " and %" PRIu32
               "\n",
               traced->n_shared, traced->n_shingles_a, traced->n_shingles_b);
        return;
    }
    printf("\n    %d%% of this text and %d%% of the other lie in passages that both share\n",
           pair->coverage_a / 10000, pair->coverage_b / 10000);
    print_shortest(traced);
}

int kembar_explain_trace_one(const kembar_explain_trace *trace, const kembar_arguments *arguments,
                             const kembar_results *results, uint32_t a) {
    const kembar_options *options = kembar_results_options(results);
    kembar_error error = {0};
    kembar_traced *items;
    size_t n;
    if (kembar_trace_candidates(trace->trace, a, &items, &n, &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    candidate_counts counts = count(items, n, options);
    print_counts(&counts, n);
    qsort(items, n, sizeof *items, compare_rejected);
    size_t n_rejected = n - counts.pairs;
    if (n_rejected > 0)
        printf("\nRejected, nearest first%s:\n", n_rejected > MAX_REJECTED ? ", of many" : "");
    for (size_t i = 0; i < n_rejected && i < MAX_REJECTED; i++)
        print_rejected(results, &items[i]);
    kembar_traced_free(items);
    return 0;
}
