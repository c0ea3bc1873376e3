/* Where units come from, and the idf relative to it. */
#ifndef KEMBAR_CLUSTER_STORY_SOURCES_H
#define KEMBAR_CLUSTER_STORY_SOURCES_H

#include "cluster/units.h"

enum { KEMBAR_STORY_NO_SOURCE = 0 };

/* Start from a zeroed struct. */
typedef struct kembar_story_sources {
    uint32_t *source;  /* owned; of each unit: NO_SOURCE, or a number below n_sources */
    uint8_t *language; /* owned; of each unit */
    uint32_t *sizes;   /* owned; units of each source, 0 for NO_SOURCE */
    size_t n_sources;
    double peers[KEMBAR_N_LANGUAGES]; /* units in each language */
} kembar_story_sources;

kembar_status kembar_story_sources_find(kembar_story_sources *out,
                                        const kembar_cluster_input *input,
                                        const kembar_units *units) KEMBAR_MUST_CHECK;
void kembar_story_sources_deinit(kembar_story_sources *sources);

/* The idf of a term that `n_with` units hold, `n_in_source` of them from this unit's source; a
 * source of fewer than 5 units uses that of the collection. */
double kembar_story_sources_idf(const kembar_story_sources *sources, size_t unit, uint32_t n_with,
                                uint32_t n_in_source);

#endif
