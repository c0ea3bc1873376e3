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
         "\"\xe2\x80\xa7\\u2028\\u2029\\u202a\""},
        /* Direction, hidden characters and tags; joiners and their neighbours stay. */
        {"\xd8\x9b\xd8\x9c\xd8\x9d", "\"\xd8\x9b\\u061c\xd8\x9d\""},
        {"\xe1\xa0\x8d\xe1\xa0\x8e", "\"\xe1\xa0\x8d\\u180e\""},
        {"\xc2\xac\xc2\xad\xc2\xae", "\"\xc2\xac\\u00ad\xc2\xae\""},
        {"\xe2\x80\x8a\xe2\x80\x8b\xe2\x80\x8c\xe2\x80\x8d\xe2\x80\x8e\xe2\x80\x8f\xe2\x80\x90",
         "\"\xe2\x80\x8a\\u200b\xe2\x80\x8c\xe2\x80\x8d\\u200e\\u200f\xe2\x80\x90\""},
        {"\xe2\x80\xae\xe2\x80\xaf\xe2\x81\x9f\xe2\x81\xa0\xe2\x81\xa6\xe2\x81\xaf\xe2\x81\xb0",
         "\"\\u202e\xe2\x80\xaf\xe2\x81\x9f\\u2060\\u2066\\u206f\xe2\x81\xb0\""},
        {"\xef\xbb\xbe\xef\xbb\xbf\xef\xbf\xb8\xef\xbf\xb9\xef\xbf\xbb\xef\xbf\xbc",
         "\"\xef\xbb\xbe\\ufeff\xef\xbf\xb8\\ufff9\\ufffb\xef\xbf\xbc\""},
        {"\xf3\x9f\xbf\xbf\xf3\xa0\x80\x80\xf3\xa0\x81\xbf\xf3\xa0\x82\x80",
         "\"\xf3\x9f\xbf\xbf\\udb40\\udc00\\udb40\\udc7f\xf3\xa0\x82\x80\""},
        {"\xe2\x82\xac \xf0\x9f\x98\x80 \xc3\xa9", "\"\xe2\x82\xac \xf0\x9f\x98\x80 \xc3\xa9\""},
        {"\xe2\x81\xa8", "\"\\u2068\""},
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
