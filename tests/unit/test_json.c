#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collected.h"
#include "parser_state.h"
#include "read/json.h"
#include "read/surrogates.h"

static kembar_json_value parse(void **state, const char *text) {
    kembar_json_value root;
    kembar_error error = {0};
    kembar_view view = {text, strlen(text)};
    if (kembar_json_parse(*state, view, &root, &error) != KEMBAR_OK) {
        fail_msg("%s: %s", text, error.message);
    }
    return root;
}

static void test_kinds(void **state) {
    static const struct {
        const char *text;
        kembar_json_kind kind;
    } cases[] = {
        {"null", KEMBAR_JSON_NULL},         {"true", KEMBAR_JSON_BOOL},
        {"false", KEMBAR_JSON_BOOL},        {"1", KEMBAR_JSON_NUMBER},
        {"-1.5e3", KEMBAR_JSON_NUMBER},     {"18446744073709551615", KEMBAR_JSON_NUMBER},
        {" \"a\" ", KEMBAR_JSON_STRING},    {"[]", KEMBAR_JSON_ARRAY},
        {"{\"a\": 1}", KEMBAR_JSON_OBJECT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(parse(state, cases[i].text).kind, cases[i].kind);
    }
}

static void test_members(void **state) {
    kembar_json_value root =
        parse(state, "{\"a\": {\"b\": {\"c\": 1}, \"x.y\": 3}, \"a.b\": 2, \"d\": 4, \"d\": 5}");
    int64_t n = 0;
    assert_true(kembar_json_as_i64(kembar_json_find(root, "a.b.c"), &n));
    assert_int_equal(n, 1);
    assert_true(kembar_json_as_i64(kembar_json_find(root, "a.b"), &n));
    assert_int_equal(n, 2);
    assert_true(kembar_json_as_i64(kembar_json_find(root, "a.x.y"), &n));
    assert_int_equal(n, 3);
    assert_true(kembar_json_as_i64(kembar_json_get(root, "d"), &n));
    assert_int_equal(n, 4);
    assert_int_equal(kembar_json_find(root, "a.none.c").kind, KEMBAR_JSON_NONE);
    assert_int_equal(kembar_json_find(root, "d.a").kind, KEMBAR_JSON_NONE);
    assert_int_equal(kembar_json_find(root, "").kind, KEMBAR_JSON_NONE);
    assert_int_equal(kembar_json_find(root, "a..").kind, KEMBAR_JSON_NONE);
    assert_int_equal(kembar_json_get(kembar_json_get(root, "d"), "a").kind, KEMBAR_JSON_NONE);
}

static int collect_until_third(void *context, kembar_view key, kembar_json_value value) {
    char *out = context;
    kembar_view text = kembar_json_as_string(value);
    strncat(out, key.data, key.size);
    strncat(out, text.data, text.size);
    return strlen(out) < 5;
}

static void test_each(void **state) {
    char out[64] = "";
    kembar_json_each(parse(state, "[\"a\", \"b\"]"), collect_until_third, out);
    assert_string_equal(out, "ab");
    out[0] = '\0';
    kembar_json_each(parse(state, "{\"k\":\"v\",\"l\":\"w\",\"m\":\"x\",\"n\":\"y\"}"),
                     collect_until_third, out);
    assert_string_equal(out, "kvlwmx");
    out[0] = '\0';
    kembar_json_each(parse(state, "\"a\""), collect_until_third, out);
    assert_string_equal(out, "");
}

static void expect_micro(void **state, const char *text, int good, int64_t micro) {
    int64_t value = 7;
    assert_int_equal(kembar_json_as_micro(parse(state, text), &value), good);
    assert_int_equal(value, micro);
}

static void test_numbers(void **state) {
    int64_t n = 7;
    assert_true(kembar_json_as_i64(parse(state, "-9223372036854775808"), &n));
    assert_true(n == INT64_MIN);
    assert_false(kembar_json_as_i64(parse(state, "9223372036854775808"), &n));
    assert_false(kembar_json_as_i64(parse(state, "1.0"), &n));
    assert_false(kembar_json_as_i64(parse(state, "\"1\""), &n));
    expect_micro(state, "0.5", 1, 500000);
    expect_micro(state, "-3", 1, -3000000);
    expect_micro(state, "0.1234565", 1, 123457);
    expect_micro(state, "9223372036854775807", 0, 0);
    expect_micro(state, "1e300", 0, 0);
    expect_micro(state, "true", 0, 0);
    int truth = 7;
    assert_true(kembar_json_as_bool(parse(state, "true"), &truth));
    assert_int_equal(truth, 1);
    assert_true(kembar_json_as_bool(parse(state, "false"), &truth));
    assert_int_equal(truth, 0);
    assert_false(kembar_json_as_bool(parse(state, "1"), &truth));
}

static void expect_number_text(void **state, const char *json, const char *text) {
    char out[KEMBAR_JSON_NUMBER_BYTES];
    kembar_view view = {out, kembar_json_number_text(parse(state, json), out)};
    expect_view(view, text);
}

static void test_number_text(void **state) {
    expect_number_text(state, "20240105", "20240105");
    expect_number_text(state, "-7", "-7");
    expect_number_text(state, "18446744073709551615", "18446744073709551615");
    expect_number_text(state, "2023.50", "2023.5");
    expect_number_text(state, "-2.2250738585072014e-308", "-2.2250738585072014e-308");
    expect_number_text(state, "\"1\"", "");
}

static void test_strings(void **state) {
    expect_view(kembar_json_as_string(parse(state, "\"a\\u00e9\\n\\\"\"")), "a\xC3\xA9\n\"");
    expect_view(kembar_json_as_string(parse(state, "\"\"")), "");
    expect_view(kembar_json_as_string(parse(state, "1")), NULL);
    expect_view(kembar_json_as_string(parse(state, "\"\\ud83d\\ude00\"")), "\xF0\x9F\x98\x80");
}

static void test_half_pairs(void **state) {
    static const char *const cases[][2] = {
        {"\"a\\ud83d\"", "a\xEF\xBF\xBD"},
        {"\"\\ud83dz\"", "\xEF\xBF\xBDz"},
        {"\"\\uDE00z\"", "\xEF\xBF\xBDz"},
        {"\"\\ud83d\\ud83d\\ude00\"", "\xEF\xBF\xBD\xF0\x9F\x98\x80"},
        {"\"\\ud83d\\u0041\"", "\xEF\xBF\xBD"
                               "A"},
        {"\"\\ud83d\\n\"", "\xEF\xBF\xBD\n"},
        {"\"\\\\ud83d\"", "\\ud83d"},
        {"\"\\\\\\ud83d\"", "\\\xEF\xBF\xBD"},
        {"\"\\ud7ff\\ue000\"", "\xED\x9F\xBF\xEE\x80\x80"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        expect_view(kembar_json_as_string(parse(state, cases[i][0])), cases[i][1]);
    }
    char short_text[] = "\\ud83d\\ude0";
    assert_int_equal(kembar_surrogates_mend(short_text, strlen(short_text)), 1);
    assert_string_equal(short_text, "\\ufffd\\ude0");
    assert_int_equal(kembar_surrogates_mend(short_text, 1), 0);
}

static void test_faults(void **state) {
    static const char *const cases[] = {"",        " ",         "{",         "{\"a\":}", "[1,]",
                                        "{} {}",   "nul",       "\"open",    "\"\t\"",   "01",
                                        "\"\\x\"", "{\"a\" 1}", "\"\\u12\"", "]"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kembar_json_value root;
        kembar_error error = {0};
        kembar_view view = {cases[i], strlen(cases[i])};
        kembar_status status = kembar_json_parse(*state, view, &root, &error);
        if (status != KEMBAR_ERROR_FORMAT || root.kind != KEMBAR_JSON_NONE) {
            fail_msg("%s: %d", cases[i], (int)status);
        }
        size_t n = strlen(error.message);
        assert_in_range(n, 5, sizeof error.message - 1);
        assert_int_not_equal(error.message[n - 1], '.');
    }
    expect_view(kembar_json_as_string(parse(state, "\"after faults\"")), "after faults");
}

static void test_depth(void **state) {
    char text[201];
    for (size_t depth = 60; depth <= 70; depth += 10) {
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        kembar_json_value root;
        kembar_error error = {0};
        kembar_status status =
            kembar_json_parse(*state, (kembar_view){text, 2 * depth}, &root, &error);
        assert_int_equal(status, depth == 60 ? KEMBAR_OK : KEMBAR_ERROR_FORMAT);
    }
}

static void test_parser_grows(void **state) {
    for (size_t size = 10; size < 3000000; size = size * 7 + 1) {
        char *text = malloc(size + 2);
        assert_non_null(text);
        memset(text, 'x', size + 2);
        text[0] = '"';
        text[size + 1] = '"';
        kembar_json_value root;
        assert_int_equal(kembar_json_parse(*state, (kembar_view){text, size + 2}, &root, NULL),
                         KEMBAR_OK);
        assert_int_equal(kembar_json_as_string(root).size, size);
        free(text);
        expect_view(kembar_json_as_string(parse(state, "\"short\"")), "short");
    }
}

/* One number out of range must not cost the whole record. */
static void test_numbers_of_any_size(void **state) {
    static const struct {
        const char *number, *as_string; /* NULL: a number still */
    } cases[] = {
        {"18446744073709551615", NULL},
        {"18446744073709551616", "18446744073709551616"},
        {"-9223372036854775808", NULL},
        {"-9223372036854775809", "-9223372036854775809"},
        {"123456789012345678901234567890", "123456789012345678901234567890"},
        {"1e307", NULL},
        {"1e309", "1e309"},
        {"-1.5E+400", "-1.5E+400"},
        {"1e99999999999999999999", "1e99999999999999999999"},
        {"1e-99999999999999999999", NULL},
        {"0e99999999999999999999", NULL},
        {"0.0000000001e400", "0.0000000001e400"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[256];
        (void)snprintf(text, sizeof text, "{\"a\\\"b\": \"1e999\", \"n\": [1, %s], \"z\": \"end\"}",
                       cases[i].number);
        kembar_json_value root = parse(state, text);
        expect_view(kembar_json_as_string(kembar_json_get(root, "z")), "end");
        expect_view(kembar_json_as_string(kembar_json_get(root, "a\"b")), "1e999");
        (void)snprintf(text, sizeof text, "{\"id\":%s}", cases[i].number);
        kembar_json_value number = kembar_json_get(parse(state, text), "id");
        assert_int_equal(number.kind, cases[i].as_string ? KEMBAR_JSON_STRING : KEMBAR_JSON_NUMBER);
        if (cases[i].as_string) {
            expect_view(kembar_json_as_string(number), cases[i].as_string);
        }
    }
}

/* Nothing is no large number, whatever its exponent: beside one it stays what it is. */
static void test_nothing_beside_large_numbers(void **state) {
    static const char *const nothing[] = {"0e999", "0.00e400", "-0.0E+99999999999999999999"};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
        char text[64];
        int64_t micro = 1;
        (void)snprintf(text, sizeof text, "{\"a\": %s, \"b\": 1e999}", nothing[i]);
        kembar_json_value root = parse(state, text);
        assert_true(kembar_json_as_micro(kembar_json_get(root, "a"), &micro));
        assert_int_equal(micro, 0);
        expect_view(kembar_json_as_string(kembar_json_get(root, "b")), "1e999");
    }
}

/* What is wrong by the grammar stays wrong beside a large number. */
static void test_broken_numbers_stay_broken(void **state) {
    static const char *const texts[] = {
        "[1e999, 01]", "[1e999, 1.]", "[1e999, -]", "[1e999, 1e]", "[1e999, 1e+]", "[1e999x]",
        "[1e999, .5]", "[01e999]",    "[1.e999]",   "{1e999: 2}",  "[1e999, 2",    "[1e999 1e999]"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        kembar_json_value root;
        assert_int_equal(
            kembar_json_parse(*state, (kembar_view){texts[i], strlen(texts[i])}, &root, NULL),
            KEMBAR_ERROR_FORMAT);
        assert_int_equal(root.kind, KEMBAR_JSON_NONE);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_PARSER(test_kinds),
        WITH_PARSER(test_members),
        WITH_PARSER(test_each),
        WITH_PARSER(test_numbers),
        WITH_PARSER(test_number_text),
        WITH_PARSER(test_strings),
        WITH_PARSER(test_half_pairs),
        WITH_PARSER(test_faults),
        WITH_PARSER(test_depth),
        WITH_PARSER(test_parser_grows),
        WITH_PARSER(test_numbers_of_any_size),
        WITH_PARSER(test_nothing_beside_large_numbers),
        WITH_PARSER(test_broken_numbers_stay_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
