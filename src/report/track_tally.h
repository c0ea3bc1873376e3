/* What became of a release, in counts. */
#ifndef KEMBAR_REPORT_TRACK_TALLY_H
#define KEMBAR_REPORT_TRACK_TALLY_H

#include "base/buffer.h"
#include "kembar/track_report.h"

typedef struct kembar_track_tally {
    uint64_t n_relation[KEMBAR_RELATION_EXACT + 1]; /* documents; near without other facts */
    uint64_t n_facts_differ;                        /* near, but with other facts */
    uint64_t n_ran; /* documents that ran the release: exact to translation, with its facts */
} kembar_track_tally;

/* Adds the rows of release i. */
void kembar_track_tally_add(kembar_track_tally *tally, const kembar_track *track, size_t i);
/* "1 exact, 2 near, 1 translation": those that ran it; nothing without any. */
void kembar_track_tally_append(kembar_buffer *out, const kembar_track_tally *tally);
/* "1 near with other facts, 2 on the same event": the others; nothing without any. */
void kembar_track_tally_append_others(kembar_buffer *out, const kembar_track_tally *tally);

#endif
