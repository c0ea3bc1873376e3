#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "report/plain.h"
#include "report/wording.h"

static void assert_line(const char *bytes, size_t size, size_t max_columns, const char *expected,
                        size_t columns) {
    kembar_buffer out = {0};
    size_t n_columns = kembar_plain_append_line(&out, (kembar_view){bytes, size}, max_columns);
    kembar_buffer_append_char(&out, '\0');
    assert_string_equal(out.data, expected);
    assert_int_equal(n_columns, columns);
    kembar_buffer_deinit(&out);
}
#define LINE(text, max_columns, expected, columns) \
    assert_line(text, sizeof(text) - 1, max_columns, expected, columns)

static void a_line_keeps_to_its_width(void **state) {
    (void)state;
    LINE("", 5, "", 0);
    LINE("kabar", 5, "kabar", 5);
    LINE("kabars", 5, "kaba\xe2\x80\xa6", 5);
    LINE("a b c d", 5, "a b\xe2\x80\xa6", 4);
    LINE("ab", 1, "\xe2\x80\xa6", 1);
    LINE("  a \t\r\n  b  ", 9, "a b", 3);
    /* Two columns each; a combining accent takes none. */
    LINE("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", 6, "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", 6);
    LINE("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", 5, "\xe6\x97\xa5\xe6\x9c\xac\xe2\x80\xa6", 5);
    LINE("e\xcc\x81t\xc3\xa9", 3, "e\xcc\x81t\xc3\xa9", 3);
}

