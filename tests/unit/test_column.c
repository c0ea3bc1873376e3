#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "report/column.h"

/* The lines of a column, each ended by '|' and its width. */
static void expect_lines(kembar_column *column, const char *text, const kembar_byte_range *marked,
                         size_t n_marked, const char *expected) {
    kembar_column_set(column, (kembar_view){text, strlen(text)}, marked, n_marked);
    assert_int_equal(column->text.failed, 0);
    kembar_buffer shown = {0};
    for (size_t i = 0; i < column->n_lines; i++) {
        const kembar_column_line *line = &column->lines[i];
        assert_true(line->width <= column->width);
        kembar_buffer_append(&shown, column->text.data + line->begin, line->end - line->begin);
        kembar_buffer_append_format(&shown, "|%zu\n", line->width);
    }
    kembar_buffer_append_char(&shown, '\0');
    assert_string_equal(shown.data, expected);
    kembar_buffer_deinit(&shown);
    kembar_column_deinit(column);
}

static kembar_column brackets(size_t width) {
    return (kembar_column){.width = width, .mark_begin = "[", .mark_end = "]", .mark_width = 1};
}

static void wraps_between_words(void **state) {
    (void)state;
    kembar_column column = brackets(10);
    expect_lines(&column, "", NULL, 0, "");
    column = brackets(10);
    expect_lines(&column, "  one two\n\nthree  four five ", NULL, 0,
                 "one two|7\nthree four|10\nfive|4\n");
    column = brackets(4);
    expect_lines(&column, "abcdefghij k", NULL, 0, "abcd|4\nefgh|4\nij k|4\n");
}

static void counts_terminal_columns(void **state) {
    (void)state;
    kembar_column column = brackets(5);
    expect_lines(&column, "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e caf\xc3\xa9", NULL, 0,
                 "\xe6\x97\xa5\xe6\x9c\xac|4\n\xe8\xaa\x9e|2\ncaf\xc3\xa9|4\n");
}

static void replaces_what_moves_the_cursor(void **state) {
    (void)state;
    kembar_column column = brackets(20);
    expect_lines(&column, "a\x1b[2Jb \xe2\x80\xaex", NULL, 0,
                 "a\xef\xbf\xbd[2Jb \xef\xbf\xbdx|9\n");
}

static void marks_ranges(void **state) {
    (void)state;
    static const kembar_byte_range marked[] = {{4, 13}, {14, 18}};
    kembar_column column = brackets(12);
    expect_lines(&column, "one two three four five", marked, 2,
                 "one [two|8\nthree]|6\n[four] five|11\n");
}

static void marks_words_in_colour(void **state) {
    (void)state;
    static const kembar_byte_range marked[] = {{4, 13}};
    kembar_column column = {.width = 7, .mark_begin = "<", .mark_end = ">", .marks_words = 1};
    expect_lines(&column, "one two three four", marked, 1, "one <two>|7\n<three>|5\nfour|4\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wraps_between_words),
        cmocka_unit_test(counts_terminal_columns),
        cmocka_unit_test(replaces_what_moves_the_cursor),
        cmocka_unit_test(marks_ranges),
        cmocka_unit_test(marks_words_in_colour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
