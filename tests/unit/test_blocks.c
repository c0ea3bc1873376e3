#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/buffer.h"
#include "base/random.h"
#include "scarce_memory.h"
#include "text/blocks.h"
#include "text/utf8.h"

/* Checks the blocks of `text` against `expected`: each block's kind (P, H or I), a blank, its
 * bytes, and a bar. */
static void assert_blocks(const char *text, const char *expected) {
    kembar_block_list list = {0};
    kembar_view view = {text, strlen(text)};
    kembar_buffer out = {0};
    assert_int_equal(kembar_blocks_split(view, &list), KEMBAR_OK);
    for (size_t i = 0; i < list.n_items; i++) {
        kembar_buffer_append_char(&out, "PHI"[list.items[i].kind]);
        kembar_buffer_append_char(&out, ' ');
        kembar_buffer_append(&out, text + list.items[i].begin,
                             list.items[i].end - list.items[i].begin);
        kembar_buffer_append_char(&out, '|');
    }
    kembar_buffer_append_char(&out, '\0');
    assert_int_equal(kembar_buffer_status(&out), KEMBAR_OK);
    assert_string_equal(out.data, expected);
    kembar_buffer_deinit(&out);
    kembar_block_list_deinit(&list);
}

static void nothing_makes_no_blocks(void **state) {
    (void)state;
    assert_blocks("", "");
    assert_blocks(" \n\t\r\n \xc2\xa0\n", "");
}

static void blank_lines_and_breaks_part_blocks(void **state) {
    (void)state;
    assert_blocks("One.\n\n  Two. \nThree.", "P One.|P Two.|P Three.|");
    assert_blocks("One.\r\n\r\nTwo.\r\nThree.\r\n", "P One.|P Two.|P Three.|");
    assert_blocks("One.\rTwo.\r\rThree.\r", "P One.|P Two.|P Three.|");
    assert_blocks("One.\r\nTwo.\rThree.\nFour.", "P One.|P Two.|P Three.|P Four.|");
    assert_blocks("\xc2\xa0One.\xe2\x80\x83\n\xe3\x80\x80\nTwo.", "P One.|P Two.|");
}

static void kinds_are_told_apart(void **state) {
    (void)state;
    assert_blocks("# Title\nText follows.", "H # Title|P Text follows.|");
    assert_blocks("### Deep one.\n#no heading.", "H ### Deep one.|P #no heading.|");
    assert_blocks("Short heading\n\nA sentence.", "H Short heading|P A sentence.|");
    assert_blocks("What now?\n\nAs follows:\n\n***", "P What now?|P As follows:|P ***|");
    assert_blocks("- one\n* two\n\xe2\x80\xa2 three\n1. four\n12) five\na) six",
                  "I - one|I * two|I \xe2\x80\xa2 three|I 1. four|I 12) five|I a) six|");
    assert_blocks("-dash\n\n2023. Year.\n\n1.5 percent.", "H -dash|P 2023. Year.|P 1.5 percent.|");
}

static void furniture_stays_line_by_line(void **state) {
    (void)state;
    assert_blocks("Home | News | Sports | Weather | Jobs | Classifieds | Obituaries\n"
                  "Sign up for our morning newsletter and never miss a story\n"
                  "Share this article: Facebook Twitter Email Print\n"
                  "Most read: Council delays vote on the new stadium",
                  "H Home | News | Sports | Weather | Jobs | Classifieds | Obituaries|"
                  "H Sign up for our morning newsletter and never miss a story|"
                  "H Share this article: Facebook Twitter Email Print|"
                  "H Most read: Council delays vote on the new stadium|");
    assert_blocks("migran\njepang\npekerja\npelatihan\n",
                  "H migran|H jepang|H pekerja|H pelatihan|");
    assert_blocks(
        "Read more about the work of the inspectors on our site\nhttps://example.org/news\n",
        "H Read more about the work of the inspectors on our site|H https://example.org/news|");
}

static void paragraphs_of_one_line_stay_apart(void **state) {
    (void)state;
    assert_blocks("The minister opened the training centre on Monday and spoke to the first "
                  "apprentices there.\n"
                  "The centre will train two hundred welders a year, half of them women, from next "
                  "March on.\n"
                  "Unions welcomed the plan.",
                  "P The minister opened the training centre on Monday and spoke to the first "
                  "apprentices there.|"
                  "P The centre will train two hundred welders a year, half of them women, from "
                  "next March on.|"
                  "P Unions welcomed the plan.|");
}

static const char wrapped_paragraph[] =
    "The inspectors found that the furnace had been running without its second\n"
    "cooling pump since the end of March, and that nobody on the night shift had\n"
    "been told. Workers who had asked about the pump said that a foreman sent them\n"
    "Kaluku's way to the manager, who promised new parts. None came before the\n"
    "blast. The report names no one.";

static void a_wrapped_paragraph_is_one_block(void **state) {
    (void)state;
    kembar_buffer expected = {0};
    kembar_buffer_append_format(&expected, "P %s|", wrapped_paragraph);
    kembar_buffer_append_char(&expected, '\0');
    assert_blocks(wrapped_paragraph, expected.data);
    kembar_buffer_deinit(&expected);
}

static void wrapped_paragraphs_part_at_short_lines(void **state) {
    (void)state;
    kembar_buffer text = {0};
    kembar_buffer expected = {0};
    kembar_buffer_append_format(&text, "%s\n%s\n", wrapped_paragraph, wrapped_paragraph);
    kembar_buffer_append_char(&text, '\0');
    kembar_buffer_append_format(&expected, "P %s|P %s|", wrapped_paragraph, wrapped_paragraph);
    kembar_buffer_append_char(&expected, '\0');
    assert_blocks(text.data, expected.data);
    kembar_buffer_deinit(&text);
    kembar_buffer_deinit(&expected);
}

