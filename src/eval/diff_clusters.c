#include "eval/diff_clusters.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/views.h"
#include "eval/results_model.h"

/* A cluster of either run; clusters that share members are in one set. */
typedef struct node {
    const kembar_result_cluster *cluster;
    size_t set; /* the smallest node of it */
    uint8_t is_after;
} node;

typedef struct matcher {
    kembar_diff *out;
    const kembar_result_cluster *clusters[2]; /* before, after */
    size_t n_clusters[2];
    size_t *parent; /* owned; a node each: before, then after */
    node *nodes;    /* owned */
    size_t n_nodes;
    size_t change_capacity, member_capacity;
} matcher;

/* The cluster of this kind that a document is in, NULL without one or without the document. */
static const kembar_result_cluster *cluster_of(const kembar_results *results, kembar_view id,
                                               uint8_t kind) {
    const kembar_result_document *document = kembar_results_document(results, id);
    if (!document)
        return NULL;
    kembar_view cluster = kind == KEMBAR_CLUSTER_STORY ? document->story : document->group;
    return cluster.data ? kembar_results_cluster(results, cluster) : NULL;
}

/* --- sets of clusters that share members --- */

static size_t find_set(matcher *in, size_t i) {
    while (in->parent[i] != i) {
        in->parent[i] = in->parent[in->parent[i]];
        i = in->parent[i];
    }
    return i;
}

/* The smaller one stands for both, so that sets do not depend on the order of joining. */
static void join(matcher *in, size_t i, size_t j) {
    i = find_set(in, i);
    j = find_set(in, j);
    if (i < j)
        in->parent[j] = i;
    else
        in->parent[i] = j;
}

static void join_clusters(matcher *in) {
    for (size_t i = 0; i < in->n_clusters[0]; i++) {
        const kembar_result_cluster *cluster = &in->clusters[0][i];
        for (size_t k = 0; k < cluster->n_members; k++) {
            const kembar_result_cluster *after =
                cluster_of(in->out->after, cluster->members[k].id, cluster->kind);
            if (after)
                join(in, i, in->n_clusters[0] + (size_t)(after - in->clusters[1]));
        }
    }
}

static int compare_nodes(const void *x, const void *y) {
    const node *a = x, *b = y;
    if (a->set != b->set)
        return a->set < b->set ? -1 : 1;
    if (a->is_after != b->is_after)
        return a->is_after ? 1 : -1;
    /* Both lie in one array, largest first. */
    return a->cluster < b->cluster ? -1 : a->cluster > b->cluster;
}

static kembar_status make_nodes(matcher *in) {
    size_t n = in->n_clusters[0] + in->n_clusters[1];
    in->parent = kembar_alloc(n, sizeof *in->parent);
    in->nodes = kembar_alloc(n, sizeof *in->nodes);
    in->out->clusters_of = kembar_alloc(n, sizeof *in->out->clusters_of);
    if (!in->parent || !in->nodes || !in->out->clusters_of)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++)
        in->parent[i] = i;
    join_clusters(in);
    for (size_t i = 0; i < n; i++) {
        int is_after = i >= in->n_clusters[0];
        const kembar_result_cluster *cluster =
            is_after ? &in->clusters[1][i - in->n_clusters[0]] : &in->clusters[0][i];
        in->nodes[i] = (node){cluster, find_set(in, i), (uint8_t)is_after};
    }
    in->n_nodes = n;
    if (n)
        qsort(in->nodes, n, sizeof *in->nodes, compare_nodes);
    return KEMBAR_OK;
}

/* --- one set --- */

static int compare_members(const void *x, const void *y) {
    const kembar_view *a = x, *b = y;
    return kembar_view_compare(*a, *b);
}

/* Members of nodes[0 .. n) that are in no cluster of the kind in the other run. */
static kembar_status add_members(matcher *in, const node *nodes, size_t n,
                                 const kembar_results *other, size_t *n_added) {
    kembar_diff *out = in->out;
    size_t first = out->n_members;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < nodes[i].cluster->n_members; k++) {
            kembar_view id = nodes[i].cluster->members[k].id;
            if (cluster_of(other, id, nodes[i].cluster->kind))
                continue;
            if (kembar_array_reserve((void **)&out->members, &in->member_capacity,
                                     out->n_members + 1, sizeof *out->members))
                return KEMBAR_ERROR_MEMORY;
            out->members[out->n_members++] = id;
        }
    *n_added = out->n_members - first;
    if (*n_added)
        qsort(out->members + first, *n_added, sizeof *out->members, compare_members);
    return KEMBAR_OK;
}

