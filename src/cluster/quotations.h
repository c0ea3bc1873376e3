/* Passages that many texts on different matters carry: a press quote, a formula. Such a pair is a
 * fact worth telling, but does not put the two into one story. What only one text and a round-up
 * share is a part of that text. */
#ifndef KEMBAR_CLUSTER_QUOTATIONS_H
#define KEMBAR_CLUSTER_QUOTATIONS_H

#include "cluster/cluster.h"
#include "cluster/unit_pairs.h"

enum {
    /* From this likeness on (of all that lies outside the shared passages, in 10^-6) two texts
     * speak of one matter. Thirty press quotes of 35 to 120 words in news of two languages: at most
     * .196; coverage of one event that shares passages: at least .24. */
    KEMBAR_QUOTATION_LIKENESS = 200000,
    KEMBAR_QUOTATION_TOKENS = 24, /* equal tokens in a row that make a passage worth the question */
    /* Further units with the same tie to both: what four units on four matters carry is nobody's.
     */
    KEMBAR_QUOTATION_OTHERS = 2
};

/* is_unlike[i] = 1 where pair i is an excerpt, or related by a passage, of which less than half
 * of either text is shared, and the rest of the two is not alike; else 0. One place a pair. Without
 * spans in the input none is one. */
kembar_status kembar_quotations_find_unlike(uint8_t *is_unlike, const kembar_cluster_input *input,
                                            kembar_error *error) KEMBAR_MUST_CHECK;

/* Sets is_quotation of those unit pairs that are unlike, as are both their units and at least
 * KEMBAR_QUOTATION_OTHERS third ones. */
kembar_status kembar_quotations_mark(kembar_unit_pairs *pairs, size_t n_units) KEMBAR_MUST_CHECK;

#endif
