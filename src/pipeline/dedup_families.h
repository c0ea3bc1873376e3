/* What is verified together, and in which order: families, so that each document is read again
 * about once. */
#ifndef KEMBAR_PIPELINE_DEDUP_FAMILIES_H
#define KEMBAR_PIPELINE_DEDUP_FAMILIES_H

#include "pipeline/dedup_set.h"

/* Heads that are verified by one thread. */
typedef struct kembar_dedup_family {
    size_t begin, end; /* in heads */
    int is_part;       /* not 0: of a larger one, so that there are pairs outside */
} kembar_dedup_family;

typedef struct kembar_dedup_work {
    uint32_t *heads; /* owned; classes with something to verify */
    size_t n_heads;
    kembar_dedup_family *families; /* owned */
    size_t n_families;
    size_t *first; /* owned; of each document its pairs by offset; n + 2 entries, the last unused */
    uint32_t *others; /* owned; the other one of each pair, from both sides */
} kembar_dedup_work;

/* Larger families go wave by wave (dedup_waves.h), or are parted, so that threads can share them:
 * in each part heads stand near each other that are near by content. */
enum { KEMBAR_DEDUP_WHOLE_FAMILY = 1024, KEMBAR_DEDUP_FAMILY_PART = 64 };

static inline int kembar_dedup_family_is_large(const kembar_dedup_family *family) {
    return family->end - family->begin > KEMBAR_DEDUP_WHOLE_FAMILY;
}

/* Families are what hangs together by pairs. parts_large: not 0: large ones are parted. */
kembar_status kembar_dedup_work_order(kembar_dedup_work *out, const kembar_dedup_set *set,
                                      const kembar_sampled_pairs *pairs,
                                      int parts_large) KEMBAR_MUST_CHECK;
/* Brings the heads of a family that is neither large nor a part into the order of the set; those of
 * others stay. Each family may be sorted by another thread. */
kembar_status kembar_dedup_family_sort(const kembar_dedup_work *work, const kembar_dedup_set *set,
                                       const kembar_dedup_family *family) KEMBAR_MUST_CHECK;
void kembar_dedup_work_deinit(kembar_dedup_work *work);

#endif
