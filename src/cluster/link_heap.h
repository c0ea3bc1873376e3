/* Merges that wait for their turn: the highest average first, then the smallest nodes. */
#ifndef KEMBAR_CLUSTER_LINK_HEAP_H
#define KEMBAR_CLUSTER_LINK_HEAP_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/status.h"

typedef struct kembar_link_merge {
    int64_t average;         /* 10^-6 */
    uint32_t a, b;           /* a < b */
    uint32_t size_a, size_b; /* when it was offered */
} kembar_link_merge;

/* Start from a zeroed struct. */
typedef struct kembar_link_heap {
    kembar_link_merge *items; /* owned */
    size_t n_items, capacity;
} kembar_link_heap;

void kembar_link_heap_deinit(kembar_link_heap *heap);
kembar_status kembar_link_heap_push(kembar_link_heap *heap,
                                    kembar_link_merge merge) KEMBAR_MUST_CHECK;
/* 0 when it is empty. */
int kembar_link_heap_pop(kembar_link_heap *heap, kembar_link_merge *out);

#endif
