#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "base/ranges.h"
#include "base/sort.h"

enum { N_KEYS = 3000 };

/* Even, crowded at either end, and few keys. */
static size_t fill(uint64_t *keys, unsigned kind) {
    kembar_random random = {kind + 1};
    size_t n = kind == 3 ? 5 : N_KEYS;
    for (size_t i = 0; i < n; i++) {
        keys[i] = kembar_random_next(&random);
        if (kind == 1)
            keys[i] >>= 9;
        if (kind == 2)
            keys[i] |= UINT64_C(0xfff) << 52;
    }
    assert_int_equal(kembar_sort_u64(keys, n), KEMBAR_OK);
    return n;
}

static void ranges_begin_where_their_bits_say(void **state) {
    (void)state;
    static uint64_t keys[N_KEYS];
    for (unsigned kind = 0; kind < 4; kind++) {
        size_t n = fill(keys, kind);
        for (unsigned bits = 0; bits <= 6; bits++)
            for (uint64_t range = 0; range <= (uint64_t)1 << bits; range++) {
                size_t before = 0;
                while (before < n && (bits ? keys[before] >> (64 - bits) : 0) < range)
                    before++;
                assert_int_equal(kembar_ranges_begin(keys, n, range, bits), before);
            }
    }
    assert_int_equal(kembar_ranges_begin(NULL, 0, 3, 4), 0);
}

static void small_amounts_are_one_range(void **state) {
    (void)state;
    assert_int_equal(kembar_ranges_bits(0), 0);
    assert_int_equal(kembar_ranges_bits(1000000), 0);
    assert_true(kembar_ranges_bits(100000000) >= 4);
    assert_int_equal(kembar_ranges_bits(SIZE_MAX), 6);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_begin_where_their_bits_say),
        cmocka_unit_test(small_amounts_are_one_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
