/* The graph that stories are found in: units with what speaks for one event. */
#ifndef KEMBAR_CLUSTER_STORY_EDGES_H
#define KEMBAR_CLUSTER_STORY_EDGES_H

#include "cluster/linkage.h"
#include "cluster/story_neighbours.h"
#include "cluster/unit_pairs.h"

/* Edges to at most this many neighbours of a unit, and from those that count it among theirs. */
enum { KEMBAR_STORY_EDGES = 30 };

typedef struct kembar_story_edges {
    kembar_link_edge *items; /* owned; by (a, b), distinct */
    size_t n_items;
} kembar_story_edges;

/* Similarity less the mean crowding of both places (CSLS, Conneau et al. 2018), lowered for one
 * source and for days apart. Units that hold near copies of each other have at least half of the
 * copies' score; forms with other facts a part of theirs; those that share no more than a quotation
 * have no edge. */
kembar_status kembar_story_edges_build(kembar_story_edges *out, const kembar_cluster_input *input,
                                       const kembar_units *units,
                                       const kembar_story_vectors *vectors,
                                       const kembar_story_neighbours *neighbours,
                                       const kembar_unit_pairs *pairs) KEMBAR_MUST_CHECK;
void kembar_story_edges_deinit(kembar_story_edges *edges);

#endif
