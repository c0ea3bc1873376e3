/* Pairs: what two documents have in common, and what that makes them.
 *
 * Definitions: DESIGN "Words". Coverage counts content tokens that lie in aligned passages; Jaccard
 * and containment count 5-shingles of the whole text (Broder 1997). */
#ifndef KEMBAR_COMPARE_H
#define KEMBAR_COMPARE_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/document.h"
#include "kembar/options.h"

typedef enum kembar_relation {
    KEMBAR_RELATION_NONE = 0,
    KEMBAR_RELATION_RELATED,
    KEMBAR_RELATION_TRANSLATION,
    KEMBAR_RELATION_EXCERPT,
    KEMBAR_RELATION_NEAR,
    KEMBAR_RELATION_EXACT
} kembar_relation;

/* "none", "related" ... : constants. */
KEMBAR_API const char *kembar_relation_name(kembar_relation relation);
/* KEMBAR_RELATION_NONE for an unknown name. */
KEMBAR_API kembar_relation kembar_relation_parse(kembar_view name);

/* Bytes [a_begin, a_end) of the one text stand for [b_begin, b_end) of the other. */
typedef struct kembar_span_pair {
    uint32_t a_begin, a_end, b_begin, b_end;
} kembar_span_pair;

/* All measures of one pair. Fractions in 10^-6; -1 where undefined (null in the results). */
typedef struct kembar_pair {
    uint32_t a, b;       /* document indices in the order of ids, a < b */
    uint8_t relation;    /* kembar_relation */
    int8_t facts_differ; /* 1, 0, or -1 unless near */
    int8_t mutual;       /* -1 within one language */
    int32_t score;
    int32_t jaccard, containment_a, containment_b;
    int32_t coverage_a, coverage_b;
    int32_t similarity;
    int32_t link;             /* -1 within one language */
    uint32_t equal_tokens;    /* equal tokens in all passages together */
    uint32_t longest_passage; /* equal tokens of the passage with most */
    uint32_t shared_shingles; /* content 5-shingles in common */
    uint32_t first_span,
        n_spans; /* its passages in the spans that come with it, in the order of a */
    uint32_t first_term, n_terms; /* its matched words, in the terms that come with it */
} kembar_pair;

/* A word of one document and what answers it in the other, in another language. */
typedef struct kembar_matched_term {
    kembar_view a, b;     /* as they stand in the texts of the two documents, borrowed from them */
    int32_t weight_micro; /* what the two add to the similarity */
} kembar_matched_term;

/* Why the relation is what it is: each rule with the value it met or missed. Borrowed constant
 * text. */
typedef struct kembar_reason {
    const char *rule;  /* "coverage of both >= near" ... */
    int32_t value;     /* what was measured */
    int32_t threshold; /* what the rule asks for */
    int is_micro;      /* both are fractions of 10^-6, else counts */
    int met;
} kembar_reason;

enum { KEMBAR_MAX_REASONS = 24 };

typedef struct kembar_comparison {
    kembar_pair pair;
    kembar_span_pair *spans;    /* owned; pair.n_spans of them */
    kembar_matched_term *terms; /* owned; pair.n_terms of them; NULL within one language */
    kembar_reason reasons[KEMBAR_MAX_REASONS];
    size_t n_reasons;
} kembar_comparison;

/* Compares any two documents (indices in pair are 0 and 1, a is the first argument), without a
 * collection: nothing counts as furniture and all terms weigh the same. Passages in another order
 * or in other words are found as in a run, but since nothing says which words are rare, all but the
 * stop words count as such, and the latter kind must have more in common than in a run: fewer are
 * found, and a form that many texts fill in counts as a passage. Of an English and an
 * Indonesian document that are no copies the spans are corresponding sentences; `link` is
 * undefined, and the score of a translation is the share of the text that has more of them. Free
 * with kembar_comparison_deinit. */
KEMBAR_API kembar_status kembar_compare(const kembar_document *a, const kembar_document *b,
                                        const kembar_options *options, kembar_comparison *out,
                                        kembar_error *error) KEMBAR_MUST_CHECK;
KEMBAR_API void kembar_comparison_deinit(kembar_comparison *comparison);

#endif
