/* Two collections as one, where each document still knows its sides. */
#ifndef KEMBAR_PIPELINE_TRACK_UNION_H
#define KEMBAR_PIPELINE_TRACK_UNION_H

#include "kembar/source.h"

#define KEMBAR_TRACK_NONE UINT32_MAX

typedef struct kembar_track_sides {
    uint32_t release, coverage; /* indices into the collections; KEMBAR_TRACK_NONE: not in it */
} kembar_track_sides;

/* Start from a zeroed struct. */
typedef struct kembar_track_union {
    const kembar_document **documents; /* owned list of borrowed documents, by id; of one id the
                                          release first */
    kembar_track_sides *sides;         /* owned; one a document */
    size_t n_documents;
    size_t n_in_both;
} kembar_track_union;

/* A document of the coverage that comes from the same place of the same file as a release is that
 * release. Files are the same when their bytes are and their paths lead to one place. */
kembar_status kembar_track_union_make(kembar_track_union *out, const kembar_collection *releases,
                                      const kembar_collection *coverage,
                                      kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_track_union_deinit(kembar_track_union *both);

#endif
