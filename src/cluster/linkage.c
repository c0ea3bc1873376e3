#include "cluster/linkage.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/lower_bound.h"
#include "cluster/link_heap.h"

/* Sum of the weights between a cluster and another one. */
typedef struct link {
    uint32_t other;
    int64_t sum;
} link;

/* A cluster goes by its smallest node; a merged one leaves an empty slot. */
typedef struct link_cluster {
    link *links; /* owned; by `other` */
    size_t n_links, capacity;
    uint32_t size; /* nodes that take part; 0 when merged into another */
    uint32_t of_kind[KEMBAR_LINKAGE_KINDS];
    int64_t inside; /* sum of the weights inside */
} link_cluster;

typedef struct linkage {
    link_cluster *clusters;
    size_t n_nodes;
    kembar_link_heap heap;
    const kembar_linkage_rule *rule;
} linkage;

static size_t find_place(const link_cluster *cluster, uint32_t other) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, cluster->n_links, cluster->links[at].other < other);
    return at;
}

static kembar_status reserve(link_cluster *cluster, size_t needed) {
    void *items = cluster->links;
    kembar_status status =
        kembar_array_reserve(&items, &cluster->capacity, needed, sizeof *cluster->links);
    cluster->links = items;
    return status;
}

static kembar_status add_link(link_cluster *cluster, uint32_t other, int64_t sum) {
    size_t at = find_place(cluster, other);
    if (at < cluster->n_links && cluster->links[at].other == other) {
        cluster->links[at].sum += sum;
        return KEMBAR_OK;
    }
    kembar_status status = reserve(cluster, cluster->n_links + 1);
    if (status)
        return status;
    memmove(&cluster->links[at + 1], &cluster->links[at],
            (cluster->n_links - at) * sizeof *cluster->links);
    cluster->links[at] = (link){other, sum};
    cluster->n_links++;
    return KEMBAR_OK;
}

static void remove_link(link_cluster *cluster, uint32_t other) {
    size_t at = find_place(cluster, other);
    if (at == cluster->n_links || cluster->links[at].other != other)
        return;
    cluster->n_links--;
    memmove(&cluster->links[at], &cluster->links[at + 1],
            (cluster->n_links - at) * sizeof *cluster->links);
}

/* Pairs of nodes between two clusters that could have an edge. */
static int64_t pairs_between(const link_cluster *x, const link_cluster *y) {
    int64_t n = 0;
    for (int kind = 0; kind < KEMBAR_LINKAGE_KINDS; kind++)
        n += (int64_t)x->of_kind[kind] * y->of_kind[kind];
    return n;
}

/* Average inside a cluster; one without pairs sets no standard. */
static int64_t cohesion(const link_cluster *cluster) {
    int64_t n = 0;
    for (int kind = 0; kind < KEMBAR_LINKAGE_KINDS; kind++)
        n += (int64_t)cluster->of_kind[kind] * ((int64_t)cluster->of_kind[kind] - 1) / 2;
    return n > 0 ? cluster->inside / n : 0;
}

static int is_allowed(const linkage *work, uint32_t a, uint32_t b, int64_t average) {
    const link_cluster *x = &work->clusters[a], *y = &work->clusters[b];
    const kembar_linkage_rule *rule = work->rule;
    double n_pairs = (double)x->size * (double)y->size;
    int64_t threshold =
        rule->limit + (int64_t)((double)(rule->first - rule->limit) / sqrt(n_pairs));
    int64_t mean = (cohesion(x) + cohesion(y)) / 2;
    return average >= threshold && average >= mean * rule->cohesion / 1000000;
}

static kembar_status offer(linkage *work, uint32_t a, const link *to) {
    const link_cluster *x = &work->clusters[a], *y = &work->clusters[to->other];
    int64_t average = to->sum / pairs_between(x, y);
    if (!is_allowed(work, a, to->other, average))
        return KEMBAR_OK;
    uint32_t low = a < to->other ? a : to->other, high = a < to->other ? to->other : a;
    return kembar_link_heap_push(&work->heap,
                                 (kembar_link_merge){average, low, high, work->clusters[low].size,
                                                     work->clusters[high].size});
}

static void count_nodes(linkage *work, const uint8_t *kind_of, const uint32_t *cluster_of) {
    for (size_t i = 0; i < work->n_nodes; i++) {
        if (kind_of[i] == KEMBAR_LINKAGE_LEFT_OUT)
            continue;
        work->clusters[cluster_of[i]].size++;
        work->clusters[cluster_of[i]].of_kind[kind_of[i]]++;
    }
}

