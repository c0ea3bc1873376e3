#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "make_document.h"
#include "pair/fact_ends.h"

enum { MAX_TEXT = 4096 };

static const char body[] =
    "The doors open an hour before, and the bar behind the stage stays open until the last tram "
    "has left the square in front of the hall.";

/* Writes what stands in the stretches of both texts, parted by bars. */
static void write_stretches(char *out, const made *a, const made *b, const kembar_fact_ends *ends,
                            int is_swapped) {
    const made *sides[2] = {a, b};
    size_t n = 0;
    out[0] = 0;
    for (size_t i = 0; i < ends->n_items; i++)
        for (int first = 0; first < 2; first++) {
            int k = is_swapped ? !first : first;
            const kembar_prepared *p = &sides[k]->prepared;
            const kembar_fact_stretch *at = &ends->items[i][k];
            size_t begin = p->document->tokens.items[p->content.tokens[at->begin]].begin;
            size_t end = p->document->tokens.items[p->content.tokens[at->end - 1]].end;
            n += (size_t)snprintf(out + n, MAX_TEXT - n, "%.*s%s", (int)(end - begin),
                                  p->document->text.data + begin, first == 0 ? " / " : " | ");
        }
}

static void find_from(char *out, const char *text_a, const char *text_b, int is_swapped) {
    made a = make_prepared(text_a), b = make_prepared(text_b);
    kembar_aligner *aligner = NULL;
    kembar_alignment alignment;
    kembar_fact_ends ends;
    assert_int_equal(kembar_aligner_new(&aligner, NULL), KEMBAR_OK);
    assert_int_equal(kembar_aligner_set(aligner, &a.prepared), KEMBAR_OK);
    assert_int_equal(kembar_aligner_run(aligner, &b.prepared, &alignment), KEMBAR_OK);
    kembar_fact_ends_find(&ends, &a.prepared, &b.prepared, &alignment);
    write_stretches(out, &a, &b, &ends, is_swapped);
    kembar_aligner_free(aligner);
    free_made(&a);
    free_made(&b);
}

/* Whichever text comes first, the same. */
static void find(char *out, const char *text_a, const char *text_b) {
    char back[MAX_TEXT];
    find_from(out, text_a, text_b, 0);
    find_from(back, text_b, text_a, 1);
    assert_string_equal(out, back);
}

static void expect_around(const char *lead_a, const char *tail_a, const char *lead_b,
                          const char *tail_b, const char *expected) {
    char a[MAX_TEXT], b[MAX_TEXT], found[MAX_TEXT];
    snprintf(a, sizeof a, "%s %s %s", lead_a, body, tail_a);
    snprintf(b, sizeof b, "%s %s %s", lead_b, body, tail_b);
    find(found, a, b);
    assert_string_equal(found, expected);
}

static void a_form_is_found_at_either_end(void **state) {
    (void)state;
    expect_around(
        "The Harbour Choir will sing Purcell at Guildhall on Friday, led by Ruth Moore.", "",
        "The Island Players will sing Elgar at Corn Exchange on Sunday, led by Ines Brod.", "",
        "Harbour Choir / Island Players | Purcell / Elgar | Guildhall / Corn Exchange | "
        "Friday / Sunday | Ruth Moore / Ines Brod | ");
    expect_around(
        "", "Ruth Moore of Kaluku sells Seats at 30 until Monday by Post.", "",
        "Ines Brod of Tanjung sells Beds at 45 until Sunday by Rail.",
        "Ruth Moore / Ines Brod | Kaluku / Tanjung | Seats / Beds | 30 / 45 | Monday / Sunday | ");
}

static void what_opens_a_form_is_part_of_it_where_only_spaces_follow(void **state) {
    (void)state;
    expect_around(
        "Harbour Choir will sing Purcell by Monday at Kaluku.", "",
        "Island Players will sing Elgar by Sunday at Tanjung.", "",
        "Harbour Choir / Island Players | Purcell / Elgar | Monday / Sunday | Kaluku / Tanjung | ");
    expect_around("KALUKU - will sing Purcell by Monday at Kaluku.", "",
                  "Tanjung Post: will sing Elgar by Sunday at Tanjung.", "",
                  "Purcell / Elgar | Monday / Sunday | Kaluku / Tanjung | ");
}

