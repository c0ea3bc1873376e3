/* One range of term hashes over all units: which of its terms stand in two units or more. */
#ifndef KEMBAR_CLUSTER_STORY_RANGES_H
#define KEMBAR_CLUSTER_STORY_RANGES_H

#include "base/sort.h"
#include "cluster/story_terms.h"

enum { KEMBAR_STORY_RANGE_BITS = 6, KEMBAR_STORY_RANGES = 1 << KEMBAR_STORY_RANGE_BITS };

/* The terms of each unit cut by ranges: those of range r of unit i are
 * [begins[i][r], begins[i][r + 1]). */
typedef struct kembar_story_cut {
    uint16_t begins[KEMBAR_STORY_RANGES + 1];
} kembar_story_cut;

void kembar_story_cut_find(kembar_story_cut *out, const kembar_story_terms *terms);

/* Room to collect ranges in, one for each thread. Start from a zeroed struct. */
typedef struct kembar_story_collector {
    kembar_keyed *items; /* owned; key: the term, value: its place, extra: its unit */
    size_t n_items;
    uint64_t *once, *twice; /* owned; bits by term: seen in a unit, in two or more */
    size_t n_bits;          /* a power of two */
    size_t capacity;
} kembar_story_collector;

/* `capacity`: terms of the largest range. */
kembar_status kembar_story_collector_init(kembar_story_collector *out,
                                          size_t capacity) KEMBAR_MUST_CHECK;
void kembar_story_collector_deinit(kembar_story_collector *collector);

/* Leaves in `items`, sorted, all terms of the range that stand in two units or more and few
 * others. `first` as in kembar_story_columns. */
kembar_status kembar_story_collect(kembar_story_collector *collector,
                                   const kembar_story_terms *terms, const kembar_story_cut *cuts,
                                   const size_t *first, size_t n_units,
                                   size_t range) KEMBAR_MUST_CHECK;

#endif
