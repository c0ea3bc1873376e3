#include "cluster/story_edges.h"

#include <math.h>

#include "base/alloc.h"
#include "base/sort.h"

static const double SAME_SOURCE = 0.8;
static const double FAR_APART = 0.3; /* what is lost when dates lie far apart */
static const double DAYS = 7;
static const double FACTS_DIFFER = 0.1;

typedef struct edge_build {
    const kembar_units *units;
    const kembar_story_vectors *vectors;
    const kembar_story_neighbours *neighbours;
    const kembar_unit_pairs *pairs;
    int32_t *days; /* of the units' representatives */
    kembar_keyed *items;
    size_t n_items;
} edge_build;

static double date_factor(int32_t a, int32_t b) {
    if (a == INT32_MIN || b == INT32_MIN)
        return 1;
    double days = fabs((double)a - (double)b);
    return 1 - FAR_APART * (1 - exp(-days / DAYS));
}

/* 0 where all that two units have in common is a quotation. */
static int32_t weigh(const edge_build *build, uint32_t a, uint32_t b, int32_t similarity) {
    const kembar_unit_pair *pair = kembar_unit_pairs_find(build->pairs, a, b);
    if (pair && pair->is_quotation)
        return 0;
    int64_t crowd = (int64_t)kembar_story_neighbours_crowd(build->neighbours, a) +
                    kembar_story_neighbours_crowd(build->neighbours, b);
    int64_t above = similarity - crowd / 2;
    double weight = (double)above;
    const uint32_t *source = build->vectors->sources.source;
    if (source[a] != KEMBAR_STORY_NO_SOURCE && source[a] == source[b])
        weight *= SAME_SOURCE;
    weight *= date_factor(build->days[a], build->days[b]);
    if (pair && pair->facts_differ && !pair->near)
        weight *= FACTS_DIFFER;
    return (int32_t)floor(weight + 0.5);
}

static void add(edge_build *build, uint32_t a, uint32_t b, int32_t weight) {
    if (weight <= 0)
        return;
    uint64_t key = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
    build->items[build->n_items++] = (kembar_keyed){key, (uint32_t)weight, 0};
}

static void insert_nearest(kembar_story_neighbour *best, size_t *n, kembar_story_neighbour item) {
    size_t at = *n;
    if (at == KEMBAR_STORY_EDGES) {
        if (item.similarity <= best[at - 1].similarity)
            return;
        at--;
    } else {
        ++*n;
    }
    for (; at > 0 && best[at - 1].similarity < item.similarity; at--)
        best[at] = best[at - 1];
    best[at] = item;
}

static void add_neighbours(edge_build *build, uint32_t unit) {
    kembar_story_neighbour best[KEMBAR_STORY_EDGES];
    const kembar_story_neighbour *items =
        build->neighbours->items + (size_t)unit * KEMBAR_STORY_NEAREST;
    size_t n = 0;
    for (size_t i = 0; i < build->neighbours->counts[unit]; i++) {
        int32_t weight = weigh(build, unit, items[i].unit, items[i].similarity);
        if (weight > 0)
            insert_nearest(best, &n, (kembar_story_neighbour){items[i].unit, weight});
    }
    for (size_t i = 0; i < n; i++)
        add(build, unit, best[i].unit, best[i].similarity);
}

/* An edge may come from both of its ends and from a pair: the greatest weight stands. */
static void join_edges(kembar_story_edges *out, const kembar_keyed *items, size_t n_items) {
    for (size_t i = 0; i < n_items; i++) {
        uint64_t key = items[i].key;
        int32_t weight = (int32_t)items[i].value;
        if (i == 0 || key != items[i - 1].key)
            out->items[out->n_items++] =
                (kembar_link_edge){(uint32_t)(key >> 32), (uint32_t)key, weight};
        else if (out->items[out->n_items - 1].weight < weight)
            out->items[out->n_items - 1].weight = weight;
    }
}

static kembar_status allocate(edge_build *build) {
    size_t n = build->units->n_units;
    build->days = kembar_alloc(n, sizeof *build->days);
    build->items =
        kembar_alloc(n * KEMBAR_STORY_EDGES + build->pairs->n_items, sizeof *build->items);
    return build->days && build->items ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

static void find_edges(edge_build *build, const kembar_cluster_input *input) {
    for (size_t i = 0; i < build->units->n_units; i++)
        build->days[i] =
            kembar_document_day(input->prepared[build->units->representative[i]].document);
    for (uint32_t i = 0; i < build->units->n_units; i++)
        add_neighbours(build, i);
    for (size_t i = 0; i < build->pairs->n_items; i++) {
        const kembar_unit_pair *pair = &build->pairs->items[i];
        add(build, pair->a, pair->b, pair->near / 2);
    }
}

kembar_status kembar_story_edges_build(kembar_story_edges *out, const kembar_cluster_input *input,
                                       const kembar_units *units,
                                       const kembar_story_vectors *vectors,
                                       const kembar_story_neighbours *neighbours,
                                       const kembar_unit_pairs *pairs) {
    *out = (kembar_story_edges){0};
    edge_build build = {
        .units = units, .vectors = vectors, .neighbours = neighbours, .pairs = pairs};
    kembar_status status = allocate(&build);
    if (!status) {
        find_edges(&build, input);
        status = kembar_sort_keyed(build.items, build.n_items, input->n_threads);
    }
    if (!status) {
        out->items = kembar_alloc(build.n_items, sizeof *out->items);
        status = out->items ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    }
    if (!status)
        join_edges(out, build.items, build.n_items);
    kembar_free(build.days);
    kembar_free(build.items);
    return status;
}

void kembar_story_edges_deinit(kembar_story_edges *edges) {
    kembar_free(edges->items);
    *edges = (kembar_story_edges){0};
}
