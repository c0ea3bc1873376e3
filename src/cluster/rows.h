/* One row of clusters.jsonl from its members. */
#ifndef KEMBAR_CLUSTER_ROWS_H
#define KEMBAR_CLUSTER_ROWS_H

#include "cluster/ties.h"

/* The order of sink.h: the representative, then strongest relation, highest score, smallest id. */
void kembar_rows_sort_members(kembar_member *members, size_t n_members);

/* Fills all of `out` but kind and labels; its members (sorted; their views stay borrowed) and
 * representative are set. `sources` has n_members places. `strongest` is of ties.h, one a document.
 */
void kembar_rows_fill(kembar_cluster *out, const kembar_cluster_input *input,
                      const kembar_tie *strongest, kembar_view *sources);

#endif
