/* The order in which classes are verified: those of a family together, so that each document is
 * read again about once. */
#ifndef KEMBAR_PIPELINE_DEDUP_FAMILIES_H
#define KEMBAR_PIPELINE_DEDUP_FAMILIES_H

#include "pipeline/dedup_set.h"

typedef struct kembar_dedup_work {
    uint32_t *heads; /* owned; classes with something to verify */
    size_t n_heads;
    size_t *first; /* owned; of each document its pairs (as `a`) by offset; n + 1 entries */
} kembar_dedup_work;

/* Goes along the pairs, depth first: what stands near in the order is near by content. */
kembar_status kembar_dedup_work_order(kembar_dedup_work *out, const kembar_dedup_set *set,
                                      const kembar_sampled_pairs *pairs) KEMBAR_MUST_CHECK;
void kembar_dedup_work_deinit(kembar_dedup_work *work);

#endif
