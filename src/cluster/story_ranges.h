/* The terms of all units by ranges of their hashes: each range fits in cache, so that what is found
 * out about a term is written where its uses stand without waiting for memory. */
#ifndef KEMBAR_CLUSTER_STORY_RANGES_H
#define KEMBAR_CLUSTER_STORY_RANGES_H

#include "base/sort.h"
#include "cluster/story_terms.h"

#define KEMBAR_STORY_COLUMN_NONE UINT32_MAX /* the term stands in this unit alone */

/* One term of one unit. */
typedef struct kembar_story_place {
    uint32_t column; /* NONE or as story_columns.h says; before that, uses inside sentences */
    union {
        float idf;        /* undefined without a column */
        uint32_t capital; /* before a column is known: of the uses those with a capital */
    } is;
} kembar_story_place;

/* Start from a zeroed struct. Slices are runs of units; each knows where its terms begin in every
 * range, so that slices are spread and gathered at once. */
typedef struct kembar_story_ranges {
    kembar_keyed *items;        /* owned; key: the term, value: its place, extra: its unit */
    kembar_story_place *places; /* owned; by range, then unit, then term */
    size_t *first;              /* owned; n_ranges + 1 */
    size_t *begins;             /* owned; n_slices rows of n_ranges */
    size_t n_units, n_ranges, n_slices, slice_units;
    unsigned shift; /* of a term to its range */
} kembar_story_ranges;

/* Spreads the terms of n_units units, fewer than 2^32 in all, and parks their uses in `places`. */
kembar_status kembar_story_ranges_spread(kembar_story_ranges *out, const kembar_story_terms *terms,
                                         size_t n_units, size_t n_terms, int n_threads,
                                         kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_story_ranges_deinit(kembar_story_ranges *ranges);

/* Sorts to the front of a range the items whose terms stand in two units or more, and few others;
 * n_kept receives how many. The places of the rest have no column from then on. Ranges may be
 * worked off at once. */
kembar_status kembar_story_ranges_sort(kembar_story_ranges *ranges, size_t range,
                                       size_t *n_kept) KEMBAR_MUST_CHECK;

#endif