static void what_was_put_before_a_text_is_no_form(void **state) {
    (void)state;
    expect_around("KALUKU, 3 May 2024 (Meridian) -", "", "Tanjung Post:", "", "");
    expect_around("By Ruth Moore in Kaluku", "", "By Ines Brod in Tanjung", "", "");
    expect_around("", "Contact: Ruth Moore, 202 224 4524", "", "Contact: Ines Brod, 202 228 1122",
                  "");
    expect_around("", "", "The Island Players will sing Elgar at the Guildhall on Sunday.", "", "");
}

static void another_beginning_is_no_form(void **state) {
    (void)state;
    expect_around("Governor Hadi said on Monday that there was not enough money for the roof.", "",
                  "Those who love the songs of Purcell had to wait for a year, but in Kaluku the "
                  "wait is over and the new roof keeps out the rain.",
                  "", "");
}

/* The texts begin with different passages: nothing stands before the first one of both. */
static void ends_of_texts_in_another_order_are_none(void **state) {
    (void)state;
    static const char other[] =
        "Shopkeepers near the station say that they have heard of such plans every year for as "
        "long as they can remember and do not believe a word of them.";
    char a[MAX_TEXT], b[MAX_TEXT], found[MAX_TEXT];
    snprintf(a, sizeof a, "They will sing Purcell by Monday at Kaluku. %s %s", body, other);
    snprintf(b, sizeof b, "They will sing Elgar by Sunday at Tanjung. %s %s", other, body);
    find(found, a, b);
    assert_string_equal(found, "");
}

/* There are several lists of equal words that are as long. */
static void the_order_of_the_texts_changes_nothing(void **state) {
    (void)state;
    expect_around("Now for Hill and for Moore at noon in Kaluku.", "",
                  "Now for Brod for Hadi and at dusk in Tanjung.", "",
                  "Hill and / Brod | Moore / Hadi and | noon / dusk | Kaluku / Tanjung | ");
}

/* As many stretches as there can be. */
static void every_second_word_may_be_another(void **state) {
    (void)state;
    char leads[2][MAX_TEXT] = {"", ""}, a[MAX_TEXT], b[MAX_TEXT], found[MAX_TEXT];
    for (int i = 0; i < KEMBAR_FACT_END_TOKENS; i++)
        for (int k = 0; k < 2; k++) {
            size_t n = strlen(leads[k]);
            snprintf(leads[k] + n, MAX_TEXT - n, "same%c%c %s%d ", 'a' + i / 20, 'a' + i % 20,
                     k ? "Other" : "One", i);
        }
    assert_in_range(snprintf(a, sizeof a, "%s. %s %s", leads[0], body, leads[0]), 1, MAX_TEXT - 1);
    assert_in_range(snprintf(b, sizeof b, "%s. %s %s", leads[1], body, leads[1]), 1, MAX_TEXT - 1);
    find(found, a, b);
    size_t n = 0;
    for (const char *at = found; (at = strchr(at, '|')) != NULL; at++)
        n++;
    assert_in_range(n, KEMBAR_FACT_END_TOKENS - 2, KEMBAR_MAX_FACT_ENDS);
}

static void no_passage_has_no_ends(void **state) {
    (void)state;
    char found[MAX_TEXT];
    find(found, "Harbour Choir will sing Purcell at noon.", "Nobody knows what they do at night.");
    assert_string_equal(found, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_form_is_found_at_either_end),
        cmocka_unit_test(what_opens_a_form_is_part_of_it_where_only_spaces_follow),
        cmocka_unit_test(what_was_put_before_a_text_is_no_form),
        cmocka_unit_test(another_beginning_is_no_form),
        cmocka_unit_test(ends_of_texts_in_another_order_are_none),
        cmocka_unit_test(the_order_of_the_texts_changes_nothing),
        cmocka_unit_test(every_second_word_may_be_another),
        cmocka_unit_test(no_passage_has_no_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
