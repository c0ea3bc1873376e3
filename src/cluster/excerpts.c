#include "cluster/excerpts.h"

#include <string.h>

#include "base/alloc.h"
#include "base/sort.h"

enum {
    HALF = 500000,           /* coverage from which a unit is a part of the other */
    TIED_SIMILARITY = 60000, /* from which two units may well be on one event */
    MAX_PARTS = 64           /* of a unit that are looked at */
};

/* What is_left_out holds. */
enum { TAKES_PART = 0, IS_PART, IS_ROUND_UP, MAY_BE_ROUND_UP };

/* The excerpts of each unit, as indices of unit pairs. */
typedef struct excerpt_graph {
    const kembar_unit_pairs *pairs;
    size_t *first; /* owned; n_units + 1, and a place to build with */
    size_t *items; /* owned */
} excerpt_graph;

static void graph_deinit(excerpt_graph *graph) {
    kembar_free(graph->first);
    kembar_free(graph->items);
}

static kembar_status graph_init(excerpt_graph *graph, const kembar_unit_pairs *pairs,
                                size_t n_units) {
    *graph = (excerpt_graph){.pairs = pairs};
    graph->first = kembar_alloc_zeroed(n_units + 2, sizeof *graph->first);
    graph->items = kembar_alloc(pairs->n_items, 2 * sizeof *graph->items);
    if (!graph->first || !graph->items) {
        graph_deinit(graph);
        return KEMBAR_ERROR_MEMORY;
    }
    for (size_t i = 0; i < pairs->n_items; i++) {
        graph->first[pairs->items[i].a + 2] += pairs->items[i].is_excerpt;
        graph->first[pairs->items[i].b + 2] += pairs->items[i].is_excerpt;
    }
    for (size_t i = 0; i < n_units; i++)
        graph->first[i + 2] += graph->first[i + 1];
    for (size_t i = 0; i < pairs->n_items; i++)
        if (pairs->items[i].is_excerpt) {
            graph->items[graph->first[pairs->items[i].a + 1]++] = i;
            graph->items[graph->first[pairs->items[i].b + 1]++] = i;
        }
    return KEMBAR_OK;
}

/* One excerpt as one of its units sees it. */
typedef struct excerpt {
    uint32_t other;
    int32_t coverage, other_coverage;
    uint32_t shared; /* content tokens of this unit */
    int is_quotation;
} excerpt;

static excerpt excerpt_of(const excerpt_graph *graph, size_t at, uint32_t unit) {
    const kembar_unit_pair *pair = &graph->pairs->items[graph->items[at]];
    if (pair->a == unit)
        return (excerpt){pair->b, pair->coverage_a, pair->coverage_b, pair->shared_a,
                         pair->is_quotation};
    return (excerpt){pair->a, pair->coverage_b, pair->coverage_a, pair->shared_b,
                     pair->is_quotation};
}

/* A form with other facts is no tie, nor are words in common. */
static int share_text(const excerpt_graph *graph, uint32_t a, uint32_t b) {
    const kembar_unit_pair *pair = kembar_unit_pairs_find(graph->pairs, a, b);
    return pair && (pair->near || pair->is_excerpt);
}

static int are_similar(const kembar_story_neighbours *neighbours, uint32_t a, uint32_t b) {
    const kembar_story_neighbour *items = neighbours->items + (size_t)a * KEMBAR_STORY_NEAREST;
    for (size_t i = 0; i < neighbours->counts[a]; i++)
        if (items[i].unit == b)
            return items[i].similarity >= TIED_SIMILARITY;
    return 0;
}

/* The other one is an excerpt of this unit rather than a text that both quote from: what an excerpt
 * and a round-up that quote one release have in common makes no round-up of the release. */
static int is_cut_from(const excerpt *seen) {
    return seen->other_coverage >= HALF;
}

static uint8_t judge(const excerpt_graph *graph, const kembar_story_neighbours *neighbours,
                     uint32_t unit) {
    excerpt parts[MAX_PARTS];
    size_t n = 0;
    uint8_t verdict = TAKES_PART;
    for (size_t i = graph->first[unit]; i < graph->first[unit + 1] && n < MAX_PARTS; i++) {
        excerpt seen = excerpt_of(graph, i, unit);
        for (size_t j = 0; j < n; j++) {
            if (is_cut_from(&parts[j]) != is_cut_from(&seen) ||
                share_text(graph, parts[j].other, seen.other))
                continue;
            if (!are_similar(neighbours, parts[j].other, seen.other))
                return IS_ROUND_UP;
            verdict = MAY_BE_ROUND_UP;
        }
        parts[n++] = seen;
    }
    return verdict;
}

/* Units that took part in linking say where its parts lie. */
static int lies_in_two_clusters(const excerpt_graph *graph, const uint8_t *is_left_out,
                                const uint32_t *cluster_of, uint32_t unit) {
    uint32_t cluster = UINT32_MAX;
    for (size_t i = graph->first[unit]; i < graph->first[unit + 1]; i++) {
        uint32_t other = excerpt_of(graph, i, unit).other;
        if (is_left_out[other])
            continue;
        if (cluster != UINT32_MAX && cluster_of[other] != cluster)
            return 1;
        cluster = cluster_of[other];
    }
    return 0;
}

static int is_part(const excerpt_graph *graph, const uint8_t *is_left_out, uint32_t unit) {
    for (size_t i = graph->first[unit]; i < graph->first[unit + 1]; i++) {
        excerpt seen = excerpt_of(graph, i, unit);
        if (seen.coverage >= HALF && seen.coverage > seen.other_coverage &&
            is_left_out[seen.other] < IS_ROUND_UP)
            return 1;
    }
    return 0;
}

