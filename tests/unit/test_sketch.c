#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/random.h"
#include "feature/sketch.h"

enum { PLACES = KEMBAR_SKETCH_MAX_PLACES };

static void fill(uint64_t *items, size_t n, uint64_t seed) {
    kembar_random random = {seed};
    for (size_t i = 0; i < n; i++)
        items[i] = kembar_random_next(&random);
}

static void order_does_not_matter(void **state) {
    (void)state;
    uint64_t items[500], reversed[500];
    uint32_t a[PLACES], b[PLACES];
    fill(items, 500, 1);
    for (size_t i = 0; i < 500; i++)
        reversed[i] = items[499 - i];
    for (size_t n = 1; n <= 500; n = n * 3 / 2 + 1)
        for (unsigned places = 1; places <= PLACES; places = places * 2 + 3) {
            kembar_sketch_make(items, n, places, a);
            kembar_sketch_make(reversed + 500 - n, n, places, b);
            assert_memory_equal(a, b, places * sizeof *a);
        }
}

static void equal_sets_agree_everywhere_others_nowhere(void **state) {
    (void)state;
    uint64_t items[300], others[300];
    uint32_t a[PLACES], b[PLACES];
    fill(items, 300, 2);
    fill(others, 300, 3);
    for (size_t n = 1; n <= 300; n += 13) {
        kembar_sketch_make(items, n, 128, a);
        kembar_sketch_make(items, n, 128, b);
        assert_int_equal(kembar_sketch_equal_places(a, b, 128), 128);
        kembar_sketch_make(others, n, 128, b);
        assert_int_equal(kembar_sketch_equal_places(a, b, 128), 0);
    }
}

static void an_item_twice_counts_once(void **state) {
    (void)state;
    uint64_t items[80];
    uint32_t a[PLACES], b[PLACES];
    fill(items, 40, 4);
    memcpy(items + 40, items, 40 * sizeof *items);
    kembar_sketch_make(items, 40, 100, a);
    kembar_sketch_make(items, 80, 100, b);
    assert_int_equal(kembar_sketch_equal_places(a, b, 100), 100);
}

static void nothing_is_all_ones_and_stays_in_bounds(void **state) {
    (void)state;
    uint32_t out[PLACES];
    uint64_t item = 5;
    memset(out, 0, sizeof out);
    kembar_sketch_make(NULL, 0, 10, out);
    for (size_t i = 0; i < PLACES; i++)
        assert_int_equal(out[i], i < 10 ? UINT32_MAX : 0);
    kembar_sketch_make(&item, 1, 200, out);
    assert_int_equal(out[200], 0);
    for (size_t i = 0; i < 200; i++)
        assert_int_not_equal(out[i], UINT32_MAX);
}

/* Two items that differ in one bit only are two items. */
static void near_hashes_are_apart(void **state) {
    (void)state;
    uint32_t a[PLACES], b[PLACES];
    for (int bit = 0; bit < 64; bit++) {
        uint64_t item = 1, other = item ^ (uint64_t)1 << bit;
        kembar_sketch_make(&item, 1, 128, a);
        kembar_sketch_make(&other, 1, 128, b);
        assert_int_equal(kembar_sketch_equal_places(a, b, 128), 0);
    }
}

typedef void (*make_function)(const uint64_t *items, size_t n_items, unsigned n_places,
                              uint32_t *out);

/* One place to the most, one item to several pieces of a level's work. */
static void assert_is_scalar(make_function make) {
    enum { MAX_ITEMS = 1100, UNTOUCHED = 5 };
    static uint64_t items[MAX_ITEMS];
    uint32_t expected[KEMBAR_SKETCH_MAX_PLACES], out[KEMBAR_SKETCH_MAX_PLACES + 1];
    for (size_t n = 0; n <= MAX_ITEMS; n += n < 40 ? 1 : 53) {
        fill(items, n, n);
        for (unsigned places = 1; places <= KEMBAR_SKETCH_MAX_PLACES; places += 1 + places / 3) {
            kembar_sketch_make_scalar(items, n, places, expected);
            out[places] = UNTOUCHED;
            make(items, n, places, out);
            assert_memory_equal(out, expected, places * sizeof *out);
            assert_int_equal(out[places], UNTOUCHED);
        }
    }
}

static void what_is_chosen_is_the_scalar_one(void **state) {
    (void)state;
    assert_is_scalar(kembar_sketch_make);
}

static void avx512_is_the_scalar_one(void **state) {
    (void)state;
#ifdef KEMBAR_X86
    if (kembar_cpu() >= KEMBAR_CPU_AVX512) {
        assert_is_scalar(kembar_sketch_make_avx512);
        return;
    }
#endif
    skip();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_does_not_matter),
        cmocka_unit_test(equal_sets_agree_everywhere_others_nowhere),
        cmocka_unit_test(an_item_twice_counts_once),
        cmocka_unit_test(nothing_is_all_ones_and_stays_in_bounds),
        cmocka_unit_test(near_hashes_are_apart),
        cmocka_unit_test(what_is_chosen_is_the_scalar_one),
        cmocka_unit_test(avx512_is_the_scalar_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
