#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/random.h"
#include "base/sort.h"
#include "base/sort_groups.h"
#include "base/sort_network.h"
#include "scarce_memory.h"

static uint64_t random_key(kembar_random *random, size_t i) {
    (void)i;
    return kembar_random_next(random);
}

static uint64_t few_keys(kembar_random *random, size_t i) {
    (void)i;
    return kembar_random_below(random, 7) * 0x9e3779b97f4a7c15u;
}

static uint64_t small_keys(kembar_random *random, size_t i) {
    (void)i;
    return kembar_random_below(random, 3000);
}

static uint64_t ascending_keys(kembar_random *random, size_t i) {
    (void)random;
    return i * 3;
}

static uint64_t descending_keys(kembar_random *random, size_t i) {
    (void)random;
    return UINT64_MAX - i;
}

static uint64_t equal_keys(kembar_random *random, size_t i) {
    (void)random;
    (void)i;
    return 0xdeadbeefu;
}

/* Every level of the sort finds nearly all keys in one bucket again. */
static uint64_t nested_keys(kembar_random *random, size_t i) {
    (void)i;
    return kembar_random_next(random) >> kembar_random_below(random, 64);
}

static uint64_t far_apart_keys(kembar_random *random, size_t i) {
    (void)i;
    return kembar_random_below(random, 2) ? UINT64_MAX - kembar_random_below(random, 50)
                                          : kembar_random_below(random, 50);
}

static uint64_t (*const key_makers[])(kembar_random *, size_t) = {
    random_key,      few_keys,   small_keys,  ascending_keys,
    descending_keys, equal_keys, nested_keys, far_apart_keys};
enum { N_KEY_MAKERS = sizeof key_makers / sizeof *key_makers };

/* Around each size at which the sort changes its ways. */
static const size_t sizes[] = {0,   1,   2,    3,    23,   24,   25,   26,   63,    64,    100,
                               511, 512, 1000, 1024, 1025, 4095, 4096, 5000, 70000, 300000};
enum { N_SIZES = sizeof sizes / sizeof *sizes };

static int compare_u64(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* `value` is the place in the input, so that this is the one stable order. */
static int compare_keyed(const void *a, const void *b) {
    const kembar_keyed *x = a;
    const kembar_keyed *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->value > y->value) - (x->value < y->value);
}

static void check_u64(size_t maker, size_t n_keys) {
    kembar_random random = {maker * 1000003 + n_keys};
    uint64_t *keys = kembar_alloc(n_keys, sizeof *keys);
    uint64_t *expected = kembar_alloc(n_keys, sizeof *expected);
    assert_non_null(keys);
    assert_non_null(expected);
    for (size_t i = 0; i < n_keys; i++)
        expected[i] = keys[i] = key_makers[maker](&random, i);
    qsort(expected, n_keys, sizeof *expected, compare_u64);
    assert_int_equal(kembar_sort_u64(keys, n_keys), KEMBAR_OK);
    assert_memory_equal(keys, expected, n_keys * sizeof *keys);
    kembar_free(keys);
    kembar_free(expected);
}

static void sorts_u64(void **state) {
    (void)state;
    for (size_t maker = 0; maker < N_KEY_MAKERS; maker++)
        for (size_t s = 0; s < N_SIZES; s++)
            check_u64(maker, sizes[s]);
}

static void check_keyed(size_t maker, size_t n_items, int n_threads) {
    kembar_random random = {maker * 1000003 + n_items};
    kembar_keyed *items = kembar_alloc(n_items, sizeof *items);
    kembar_keyed *expected = kembar_alloc(n_items, sizeof *expected);
    assert_non_null(items);
    assert_non_null(expected);
    for (size_t i = 0; i < n_items; i++)
        expected[i] = items[i] = (kembar_keyed){
            .key = key_makers[maker](&random, i), .value = (uint32_t)i, .extra = (uint32_t)~i};
    qsort(expected, n_items, sizeof *expected, compare_keyed);
    assert_int_equal(kembar_sort_keyed(items, n_items, n_threads), KEMBAR_OK);
    assert_memory_equal(items, expected, n_items * sizeof *items);
    kembar_free(items);
    kembar_free(expected);
}

static void sorts_keyed_stably(void **state) {
    (void)state;
    for (size_t maker = 0; maker < N_KEY_MAKERS; maker++)
        for (size_t s = 0; s < N_SIZES; s++)
            check_keyed(maker, sizes[s], 1);
}

static void sorts_keyed_in_parallel(void **state) {
    (void)state;
    static const int threads[] = {2, 7, 100};
    static const size_t large[] = {65535, 65536, 65537, 300000};
    for (size_t maker = 0; maker < N_KEY_MAKERS; maker++)
        for (size_t s = 0; s < 4; s++)
            check_keyed(maker, large[s], threads[(maker + s) % 3]);
}