static void mark_parts(const excerpt_graph *graph, uint8_t *is_left_out, size_t n_units) {
    for (uint32_t i = 0; i < n_units; i++)
        if (is_left_out[i] == TAKES_PART && is_part(graph, is_left_out, i))
            is_left_out[i] = IS_PART;
}

kembar_status kembar_excerpts_mark(uint8_t *is_left_out, const kembar_unit_pairs *pairs,
                                   const kembar_story_neighbours *neighbours, size_t n_units) {
    excerpt_graph graph;
    kembar_status status = graph_init(&graph, pairs, n_units);
    if (status)
        return status;
    for (uint32_t i = 0; i < n_units; i++)
        is_left_out[i] = judge(&graph, neighbours, i);
    mark_parts(&graph, is_left_out, n_units);
    graph_deinit(&graph);
    return KEMBAR_OK;
}

/* All are judged by what took part before any is cleared. */
kembar_status kembar_excerpts_settle(uint8_t *is_left_out, const kembar_unit_pairs *pairs,
                                     const uint32_t *cluster_of, size_t n_units,
                                     size_t *n_cleared) {
    excerpt_graph graph;
    *n_cleared = 0;
    uint8_t *settled = kembar_alloc(n_units, 1);
    kembar_status status = settled ? graph_init(&graph, pairs, n_units) : KEMBAR_ERROR_MEMORY;
    if (!status) {
        memcpy(settled, is_left_out, n_units);
        for (uint32_t i = 0; i < n_units; i++) {
            if (is_left_out[i] != MAY_BE_ROUND_UP)
                continue;
            int is_none = !lies_in_two_clusters(&graph, is_left_out, cluster_of, i);
            settled[i] = is_none ? TAKES_PART : IS_ROUND_UP;
            *n_cleared += (size_t)is_none;
        }
        memcpy(is_left_out, settled, n_units);
        mark_parts(&graph, is_left_out, n_units);
        graph_deinit(&graph);
    }
    kembar_free(settled);
    return status;
}

/* Where units stand while they look for a cluster. */
typedef struct joining {
    const excerpt_graph *graph;
    uint32_t *cluster_of;
    uint32_t *sizes; /* of clusters, in units */
    const uint8_t *is_left_out;
    uint8_t *has_place;
} joining;

/* The cluster that a unit joins: of the units that have a place already, the one with most in
 * common. What two round-ups share says nothing of what else is in them, so nobody joins a
 * round-up. Only a round-up joins what it merely quotes: others are about something else. */
static uint32_t choose_cluster(const joining *work, uint32_t unit) {
    int may_quote = work->is_left_out[unit] == IS_ROUND_UP;
    uint32_t cluster = work->cluster_of[unit], most = 0;
    for (size_t i = work->graph->first[unit]; i < work->graph->first[unit + 1]; i++) {
        excerpt seen = excerpt_of(work->graph, i, unit);
        if (work->has_place[seen.other] && work->is_left_out[seen.other] != IS_ROUND_UP &&
            seen.shared > most && (may_quote || !seen.is_quotation)) {
            most = seen.shared;
            cluster = work->cluster_of[seen.other];
        }
    }
    return cluster;
}

static void join(joining *work, uint32_t unit) {
    uint32_t *cluster = &work->cluster_of[unit];
    if (work->has_place[unit] && work->sizes[*cluster] > 1)
        return;
    work->has_place[unit] = 1;
    work->sizes[*cluster]--;
    *cluster = choose_cluster(work, unit);
    work->sizes[*cluster]++;
}

/* Units with excerpts, longest first: what a text is a part of has found its place before it. */
static kembar_status sort_units(kembar_keyed *order, size_t *n, const excerpt_graph *graph,
                                const kembar_cluster_input *input, const kembar_units *units) {
    *n = 0;
    for (uint32_t i = 0; i < units->n_units; i++)
        if (graph->first[i + 1] > graph->first[i]) {
            uint64_t tokens = input->prepared[units->representative[i]].content.n_tokens;
            order[(*n)++] = (kembar_keyed){UINT64_MAX - tokens, i, 0};
        }
    return kembar_sort_keyed(order, *n, input->n_threads);
}

kembar_status kembar_excerpts_join(uint32_t *cluster_of, const uint8_t *is_left_out,
                                   const kembar_unit_pairs *pairs,
                                   const kembar_cluster_input *input, const kembar_units *units) {
    excerpt_graph graph;
    size_t n_units = units->n_units, n_order = 0;
    kembar_status status = graph_init(&graph, pairs, n_units);
    if (status)
        return status;
    joining work = {&graph, cluster_of, NULL, is_left_out, NULL};
    work.has_place = kembar_alloc(n_units, 1);
    work.sizes = kembar_alloc_zeroed(n_units, sizeof *work.sizes);
    kembar_keyed *order = kembar_alloc(n_units, sizeof *order);
    status = work.has_place && work.sizes && order ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    if (!status)
        status = sort_units(order, &n_order, &graph, input, units);
    for (size_t i = 0; i < n_units && !status; i++) {
        work.has_place[i] = !is_left_out[i];
        work.sizes[cluster_of[i]]++;
    }
    for (size_t i = 0; i < n_order && !status; i++)
        join(&work, order[i].value);
    kembar_free(work.has_place);
    kembar_free(work.sizes);
    kembar_free(order);
    graph_deinit(&graph);
    return status;
}

int kembar_excerpts_is_round_up(uint8_t is_left_out) {
    return is_left_out == IS_ROUND_UP;
}
