/* The first JSON parser of a process, when simdjson looks at the processor, with its kth allocation
 * failing for every k. A program of its own, since there is one first time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "allocations.h"
#include "read/json.h"

enum { LEAST_ALLOCATIONS = 2, MOST_ALLOCATIONS = 100 };

static void every_failed_allocation_leaves_the_next_call_a_chance(void **state) {
    int has_failed = 1;
    long n_failures = 0;
    (void)state;
#ifdef __SANITIZE_THREAD__
    skip(); /* its pthread_once never lets go of a function that threw */
#endif
    for (; has_failed && n_failures < MOST_ALLOCATIONS; n_failures += has_failed) {
        kembar_json_parser *parser = NULL;
        allocations_fail_at(n_failures, 0);
        kembar_status status = kembar_json_parser_new(&parser);
        has_failed = allocations_stop_failing(NULL);
        assert_int_equal(status, has_failed ? KEMBAR_ERROR_MEMORY : KEMBAR_OK);
        assert_int_equal(parser == NULL, has_failed);
        kembar_json_parser_free(parser);
    }
    assert_in_range(n_failures, LEAST_ALLOCATIONS, MOST_ALLOCATIONS - 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_failed_allocation_leaves_the_next_call_a_chance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
