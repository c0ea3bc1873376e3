/* Duplicate groups: documents joined by `exact` and `near`, each member to its representative,
 * never through another.
 *
 * Documents of one exact class belong together and act as one. Classes are taken in the order of
 * ranks.h: a class joins, of the representatives before it that it is near to, the one with the
 * highest score (the earlier where equal), or else stands for itself. So the representative is the
 * first of its group, no two members are a pair whose facts differ, every member relates to it, and
 * a further copy of a member changes nothing but its own group. */
#ifndef KEMBAR_CLUSTER_GROUPS_H
#define KEMBAR_CLUSTER_GROUPS_H

#include "cluster/cluster.h"
#include "pair/ranks.h"

typedef struct kembar_groups {
    uint32_t *representative; /* owned; for each document the one that stands for its group; itself
                                 when alone */
    int32_t
        *score; /* owned; that of its class with the representative's; 10^6 for the same class */
} kembar_groups;

/* Time: a radix sort of the pairs. */
kembar_status kembar_groups_build(kembar_groups *out, const kembar_cluster_input *input,
                                  const kembar_ranks *ranks) KEMBAR_MUST_CHECK;
void kembar_groups_deinit(kembar_groups *groups);

#endif