static void what_could_harm_a_terminal_is_replaced(void **state) {
    (void)state;
    LINE("\033[31mred\007", 20, "\xef\xbf\xbd[31mred\xef\xbf\xbd", 9);
    LINE("a\x7f\xc2\x9b"
         "b",
         20,
         "a\xef\xbf\xbd\xef\xbf\xbd"
         "b",
         4);
    LINE("x\xe2\x80\xaey", 20, "x\xef\xbf\xbdy", 3);                     /* U+202E */
    LINE("x\xe2\x81\xa6y\xd8\x9c", 20, "x\xef\xbf\xbdy\xef\xbf\xbd", 4); /* U+2066, U+061C */
    LINE("x\xe2\x80\x8by\xef\xbb\xbf", 20, "xy", 2);                     /* U+200B, U+FEFF */
    LINE("a\xe2\x80\xa8"
         "b\xc2\x85"
         "c",
         20, "a b c", 5); /* U+2028, U+0085 */
    LINE("a\0b", 20,
         "a\xef\xbf\xbd"
         "b",
         3);
    LINE("\xff\xc3(\xf0\x9f\x98", 20,
         "\xef\xbf\xbd\xef\xbf\xbd(\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 6);
    LINE("\xef\xbf\xbe", 20, "\xef\xbf\xbd", 1); /* U+FFFE */
}

static void every_code_point_is_written_as_it_was(void **state) {
    static const char text[] = "A\xc2\xa0\xc3\xbf\xe2\x82\xac\xf0\x9f\x98\x80";
    kembar_buffer out = {0};
    kembar_view rest = {text, sizeof text - 1};
    (void)state;
    while (rest.size > 0)
        kembar_plain_append_code_point(&out, kembar_plain_next(&rest));
    assert_int_equal(out.size, sizeof text - 1);
    assert_memory_equal(out.data, text, out.size);
    kembar_buffer_deinit(&out);
}

static void assert_title(const char *title, const char *text, const char *expected) {
    kembar_document *document = NULL;
    kembar_record record = {.id = {"id", 2}, .text = {text, strlen(text)}};
    if (title)
        record.title = (kembar_view){title, strlen(title)};
    assert_int_equal(kembar_document_new(&document, &record, NULL), KEMBAR_OK);
    kembar_view found = kembar_plain_title(document);
    if (expected) {
        assert_int_equal(found.size, strlen(expected));
        assert_memory_equal(found.data, expected, found.size);
    } else
        assert_null(found.data);
    kembar_document_free(document);
}

static void a_document_without_title_is_called_by_its_first_line(void **state) {
    (void)state;
    assert_title("Kabar", "isi", "Kabar");
    assert_title(NULL, "First line\nsecond", "First line");
    assert_title(NULL, "\n \n## **Bold head**\n\ntext", "Bold head");
    assert_title(NULL, "====\n\nafter a rule", "after a rule");
    assert_title(NULL, " \n\t\n", NULL);
    assert_title(NULL, "", NULL);
}

static void assert_count(uint64_t count, const char *expected) {
    kembar_buffer out = {0};
    kembar_plain_append_counted(&out, count, "copy", "copies");
    kembar_buffer_append_char(&out, '\0');
    assert_string_equal(out.data, expected);
    kembar_buffer_deinit(&out);
}

static void counts_are_grouped(void **state) {
    (void)state;
    assert_count(0, "0 copies");
    assert_count(1, "1 copy");
    assert_count(999, "999 copies");
    assert_count(1000, "1,000 copies");
    assert_count(1234567, "1,234,567 copies");
    assert_count(UINT64_MAX, "18,446,744,073,709,551,615 copies");
}

static void assert_percent(int32_t micro, const char *expected) {
    kembar_buffer out = {0};
    kembar_plain_append_percent(&out, micro);
    kembar_buffer_append_char(&out, '\0');
    assert_string_equal(out.data, expected);
    kembar_buffer_deinit(&out);
}

static void percents_round_down(void **state) {
    (void)state;
    assert_percent(0, "0%");
    assert_percent(-1, "0%");
    assert_percent(999999, "99%");
    assert_percent(1000000, "100%");
}

static void assert_date(const char *date, const char *expected) {
    kembar_buffer out = {0};
    kembar_wording_date(&out, (kembar_view){date, strlen(date)});
    kembar_buffer_append_char(&out, '\0');
    assert_string_equal(out.data, expected);
    kembar_buffer_deinit(&out);
}

static void dates_are_written_out(void **state) {
    (void)state;
    assert_date("2024-05-04", "4 May 2024");
    assert_date("2023-12-31T23:59:59+07:00", "31 December 2023");
    assert_date("2024-13-01", "2024-13-01");
    assert_date("<b>2024", "2024");
}

static void assert_tie(const kembar_tie *tie, const char *expected) {
    kembar_buffer out = {0};
    kembar_wording_tie(&out, tie);
    kembar_buffer_append_char(&out, '\0');
    assert_string_equal(out.data, expected);
    kembar_buffer_deinit(&out);
}

static kembar_tie tie_of(kembar_relation relation, int32_t score, const kembar_pair *pair,
                         int is_a) {
    return (kembar_tie){.relation = relation,
                        .score = score,
                        .pair = pair,
                        .is_a = is_a,
                        .share_of_document = 920000,
                        .share_of_reference = 750000,
                        .reference = "the reference text"};
}

static void ties_are_told_in_words(void **state) {
    kembar_pair pair = {.coverage_a = 800000, .coverage_b = 100000, .link = -1};
    kembar_tie tie = tie_of(KEMBAR_RELATION_EXACT, 1000000, NULL, 0);
    (void)state;
    assert_tie(&tie, "Word for word the same.");
    tie = tie_of(KEMBAR_RELATION_NEAR, 786000, NULL, 0);
    assert_tie(&tie, "At least 78% of each text stands in the other.");
    tie.score = 999999;
    assert_tie(&tie, "At least 99% of each text stands in the other.");
    tie.score = 1000000;
    assert_tie(&tie, "All of each text lies in passages that both share.");
    tie = tie_of(KEMBAR_RELATION_EXCERPT, 800000, &pair, 1);
    assert_tie(&tie, "80% of this text stands in the reference text.");
    tie.is_a = 0;
    assert_tie(&tie, "80% of the reference text stands in this one.");
    tie.pair = NULL;
    assert_tie(&tie, "One holds part of the other.");
    tie = tie_of(KEMBAR_RELATION_RELATED, 410000, &pair, 0);
    assert_tie(&tie, "Tells of the same event in other words; likeness 41%.");
    tie = tie_of(KEMBAR_RELATION_NONE, -1, NULL, 0);
    assert_tie(&tie, "Joined by the words that it shares with the story as a whole.");
}

static void ties_across_languages_are_told_in_words(void **state) {
    kembar_pair pair = {.link = 930000};
    kembar_tie tie = tie_of(KEMBAR_RELATION_TRANSLATION, 930000, &pair, 0);
    (void)state;
    assert_tie(&tie, "The same text in the other language, with a probability of 93%.");
    pair.n_spans = 3;
    assert_tie(&tie, "75% of the reference text stands here in the other language, and makes up "
                     "92% of this one; probability 93%.");
    tie.reference = "that text";
    assert_tie(&tie, "75% of that text stands here in the other language, and makes up 92% of "
                     "this one; probability 93%.");
    tie = tie_of(KEMBAR_RELATION_RELATED, 610000, &pair, 0);
    assert_tie(&tie, "Tells of the same event in the other language, in its own words; "
                     "probability 61%.");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_keeps_to_its_width),
        cmocka_unit_test(what_could_harm_a_terminal_is_replaced),
        cmocka_unit_test(every_code_point_is_written_as_it_was),
        cmocka_unit_test(a_document_without_title_is_called_by_its_first_line),
        cmocka_unit_test(counts_are_grouped),
        cmocka_unit_test(percents_round_down),
        cmocka_unit_test(dates_are_written_out),
        cmocka_unit_test(ties_are_told_in_words),
        cmocka_unit_test(ties_across_languages_are_told_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
