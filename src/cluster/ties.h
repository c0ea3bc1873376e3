/* What holds a member in its cluster: its pair with the representative, and its strongest pair
 * inside. */
#ifndef KEMBAR_CLUSTER_TIES_H
#define KEMBAR_CLUSTER_TIES_H

#include "cluster/groups.h"

/* The verified pair of two documents, or NULL. Logarithmic. */
const kembar_pair *kembar_ties_find(const kembar_cluster_input *input, uint32_t a, uint32_t b);

/* A document as a member of a cluster that `representative` stands for, whether or not the pair is
 * listed. */
kembar_member kembar_ties_member(const kembar_cluster_input *input, const kembar_groups *groups,
                                 uint32_t doc_id, uint32_t representative);

/* The pair of two documents, a < b, with its score; score -1: none. */
typedef struct kembar_tie {
    int32_t score;
    uint32_t a, b;
} kembar_tie;

/* For each document its strongest verified pair with one of the same label; none where the label is
 * UINT32_MAX. A pair whose facts differ holds nobody. `out` has n_documents places. */
void kembar_ties_strongest(const kembar_cluster_input *input, const uint32_t *label_of_document,
                           kembar_tie *out);

#endif
