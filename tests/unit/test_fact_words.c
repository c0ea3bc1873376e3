#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "make_document.h"
#include "pair/fact_words.h"

typedef int (*compare_values)(const kembar_value *a, const kembar_value *b);

/* The number is the second word of both. */
static int compare(compare_values compares, const char *number_a, const char *number_b) {
    char text_a[128], text_b[128];
    snprintf(text_a, sizeof text_a, "Paid %s to them all at once.", number_a);
    snprintf(text_b, sizeof text_b, "Paid %s to them all at once.", number_b);
    made a = make_prepared(text_a), b = make_prepared(text_b);
    const kembar_value *x = kembar_fact_value(&a.prepared, 1);
    const kembar_value *y = kembar_fact_value(&b.prepared, 1);
    int result = compares(x, y);
    assert_int_equal(result, compares(y, x));
    free_made(&a);
    free_made(&b);
    return result;
}

static void the_rounder_number_must_be_the_other_one_rounded(void **state) {
    (void)state;
    assert_int_equal(compare(kembar_fact_rounds, "1,294,772", "1.3 million"), 1);
    assert_int_equal(compare(kembar_fact_rounds, "31,239", "31,200"), 1);
    assert_int_equal(compare(kembar_fact_rounds, "6.84", "6.8"), 1);
    /* Two days' prices are close, and neither is the other one rounded. */
    assert_int_equal(compare(kembar_fact_rounds, "3,912", "3,868"), 0);
    assert_int_equal(compare(kembar_fact_rounds, "6,842.15", "6,821.6"), 0);
    assert_int_equal(compare(kembar_fact_rounds, "1,294,772", "1.2 million"), 0);
    assert_int_equal(compare(kembar_fact_rounds, "5.8", "5.9"), 0);
}

static void what_may_be_a_slip_is_close(void **state) {
    (void)state;
    assert_int_equal(compare(kembar_fact_is_close, "200", "195"), 1);
    assert_int_equal(compare(kembar_fact_is_close, "200", "180"), 0);
    assert_int_equal(compare(kembar_fact_is_close, "48,000", "84,000"), 1);
    assert_int_equal(compare(kembar_fact_is_close, "330", "303"), 1);
    assert_int_equal(compare(kembar_fact_is_close, "330", "333"), 1);
    assert_int_equal(compare(kembar_fact_is_close, "220", "250"), 0);
    /* Two digits are too few to tell. */
    assert_int_equal(compare(kembar_fact_is_close, "35", "53"), 0);
    assert_int_equal(compare(kembar_fact_is_close, "300", "9,000"), 0);
    /* No number, a sum and a number, dates. */
    assert_int_equal(compare(kembar_fact_is_close, "300", "money"), 0);
    assert_int_equal(compare(kembar_fact_is_close, "300 people", "$300"), 0);
    assert_int_equal(compare(kembar_fact_is_close, "3 May 2024", "3 May 2024"), 0);
}

/* Lists of words are ASCII; other letters are folded, and what follows is the same. */
static void names_have_any_letters(void **state) {
    static const kembar_fact_kind expected[] = {
        KEMBAR_FACT_NONE, KEMBAR_FACT_NONE, KEMBAR_FACT_NAME, KEMBAR_FACT_NONE,
        KEMBAR_FACT_NAME, KEMBAR_FACT_NONE, KEMBAR_FACT_NAME, KEMBAR_FACT_NONE};
    (void)state;
    made item = make_prepared("Ferries join Malm\xc3\xb6 and \xc3\x85rhus with Jos\xc3\xa9 "
                              "\xc3\xa9lan.");
    kembar_gap_scratch scratch = {0};
    assert_int_equal(item.prepared.content.n_tokens, 8);
    for (uint32_t i = 0; i < 8; i++)
        assert_int_equal(kembar_fact_of(&item.prepared, i, &scratch), expected[i]);
    assert_int_equal(kembar_gap_status(&scratch), KEMBAR_OK);
    kembar_buffer_deinit(&scratch.a);
    kembar_buffer_deinit(&scratch.b);
    free_made(&item);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rounder_number_must_be_the_other_one_rounded),
        cmocka_unit_test(what_may_be_a_slip_is_close),
        cmocka_unit_test(names_have_any_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
