#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "base/error.h"

static void fills_every_field(void **state) {
    (void)state;
    kembar_error error;
    memset(&error, 'x', sizeof error);
    kembar_status status =
        kembar_error_set(&error, KEMBAR_ERROR_FORMAT, "news.jsonl", 12, "bad %s at %d", "value", 7);
    assert_int_equal(status, KEMBAR_ERROR_FORMAT);
    assert_int_equal(error.code, KEMBAR_ERROR_FORMAT);
    assert_string_equal(error.message, "bad value at 7");
    assert_string_equal(error.file, "news.jsonl");
    assert_int_equal(error.position, 12);
}

static void takes_no_record_and_no_file(void **state) {
    (void)state;
    kembar_error error;
    memset(&error, 'x', sizeof error);
    assert_int_equal(kembar_error_set(NULL, KEMBAR_ERROR_LIMIT, NULL, 0, "x"), KEMBAR_ERROR_LIMIT);
    assert_int_equal(kembar_error_memory(NULL), KEMBAR_ERROR_MEMORY);
    assert_int_equal(kembar_error_memory(&error), KEMBAR_ERROR_MEMORY);
    assert_string_equal(error.message, "out of memory");
    assert_string_equal(error.file, "");
    assert_int_equal(error.position, 0);
}

static void adds_the_system_text(void **state) {
    (void)state;
    kembar_error error;
    assert_int_equal(kembar_error_errno(&error, "a.txt", ENOENT, "cannot open"), KEMBAR_ERROR_IO);
    assert_string_equal(error.message, "cannot open: No such file or directory");
    assert_string_equal(error.file, "a.txt");
    assert_int_equal(kembar_error_errno(&error, NULL, 99999, "cannot open"), KEMBAR_ERROR_IO);
    assert_string_equal(error.message, "cannot open: error 99999");
}

/* Cuts stand between characters whatever their place against the end of the field. */
static void cuts_between_characters(void **state) {
    (void)state;
    static const char *const characters[] = {"a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"};
    for (size_t c = 0; c < 4; c++)
        for (size_t n_before = 0; n_before < 4; n_before++) {
            char text[400] = "xyz";
            size_t length = strlen(characters[c]);
            for (size_t at = n_before; at < 300; at += length)
                memcpy(text + at, characters[c], length + 1);
            size_t expected = n_before + (255 - n_before) / length * length;
            kembar_error error;
            (void)kembar_error_set(&error, KEMBAR_ERROR_IO, text, 0, "%s", text);
            assert_int_equal(strlen(error.message), expected);
            assert_int_equal(strlen(error.file), expected);
            assert_memory_equal(error.message, text, expected);
        }
}

static void replaces_what_is_no_utf8(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"a\xff z", "a? z"},                     /* never a lead byte */
        {"\xc0\xaf", "??"},                      /* overlong, two bytes */
        {"\xe0\x9f\xbf", "???"},                 /* overlong, three bytes */
        {"\xf0\x8f\xbf\xbf", "????"},            /* overlong, four bytes */
        {"\xed\xa0\x80", "???"},                 /* a surrogate */
        {"\xf4\x90\x80\x80", "????"},            /* beyond U+10FFFF */
        {"\xe2\x82", "??"},                      /* cut short */
        {"\xc3\xa9\xc3", "\xc3\xa9?"},           /* cut short after a good one */
        {"\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf"} /* U+10FFFF */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kembar_error error;
        (void)kembar_error_set(&error, KEMBAR_ERROR_IO, cases[i][0], 0, "%s", cases[i][0]);
        assert_string_equal(error.file, cases[i][1]);
        assert_string_equal(error.message, cases[i][1]);
    }
}

static void may_wrap_itself(void **state) {
    (void)state;
    kembar_error error;
    (void)kembar_error_set(&error, KEMBAR_ERROR_IO, "a.txt", 3, "disk on fire");
    (void)kembar_error_set(&error, KEMBAR_ERROR_IO, error.file, error.position, "reading: %s",
                           error.message);
    assert_string_equal(error.message, "reading: disk on fire");
    assert_string_equal(error.file, "a.txt");
    assert_int_equal(error.position, 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_every_field),        cmocka_unit_test(takes_no_record_and_no_file),
        cmocka_unit_test(adds_the_system_text),     cmocka_unit_test(cuts_between_characters),
        cmocka_unit_test(replaces_what_is_no_utf8), cmocka_unit_test(may_wrap_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
