/* The rows of a track: each picked pair measured, and its changes found. */
#ifndef KEMBAR_PIPELINE_TRACK_FILL_H
#define KEMBAR_PIPELINE_TRACK_FILL_H

#include "model/furniture.h"
#include "pipeline/track_changes.h"
#include "pipeline/track_rows.h"

/* Start from a zeroed struct with the borrowed members and `n_releases` set. */
typedef struct kembar_track_filler {
    const kembar_track_union *both;
    kembar_track_pairs *pairs; /* picked; are put into the order of rows */
    const kembar_furniture *furniture;
    const kembar_options *options;
    size_t n_releases;
    kembar_track *out;       /* borrowed; zeroed rows are filled */
    kembar_aligner *aligner; /* owned, as all below: scratch */
    kembar_change_finder finder;
    uint8_t *marks;
    size_t mark_capacity, change_capacity;
} kembar_track_filler;

/* MEMORY is the only failure. */
kembar_status kembar_track_fill(kembar_track_filler *in) KEMBAR_MUST_CHECK;
void kembar_track_filler_deinit(kembar_track_filler *in);

#endif
