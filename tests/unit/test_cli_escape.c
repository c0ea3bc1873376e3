#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/escape.h"

typedef void (*print_function)(FILE *stream, kembar_view text);

static void expect(print_function print, const char *text, size_t size, const char *expected) {
    char *printed = NULL;
    size_t printed_size = 0;
    FILE *stream = open_memstream(&printed, &printed_size);
    assert_non_null(stream);
    print(stream, (kembar_view){text, size});
    assert_int_equal(fclose(stream), 0);
    assert_string_equal(printed, expected);
    assert_int_equal(printed_size, strlen(expected));
    free(printed);
}

static void escapes(const char *text, const char *expected) {
    expect(kembar_escape_print, text, strlen(text), expected);
}

static void escapes_json(const char *text, const char *expected) {
    expect(kembar_escape_print_json, text, strlen(text), expected);
}

static void leaves_text_alone(void **state) {
    (void)state;
    escapes("", "");
    escapes("Buruh 1.234,56 (\"ya\") \\ #$%", "Buruh 1.234,56 (\"ya\") \\ #$%");
    escapes("caf\xc3\xa9 \xe2\x80\x93 \xe6\x97\xa5\xe6\x9c\xac \xf0\x9f\x99\x82",
            "caf\xc3\xa9 \xe2\x80\x93 \xe6\x97\xa5\xe6\x9c\xac \xf0\x9f\x99\x82");
}

static void escapes_controls(void **state) {
    (void)state;
    escapes("a\x1b[31mb", "a\\x1b[31mb");
    escapes("line\nnext\ttab\rback", "line\\nnext\\ttab\\x0dback");
    escapes("bell\a del\x7f", "bell\\x07 del\\x7f");
    escapes("c1 \xc2\x9b"
            "31m",
            "c1 \\u{009b}31m");
    expect(kembar_escape_print, "a\0b", 3, "a\\x00b");
}

static void escapes_directions_and_the_invisible(void **state) {
    (void)state;
    escapes("x\xe2\x80\xaey", "x\\u{202e}y");
    escapes("x\xe2\x81\xa6y", "x\\u{2066}y");
    escapes("x\xd8\x9cy", "x\\u{061c}y");
    escapes("x\xe2\x80\x8by\xef\xbb\xbf", "x\\u{200b}y\\u{feff}");
    escapes("x\xe2\x80\xa8y", "x\\u{2028}y");
    escapes("x\xf3\xa0\x81\x81y", "x\\u{e0041}y");
}

static void escapes_what_is_no_utf8(void **state) {
    (void)state;
    escapes("a\xff"
            "b",
            "a\\xffb");
    escapes("\x9b"
            "31m",
            "\\x9b31m");
    escapes("\xc3", "\\xc3");
    escapes("\xe2\x80", "\\xe2\\x80");
    escapes("\xc0\xaf", "\\xc0\\xaf");          /* overlong */
    escapes("\xe0\x80\xaf", "\\xe0\\x80\\xaf"); /* overlong */
    escapes("\xed\xa0\x80", "\\xed\\xa0\\x80"); /* a surrogate */
    escapes("\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80");
    escapes("\xf5\x80\x80\x80", "\\xf5\\x80\\x80\\x80");
}

static void keeps_json_json(void **state) {
    (void)state;
    escapes_json("{\"a\":\"b\"}\n", "{\"a\":\"b\"}\n");
    escapes_json("\"x\xe2\x80\xaey\"", "\"x\\u202ey\"");
    escapes_json("\"x\xc2\x9by\x7f\"", "\"x\\u009by\\u007f\"");
    escapes_json("\"\xf3\xa0\x81\x81\"", "\"\\udb40\\udc41\"");
    escapes_json("\"\xff\"", "\"\\ufffd\"");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_text_alone),
        cmocka_unit_test(escapes_controls),
        cmocka_unit_test(escapes_directions_and_the_invisible),
        cmocka_unit_test(escapes_what_is_no_utf8),
        cmocka_unit_test(keeps_json_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
