/* What verified pairs say about two units. */
#ifndef KEMBAR_CLUSTER_UNIT_PAIRS_H
#define KEMBAR_CLUSTER_UNIT_PAIRS_H

#include "cluster/units.h"

/* Strongest of the pairs between members of two units, a < b. */
typedef struct kembar_unit_pair {
    uint32_t a, b;
    int32_t near;       /* highest score of a pair that would join duplicates; 0: none */
    int32_t link;       /* highest across languages, as a translation or on one event; 0: none */
    uint32_t shared_a;  /* excerpts: content tokens of a in shared passages, the most of any pair */
    uint32_t shared_b;  /* the same of b */
    int32_t coverage_a; /* excerpts: highest, in 10^-6 */
    int32_t coverage_b;
    uint8_t is_excerpt, facts_differ, is_related, is_translation;
    uint8_t is_unlike;    /* nothing but passages of texts that are not alike else (quotations.h) */
    uint8_t is_quotation; /* and others carry them too; set by quotations.h */
} kembar_unit_pair;

typedef struct kembar_unit_pairs {
    kembar_unit_pair *items; /* owned; by (a, b), distinct */
    size_t n_items;
} kembar_unit_pairs;

/* Pairs within one unit are left out. `is_unlike` is of the pairs of the input. */
kembar_status kembar_unit_pairs_build(kembar_unit_pairs *out, const kembar_cluster_input *input,
                                      const kembar_units *units,
                                      const uint8_t *is_unlike) KEMBAR_MUST_CHECK;
void kembar_unit_pairs_deinit(kembar_unit_pairs *pairs);

/* The pair of two units, or NULL. Logarithmic. */
const kembar_unit_pair *kembar_unit_pairs_find(const kembar_unit_pairs *pairs, uint32_t a,
                                               uint32_t b);

#endif
