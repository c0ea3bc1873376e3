#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>

#include "facts_of.h"
#include "make_document.h"
#include "pair/fact_forms.h"
#include "pair/fact_measures.h"

static kembar_fact_measure measure_in(const char *text, uint32_t token) {
    made item = make_prepared(text);
    kembar_fact_measure measure = kembar_fact_measure_at(&item.prepared, token);
    free_made(&item);
    return measure;
}

static void expect_converts(const char *text_a, const char *text_b, int expected) {
    kembar_fact_measure a = measure_in(text_a, 0), b = measure_in(text_b, 0);
    if (kembar_fact_measure_converts(&a, &b) != expected ||
        kembar_fact_measure_converts(&b, &a) != expected)
        fail_msg("\"%s\" and \"%s\"", text_a, text_b);
}

static void a_measure_in_another_unit_is_the_same(void **state) {
    (void)state;
    expect_converts("200ft down", "60m down", 1);
    expect_converts("30 miles of road", "48 kilometres of road", 1);
    expect_converts("120 mph then", "193km/h then", 1);
    expect_converts("2.5 miles", "4 km", 1);
    expect_converts("170,000 square foot hall", "15,800 square metre hall", 1);
    expect_converts("50 acres of wood", "20 hectares of wood", 1);
    expect_converts("100-pound sacks", "45-kilo sacks", 1);
    expect_converts("10 gallons", "38 liters", 1);
    expect_converts("20 hektare sawah", "200.000 meter persegi sawah", 1);
    expect_converts("3 mil laut", "4,8 kilometer", 1);
    expect_converts("11 inci", "28 sentimeter", 1);
}

static void another_measure_is_another_fact(void **state) {
    (void)state;
    expect_converts("200ft", "90m", 0);
    expect_converts("35 metres", "36 metres", 0);
    expect_converts("35 m", "35 metres", 0);
    expect_converts("60 kg", "60 litres", 0);
    expect_converts("60 men", "200 feet", 0);
    expect_converts("200 square feet", "60 metres", 0);
    expect_converts("metres", "feet", 0);
}

static void a_number_of_several_tokens_is_read_whole(void **state) {
    (void)state;
    for (uint32_t token = 2; token < 4; token++)
        assert_true(fabs(measure_in("fell about 2,000ft that day", token).amount - 609.6) < 0.001);
    assert_true(fabs(measure_in("jatuh sekitar 1.250,5 meter", 2).amount - 1250.5) < 0.001);
    assert_true(fabs(measure_in("jatuh sekitar 1.250,5 meter", 4).amount - 1250.5) < 0.001);
    /* A list is no number, and one without an end no measure. */
    assert_int_equal(measure_in("in 2, 000ft", 1).dimension, 0);
    assert_int_equal(measure_in("12345678901234567890 km", 0).dimension, 0);
    assert_int_equal(measure_in("at 35", 1).dimension, 0);
    assert_int_equal(measure_in("at 35,", 1).dimension, 0);
}

/* --- as facts_differ sees them --- */

static const char fall_en[] =
    "Two climbers fell %s from the north ridge of the mountain on Monday morning, said the police "
    "of the valley, and a third one who had stayed %s below the summit walked out for help. The "
    "helicopter could not land before noon because of the wind, and %s people from the hut went up "
    "on foot to look for them.";
static const char fall_id[] =
    "Dua pendaki jatuh %s dari punggungan utara gunung itu pada Senin pagi, kata polisi setempat, "
    "dan seorang lagi yang bertahan %s di bawah puncak berjalan turun mencari bantuan. Helikopter "
    "tidak dapat mendarat sebelum tengah hari karena angin, dan %s orang dari pondok naik berjalan "
    "kaki untuk mencari mereka.";

static int falls_differ(const char *form, const char *const a[3], const char *const b[3]) {
    char text_a[1024], text_b[1024];
    snprintf(text_a, sizeof text_a, form, a[0], a[1], a[2]);
    snprintf(text_b, sizeof text_b, form, b[0], b[1], b[2]);
    return facts_differ_between(text_a, text_b);
}

