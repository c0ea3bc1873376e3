#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/bit_filter.h"
#include "base/random.h"
#include "scarce_memory.h"

enum { MASK_KEYS = KEMBAR_BIT_FILTER_MASK_KEYS };

static kembar_bit_filter make_filter(size_t n_room, size_t n_keys, kembar_random *random) {
    kembar_bit_filter filter;
    assert_int_equal(kembar_bit_filter_init(&filter, n_room), KEMBAR_OK);
    for (size_t i = 0; i < n_keys; i++)
        kembar_bit_filter_add(&filter, (uint32_t)kembar_random_next(random));
    return filter;
}

static void holds_what_was_added(void **state) {
    (void)state;
    for (size_t n = 1; n < 100000; n *= 7) {
        kembar_random random = {n}, again = {n};
        kembar_bit_filter filter = make_filter(n, n, &random);
        for (size_t i = 0; i < n; i++)
            assert_true(kembar_bit_filter_may_hold(&filter, (uint32_t)kembar_random_next(&again)));
        kembar_bit_filter_deinit(&filter);
        assert_true(filter.words == NULL && filter.n_words == 0);
    }
}

static void hardly_anything_else_passes(void **state) {
    enum { N_TRIES = 100000 };
    (void)state;
    for (size_t n = 1; n <= KEMBAR_BIT_FILTER_MAX_WORDS; n *= 2) {
        kembar_random random = {n};
        kembar_bit_filter filter = make_filter(n, n, &random);
        size_t n_passed = 0;
        for (size_t i = 0; i < N_TRIES; i++)
            n_passed +=
                kembar_bit_filter_may_hold(&filter, (uint32_t)kembar_random_next(&random)) ? 1 : 0;
        assert_true(n_passed < N_TRIES / 100);
        kembar_bit_filter_deinit(&filter);
    }
}

static void does_not_grow_beyond_its_keys(void **state) {
    kembar_random random = {3};
    (void)state;
    kembar_bit_filter filter = make_filter(10 * (size_t)KEMBAR_BIT_FILTER_MAX_WORDS, 10, &random);
    assert_int_equal(filter.n_words, KEMBAR_BIT_FILTER_MAX_WORDS);
    kembar_bit_filter_deinit(&filter);
}

/* Of each number of keys, with filters that hold about half of them, and such as hold nothing. */
static void masks_are_the_same_on_every_level(void **state) {
    (void)state;
    for (size_t n = 0; n <= MASK_KEYS; n++) {
        kembar_random random = {n + 1};
        uint32_t keys[MASK_KEYS];
        uint64_t expected = 0;
        kembar_bit_filter none = {0}, filter = make_filter(1 + n * n, n * n, &random);
        for (size_t i = 0; i < n; i++) {
            keys[i] = (uint32_t)kembar_random_next(&random);
            if (kembar_random_below(&random, 2))
                kembar_bit_filter_add(&filter, keys[i]);
        }
        for (size_t i = 0; i < n; i++)
            expected |= (uint64_t)kembar_bit_filter_may_hold(&filter, keys[i]) << i;
        assert_true(kembar_bit_filter_mask_scalar(&filter, keys, n) == expected);
        assert_true(kembar_bit_filter_mask(&filter, keys, n) == expected);
        assert_true(kembar_bit_filter_mask_scalar(&none, keys, n) == 0);
        assert_true(kembar_bit_filter_mask(&none, keys, n) == 0);
        kembar_bit_filter_deinit(&filter);
    }
}

static kembar_status make_one(void *context) {
    kembar_bit_filter filter;
    kembar_status status = kembar_bit_filter_init(&filter, 1000);
    (void)context;
    assert_true(status == KEMBAR_OK || filter.n_words == 0);
    kembar_bit_filter_deinit(&filter);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    assert_int_equal(fail_every_allocation(make_one, NULL), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_what_was_added),
        cmocka_unit_test(hardly_anything_else_passes),
        cmocka_unit_test(does_not_grow_beyond_its_keys),
        cmocka_unit_test(masks_are_the_same_on_every_level),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
