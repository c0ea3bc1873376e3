#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/lower_bound.h"

static void finds_the_first_that_is_not_before(void **state) {
    (void)state;
    enum { MOST = 40 };
    for (size_t n = 0; n <= MOST; n++)
        for (size_t first = 0; first <= n; first++) {
            size_t at, n_asked = 0;
            KEMBAR_LOWER_BOUND(at, n, (n_asked++, at < first));
            assert_int_equal(at, first);
            assert_true(n_asked <= 6);
        }
}

static void takes_the_first_of_equals(void **state) {
    (void)state;
    static const int items[] = {1, 3, 3, 3, 8};
    size_t at;
    KEMBAR_LOWER_BOUND(at, 5, items[at] < 3);
    assert_int_equal(at, 1);
    KEMBAR_LOWER_BOUND(at, 5, items[at] <= 3);
    assert_int_equal(at, 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_first_that_is_not_before),
        cmocka_unit_test(takes_the_first_of_equals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