static void a_house_with_other_units_has_the_same_facts(void **state) {
    (void)state;
    static const char *const feet[3] = {"2,000ft", "200 feet", "14"};
    static const char *const metres[3] = {"600m", "60 metres", "14"};
    static const char *const more[3] = {"900m", "60 metres", "14"};
    static const char *const kaki[3] = {"2.000 kaki", "200 kaki", "14"};
    static const char *const meter[3] = {"600 meter", "60 meter", "14"};
    static const char *const lain[3] = {"600 meter", "95 meter", "14"};
    assert_int_equal(falls_differ(fall_en, feet, metres), 0);
    assert_int_equal(falls_differ(fall_en, feet, more), 1);
    assert_int_equal(falls_differ(fall_id, kaki, meter), 0);
    assert_int_equal(falls_differ(fall_id, kaki, lain), 1);
}

static void a_letter_in_a_number_is_a_slip(void **state) {
    (void)state;
    static const char *const clean[3] = {"600 metres", "60 metres", "140"};
    static const char *const slip[3] = {"600 metres", "60 metres", "14z0"};
    static const char *const two[3] = {"600 metres", "60 metres", "zy0"};
    static const char *const other[3] = {"600 metres", "60 metres", "150"};
    static const char *const far[3] = {"600 metres", "60 metres", "9z7"};
    assert_int_equal(falls_differ(fall_en, clean, slip), 0);
    assert_int_equal(falls_differ(fall_id, clean, slip), 0);
    assert_int_equal(falls_differ(fall_en, slip, two), 1);
    assert_int_equal(falls_differ(fall_en, clean, other), 1);
    assert_int_equal(falls_differ(fall_en, clean, far), 1);
}

static void a_name_in_short_is_the_same_name(void **state) {
    (void)state;
    static const char form[] =
        "The harbour of the northern district will be mended by the firm of %s before the rains, "
        "and the ferries are to use the fishing harbour until then, said the office for the port.";
    char a[512], b[512];
    snprintf(a, sizeof a, form, "Indrapura");
    snprintf(b, sizeof b, form, "Ind");
    assert_int_equal(facts_differ_between(a, b), 0);
    snprintf(b, sizeof b, form, "Wilis");
    assert_int_equal(facts_differ_between(a, b), 1);
}

static void expect_same_spelling(const char *text_a, const char *text_b, int expected) {
    made a = make_prepared(text_a), b = make_prepared(text_b);
    kembar_fact_forms forms = {.sides = {&a.prepared, &b.prepared}};
    kembar_fact_stretch at[2] = {{0, (uint32_t)a.prepared.content.n_tokens},
                                 {0, (uint32_t)b.prepared.content.n_tokens}};
    if (kembar_fact_same_spelling(&forms, at) != expected)
        fail_msg("\"%s\" and \"%s\"", text_a, text_b);
    kembar_buffer_deinit(&forms.scratch.a);
    kembar_buffer_deinit(&forms.scratch.b);
    free_made(&a);
    free_made(&b);
}

/* Of any length, ASCII or not; nearly the same only as far as look-alikes go. */
static void the_same_letters_differently_parted_are_one_spelling(void **state) {
    (void)state;
    expect_same_spelling("W Va", "WV a", 1);
    expect_same_spelling("the state s road", "The States road", 1);
    expect_same_spelling("Kaluku", "Kalamata harbour", 0);
    expect_same_spelling("caf\xc3\xa9 s", "Caf\xc3\x89s", 1);
    expect_same_spelling(
        "Sub Committee on the Public Works of all Towns and Harbours of the South and West",
        "Subcommittee On the Public Works of All Towns and Harbours of the South and We st", 1);
    expect_same_spelling(
        "Sub Committee on the Public Works of all Towns and Harbours of the South and West",
        "Subcommittee On the Public Works of All Towns and Harbours of the South and Ea st", 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_measure_in_another_unit_is_the_same),
        cmocka_unit_test(another_measure_is_another_fact),
        cmocka_unit_test(a_number_of_several_tokens_is_read_whole),
        cmocka_unit_test(a_house_with_other_units_has_the_same_facts),
        cmocka_unit_test(a_letter_in_a_number_is_a_slip),
        cmocka_unit_test(a_name_in_short_is_the_same_name),
        cmocka_unit_test(the_same_letters_differently_parted_are_one_spelling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
