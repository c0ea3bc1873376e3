/* idf relative to the source of a unit. */
#ifndef KEMBAR_CLUSTER_STORY_SOURCES_H
#define KEMBAR_CLUSTER_STORY_SOURCES_H

#include "cluster/story_vectors.h"

/* Fills peers, source, source_sizes and n_sources. */
kembar_status kembar_story_sources_number(kembar_story_vectors *vectors,
                                          const kembar_cluster_input *input,
                                          const kembar_units *units) KEMBAR_MUST_CHECK;
/* Sets each weight to the idf of its term in its unit's source; sources of fewer than 5 units use
 * that of the collection. */
kembar_status kembar_story_sources_weigh(kembar_story_vectors *vectors) KEMBAR_MUST_CHECK;
/* The idf of a term that stands in this unit alone. */
double kembar_story_sources_single_idf(const kembar_story_vectors *vectors, size_t unit);

#endif
