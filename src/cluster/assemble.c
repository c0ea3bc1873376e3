#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"
#include "base/sort.h"
#include "cluster/cluster.h"
#include "cluster/groups.h"
#include "cluster/labels.h"
#include "cluster/partition.h"
#include "cluster/rows.h"
#include "cluster/storage.h"
#include "cluster/stories.h"
#include "cluster/ties.h"

#include <stdlib.h>
#include <string.h>

enum { N_KINDS = 2 };

/* What all rows are made from; kinds are indexed by kembar_cluster_kind. */
typedef struct assembly {
    const kembar_cluster_input *input;
    const kembar_groups *groups;
    kembar_partition partitions[N_KINDS];
    kembar_tie *strongest[N_KINDS];
    struct kembar_cluster_storage *storage;
    kembar_cluster *items; /* in the order of storage */
    kembar_labeller **labellers;
} assembly;

static size_t n_workers(const assembly *work) {
    return work->input->n_threads > 1 ? (size_t)work->input->n_threads : 1;
}

static void assembly_deinit(assembly *work) {
    for (size_t i = 0; work->labellers && i < n_workers(work); i++)
        kembar_labeller_free(work->labellers[i]);
    kembar_free(work->labellers);
    for (size_t kind = 0; kind < N_KINDS; kind++) {
        kembar_partition_deinit(&work->partitions[kind]);
        kembar_free(work->strongest[kind]);
    }
    kembar_cluster_storage_free(work->storage);
    kembar_free(work->items);
}

static kembar_status find_ties(assembly *work) {
    for (size_t kind = 0; kind < N_KINDS; kind++) {
        work->strongest[kind] =
            kembar_alloc(work->input->n_documents, sizeof *work->strongest[kind]);
        if (!work->strongest[kind])
            return KEMBAR_ERROR_MEMORY;
        kembar_ties_strongest(work->input, work->partitions[kind].cluster, work->strongest[kind]);
    }
    return KEMBAR_OK;
}

static kembar_status allocate(assembly *work) {
    size_t n_clusters = 0, n_members = 0;
    for (size_t kind = 0; kind < N_KINDS; kind++) {
        n_clusters += work->partitions[kind].n_clusters;
        n_members += work->partitions[kind].n_members;
    }
    kembar_status status = kembar_cluster_storage_new(&work->storage, n_clusters, n_members);
    work->items = kembar_alloc_zeroed(n_clusters, sizeof *work->items);
    work->labellers = kembar_alloc_zeroed(n_workers(work), sizeof *work->labellers);
    return status || !work->items || !work->labellers ? KEMBAR_ERROR_MEMORY : KEMBAR_OK;
}

/* Spreads the documents over their clusters: duplicates first, then stories, members by id. */
static void fill_members(assembly *work) {
    struct kembar_cluster_storage *storage = work->storage;
    size_t n_before = 0;
    for (size_t kind = 0; kind < N_KINDS; kind++) {
        const kembar_partition *partition = &work->partitions[kind];
        for (size_t i = 0; i < partition->n_clusters; i++) {
            kembar_cluster *item = &work->items[n_before + i];
            storage->first[n_before + i + 1] = storage->first[n_before + i] + partition->sizes[i];
            item->kind = (uint8_t)kind;
            item->members = storage->members + storage->first[n_before + i];
        }
        for (uint32_t i = 0; i < work->input->n_documents; i++) {
            if (partition->cluster[i] == UINT32_MAX)
                continue;
            size_t at = n_before + partition->cluster[i];
            uint32_t representative = partition->representative[i];
            work->items[at].representative = representative;
            storage->members[storage->first[at] + work->items[at].n_members++] =
                kembar_ties_member(work->input, work->groups, i, representative);
        }
        n_before += partition->n_clusters;
    }
}

/* The group that has the same members as a story, or SIZE_MAX: their labels are the same, and
 * most stories are such. */
static size_t find_equal_group(const assembly *work, const kembar_cluster *story) {
    const kembar_partition *groups = &work->partitions[KEMBAR_CLUSTER_DUPLICATES];
    size_t group = groups->cluster[story->representative];
    int is_equal = group != UINT32_MAX && work->items[group].n_members == story->n_members &&
                   work->items[group].representative == story->representative;
    return is_equal ? group : SIZE_MAX;
}

static kembar_status fill_label(assembly *work, size_t i, kembar_labeller *labeller) {
    kembar_cluster *item = &work->items[i];
    kembar_label_set *labels = work->storage->labels;
    size_t group = item->kind == KEMBAR_CLUSTER_STORY ? find_equal_group(work, item) : SIZE_MAX;
    kembar_status status = group == SIZE_MAX ? kembar_labeller_label(labeller, item->members,
                                                                     item->n_members, &labels[i])
                                             : kembar_label_set_copy(&labels[i], &labels[group]);
    item->labels = labels[i].labels;
    item->n_labels = labels[i].n_labels;
    return status;
}

static kembar_status fill_rows(assembly *work, size_t begin, size_t end, int worker_id,
                               kembar_error *error) {
    struct kembar_cluster_storage *storage = work->storage;
    kembar_labeller **labeller = &work->labellers[worker_id];
    kembar_status status = KEMBAR_OK;
    if (!*labeller)
        status = kembar_labeller_new(labeller, work->input, error);
    for (size_t i = begin; i < end && !status; i++) {
        kembar_cluster *item = &work->items[i];
        kembar_rows_sort_members(storage->members + storage->first[i], item->n_members);
        kembar_rows_fill(item, work->input, work->strongest[item->kind],
                         storage->sources + storage->first[i]);
        if (fill_label(work, i, *labeller))
            status = kembar_error_memory(error);
    }
    return status;
}

