/* Average-link of a sparse graph against a reference that keeps nothing between merges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "cluster/linkage.h"

enum { MAX_NODES = 300 };
static const kembar_linkage_rule RULE = {.first = 160000, .limit = 80000, .cohesion = 600000};

typedef struct graph {
    size_t n_nodes, n_edges;
    int32_t weight[MAX_NODES][MAX_NODES]; /* 0: no edge */
    uint8_t kind[MAX_NODES];
    uint32_t start[MAX_NODES];
    kembar_link_edge edges[MAX_NODES * (MAX_NODES - 1) / 2];
} graph;

/* Clusters by the definition, from scratch. */
typedef struct sums {
    int64_t weight[MAX_NODES][MAX_NODES]; /* between clusters; on the diagonal inside */
    int64_t n_pairs[MAX_NODES][MAX_NODES];
    int64_t size[MAX_NODES];
} sums;

static void find_sums(sums *out, const graph *g, const uint32_t *cluster_of) {
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < g->n_nodes; i++) {
        if (g->kind[i] == KEMBAR_LINKAGE_LEFT_OUT)
            continue;
        out->size[cluster_of[i]]++;
        for (size_t j = i + 1; j < g->n_nodes; j++) {
            uint32_t a = cluster_of[i], b = cluster_of[j];
            if (g->kind[j] != g->kind[i])
                continue;
            out->n_pairs[a < b ? a : b][a < b ? b : a]++;
            out->weight[a < b ? a : b][a < b ? b : a] += g->weight[i][j];
        }
    }
}

static int64_t cohesion(const sums *s, size_t a) {
    return s->n_pairs[a][a] ? s->weight[a][a] / s->n_pairs[a][a] : 0;
}

static int is_allowed(const sums *s, size_t a, size_t b, int64_t average) {
    double n_pairs = (double)s->size[a] * (double)s->size[b];
    int64_t least = RULE.limit + (int64_t)((double)(RULE.first - RULE.limit) / sqrt(n_pairs));
    int64_t mean = (cohesion(s, a) + cohesion(s, b)) / 2;
    return average >= least && average >= mean * RULE.cohesion / 1000000;
}

/* The first of the best pairs in the order of nodes; 0 when none may merge. */
static int find_best(const sums *s, size_t n, size_t *best_a, size_t *best_b) {
    int64_t best = -1;
    for (size_t a = 0; a < n; a++)
        for (size_t b = a + 1; b < n; b++) {
            if (s->weight[a][b] == 0)
                continue;
            int64_t average = s->weight[a][b] / s->n_pairs[a][b];
            if (average > best && is_allowed(s, a, b, average)) {
                best = average;
                *best_a = a;
                *best_b = b;
            }
        }
    return best >= 0;
}

static void merge_by_definition(const graph *g, sums *s, uint32_t *cluster_of) {
    size_t a, b;
    memcpy(cluster_of, g->start, g->n_nodes * sizeof *cluster_of);
    for (find_sums(s, g, cluster_of); find_best(s, g->n_nodes, &a, &b); find_sums(s, g, cluster_of))
        for (size_t i = 0; i < g->n_nodes; i++)
            if (cluster_of[i] == b)
                cluster_of[i] = (uint32_t)a;
}

static void start_clusters(graph *g, kembar_random *random) {
    for (size_t i = 0; i < g->n_nodes; i++) {
        size_t other = (size_t)kembar_random_below(random, i + 1);
        int joins = kembar_random_below(random, 4) == 0;
        g->start[i] = joins ? g->start[other] : (uint32_t)i;
    }
}

/* Nodes fall into planted clusters; there edges are likelier and heavier. */
static void make_graph(graph *g, kembar_random *random, size_t n_nodes) {
    uint64_t n_planted = 1 + n_nodes / 6, n_kinds = 1 + kembar_random_below(random, 3);
    uint64_t planted[MAX_NODES];
    memset(g, 0, sizeof *g);
    g->n_nodes = n_nodes;
    for (size_t i = 0; i < n_nodes; i++) {
        planted[i] = kembar_random_below(random, n_planted);
        g->kind[i] = kembar_random_below(random, 12) ? (uint8_t)kembar_random_below(random, n_kinds)
                                                     : KEMBAR_LINKAGE_LEFT_OUT;
    }
    for (size_t i = 0; i < n_nodes; i++)
        for (size_t j = i + 1; j < n_nodes; j++) {
            int is_planted = planted[i] == planted[j];
            if (g->kind[i] != g->kind[j] || g->kind[i] == KEMBAR_LINKAGE_LEFT_OUT ||
                kembar_random_below(random, is_planted ? 2 : 20))
                continue;
            /* Coarse weights, so that there are ties. */
            g->weight[i][j] =
                (int32_t)(1 + kembar_random_below(random, is_planted ? 9 : 4)) * 50000;
            g->edges[g->n_edges++] = (kembar_link_edge){(uint32_t)i, (uint32_t)j, g->weight[i][j]};
        }
    if (kembar_random_below(random, 2))
        start_clusters(g, random);
    else
        for (size_t i = 0; i < n_nodes; i++)
            g->start[i] = (uint32_t)i;
}

static void shuffle_edges(graph *g, kembar_random *random) {
    for (size_t i = g->n_edges; i > 1; i--) {
        size_t k = (size_t)kembar_random_below(random, i);
        kembar_link_edge keep = g->edges[i - 1];
        g->edges[i - 1] = g->edges[k];
        g->edges[k] = keep;
    }
}

static size_t compare_once(graph *g, sums *s, kembar_random *random) {
    uint32_t expected[MAX_NODES], found[MAX_NODES];
    size_t n_merged = 0;
    merge_by_definition(g, s, expected);
    for (int order = 0; order < 2; order++) {
        memcpy(found, g->start, sizeof found);
        assert_int_equal(
            kembar_linkage_merge(g->edges, g->n_edges, g->n_nodes, g->kind, &RULE, found),
            KEMBAR_OK);
        for (size_t i = 0; i < g->n_nodes; i++)
            assert_int_equal(found[i], expected[i]);
        shuffle_edges(g, random);
    }
    for (size_t i = 0; i < g->n_nodes; i++)
        n_merged += found[i] != g->start[i];
    return n_merged;
}

static void merges_as_defined(void **state) {
    (void)state;
    kembar_random random = {31};
    graph *g = malloc(sizeof *g);
    sums *s = malloc(sizeof *s);
    size_t n_merged = 0;
    assert_true(g && s);
    for (size_t round = 0; round < 150; round++) {
        make_graph(g, &random, 1 + (size_t)kembar_random_below(&random, 24));
        n_merged += compare_once(g, s, &random);
    }
    for (size_t n_nodes = 60; n_nodes <= MAX_NODES; n_nodes *= 5) {
        make_graph(g, &random, n_nodes);
        n_merged += compare_once(g, s, &random);
    }
    assert_true(n_merged > 300);
    free(g);
    free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(merges_as_defined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
