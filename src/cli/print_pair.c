#include "print_pair.h"

#include <inttypes.h>
#include <string.h>

#include "escape.h"

enum { PERCENT_MICRO = 10000, NAME_COLUMNS = 16, RULE_COLUMNS = 50, VALUE_COLUMNS = 9 };

static int percent(int32_t micro) {
    return micro < 0 ? 0 : micro / PERCENT_MICRO;
}

static void print_shares(FILE *stream, const kembar_pair *pair, const char *a, const char *b) {
    fprintf(stream, "%d%% of %s and %d%% of %s lie in passages that both share",
            percent(pair->coverage_a), a, percent(pair->coverage_b), b);
}

static void print_excerpt(FILE *stream, const kembar_pair *pair, const char *a, const char *b) {
    int a_is_part = pair->coverage_a >= pair->coverage_b;
    fprintf(stream, "%s has part of %s: ", a_is_part ? b : a, a_is_part ? a : b);
    print_shares(stream, pair, a, b);
}

/* Two documents by themselves have no probability of a link. */
static void print_translation(FILE *stream, const kembar_pair *pair) {
    char number[KEMBAR_MICRO_BYTES];
    if (pair->n_spans > 0)
        fprintf(stream, "%" PRIu32 " %s in the other language", pair->n_spans,
                pair->n_spans == 1 ? "sentence has its counterpart"
                                   : "sentences have their counterparts");
    else
        fputs("the same text in the other language", stream);
    if (pair->link < 0)
        fprintf(stream, ", %d%% of the text that has more of them", percent(pair->score));
    else
        fprintf(stream, ", with a probability of %s", kembar_print_micro(pair->score, number));
}

static void print_related(FILE *stream, const kembar_pair *pair) {
    char number[KEMBAR_MICRO_BYTES];
    if (pair->link >= 0)
        fputs("the same event in the other language, in its own words, with a probability of ",
              stream);
    else
        fputs("the same event in other words, with a similarity of ", stream);
    fputs(kembar_print_micro(pair->score, number), stream);
}

void kembar_print_pair_words(FILE *stream, const kembar_pair *pair, const char *a, const char *b) {
    fprintf(stream, "%s: ", kembar_relation_name((kembar_relation)pair->relation));
    switch ((kembar_relation)pair->relation) {
    case KEMBAR_RELATION_EXACT:
        fputs("the same words in the same order", stream);
        break;
    case KEMBAR_RELATION_NEAR:
        print_shares(stream, pair, a, b);
        if (pair->facts_differ == 1)
            fputs("; but names, numbers or dates differ, so that they join no group", stream);
        break;
    case KEMBAR_RELATION_EXCERPT:
        print_excerpt(stream, pair, a, b);
        break;
    case KEMBAR_RELATION_TRANSLATION:
        print_translation(stream, pair);
        break;
    case KEMBAR_RELATION_RELATED:
        print_related(stream, pair);
        break;
    case KEMBAR_RELATION_NONE:
        fputs("too little in common", stream);
        break;
    }
    if (pair->mutual == 1)
        fputs("; each is the other's asserted partner", stream);
    fputc('\n', stream);
}

void kembar_print_term(FILE *stream, kembar_view a, kembar_view b, size_t i) {
    fputs(i > 0 ? ", " : "", stream);
    kembar_escape_print(stream, a);
    fputs(" ~ ", stream);
    kembar_escape_print(stream, b);
}

static void print_measure(FILE *stream, const char *name, int32_t micro) {
    if (micro >= 0)
        fprintf(stream, "  %-*s %d.%06d\n", NAME_COLUMNS, name, micro / 1000000, micro % 1000000);
}

void kembar_print_pair_measures(FILE *stream, const kembar_pair *pair) {
    print_measure(stream, "score", pair->score);
    print_measure(stream, "jaccard", pair->jaccard);
    print_measure(stream, "containment of A", pair->containment_a);
    print_measure(stream, "containment of B", pair->containment_b);
    print_measure(stream, "coverage of A", pair->coverage_a);
    print_measure(stream, "coverage of B", pair->coverage_b);
    print_measure(stream, "similarity", pair->similarity);
    print_measure(stream, "link", pair->link);
    if (pair->facts_differ >= 0)
        fprintf(stream, "  %-*s %s\n", NAME_COLUMNS, "facts differ",
                pair->facts_differ ? "yes" : "no");
}

static void print_count(FILE *stream, const char *name, uint32_t count) {
    fprintf(stream, "  %-*s %" PRIu32 "\n", NAME_COLUMNS, name, count);
}

void kembar_print_pair_counts(FILE *stream, const kembar_pair *pair) {
    print_count(stream, "equal words", pair->equal_tokens);
    print_count(stream, "longest passage", pair->longest_passage);
    print_count(stream, "shared shingles", pair->shared_shingles);
}

const char *kembar_print_reason_value(const kembar_reason *reason, int32_t value,
                                      char buffer[KEMBAR_MICRO_BYTES]) {
    if (reason->is_micro)
        return kembar_print_micro(value - value % 100, buffer);
    (void)snprintf(buffer, KEMBAR_MICRO_BYTES, "%" PRId32, value);
    return buffer;
}

void kembar_print_rules(FILE *stream, const kembar_comparison *comparison) {
    char value[KEMBAR_MICRO_BYTES], threshold[KEMBAR_MICRO_BYTES];
    fprintf(stream, "  %-6s  %-*s %*s %*s\n", "", RULE_COLUMNS, "rule", VALUE_COLUMNS, "measured",
            VALUE_COLUMNS, "asked for");
    for (size_t i = 0; i < comparison->n_reasons; i++) {
        const kembar_reason *reason = &comparison->reasons[i];
        fprintf(stream, "  %-6s  %-*s %*s %*s\n", reason->met ? "met" : "missed", RULE_COLUMNS,
                reason->rule, VALUE_COLUMNS,
                kembar_print_reason_value(reason, reason->value, value), VALUE_COLUMNS,
                kembar_print_reason_value(reason, reason->threshold, threshold));
    }
}

void kembar_print_missed_rules(FILE *stream, const kembar_reason *reasons, size_t n_reasons) {
    char value[KEMBAR_MICRO_BYTES], threshold[KEMBAR_MICRO_BYTES], missing[KEMBAR_MICRO_BYTES];
    for (size_t i = 0; i < n_reasons; i++) {
        const kembar_reason *reason = &reasons[i];
        /* Whether texts are the same is no number. */
        if (reason->met || strncmp(reason->rule, "exact", 5) == 0)
            continue;
        fprintf(stream, "  %s is %s, asked for is %s", reason->rule,
                kembar_print_reason_value(reason, reason->value, value),
                kembar_print_reason_value(reason, reason->threshold, threshold));
        if (reason->value < reason->threshold)
            fprintf(stream, ", short by %s",
                    kembar_print_reason_value(reason, reason->threshold - reason->value, missing));
        fputc('\n', stream);
    }
}
