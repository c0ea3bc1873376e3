/* Terms spread over ranges of their hashes, more than fit into the smallest number of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/random.h"
#include "cluster/story_ranges.h"

enum { N_UNITS = 4, TERMS = 90000, SHARED = 30000, N_TERMS = N_UNITS * TERMS };

/* Unit i has the terms [i * (TERMS - SHARED), + TERMS) of one list: SHARED of them are those of the
 * next, too. */
static uint64_t term_of(size_t unit, size_t i) {
    kembar_random random = {unit * (TERMS - SHARED) + i};
    return kembar_random_next(&random);
}

static void make_units(kembar_story_terms *units) {
    for (size_t unit = 0; unit < N_UNITS; unit++) {
        units[unit].n_items = TERMS;
        units[unit].items = kembar_alloc(TERMS, sizeof *units[unit].items);
        assert_non_null(units[unit].items);
        for (size_t i = 0; i < TERMS; i++)
            units[unit].items[i] =
                (kembar_story_term){.term = term_of(unit, i), .inside = (uint16_t)(i % 50 + 1)};
    }
}

static int is_shared(size_t unit, size_t i) {
    return (unit > 0 && i < SHARED) || (unit + 1 < N_UNITS && i >= TERMS - SHARED);
}

static uint32_t shared_expected(void) {
    uint32_t n = 0;
    for (size_t unit = 0; unit < N_UNITS; unit++)
        for (size_t i = 0; i < TERMS; i++)
            n += (uint32_t)is_shared(unit, i);
    return n;
}

static void each_term_lies_in_its_range(void **state) {
    kembar_story_terms units[N_UNITS];
    kembar_story_ranges ranges = {0};
    uint64_t n_kept_in_all = 0, n_twice = 0;
    (void)state;
    make_units(units);
    assert_int_equal(kembar_story_ranges_spread(&ranges, units, N_UNITS, N_TERMS, 2, NULL),
                     KEMBAR_OK);
    assert_true(ranges.n_ranges > 2);
    assert_int_equal(ranges.first[ranges.n_ranges], N_TERMS);
    for (size_t range = 0; range < ranges.n_ranges; range++) {
        const kembar_keyed *items = ranges.items + ranges.first[range];
        size_t n = ranges.first[range + 1] - ranges.first[range], n_kept = 0;
        for (size_t i = 0; i < n; i++)
            assert_int_equal(items[i].key >> ranges.shift, range);
        assert_int_equal(kembar_story_ranges_sort(&ranges, range, &n_kept), KEMBAR_OK);
        assert_in_range(n_kept, 0, n);
        for (size_t i = 1; i < n_kept; i++) {
            assert_true(items[i - 1].key <= items[i].key);
            n_twice += items[i - 1].key == items[i].key;
        }
        n_kept_in_all += n_kept;
    }
    assert_int_equal(n_twice, shared_expected() / 2);
    assert_in_range(n_kept_in_all, shared_expected(), shared_expected() + N_TERMS / 10);
    kembar_story_ranges_deinit(&ranges);
    for (size_t unit = 0; unit < N_UNITS; unit++)
        kembar_story_terms_deinit(&units[unit]);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_term_lies_in_its_range)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
