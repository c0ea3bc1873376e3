/* The memory behind kembar_clusters. */
#ifndef KEMBAR_CLUSTER_STORAGE_H
#define KEMBAR_CLUSTER_STORAGE_H

#include "cluster/cluster.h"
#include "cluster/labels.h"

/* Clusters as they are found, before sorting; cluster i has members [first[i], first[i + 1]) and
 * may have as many sources. */
struct kembar_cluster_storage {
    kembar_member *members;   /* owned */
    kembar_view *sources;     /* owned; as many places as members */
    size_t *first;            /* owned; n_clusters + 1 */
    kembar_label_set *labels; /* owned; one a cluster */
    size_t n_clusters;
};

kembar_status kembar_cluster_storage_new(struct kembar_cluster_storage **out, size_t n_clusters,
                                         size_t n_members) KEMBAR_MUST_CHECK;
/* May be NULL. */
void kembar_cluster_storage_free(struct kembar_cluster_storage *storage);

#endif
