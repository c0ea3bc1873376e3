#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/json_writer.h"

static void expect_and_deinit(kembar_buffer *out, const char *expected) {
    assert_int_equal(kembar_buffer_status(out), KEMBAR_OK);
    kembar_buffer_append_char(out, '\0');
    assert_string_equal(out->data, expected);
    kembar_buffer_deinit(out);
}

static void write_sample(kembar_json_writer *json) {
    kembar_json_begin_object(json);
    kembar_json_key(json, "id");
    kembar_json_text(json, "a/1");
    kembar_json_key(json, "title");
    kembar_json_text(json, NULL);
    kembar_json_key(json, "shared");
    kembar_json_begin_array(json);
    kembar_json_begin_array(json);
    kembar_json_u64(json, 0);
    kembar_json_i64(json, -9);
    kembar_json_end_array(json);
    kembar_json_begin_object(json);
    kembar_json_end_object(json);
    kembar_json_end_array(json);
    kembar_json_key(json, "none");
    kembar_json_begin_array(json);
    kembar_json_end_array(json);
    kembar_json_key(json, "score");
    kembar_json_micro(json, 500000);
    kembar_json_key(json, "yes");
    kembar_json_bool(json, 2);
    kembar_json_key(json, "no");
    kembar_json_bool(json, 0);
    kembar_json_end_object(json);
}

static void writes_compact(void **state) {
    (void)state;
    kembar_buffer out = {0};
    kembar_json_writer json = {.out = &out};
    write_sample(&json);
    expect_and_deinit(&out, "{\"id\":\"a/1\",\"title\":null,\"shared\":[[0,-9],{}],\"none\":[],"
                            "\"score\":0.500000,\"yes\":true,\"no\":false}");
}

static void writes_on_lines(void **state) {
    (void)state;
    kembar_buffer out = {0};
    kembar_json_writer json = {.out = &out, .indent = 2};
    write_sample(&json);
    expect_and_deinit(&out, "{\n"
                            "  \"id\": \"a/1\",\n"
                            "  \"title\": null,\n"
                            "  \"shared\": [\n"
                            "    [\n"
                            "      0,\n"
                            "      -9\n"
                            "    ],\n"
                            "    {}\n"
                            "  ],\n"
                            "  \"none\": [],\n"
                            "  \"score\": 0.500000,\n"
                            "  \"yes\": true,\n"
                            "  \"no\": false\n"
                            "}");
}

/* One writer serves many lines: nothing of a finished value reaches the next one. */
static void writes_values_in_a_row(void **state) {
    (void)state;
    kembar_buffer out = {0};
    kembar_json_writer json = {.out = &out};
    for (int i = 0; i < 2; i++) {
        kembar_json_begin_array(&json);
        kembar_json_bool(&json, i);
        kembar_json_end_array(&json);
        kembar_buffer_append_char(&out, '\n');
    }
    kembar_json_null(&json);
    expect_and_deinit(&out, "[false]\n[true]\nnull");
}

static void escapes(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *json;
    } cases[] = {
        {"", "\"\""},
        {"plain / <text> & 'more'", "\"plain / <text> & 'more'\""},
        {"\"\\", "\"\\\"\\\\\""},
        {"\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\""},
        {"\x01\x1f\x7f", "\"\\u0001\\u001f\\u007f\""},
        {"a\xc2\x80\xc2\x9f\xc2\xa0z", "\"a\\u0080\\u009f\xc2\xa0z\""},
        {"\xe2\x80\xa7\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaa",
         "\"\xe2\x80\xa7\\u2028\\u2029\xe2\x80\xaa\""},
        {"\xe2\x82\xac \xf0\x9f\x98\x80 \xc3\xa9", "\"\xe2\x82\xac \xf0\x9f\x98\x80 \xc3\xa9\""},
        {"\xe2\x81\xa8", "\"\xe2\x81\xa8\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kembar_buffer out = {0};
        kembar_json_writer json = {.out = &out};
        kembar_json_text(&json, cases[i].text);
        expect_and_deinit(&out, cases[i].json);
    }
}

static void stays_inside_the_view(void **state) {
    (void)state;
    static const char bytes[] = "a\0b\xe2\x80\xa8";
    kembar_buffer out = {0};
    kembar_json_writer json = {.out = &out};
    kembar_json_begin_array(&json);
    kembar_json_string(&json, (kembar_view){bytes, 3});
    kembar_json_string(&json, (kembar_view){bytes + 3, 2});
    kembar_json_string(&json, (kembar_view){"x", 0});
    kembar_json_string(&json, (kembar_view){NULL, 0});
    kembar_json_end_array(&json);
    expect_and_deinit(&out, "[\"a\\u0000b\",\"\xe2\x80\",\"\",null]");
}

static void escapes_keys(void **state) {
    (void)state;
    kembar_buffer out = {0};
    kembar_json_writer json = {.out = &out};
    kembar_json_begin_object(&json);
    kembar_json_key(&json, "a\"b");
    kembar_json_i64(&json, INT64_MIN);
    kembar_json_end_object(&json);
    expect_and_deinit(&out, "{\"a\\\"b\":-9223372036854775808}");
}

static void bounds_depth(void **state) {
    (void)state;
    kembar_buffer out = {0};
    kembar_json_writer json = {.out = &out};
    for (int i = 0; i < KEMBAR_JSON_MAX_DEPTH; i++)
        kembar_json_begin_array(&json);
    assert_int_equal(kembar_buffer_status(&out), KEMBAR_OK);
    kembar_json_begin_array(&json);
    assert_int_not_equal(kembar_buffer_status(&out), KEMBAR_OK);
    kembar_buffer_deinit(&out);
    json = (kembar_json_writer){.out = &out};
    kembar_json_end_array(&json);
    assert_int_not_equal(kembar_buffer_status(&out), KEMBAR_OK);
    kembar_buffer_deinit(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_compact),         cmocka_unit_test(writes_on_lines),
        cmocka_unit_test(writes_values_in_a_row), cmocka_unit_test(escapes),
        cmocka_unit_test(stays_inside_the_view),  cmocka_unit_test(escapes_keys),
        cmocka_unit_test(bounds_depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
