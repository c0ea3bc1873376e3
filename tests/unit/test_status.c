#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "kembar/status.h"

static void names_every_status(void **state) {
    (void)state;
    assert_string_equal(kembar_status_name(KEMBAR_OK), "ok");
    assert_string_equal(kembar_status_name(KEMBAR_ERROR_MEMORY), "memory");
    assert_string_equal(kembar_status_name(KEMBAR_ERROR_ARGUMENT), "argument");
    assert_string_equal(kembar_status_name(KEMBAR_ERROR_IO), "io");
    assert_string_equal(kembar_status_name(KEMBAR_ERROR_FORMAT), "format");
    assert_string_equal(kembar_status_name(KEMBAR_ERROR_LIMIT), "limit");
    assert_string_equal(kembar_status_name(KEMBAR_ERROR_LIBRARY), "library");
}

static void names_what_is_no_status(void **state) {
    (void)state;
    assert_string_equal(kembar_status_name((kembar_status)7), "unknown");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_every_status),
        cmocka_unit_test(names_what_is_no_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
