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

enum { KEMBAR_LINKAGE_KINDS = 4, KEMBAR_LINKAGE_LEFT_OUT = 255 };

/* Merges the two clusters with the highest average for as long as the rule allows any; ties go to
 * the smaller nodes. On entry cluster_of[i] is the smallest node of the cluster that node i starts
 * in, on return of the one that it ends in. kind_of[i] < KEMBAR_LINKAGE_KINDS: only nodes of one
 * kind (language) can have an edge, so only their pairs count in an average, while the sizes that
 * the rule asks for are of all; a node that is LEFT_OUT counts nowhere. Edges are distinct, between
 * nodes of one kind that take part, in any order (the answer does not depend on it). Sums are
 * integers, so the answer is the same everywhere. Time: about n_edges log n_edges for sparse
 * clusters. */
kembar_status kembar_linkage_merge(const kembar_link_edge *edges, size_t n_edges, size_t n_nodes,
                                   const uint8_t *kind_of, const kembar_linkage_rule *rule,
                                   uint32_t *cluster_of) KEMBAR_MUST_CHECK;

#endif
