#include "cluster/partition.h"

#include "base/alloc.h"

/* Counts the documents of each representative into `counts`, which holds one place a document. */
static void count(uint32_t *counts, const uint32_t *representative, size_t n_documents) {
    for (size_t i = 0; i < n_documents; i++)
        counts[representative[i]]++;
}

/* A count that became a cluster is kept in `sizes`; its place then holds the cluster's number. */
static void number(kembar_partition *out, uint32_t *counts, uint32_t *number_of,
                   size_t n_documents) {
    for (size_t i = 0; i < n_documents; i++) {
        uint32_t representative = out->representative[i];
        out->cluster[i] = UINT32_MAX;
        if (counts[representative] < 2)
            continue;
        if (number_of[representative] == UINT32_MAX) {
            number_of[representative] = (uint32_t)out->n_clusters;
            out->sizes[out->n_clusters++] = counts[representative];
        }
        out->cluster[i] = number_of[representative];
        out->n_members++;
    }
}

kembar_status kembar_partition_init(kembar_partition *out, const uint32_t *representative,
                                    size_t n_documents) {
    *out = (kembar_partition){.representative = representative};
    out->cluster = kembar_alloc(n_documents, sizeof *out->cluster);
    out->sizes = kembar_alloc(n_documents, sizeof *out->sizes);
    uint32_t *counts = kembar_alloc_zeroed(n_documents, sizeof *counts);
    uint32_t *number_of = kembar_alloc(n_documents, sizeof *number_of);
    int is_allocated = out->cluster && out->sizes && counts && number_of;
    if (is_allocated) {
        for (size_t i = 0; i < n_documents; i++)
            number_of[i] = UINT32_MAX;
        count(counts, representative, n_documents);
        number(out, counts, number_of, n_documents);
    }
    kembar_free(counts);
    kembar_free(number_of);
    if (!is_allocated)
        kembar_partition_deinit(out);
    return is_allocated ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

void kembar_partition_deinit(kembar_partition *partition) {
    kembar_free(partition->cluster);
    kembar_free(partition->sizes);
    *partition = (kembar_partition){0};
}
