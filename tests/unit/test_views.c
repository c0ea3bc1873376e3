#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/views.h"

/* In ascending order; equal ones share a rank. */
static const struct {
    kembar_view view;
    int rank;
} ordered[] = {
    {{NULL, 0}, 0},  {{"", 0}, 0},   {{"\0", 1}, 1}, {{"a", 1}, 2},        {{"abc", 1}, 2},
    {{"a\0", 2}, 3}, {{"ab", 2}, 4}, {{"b", 1}, 5},  {{"\xc3\xa9", 2}, 6}, {{"\xff", 1}, 7},
};
enum { N_VIEWS = sizeof ordered / sizeof *ordered };

static int sign(int order) {
    return (order > 0) - (order < 0);
}

static void orders_as_bytes(void **state) {
    (void)state;
    for (size_t i = 0; i < N_VIEWS; i++)
        for (size_t j = 0; j < N_VIEWS; j++) {
            int order = sign(ordered[i].rank - ordered[j].rank);
            assert_int_equal(sign(kembar_view_compare(ordered[i].view, ordered[j].view)), order);
            assert_int_equal(kembar_view_equal(ordered[i].view, ordered[j].view), order == 0);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(orders_as_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
