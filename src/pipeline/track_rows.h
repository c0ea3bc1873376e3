/* From the pairs of a run to the rows of a track. */
#ifndef KEMBAR_PIPELINE_TRACK_ROWS_H
#define KEMBAR_PIPELINE_TRACK_ROWS_H

#include "kembar/sink.h"
#include "kembar/track.h"
#include "pipeline/track_union.h"

/* A pair as the run gave it, seen from a release. */
typedef struct kembar_track_pair {
    uint32_t release, coverage; /* documents of the union */
    const kembar_pair *pair;    /* borrowed from the run until its sinks are finished */
    const kembar_span_pair *spans;
    uint8_t release_is_b;
    uint8_t is_direct; /* else the pair of a document with the release's content */
} kembar_track_pair;

/* A sink's memory; start from a zeroed struct. */
typedef struct kembar_track_pairs {
    kembar_pair_row *rows; /* owned; every pair of the run */
    size_t n_rows, row_capacity;
    kembar_track_pair *items; /* owned; by release, then coverage; each once */
    size_t n_items, item_capacity;
} kembar_track_pairs;

void kembar_track_pairs_deinit(kembar_track_pairs *pairs);
/* Keeps a pair of the run. */
kembar_status kembar_track_pairs_add(kembar_track_pairs *pairs,
                                     const kembar_pair_row *row) KEMBAR_MUST_CHECK;
/* Once all are there: picks those between a release and the coverage that the options want into
 * `items`. An exact copy of a release lends it its pairs, since a run lists those of a large class
 * for one member alone. */
kembar_status kembar_track_pairs_pick(kembar_track_pairs *pairs, const kembar_track_union *both,
                                      const kembar_options *options) KEMBAR_MUST_CHECK;

#endif
