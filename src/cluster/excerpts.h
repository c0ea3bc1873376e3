/* Excerpts in stories. A round-up or a part of another text would pull stories together if it took
 * part in linking them, so it is left out of that and then joins the one story with which it shares
 * most. */
#ifndef KEMBAR_CLUSTER_EXCERPTS_H
#define KEMBAR_CLUSTER_EXCERPTS_H

#include "cluster/story_neighbours.h"
#include "cluster/unit_pairs.h"

/* Marks round-ups (they hold parts of two units that have nothing to do with each other: no copy,
 * no excerpt, no similarity), what may be one (parts of two units that share no text with each
 * other) and parts (at least half of them lies in a longer unit that is neither). `is_left_out` has
 * a place for each unit. */
kembar_status kembar_excerpts_mark(uint8_t *is_left_out, const kembar_unit_pairs *pairs,
                                   const kembar_story_neighbours *neighbours,
                                   size_t n_units) KEMBAR_MUST_CHECK;

/* Given the clusters of the unmarked units, makes round-ups of those that may be one and hold parts
 * of two clusters, clears the others and marks parts anew. `n_cleared`: how many are none. */
kembar_status kembar_excerpts_settle(uint8_t *is_left_out, const kembar_unit_pairs *pairs,
                                     const uint32_t *cluster_of, size_t n_units,
                                     size_t *n_cleared) KEMBAR_MUST_CHECK;

/* Lets each marked unit, and each unmarked one that is still alone, join the cluster of the unit
 * with which it shares most content tokens; longer units first. Whom it joins keeps its place:
 * nothing else moves. */
kembar_status kembar_excerpts_join(uint32_t *cluster_of, const uint8_t *is_left_out,
                                   const kembar_unit_pairs *pairs,
                                   const kembar_cluster_input *input,
                                   const kembar_units *units) KEMBAR_MUST_CHECK;

/* Whether a mark says that the unit is a round-up. */
int kembar_excerpts_is_round_up(uint8_t is_left_out);

#endif
