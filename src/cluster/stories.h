/* Stories: duplicate groups and single documents on one event. */
#ifndef KEMBAR_CLUSTER_STORIES_H
#define KEMBAR_CLUSTER_STORIES_H

#include "cluster/groups.h"

/* Writes for each document the one that stands for its story (itself when alone): the first of its
 * members in the order of ranks.h. A duplicate group is never parted. */
kembar_status kembar_stories_build(uint32_t *representative, const kembar_cluster_input *input,
                                   const kembar_ranks *ranks, const kembar_groups *groups,
                                   kembar_error *error) KEMBAR_MUST_CHECK;

#endif
