/* The rules: from measures to a relation, with a reason for each step. */
#ifndef KEMBAR_PAIR_RELATION_H
#define KEMBAR_PAIR_RELATION_H

#include "kembar/compare.h"
#include "pair/measures.h"

/* The support rule: what keeps wire formulas and templates from passing (DESIGN "Words"). */
enum {
    KEMBAR_SUPPORT_JACCARD = 200000,
    KEMBAR_SUPPORT_CONTAINMENT = 300000,
    KEMBAR_SUPPORT_SHINGLES = 30,
    KEMBAR_SUPPORT_EQUAL = 24,
    KEMBAR_SUPPORT_FREE_JACCARD = 300000, /* from here on fewer equal tokens do */
    KEMBAR_NOISY_ALIGNED = 30,
    KEMBAR_NOISY_ALIKE = 80000 /* share of look-alikes among the aligned tokens of a noisy copy */
};

/* exact, near, excerpt or none. */
kembar_relation kembar_relation_decide(const kembar_measures *measures,
                                       const kembar_options *options);
/* The score that goes with a relation decided so. */
int32_t kembar_relation_score(const kembar_measures *measures, kembar_relation relation);
/* Every rule with its value and threshold, in the order in which they are asked; at most
 * KEMBAR_MAX_REASONS. Returns their number. */
size_t kembar_relation_reasons(const kembar_measures *measures, const kembar_options *options,
                               kembar_reason *reasons);

/* Not 0 when the pair is a copy, which may join a group or be left out: exact, or near with the
 * same facts. */
int kembar_relation_is_copy(const kembar_pair *pair);

#endif
