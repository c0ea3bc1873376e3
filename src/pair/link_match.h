/* One-to-one links among candidates, and the score from which they hold, without labels.
 *
 * The score of a candidate is CSLS (Conneau et al., ICLR 2018): twice its evidence less the mean of
 * the ten best of both documents, so that what is like everything links to nothing. Links are taken
 * greedily, best first, each document once; pairs that are each other's best are always among them.
 *
 * The threshold comes from a second matching that may use none of the first links, nor a copy of
 * a linked partner: its scores are what documents without a partner reach. With u the
 * share of documents without one, the false links above t number u * second(t). u is read off where
 * nothing is true any more, below the median of the second matching. The t that gives the best
 * expected F1 is the threshold; small collections lean on a fixed one. */
#ifndef KEMBAR_PAIR_LINK_MATCH_H
#define KEMBAR_PAIR_LINK_MATCH_H

#include "pair/classes.h"
#include "pair/link_candidates.h"
#include "pair/pair_build.h"

#define KEMBAR_NO_PARTNER UINT32_MAX

typedef struct kembar_link_match {
    uint32_t *items; /* owned; indices of candidates, best first, each document once */
    size_t n_items;
    uint32_t *partner; /* owned; of each document in them, or KEMBAR_NO_PARTNER */
    int32_t threshold; /* score from which a link is asserted */
    int32_t precision; /* of those links, as estimated, 10^-6 */
    size_t n_asserted; /* the first of the items */
} kembar_link_match;

/* Sets `score` of every candidate and matches them. `pairs` (sorted) says who is a copy of whom.
 * `n_pairs_possible`: documents of the smaller side. */
kembar_status kembar_link_match_make(kembar_link_match *out, kembar_link_candidates *candidates,
                                     size_t n_pairs_possible, const kembar_pair_list *pairs,
                                     const kembar_classes *classes,
                                     const kembar_options *options) KEMBAR_MUST_CHECK;
void kembar_link_match_deinit(kembar_link_match *match);

/* The best threshold of the scores of first links and second ones, both descending. */
int32_t kembar_link_threshold(const int32_t *first, size_t n_first, const int32_t *second,
                              size_t n_second, size_t n_pairs_possible);

/* The share of right ones among the first links of at least `threshold`, 10^-6, by the same count
 * of false ones; 0 where there is none. */
int32_t kembar_link_precision(const int32_t *first, size_t n_first, const int32_t *second,
                              size_t n_second, size_t n_pairs_possible, int32_t threshold);

/* The probability that a candidate of this score is right, 10^-6: logistic in the distance from the
 * threshold, .995 / (1 + exp(-(0.4 + 9 d))), as measured on news, manuals and reports. */
int32_t kembar_link_probability(int32_t score, int32_t threshold);

#endif
