#include "cluster/linkage.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
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
    uint32_t size;  /* 0 when merged into another */
    int64_t inside; /* sum of the weights inside */
} link_cluster;

typedef struct linkage {
    link_cluster *clusters;
    size_t n_nodes;
    kembar_link_heap heap;
    const kembar_linkage_rule *rule;
} linkage;

static size_t find_place(const link_cluster *cluster, uint32_t other) {
    size_t low = 0, high = cluster->n_links;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (cluster->links[middle].other < other)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
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

/* Average inside a cluster; a single node sets no standard. */
static int64_t cohesion(const link_cluster *cluster) {
    int64_t n = cluster->size;
    return n > 1 ? cluster->inside / (n * (n - 1) / 2) : 0;
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
    int64_t average = to->sum / ((int64_t)x->size * y->size);
    if (!is_allowed(work, a, to->other, average))
        return KEMBAR_OK;
    uint32_t low = a < to->other ? a : to->other, high = a < to->other ? to->other : a;
    return kembar_link_heap_push(&work->heap,
                                 (kembar_link_merge){average, low, high, work->clusters[low].size,
                                                     work->clusters[high].size});
}

static kembar_status start(linkage *work, const kembar_link_edge *edges, size_t n_edges) {
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < work->n_nodes; i++)
        work->clusters[i].size = 1;
    for (size_t i = 0; i < n_edges && !status; i++) {
        status = add_link(&work->clusters[edges[i].a], edges[i].b, edges[i].weight);
        if (!status)
            status = add_link(&work->clusters[edges[i].b], edges[i].a, edges[i].weight);
    }
    for (size_t i = 0; i < n_edges && !status; i++)
        status = offer(work, edges[i].a, &(link){edges[i].b, edges[i].weight});
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
    *y = (link_cluster){0};
    for (size_t i = 0; i < x->n_links && !status; i++)
        status = offer(work, a, &x->links[i]);
    return status;
}

static kembar_status run(linkage *work, uint32_t *cluster_of) {
    kembar_link_merge next;
    kembar_status status = KEMBAR_OK;
    while (!status && kembar_link_heap_pop(&work->heap, &next)) {
        /* Either has grown or gone since this was offered: newer offers stand in its place. */
        if (work->clusters[next.a].size != next.size_a ||
            work->clusters[next.b].size != next.size_b)
            continue;
        cluster_of[next.b] = next.a;
        status = merge(work, next.a, next.b);
    }
    /* A cluster's number is always smaller than those that went into it. */
    for (size_t i = 0; i < work->n_nodes; i++)
        cluster_of[i] = cluster_of[cluster_of[i]];
    return status;
}

kembar_status kembar_linkage_merge(const kembar_link_edge *edges, size_t n_edges, size_t n_nodes,
                                   const kembar_linkage_rule *rule, uint32_t *cluster_of) {
    linkage work = {.n_nodes = n_nodes, .rule = rule};
    for (size_t i = 0; i < n_nodes; i++)
        cluster_of[i] = (uint32_t)i;
    work.clusters = kembar_alloc_zeroed(n_nodes, sizeof *work.clusters);
    kembar_status status = work.clusters ? start(&work, edges, n_edges) : KEMBAR_ERROR_MEMORY;
    if (!status)
        status = run(&work, cluster_of);
    for (size_t i = 0; i < n_nodes && work.clusters; i++)
        kembar_free(work.clusters[i].links);
    kembar_free(work.clusters);
    kembar_link_heap_deinit(&work.heap);
    return status;
}
