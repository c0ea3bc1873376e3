/* Stories across languages: clusters of one language meet those of the other through links.
 *
 * Each unit follows its strongest link alone, and none leads through a round-up: so a page that
 * translates a little of everything ties nothing together. */
#ifndef KEMBAR_CLUSTER_CROSSINGS_H
#define KEMBAR_CLUSTER_CROSSINGS_H

#include "cluster/story_edges.h"
#include "cluster/unit_pairs.h"

/* Joins the clusters of units whose link is the strongest that either has. cluster_of[i] stays the
 * smallest unit of its cluster. `is_left_out` as excerpts.h marks it. Linear in the pairs. */
kembar_status kembar_crossings_join(uint32_t *cluster_of, const uint8_t *is_left_out,
                                    const kembar_unit_pairs *pairs,
                                    size_t n_units) KEMBAR_MUST_CHECK;

/* Writes into `edges` (room for all) those that may still bring stories together once they have met
 * across languages: between units of one kind, neither left out, of clusters of which one at least
 * holds two kinds and whose dates are not further apart than KEMBAR_CROSSING_DAYS. Like events a
 * year apart share much. */
enum { KEMBAR_CROSSING_DAYS = 60 };
kembar_status kembar_crossings_edges(kembar_link_edge *edges, size_t *n_edges,
                                     const kembar_story_edges *all, const uint32_t *cluster_of,
                                     const uint8_t *kind_of, const kembar_cluster_input *input,
                                     const kembar_units *units) KEMBAR_MUST_CHECK;

#endif