/* Groups come first: stories copy labels from them. */
static kembar_status fill_groups(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    return fill_rows(context, begin, end, worker_id, error);
}

static kembar_status fill_stories(void *context, size_t begin, size_t end, int worker_id,
                                  kembar_error *error) {
    assembly *work = context;
    size_t n_groups = work->partitions[KEMBAR_CLUSTER_DUPLICATES].n_clusters;
    return fill_rows(work, n_groups + begin, n_groups + end, worker_id, error);
}

static int compare_clusters(const void *a, const void *b) {
    const kembar_cluster *x = *(kembar_cluster *const *)a, *y = *(kembar_cluster *const *)b;
    if (x->n_members != y->n_members)
        return x->n_members > y->n_members ? -1 : 1;
    int order = strcmp(x->id, y->id);
    return order ? order : (x->members < y->members ? -1 : x->members > y->members);
}

static void number_documents(const assembly *work, const uint32_t *place, kembar_cluster_kind kind,
                             uint32_t *out) {
    size_t offset = kind == KEMBAR_CLUSTER_STORY ? work->partitions[0].n_clusters : 0;
    for (size_t i = 0; i < work->input->n_documents; i++) {
        uint32_t cluster = work->partitions[kind].cluster[i];
        out[i] = cluster == UINT32_MAX ? UINT32_MAX : place[offset + cluster];
    }
}

/* Sorts into `out`, which takes the storage over. */
static kembar_status publish(assembly *work, kembar_clusters *out) {
    size_t n = work->storage->n_clusters, n_documents = work->input->n_documents;
    const kembar_cluster **order = kembar_alloc(n, sizeof *order);
    uint32_t *place = kembar_alloc(n, sizeof *place);
    out->items = kembar_alloc(n, sizeof *out->items);
    out->group_of = kembar_alloc(n_documents, sizeof *out->group_of);
    out->story_of = kembar_alloc(n_documents, sizeof *out->story_of);
    int is_allocated = order && place && out->items && out->group_of && out->story_of;
    if (is_allocated) {
        for (size_t i = 0; i < n; i++)
            order[i] = &work->items[i];
        qsort(order, n, sizeof *order, compare_clusters);
        for (size_t i = 0; i < n; i++) {
            out->items[i] = *order[i];
            place[order[i] - work->items] = (uint32_t)i;
        }
        number_documents(work, place, KEMBAR_CLUSTER_DUPLICATES, out->group_of);
        number_documents(work, place, KEMBAR_CLUSTER_STORY, out->story_of);
        out->n_items = n;
        out->storage = work->storage;
        work->storage = NULL;
    }
    kembar_free(order);
    kembar_free(place);
    return is_allocated ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

static kembar_status assemble(kembar_clusters *out, const kembar_cluster_input *input,
                              const kembar_groups *groups, const uint32_t *story,
                              kembar_error *error) {
    assembly work = {.input = input, .groups = groups};
    size_t n = input->n_documents;
    kembar_status status = kembar_partition_init(&work.partitions[0], groups->representative, n);
    if (!status)
        status = kembar_partition_init(&work.partitions[1], story, n);
    if (!status)
        status = find_ties(&work);
    if (!status)
        status = allocate(&work);
    if (status) {
        kembar_error_memory(error);
    } else {
        fill_members(&work);
        size_t n_groups = work.partitions[KEMBAR_CLUSTER_DUPLICATES].n_clusters;
        status = kembar_parallel_for(input->n_threads, n_groups, 8, fill_groups, &work, error);
        if (!status)
            status = kembar_parallel_for(input->n_threads, work.storage->n_clusters - n_groups, 8,
                                         fill_stories, &work, error);
    }
    if (!status) {
        status = publish(&work, out);
        if (status)
            kembar_error_memory(error);
    }
    assembly_deinit(&work);
    return status;
}

kembar_status kembar_clusters_build(kembar_clusters *out, const kembar_cluster_input *input,
                                    kembar_error *error) {
    kembar_ranks ranks = {0};
    kembar_groups groups = {0};
    *out = (kembar_clusters){0};
    uint32_t *story = kembar_alloc(input->n_documents, sizeof *story);
    kembar_status status = story ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    if (!status)
        status = kembar_ranks_build(&ranks, input->prepared, input->n_documents, input->n_threads);
    if (!status)
        status = kembar_groups_build(&groups, input, &ranks);
    if (status)
        kembar_error_memory(error);
    if (!status)
        status = kembar_stories_build(story, input, &ranks, &groups, error);
    if (!status)
        status = assemble(out, input, &groups, story, error);
    kembar_free(story);
    kembar_groups_deinit(&groups);
    kembar_ranks_deinit(&ranks);
    if (status)
        kembar_clusters_deinit(out);
    return status;
}

void kembar_clusters_deinit(kembar_clusters *clusters) {
    kembar_free(clusters->items);
    kembar_free(clusters->group_of);
    kembar_free(clusters->story_of);
    kembar_cluster_storage_free(clusters->storage);
    *clusters = (kembar_clusters){0};
}