static kembar_cluster_change change_of(const kembar_diff_cluster *found) {
    if (found->n_before == 0)
        return KEMBAR_CLUSTER_NEW;
    if (found->n_after == 0)
        return KEMBAR_CLUSTER_GONE;
    if (found->n_before > 1)
        return found->n_after > 1 ? KEMBAR_CLUSTER_REGROUPED : KEMBAR_CLUSTER_MERGED;
    if (found->n_after > 1)
        return KEMBAR_CLUSTER_SPLIT;
    if (found->n_gained && found->n_lost)
        return KEMBAR_CLUSTER_EXCHANGED;
    return found->n_gained ? KEMBAR_CLUSTER_GREW : KEMBAR_CLUSTER_SHRANK;
}

static int is_unchanged(const kembar_diff_cluster *found) {
    return found->n_before == 1 && found->n_after == 1 && !found->n_gained && !found->n_lost;
}

static kembar_status add_set(matcher *in, const node *nodes, size_t n) {
    kembar_diff *out = in->out;
    kembar_diff_cluster found = {.kind = nodes[0].cluster->kind,
                                 .first_cluster = out->n_clusters_of,
                                 .first_member = out->n_members};
    while (found.n_before < n && !nodes[found.n_before].is_after)
        found.n_before++;
    found.n_after = n - found.n_before;
    kembar_status status =
        add_members(in, nodes + found.n_before, found.n_after, out->before, &found.n_gained);
    if (!status)
        status = add_members(in, nodes, found.n_before, out->after, &found.n_lost);
    if (status || is_unchanged(&found))
        return status;
    found.change = (uint8_t)change_of(&found);
    if (kembar_array_reserve((void **)&out->clusters, &in->change_capacity, out->n_clusters + 1,
                             sizeof *out->clusters))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++)
        out->clusters_of[out->n_clusters_of++] = nodes[i].cluster;
    out->clusters[out->n_clusters++] = found;
    return KEMBAR_OK;
}

/* --- order --- */

/* A finding with what it is sorted by. */
typedef struct ordered_cluster {
    kembar_diff_cluster found;
    size_t n_members;
    kembar_view id;
} ordered_cluster;

static int compare_ordered(const void *x, const void *y) {
    const ordered_cluster *a = x, *b = y;
    if (a->found.kind != b->found.kind)
        return a->found.kind < b->found.kind ? -1 : 1;
    if (a->found.change != b->found.change)
        return a->found.change < b->found.change ? -1 : 1;
    if (a->n_members != b->n_members)
        return a->n_members > b->n_members ? -1 : 1;
    return kembar_view_compare(a->id, b->id);
}

static ordered_cluster order_of(const kembar_diff *out, const kembar_diff_cluster *found) {
    const kembar_result_cluster *const *clusters = out->clusters_of + found->first_cluster;
    size_t n_members[2] = {0, 0};
    for (size_t i = 0; i < found->n_before + found->n_after; i++)
        n_members[i >= found->n_before] += clusters[i]->n_members;
    return (ordered_cluster){*found, n_members[0] > n_members[1] ? n_members[0] : n_members[1],
                             clusters[0]->id};
}

static kembar_status order_clusters(kembar_diff *out) {
    size_t n = out->n_clusters;
    ordered_cluster *ordered = kembar_alloc(n, sizeof *ordered);
    if (!ordered)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++)
        ordered[i] = order_of(out, &out->clusters[i]);
    if (n)
        qsort(ordered, n, sizeof *ordered, compare_ordered);
    for (size_t i = 0; i < n; i++)
        out->clusters[i] = ordered[i].found;
    kembar_free(ordered);
    return KEMBAR_OK;
}

kembar_status kembar_diff_find_clusters(kembar_diff *out) {
    matcher in = {.out = out};
    in.clusters[0] = kembar_results_clusters(out->before, &in.n_clusters[0]);
    in.clusters[1] = kembar_results_clusters(out->after, &in.n_clusters[1]);
    kembar_status status = make_nodes(&in);
    for (size_t begin = 0, end; begin < in.n_nodes && !status; begin = end) {
        for (end = begin + 1; end < in.n_nodes && in.nodes[end].set == in.nodes[begin].set; end++) {
        }
        status = add_set(&in, in.nodes + begin, end - begin);
    }
    if (!status)
        status = order_clusters(out);
    kembar_free(in.parent);
    kembar_free(in.nodes);
    return status;
}
