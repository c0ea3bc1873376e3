/* What one document of the coverage made of a release, in words. */
#ifndef KEMBAR_PIPELINE_TRACK_CHANGES_H
#define KEMBAR_PIPELINE_TRACK_CHANGES_H

#include "kembar/track.h"
#include "pair/align.h"

/* Work space; start from a zeroed struct. */
typedef struct kembar_change_finder {
    kembar_change *items; /* owned; the changes of the last pair, most telling first */
    size_t n_items, capacity;
    uint8_t *kept[2]; /* owned; a byte a content token: 1 equal on both sides, 2 within a passage */
    size_t kept_capacity[2];
} kembar_change_finder;

void kembar_change_finder_deinit(kembar_change_finder *finder);

/* Finds every stretch of content that the two do not share, and sorts them: a new headline,
 * replaced names and numbers, then the rest, longest first. `alignment` is theirs, with the release
 * as `a`. Stretches do not cross blocks outside passages. With `is_whole` the one text stands for
 * the other, so that its headline replaces the other's. Linear but for one sort. */
kembar_status kembar_changes_find(kembar_change_finder *finder, const kembar_prepared *release,
                                  const kembar_prepared *coverage,
                                  const kembar_alignment *alignment,
                                  int is_whole) KEMBAR_MUST_CHECK;

#endif
