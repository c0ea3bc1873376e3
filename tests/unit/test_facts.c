#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "make_document.h"
#include "pair/facts.h"

/* What facts_differ says of two texts as they align. */
static int differ(const char *text_a, const char *text_b) {
    made a = make_prepared(text_a), b = make_prepared(text_b);
    kembar_aligner *aligner = NULL;
    kembar_alignment alignment;
    int result = -2;
    assert_int_equal(kembar_aligner_new(&aligner, NULL), KEMBAR_OK);
    assert_int_equal(kembar_aligner_set(aligner, &a.prepared), KEMBAR_OK);
    assert_int_equal(kembar_aligner_run(aligner, &b.prepared, &alignment), KEMBAR_OK);
    assert_true(alignment.n_passages > 0);
    assert_int_equal(kembar_facts_differ(&a.prepared, &b.prepared, &alignment, &result), KEMBAR_OK);
    kembar_aligner_free(aligner);
    free_made(&a);
    free_made(&b);
    return result;
}

/* A grant notice with a town and an amount in it, and a closing. */
static const char *notice(char out[512], const char *town, const char *amount, const char *close) {
    snprintf(out, 512,
             "The ministry today gave a grant for new school buildings to the town of %s as part "
             "of its yearly programme. The sum of %s will be paid in two parts before the end of "
             "the year. %s",
             town, amount, close);
    return out;
}

static int notices_differ(const char *town_a, const char *sum_a, const char *close_a,
                          const char *town_b, const char *sum_b, const char *close_b) {
    char a[512], b[512];
    int there = differ(notice(a, town_a, sum_a, close_a), notice(b, town_b, sum_b, close_b));
    int back = differ(b, a);
    assert_int_equal(there, back);
    return there;
}

static void another_name_is_another_fact(void **state) {
    (void)state;
    assert_int_equal(notices_differ("Kaluku", "3 million", "", "Muara", "3 million", ""), 1);
}

static void another_number_is_another_fact(void **state) {
    (void)state;
    assert_int_equal(notices_differ("Kaluku", "300", "", "Kaluku", "450", ""), 1);
}

static void equal_texts_do_not_differ(void **state) {
    (void)state;
    assert_int_equal(notices_differ("Kaluku", "300", "", "Kaluku", "300", ""), 0);
}

static void other_words_are_no_facts(void **state) {
    (void)state;
    assert_int_equal(notices_differ("Kaluku", "money", "", "Kaluku", "funds", ""), 0);
}

static void a_slip_of_the_pen_is_no_fact(void **state) {
    (void)state;
    assert_int_equal(notices_differ("Makassar", "300", "", "Makasar", "300", ""), 0);
}

static void a_fact_that_the_other_has_elsewhere_is_none(void **state) {
    (void)state;
    assert_int_equal(notices_differ("Kaluku", "300", "Muara gets nothing this time.", "Muara",
                                    "300", "Kaluku gets nothing this time."),
                     0);
}

/* One name changed, but far more other words: an edited story. */
static void half_of_what_changed_must_be_facts(void **state) {
    (void)state;
    assert_int_equal(notices_differ("Kaluku", "300", "", "Muara", "300", "and more"), 1);
    assert_int_equal(notices_differ("Kaluku", "300", "", "Muara", "300", "and some more"), 0);
}

/* A capital at the start of a sentence says nothing. */
static void the_first_word_of_a_sentence_is_no_name(void **state) {
    (void)state;
    static const char form[] = "Ships from the north may now use the new harbour at night. %s will "
                               "pay for the work that the town has done since the spring.";
    char a[512], b[512];
    snprintf(a, sizeof a, form, "Owners");
    snprintf(b, sizeof b, form, "Citizens");
    assert_int_equal(differ(a, b), 0);
}

static void a_dateline_before_the_text_is_none(void **state) {
    (void)state;
    char a[512], b[600], with[600];
    notice(a, "Kaluku", "300", "");
    snprintf(b, sizeof b, "JAKARTA, 3 May 2024 (Antara) - %s", a);
    snprintf(with, sizeof with, "Surabaya Post: %s", a);
    assert_int_equal(differ(a, b), 0);
    assert_int_equal(differ(with, b), 0);
}

static kembar_status differ_once(void *context) {
    const made *sides = context;
    kembar_aligner *aligner = NULL;
    kembar_alignment alignment;
    int result = 0;
    kembar_status status = kembar_aligner_new(&aligner, NULL);
    if (!status)
        status = kembar_aligner_set(aligner, &sides[0].prepared);
    if (!status)
        status = kembar_aligner_run(aligner, &sides[1].prepared, &alignment);
    if (!status)
        status = kembar_facts_differ(&sides[0].prepared, &sides[1].prepared, &alignment, &result);
    assert_int_equal(result, status == KEMBAR_OK);
    kembar_aligner_free(aligner);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    char text[2][512];
    made sides[2] = {make_prepared(notice(text[0], "Kaluku", "300", "")),
                     make_prepared(notice(text[1], "Kalamata", "300", ""))};
    assert_true(fail_every_allocation(differ_once, sides) >= 9);
    free_made(&sides[0]);
    free_made(&sides[1]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_name_is_another_fact),
        cmocka_unit_test(another_number_is_another_fact),
        cmocka_unit_test(equal_texts_do_not_differ),
        cmocka_unit_test(other_words_are_no_facts),
        cmocka_unit_test(a_slip_of_the_pen_is_no_fact),
        cmocka_unit_test(a_fact_that_the_other_has_elsewhere_is_none),
        cmocka_unit_test(half_of_what_changed_must_be_facts),
        cmocka_unit_test(the_first_word_of_a_sentence_is_no_name),
        cmocka_unit_test(a_dateline_before_the_text_is_none),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