/* Groups of every size up to the largest, whole and at either end, equal keys among them. */
static void groups_are_sorted_in_rounds(void **state) {
    (void)state;
#ifdef KEMBAR_X86
    enum { MAX_KEYS = 80 };
    uint64_t keys[MAX_KEYS], sorted[MAX_KEYS];
    kembar_random random = {29};
    for (size_t round = 0; kembar_cpu() == KEMBAR_CPU_AVX512 && round < 20000; round++) {
        size_t largest = 1 + round % 12, n = kembar_random_below(&random, MAX_KEYS + 1), group = 0;
        for (size_t i = 0, left = 0; i < n; i++, left--) {
            if (left == 0) {
                left = 1 + kembar_random_below(&random, largest);
                group++;
            }
            sorted[i] = keys[i] = group << 40 | kembar_random_below(&random, 6);
        }
        kembar_sort_groups_avx512(keys, n, largest);
        qsort(sorted, n, sizeof *sorted, compare_u64);
        assert_memory_equal(keys, sorted, n * sizeof *keys);
    }
#else
    skip();
#endif
}

/* Every number of keys, random ones and ones that are often the same or the largest there is; what
 * lies behind them is left alone. */
static void a_network_sorts_a_few(void **state) {
    (void)state;
#ifdef KEMBAR_X86
    enum { ROUNDS = 30, MAX_KEYS = KEMBAR_SORT_NETWORK_KEYS };
    uint64_t keys[MAX_KEYS + 1], sorted[MAX_KEYS + 1];
    kembar_random random = {31};
    for (size_t n = 0; kembar_cpu() == KEMBAR_CPU_AVX512 && n <= MAX_KEYS; n++)
        for (size_t round = 0; round < ROUNDS; round++) {
            for (size_t i = 0; i <= n; i++)
                sorted[i] = keys[i] = key_makers[round % N_KEY_MAKERS](&random, i);
            kembar_sort_network_avx512(keys, n);
            qsort(sorted, n, sizeof *sorted, compare_u64);
            assert_memory_equal(keys, sorted, (n + 1) * sizeof *keys);
        }
#else
    skip();
#endif
}

static void drops_repeats(void **state) {
    (void)state;
    uint64_t keys[] = {0, 0, 1, 5, 5, 5, UINT64_MAX, UINT64_MAX};
    static const uint64_t expected[] = {0, 1, 5, UINT64_MAX};
    assert_int_equal(kembar_unique_u64(keys, 8), 4);
    assert_memory_equal(keys, expected, sizeof expected);
    assert_int_equal(kembar_unique_u64(keys, 4), 4);
    assert_int_equal(kembar_unique_u64(keys, 1), 1);
    assert_int_equal(kembar_unique_u64(NULL, 0), 0);
}

static void tells_when_memory_is_out(void **state) {
    (void)state;
    enum { N_ITEMS = 70000 };
    kembar_keyed *items = kembar_alloc_zeroed(N_ITEMS, sizeof *items);
    uint64_t *keys = kembar_alloc_zeroed(N_ITEMS, sizeof *keys);
    assert_non_null(items);
    assert_non_null(keys);
    scarce_memory(0);
    kembar_status of_scratch = kembar_sort_keyed(items, N_ITEMS, 2);
    scarce_memory(1);
    kembar_status of_counts = kembar_sort_keyed(items, N_ITEMS, 2);
    scarce_memory(0);
    kembar_status of_keys = kembar_sort_u64(keys, 1025);
    scarce_memory(0);
    kembar_status of_few_keys = kembar_sort_u64(keys, 1024);
    plenty_of_memory();
    kembar_free(items);
    kembar_free(keys);
    assert_int_equal(of_scratch, KEMBAR_ERROR_MEMORY);
    assert_int_equal(of_counts, KEMBAR_ERROR_MEMORY);
    assert_int_equal(of_keys, KEMBAR_ERROR_MEMORY);
    assert_int_equal(of_few_keys, KEMBAR_OK);
}

static void bounds_of_a_sorted_array(void **state) {
    (void)state;
    static const uint64_t keys[] = {2, 4, 4, 9};
    static const size_t expected[] = {0, 0, 0, 1, 1, 3, 3, 3, 3, 3, 4};
    for (uint64_t key = 0; key < 11; key++) {
        assert_int_equal(kembar_lower_bound_u64(keys, 4, key), expected[key]);
        assert_int_equal(kembar_holds_u64(keys, 4, key), key == 2 || key == 4 || key == 9);
    }
    assert_int_equal(kembar_lower_bound_u64(NULL, 0, 5), 0);
    assert_false(kembar_holds_u64(NULL, 0, 5));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_of_a_sorted_array),    cmocka_unit_test(sorts_u64),
        cmocka_unit_test(sorts_keyed_stably),          cmocka_unit_test(sorts_keyed_in_parallel),
        cmocka_unit_test(groups_are_sorted_in_rounds), cmocka_unit_test(drops_repeats),
        cmocka_unit_test(tells_when_memory_is_out),    cmocka_unit_test(a_network_sorts_a_few),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
