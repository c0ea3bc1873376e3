/* Average-link clustering of a sparse graph. An absent edge counts as 0. */
#ifndef KEMBAR_CLUSTER_LINKAGE_H
#define KEMBAR_CLUSTER_LINKAGE_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/status.h"

/* a < b; weight > 0, in 10^-6. */
typedef struct kembar_link_edge {
    uint32_t a, b;
    int32_t weight;
} kembar_link_edge;

/* Two clusters of n and m nodes may merge at an average of at least limit + (first - limit) /
 * sqrt(n m), so that a large cluster grows on less, as its average is surer; and of at least
 * `cohesion` of the mean of both clusters' own averages. All in 10^-6. */
typedef struct kembar_linkage_rule {
    int32_t first, limit, cohesion;
} kembar_linkage_rule;

/* Merges the two clusters with the highest average for as long as the rule allows any; ties go to
 * the smaller nodes. Edges are distinct, in any order (the answer does not depend on it).
 * cluster_of[i] becomes the smallest node of node i's cluster. Sums are integers, so the answer is
 * the same everywhere. Time: about n_edges log n_edges for sparse clusters. */
kembar_status kembar_linkage_merge(const kembar_link_edge *edges, size_t n_edges, size_t n_nodes,
                                   const kembar_linkage_rule *rule,
                                   uint32_t *cluster_of) KEMBAR_MUST_CHECK;

#endif
