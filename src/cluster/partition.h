/* Which documents make a cluster together. */
#ifndef KEMBAR_CLUSTER_PARTITION_H
#define KEMBAR_CLUSTER_PARTITION_H

#include "kembar/cluster.h"
#include "kembar/status.h"

/* Clusters of one kind by their representatives. */
typedef struct kembar_partition {
    const uint32_t *representative; /* borrowed; one a document */
    uint32_t *cluster;              /* owned; one a document; UINT32_MAX when it is alone */
    uint32_t *sizes;                /* owned; one a cluster, at least 2 */
    size_t n_clusters;
    size_t n_members; /* in all clusters */
} kembar_partition;

/* Numbers the clusters of two or more documents in the order of their smallest members. */
kembar_status kembar_partition_init(kembar_partition *out, const uint32_t *representative,
                                    size_t n_documents) KEMBAR_MUST_CHECK;
void kembar_partition_deinit(kembar_partition *partition);

#endif