static kembar_status add_edge(linkage *work, uint32_t a, uint32_t b, int32_t weight) {
    if (a == b) {
        work->clusters[a].inside += weight;
        return KEMBAR_OK;
    }
    kembar_status status = add_link(&work->clusters[a], b, weight);
    return status ? status : add_link(&work->clusters[b], a, weight);
}

static kembar_status start(linkage *work, const kembar_link_edge *edges, size_t n_edges,
                           const uint8_t *kind_of, const uint32_t *cluster_of) {
    kembar_status status = KEMBAR_OK;
    count_nodes(work, kind_of, cluster_of);
    for (size_t i = 0; i < n_edges && !status; i++)
        status = add_edge(work, cluster_of[edges[i].a], cluster_of[edges[i].b], edges[i].weight);
    for (uint32_t i = 0; i < work->n_nodes && !status; i++)
        for (size_t k = 0; k < work->clusters[i].n_links && !status; k++)
            if (work->clusters[i].links[k].other > i)
                status = offer(work, i, &work->clusters[i].links[k]);
    return status;
}

/* Moves b's links to a, on both of their ends. */
static kembar_status move_links(linkage *work, uint32_t a, uint32_t b) {
    link_cluster *from = &work->clusters[b];
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < from->n_links && !status; i++) {
        uint32_t other = from->links[i].other;
        if (other == a)
            continue;
        remove_link(&work->clusters[other], b);
        status = add_link(&work->clusters[other], a, from->links[i].sum);
        if (!status)
            status = add_link(&work->clusters[a], other, from->links[i].sum);
    }
    return status;
}

static kembar_status merge(linkage *work, uint32_t a, uint32_t b) {
    link_cluster *x = &work->clusters[a], *y = &work->clusters[b];
    x->inside += y->inside + x->links[find_place(x, b)].sum;
    remove_link(x, b);
    kembar_status status = move_links(work, a, b);
    kembar_free(y->links);
    x->size += y->size;
    for (int kind = 0; kind < KEMBAR_LINKAGE_KINDS; kind++)
        x->of_kind[kind] += y->of_kind[kind];
    *y = (link_cluster){0};
    for (size_t i = 0; i < x->n_links && !status; i++)
        status = offer(work, a, &x->links[i]);
    return status;
}

static kembar_status run(linkage *work, uint32_t *merged_into) {
    kembar_link_merge next;
    kembar_status status = KEMBAR_OK;
    while (!status && kembar_link_heap_pop(&work->heap, &next)) {
        /* Either has grown or gone since this was offered: newer offers stand in its place. */
        if (work->clusters[next.a].size != next.size_a ||
            work->clusters[next.b].size != next.size_b)
            continue;
        merged_into[next.b] = next.a;
        status = merge(work, next.a, next.b);
    }
    /* A cluster's number is always smaller than those that went into it. */
    for (size_t i = 0; i < work->n_nodes; i++)
        merged_into[i] = merged_into[merged_into[i]];
    return status;
}

static kembar_status link_all(linkage *work, const kembar_link_edge *edges, size_t n_edges,
                              const uint8_t *kind_of, uint32_t *cluster_of) {
    uint32_t *merged_into = kembar_alloc(work->n_nodes, sizeof *merged_into);
    if (!merged_into)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < work->n_nodes; i++)
        merged_into[i] = (uint32_t)i;
    kembar_status status = start(work, edges, n_edges, kind_of, cluster_of);
    if (!status)
        status = run(work, merged_into);
    for (size_t i = 0; i < work->n_nodes; i++)
        cluster_of[i] = merged_into[cluster_of[i]];
    kembar_free(merged_into);
    return status;
}

kembar_status kembar_linkage_merge(const kembar_link_edge *edges, size_t n_edges, size_t n_nodes,
                                   const uint8_t *kind_of, const kembar_linkage_rule *rule,
                                   uint32_t *cluster_of) {
    linkage work = {.n_nodes = n_nodes, .rule = rule};
    work.clusters = kembar_alloc_zeroed(n_nodes, sizeof *work.clusters);
    kembar_status status =
        work.clusters ? link_all(&work, edges, n_edges, kind_of, cluster_of) : KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n_nodes && work.clusters; i++)
        kembar_free(work.clusters[i].links);
    kembar_free(work.clusters);
    kembar_link_heap_deinit(&work.heap);
    return status;
}
