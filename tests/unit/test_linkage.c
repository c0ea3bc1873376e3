#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/random.h"
#include "cluster/linkage.h"

static const kembar_linkage_rule RULE = {.first = 170000, .limit = 90000, .cohesion = 600000};

enum { MAX_NODES = 1024 };

/* All nodes alone at first, and of one kind. */
static kembar_status merge_all(const kembar_link_edge *edges, size_t n_edges, size_t n_nodes,
                               uint32_t *cluster_of) {
    static const uint8_t one_kind[MAX_NODES];
    assert_true(n_nodes <= MAX_NODES);
    for (size_t i = 0; i < n_nodes; i++)
        cluster_of[i] = (uint32_t)i;
    return kembar_linkage_merge(edges, n_edges, n_nodes, one_kind, &RULE, cluster_of);
}

static void expect(const kembar_link_edge *edges, size_t n_edges, size_t n_nodes,
                   const uint32_t *expected) {
    uint32_t found[16];
    assert_true(n_nodes <= 16);
    assert_int_equal(merge_all(edges, n_edges, n_nodes, found), KEMBAR_OK);
    for (size_t i = 0; i < n_nodes; i++)
        assert_int_equal(found[i], expected[i]);
}

static void test_nothing_to_merge(void **state) {
    (void)state;
    expect(NULL, 0, 0, NULL);
    expect(NULL, 0, 3, (uint32_t[]){0, 1, 2});
}

static void test_threshold_of_two_nodes(void **state) {
    (void)state;
    expect(&(kembar_link_edge){0, 1, 169999}, 1, 2, (uint32_t[]){0, 1});
    expect(&(kembar_link_edge){0, 1, 170000}, 1, 2, (uint32_t[]){0, 0});
}

/* A node joins a pair on an average of limit + (first - limit) / sqrt(2) = .1466, if that is also
 * .6 of half of the pair's own .4. */
static void test_larger_clusters_grow_on_less(void **state) {
    (void)state;
    expect((kembar_link_edge[]){{0, 1, 400000}, {0, 2, 147000}, {1, 2, 147000}}, 3, 3,
           (uint32_t[]){0, 0, 0});
    expect((kembar_link_edge[]){{0, 1, 400000}, {0, 2, 146000}, {1, 2, 146000}}, 3, 3,
           (uint32_t[]){0, 0, 2});
}

static void test_absent_edge_counts_as_zero(void **state) {
    (void)state;
    expect((kembar_link_edge[]){{0, 1, 400000}, {1, 2, 280000}}, 2, 3, (uint32_t[]){0, 0, 2});
    expect((kembar_link_edge[]){{0, 1, 400000}, {1, 2, 294000}}, 2, 3, (uint32_t[]){0, 0, 0});
}

static void test_close_clusters_take_nobody_far_from_them(void **state) {
    (void)state;
    expect((kembar_link_edge[]){{0, 1, 900000}, {0, 2, 260000}, {1, 2, 260000}}, 3, 3,
           (uint32_t[]){0, 0, 2});
}

static void test_chain_does_not_become_one(void **state) {
    (void)state;
    enum { N = 200 };
    kembar_link_edge edges[N - 1];
    uint32_t found[N], sizes[N] = {0};
    for (uint32_t i = 0; i + 1 < N; i++)
        edges[i] = (kembar_link_edge){i, i + 1, 400000};
    assert_int_equal(merge_all(edges, N - 1, N, found), KEMBAR_OK);
    for (size_t i = 0; i < N; i++)
        assert_in_range(++sizes[found[i]], 1, 4);
}

static size_t random_graph(kembar_link_edge *edges, size_t n_nodes, kembar_random *random) {
    size_t n = 0;
    for (uint32_t a = 0; a < n_nodes; a++)
        for (uint32_t b = a + 1; b < n_nodes; b++)
            if (kembar_random_below(random, 4) == 0)
                edges[n++] =
                    (kembar_link_edge){a, b, 1 + (int32_t)kembar_random_below(random, 8) * 100000};
    return n;
}

static void test_order_of_edges_changes_nothing(void **state) {
    (void)state;
    enum { N = 40 };
    kembar_link_edge edges[N * N];
    kembar_random random = {5};
    for (int round = 0; round < 20; round++) {
        uint32_t first[N], second[N];
        size_t n = random_graph(edges, N, &random);
        assert_int_equal(merge_all(edges, n, N, first), KEMBAR_OK);
        for (size_t i = n; i > 1; i--) {
            size_t j = (size_t)kembar_random_below(&random, i);
            kembar_link_edge swap = edges[i - 1];
            edges[i - 1] = edges[j];
            edges[j] = swap;
        }
        assert_int_equal(merge_all(edges, n, N, second), KEMBAR_OK);
        assert_memory_equal(first, second, sizeof first);
        for (uint32_t i = 0; i < N; i++) {
            assert_true(first[i] <= i);
            assert_int_equal(first[first[i]], first[i]);
        }
    }
}

/* Two clusters that hold a node of either kind: only the pairs of one kind count in the average. */
static void test_nodes_of_other_kinds_are_no_pairs(void **state) {
    (void)state;
    static const kembar_link_edge edges[] = {{0, 2, 140000}, {1, 3, 120000}};
    static const uint8_t kinds[] = {1, 2, 1, 2};
    uint32_t met[] = {0, 0, 2, 2}, alone[] = {0, 1, 2, 3};
    assert_int_equal(kembar_linkage_merge(edges, 2, 4, kinds, &RULE, met), KEMBAR_OK);
    assert_int_equal(met[2], 0);
    assert_int_equal(met[3], 0);
    assert_int_equal(kembar_linkage_merge(edges, 2, 4, kinds, &RULE, alone), KEMBAR_OK);
    assert_int_equal(alone[2], 2);
    assert_int_equal(alone[3], 3);
}

static void test_a_node_left_out_counts_nowhere(void **state) {
    (void)state;
    static const kembar_link_edge edges[] = {{0, 2, 180000}};
    static const uint8_t kinds[] = {0, KEMBAR_LINKAGE_LEFT_OUT, 0};
    uint32_t cluster_of[] = {0, 0, 2};
    assert_int_equal(kembar_linkage_merge(edges, 1, 3, kinds, &RULE, cluster_of), KEMBAR_OK);
    assert_int_equal(cluster_of[1], 0);
    assert_int_equal(cluster_of[2], 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nodes_of_other_kinds_are_no_pairs),
        cmocka_unit_test(test_a_node_left_out_counts_nowhere),
        cmocka_unit_test(test_nothing_to_merge),
        cmocka_unit_test(test_threshold_of_two_nodes),
        cmocka_unit_test(test_larger_clusters_grow_on_less),
        cmocka_unit_test(test_absent_edge_counts_as_zero),
        cmocka_unit_test(test_close_clusters_take_nobody_far_from_them),
        cmocka_unit_test(test_chain_does_not_become_one),
        cmocka_unit_test(test_order_of_edges_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
