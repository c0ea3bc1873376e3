#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/buffer.h"
#include "scarce_memory.h"

static void expect_and_clear(kembar_buffer *buffer, const char *expected) {
    assert_int_equal(kembar_buffer_status(buffer), KEMBAR_OK);
    kembar_view view = kembar_buffer_view(buffer);
    assert_int_equal(view.size, strlen(expected));
    assert_memory_equal(view.data, expected, view.size);
    kembar_buffer_clear(buffer);
}

static void appends_bytes(void **state) {
    (void)state;
    kembar_buffer buffer = {0};
    expect_and_clear(&buffer, "");
    assert_non_null(kembar_buffer_view(&buffer).data);
    kembar_buffer_append(&buffer, "abc", 2);
    kembar_buffer_append(&buffer, NULL, 0);
    kembar_buffer_append_view(&buffer, (kembar_view){"cde", 1});
    kembar_buffer_append_view(&buffer, (kembar_view){NULL, 0});
    kembar_buffer_append_text(&buffer, "def");
    kembar_buffer_append_char(&buffer, '!');
    expect_and_clear(&buffer, "abcdef!");
    kembar_buffer_deinit(&buffer);
    assert_null(buffer.data);
}

static void appends_numbers(void **state) {
    (void)state;
    kembar_buffer buffer = {0};
    kembar_buffer_append_u64(&buffer, 0);
    expect_and_clear(&buffer, "0");
    kembar_buffer_append_u64(&buffer, 1000);
    expect_and_clear(&buffer, "1000");
    kembar_buffer_append_u64(&buffer, UINT64_MAX);
    expect_and_clear(&buffer, "18446744073709551615");
    kembar_buffer_deinit(&buffer);
}

static void appends_fractions(void **state) {
    (void)state;
    static const struct {
        int64_t micro;
        const char *text;
    } cases[] = {
        {0, "0.000000"},
        {1, "0.000001"},
        {999999, "0.999999"},
        {1000000, "1.000000"},
        {1500000, "1.500000"},
        {-1, "-0.000001"},
        {-500000, "-0.500000"},
        {-12000034, "-12.000034"},
        {INT64_MAX, "9223372036854.775807"},
        {INT64_MIN, "-9223372036854.775808"},
    };
    kembar_buffer buffer = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kembar_buffer_append_micro(&buffer, cases[i].micro);
        expect_and_clear(&buffer, cases[i].text);
    }
    kembar_buffer_deinit(&buffer);
}

static void formats(void **state) {
    (void)state;
    kembar_buffer buffer = {0};
    kembar_buffer_append_format(&buffer, "%s", "");
    expect_and_clear(&buffer, "");
    kembar_buffer_append_format(&buffer, "%s-%d-%.*s", "a", -5, 2, "xyz");
    expect_and_clear(&buffer, "a--5-xy");
    /* Every place of the text against the end of what is allocated. */
    for (size_t length = 0; length < 300; length++) {
        char text[301];
        memset(text, 'k', length);
        text[length] = '\0';
        kembar_buffer fresh = {0};
        kembar_buffer_append_format(&fresh, "%s", text);
        kembar_buffer_append_format(&fresh, "%s", "end");
        assert_int_equal(fresh.size, length + 3);
        assert_memory_equal(fresh.data, text, length);
        assert_memory_equal(fresh.data + length, "end", 3);
        kembar_buffer_deinit(&fresh);
    }
    kembar_buffer_deinit(&buffer);
}

static void grows_to_any_size(void **state) {
    (void)state;
    kembar_buffer buffer = {0};
    for (int i = 0; i < 100000; i++)
        kembar_buffer_append_char(&buffer, (char)('a' + i % 26));
    assert_int_equal(kembar_buffer_status(&buffer), KEMBAR_OK);
    assert_int_equal(buffer.size, 100000);
    for (int i = 0; i < 100000; i++)
        assert_int_equal(buffer.data[i], 'a' + i % 26);
    kembar_buffer_deinit(&buffer);
}

static void append_all_kinds(kembar_buffer *buffer) {
    kembar_buffer_append_text(buffer, "more");
    kembar_buffer_append_char(buffer, 'x');
    kembar_buffer_append_u64(buffer, 1);
    kembar_buffer_append_micro(buffer, -1);
    kembar_buffer_append_format(buffer, "%d", 1);
}

static void failure_sticks(void **state) {
    (void)state;
    kembar_buffer buffer = {0};
    kembar_buffer_append_text(&buffer, "kept");
    scarce_memory(0);
    for (int i = 0; i < 100; i++)
        kembar_buffer_append_text(&buffer, "0123456789");
    plenty_of_memory();
    assert_int_equal(kembar_buffer_status(&buffer), KEMBAR_ERROR_MEMORY);
    size_t size = buffer.size;
    append_all_kinds(&buffer);
    assert_int_equal(buffer.size, size);
    assert_memory_equal(buffer.data, "kept0123456789", 14);
    kembar_buffer_clear(&buffer);
    append_all_kinds(&buffer);
    assert_int_equal(buffer.size, 0);
    assert_int_equal(kembar_buffer_status(&buffer), KEMBAR_ERROR_MEMORY);
    kembar_buffer_deinit(&buffer);
}

static void failure_of_the_first_append(void **state) {
    (void)state;
    kembar_buffer buffer = {0};
    scarce_memory(0);
    append_all_kinds(&buffer);
    plenty_of_memory();
    assert_int_equal(kembar_buffer_status(&buffer), KEMBAR_ERROR_MEMORY);
    assert_int_equal(kembar_buffer_view(&buffer).size, 0);
    kembar_buffer_deinit(&buffer);
}

static void refuses_a_size_that_overflows(void **state) {
    (void)state;
    kembar_buffer buffer = {0};
    kembar_buffer_append_text(&buffer, "abc");
    kembar_buffer_append(&buffer, "abc", SIZE_MAX - 1);
    assert_int_equal(kembar_buffer_status(&buffer), KEMBAR_ERROR_MEMORY);
    assert_int_equal(buffer.size, 3);
    kembar_buffer_deinit(&buffer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appends_bytes),
        cmocka_unit_test(appends_numbers),
        cmocka_unit_test(appends_fractions),
        cmocka_unit_test(formats),
        cmocka_unit_test(grows_to_any_size),
        cmocka_unit_test(failure_sticks),
        cmocka_unit_test(failure_of_the_first_append),
        cmocka_unit_test(refuses_a_size_that_overflows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
