#define _XOPEN_SOURCE 700

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/spool.h"
#include "temp_folder.h"

static void set_folder(const char *path) {
    assert_int_equal(setenv("TMPDIR", path, 1), 0);
}

static void what_was_appended_is_read_where_it_lies(void **state) {
    kembar_spool spool = {.fd = -1};
    char bytes[16] = {0};
    size_t n;
    (void)state;
    set_folder(".");
    assert_int_equal(kembar_spool_append(&spool, "first ", 6, NULL), KEMBAR_OK);
    assert_int_equal(kembar_spool_append(&spool, "second", 6, NULL), KEMBAR_OK);
    assert_int_equal(spool.size_bytes, 12);
    assert_int_equal(kembar_spool_read_at(spool.fd, "spool", 6, bytes, 4, &n, NULL), KEMBAR_OK);
    assert_int_equal(n, 4);
    assert_memory_equal(bytes, "seco", 4);
    assert_int_equal(kembar_spool_read_at(spool.fd, "spool", 6, bytes, 16, &n, NULL), KEMBAR_OK);
    assert_int_equal(n, 6);
    kembar_spool_close(&spool);
    assert_int_equal(spool.fd, -1);
}

static void expect_no_spool(const char *folder) {
    kembar_spool spool = {.fd = -1};
    kembar_error error = {0};
    set_folder(folder);
    assert_int_equal(kembar_spool_append(&spool, "x", 1, &error), KEMBAR_ERROR_IO);
    assert_string_equal(error.message, strlen(folder) > 1000
                                           ? "cannot make a temporary file: File name too long"
                                           : "cannot make a temporary file: No such file or "
                                             "directory");
    assert_int_equal(spool.has_failed, 1);
    kembar_spool_close(&spool);
}

static void a_folder_that_cannot_be_is_told(void **state) {
    static char longest[5000];
    (void)state;
    memset(longest, 'a', sizeof longest - 1);
    expect_no_spool("missing");
    expect_no_spool(longest);
}

static void what_cannot_be_read_is_told_with_its_name(void **state) {
    kembar_error error = {0};
    char byte;
    size_t n;
    (void)state;
    assert_int_equal(kembar_spool_read_at(-1, "name", 0, &byte, 1, &n, &error), KEMBAR_ERROR_IO);
    assert_string_equal(error.file, "name");
    assert_int_equal(n, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_appended_is_read_where_it_lies),
        cmocka_unit_test(a_folder_that_cannot_be_is_told),
        cmocka_unit_test(what_cannot_be_read_is_told_with_its_name),
    };
    return cmocka_run_group_tests(tests, temp_folder_enter, temp_folder_leave);
}
