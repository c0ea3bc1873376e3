#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/random.h"
#include "join.h"
#include "text/shingles.h"

enum { N_SETS = 300, MOST_ITEMS = 40, N_ROUNDS = 20 };

/* Sets of 0 to 39 items; half of them share most with one before them. Small numbers of different
 * items make some of them frequent. */
static void fill(bench_sets *sets, uint64_t seed) {
    kembar_random random = {seed};
    uint64_t items[MOST_ITEMS];
    for (size_t i = 0; i < N_SETS; i++) {
        size_t n = 0, n_wanted = (size_t)kembar_random_below(&random, MOST_ITEMS);
        uint64_t family = kembar_random_below(&random, 40), n_kinds = i % 2 == 0 ? 50 : 4000;
        for (uint64_t k = 0; n < n_wanted; k++)
            if (kembar_random_below(&random, 10) < 8)
                items[n++] = kembar_hash_mix(k + family * n_kinds * (i % 2));
        bench_sets_add(sets, items, n);
    }
}

static void check_threshold(const bench_sets *sets, uint32_t threshold) {
    size_t n_pairs, n_seen = 0;
    bench_joined *pairs = bench_sets_join(sets, threshold, &n_pairs);
    for (uint32_t b = 0; b < N_SETS; b++)
        for (uint32_t a = 0; a < b; a++) {
            size_t n_a = sets->first[a + 1] - sets->first[a];
            size_t n_b = sets->first[b + 1] - sets->first[b];
            size_t n_shared = kembar_shingles_shared(sets->items + sets->first[a], n_a,
                                                     sets->items + sets->first[b], n_b);
            size_t n_union = n_a + n_b - n_shared;
            if (n_shared == 0 || n_shared * 1000000 < (uint64_t)threshold * n_union)
                continue;
            assert_true(n_seen < n_pairs);
            assert_int_equal(pairs[n_seen].a, a);
            assert_int_equal(pairs[n_seen].b, b);
            assert_int_equal(pairs[n_seen].n_shared, n_shared);
            assert_int_equal(pairs[n_seen].n_union, n_union);
            n_seen++;
        }
    assert_int_equal(n_seen, n_pairs);
    assert_true(n_pairs > 0);
    kembar_free(pairs);
}

static void test_equals_every_pair(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < N_ROUNDS; seed++) {
        bench_sets sets = {0};
        fill(&sets, seed);
        check_threshold(&sets, 1);
        check_threshold(&sets, 300000);
        check_threshold(&sets, 500000);
        check_threshold(&sets, 1000000);
        bench_sets_deinit(&sets);
    }
}

static void test_exactly_at_the_threshold(void **state) {
    (void)state;
    static const uint64_t items[] = {5, 4, 3, 2, 1};
    bench_sets sets = {0};
    size_t n_pairs;
    bench_sets_add(&sets, items, 5);
    bench_sets_add(&sets, items + 1, 4);
    bench_joined *pairs = bench_sets_join(&sets, 800000, &n_pairs);
    assert_int_equal(n_pairs, 1);
    kembar_free(pairs);
    pairs = bench_sets_join(&sets, 800001, &n_pairs);
    assert_int_equal(n_pairs, 0);
    kembar_free(pairs);
    bench_sets_deinit(&sets);
}

static void test_no_sets(void **state) {
    (void)state;
    bench_sets sets = {0};
    size_t n_pairs = 1;
    kembar_free(bench_sets_join(&sets, 300000, &n_pairs));
    assert_int_equal(n_pairs, 0);
    bench_sets_deinit(&sets);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_equals_every_pair),
                                       cmocka_unit_test(test_exactly_at_the_threshold),
                                       cmocka_unit_test(test_no_sets)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
