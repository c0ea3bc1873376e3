#include "cluster/storage.h"

#include "base/alloc.h"

kembar_status kembar_cluster_storage_new(struct kembar_cluster_storage **out, size_t n_clusters,
                                         size_t n_members) {
    *out = NULL;
    struct kembar_cluster_storage *storage = kembar_alloc_zeroed(1, sizeof *storage);
    if (!storage)
        return KEMBAR_ERROR_MEMORY;
    storage->members = kembar_alloc(n_members, sizeof *storage->members);
    storage->sources = kembar_alloc(n_members, sizeof *storage->sources);
    storage->first = kembar_alloc_zeroed(n_clusters + 1, sizeof *storage->first);
    storage->labels = kembar_alloc_zeroed(n_clusters, sizeof *storage->labels);
    if (!storage->members || !storage->sources || !storage->first || !storage->labels) {
        kembar_cluster_storage_free(storage);
        return KEMBAR_ERROR_MEMORY;
    }
    storage->n_clusters = n_clusters;
    *out = storage;
    return KEMBAR_OK;
}

void kembar_cluster_storage_free(struct kembar_cluster_storage *storage) {
    if (!storage)
        return;
    for (size_t i = 0; i < storage->n_clusters; i++)
        kembar_label_set_deinit(&storage->labels[i]);
    kembar_free(storage->members);
    kembar_free(storage->sources);
    kembar_free(storage->first);
    kembar_free(storage->labels);
    kembar_free(storage);
}