static void furniture_round_a_wrapped_text_stays_apart(void **state) {
    (void)state;
    kembar_buffer text = {0};
    kembar_buffer expected = {0};
    kembar_buffer_append_format(
        &text, "Four dead as furnace explodes\n%s\nAll rights reserved\nContact us\n",
        wrapped_paragraph);
    kembar_buffer_append_char(&text, '\0');
    kembar_buffer_append_format(
        &expected, "H Four dead as furnace explodes|P %s|H All rights reserved|H Contact us|",
        wrapped_paragraph);
    kembar_buffer_append_char(&expected, '\0');
    assert_blocks(text.data, expected.data);
    kembar_buffer_deinit(&text);
    kembar_buffer_deinit(&expected);
}

static void lists_of_lower_case_phrases_stay_apart(void **state) {
    (void)state;
    assert_blocks("upgraded four health clinics and rebuilt a midwifery academy\n"
                  "rebuilt two warehouses and set up the supply chains for medicine again\n"
                  "refurbished the laboratories at the technical college\n"
                  "trained more than two hundred members of hospital staff\n",
                  "H upgraded four health clinics and rebuilt a midwifery academy|"
                  "H rebuilt two warehouses and set up the supply chains for medicine again|"
                  "H refurbished the laboratories at the technical college|"
                  "H trained more than two hundred members of hospital staff|");
}

static void prose_broken_anywhere_is_joined(void **state) {
    (void)state;
    static const char text[] =
        "The senator said\n"
        "that the bill would fund twelve new training centres in the state\n"
        "by\n"
        "the end of next year, and\n"
        "promised to bring it to a vote as soon as the committee had finished its work.";
    kembar_buffer expected = {0};
    kembar_buffer_append_format(&expected, "P %s|", text);
    kembar_buffer_append_char(&expected, '\0');
    assert_blocks(text, expected.data);
    kembar_buffer_deinit(&expected);
}

static void list_items_take_their_wrapped_lines(void **state) {
    (void)state;
    assert_blocks("- the first item of this list is long enough to be wrapped by its\n"
                  "  author at the usual column\n"
                  "- the second is not",
                  "I - the first item of this list is long enough to be wrapped by its\n"
                  "  author at the usual column|"
                  "I - the second is not|");
}

/* Any text: blocks in order, trimmed, and together all that is not white space. */
static void blocks_cover_all_but_white_space(void **state) {
    (void)state;
    static const char *const pieces[] = {"a",        "Word",
                                         ".",        " ",
                                         "\n",       "\r\n",
                                         "\r",       "\t",
                                         "\xc2\xa0", "\xe2\x80\x9c",
                                         "- ",       "# ",
                                         "12. ",     "a line of some forty letters or so, yes"};
    kembar_random random = {17};
    for (int round = 0; round < 5000; round++) {
        kembar_buffer text = {0};
        for (size_t i = kembar_random_below(&random, 40); i > 0; i--)
            kembar_buffer_append_text(&text, pieces[kembar_random_below(&random, 14)]);
        kembar_block_list list = {0};
        kembar_view view = kembar_buffer_view(&text);
        assert_int_equal(kembar_blocks_split(view, &list), KEMBAR_OK);
        size_t at = 0;
        for (size_t i = 0; i <= list.n_items; i++) {
            size_t stop = i < list.n_items ? list.items[i].begin : view.size;
            assert_true(stop >= at);
            for (size_t size; at < stop; at += size) {
                uint32_t c =
                    kembar_utf8_decode((kembar_view){view.data + at, view.size - at}, &size);
                assert_int_equal(kembar_utf8_kind(c), KEMBAR_CHAR_SPACE);
            }
            if (i < list.n_items) {
                assert_true(list.items[i].end > list.items[i].begin);
                at = list.items[i].end;
            }
        }
        kembar_block_list_deinit(&list);
        kembar_buffer_deinit(&text);
    }
}

static void failed_allocations_leave_the_list_as_it_was(void **state) {
    (void)state;
    kembar_view text = {wrapped_paragraph, strlen(wrapped_paragraph)};
    kembar_status status = KEMBAR_ERROR_MEMORY;
    for (size_t n_allowed = 0; status != KEMBAR_OK; n_allowed++) {
        kembar_block_list list = {0};
        scarce_memory(n_allowed);
        status = kembar_blocks_split(text, &list);
        plenty_of_memory();
        assert_int_equal(list.n_items, status == KEMBAR_OK ? 1 : 0);
        kembar_block_list_deinit(&list);
        assert_in_range(n_allowed, 0, 20);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_makes_no_blocks),
        cmocka_unit_test(blank_lines_and_breaks_part_blocks),
        cmocka_unit_test(kinds_are_told_apart),
        cmocka_unit_test(furniture_stays_line_by_line),
        cmocka_unit_test(paragraphs_of_one_line_stay_apart),
        cmocka_unit_test(a_wrapped_paragraph_is_one_block),
        cmocka_unit_test(wrapped_paragraphs_part_at_short_lines),
        cmocka_unit_test(furniture_round_a_wrapped_text_stays_apart),
        cmocka_unit_test(lists_of_lower_case_phrases_stay_apart),
        cmocka_unit_test(prose_broken_anywhere_is_joined),
        cmocka_unit_test(list_items_take_their_wrapped_lines),
        cmocka_unit_test(blocks_cover_all_but_white_space),
        cmocka_unit_test(failed_allocations_leave_the_list_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
