/* Facts of random pairs: what stops early, and what asks for values where it must, says what the
 * reference says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "make_document.h"
#include "pair/facts.h"

enum { N_ROUNDS = 1500, N_NAMES = 1 << 20 };

/* How two texts are written: both by the same words, but for names and numbers. */
typedef struct manner {
    unsigned percent_names, percent_numbers, percent_replaced;
    size_t n_words;
    int is_headline; /* not 0: all words have capitals */
} manner;

static unsigned percent(kembar_random *random) {
    return (unsigned)kembar_random_below(random, 100);
}

static void append_name(kembar_buffer *out, uint64_t number) {
    size_t begin = out->size;
    append_word(out, number);
    out->data[begin] = (char)(out->data[begin] & ~0x20);
}

static void append_number(kembar_buffer *out, uint64_t number) {
    static const char *const forms[] = {"%u",     "$%u million", "%u.5 percent",
                                        "%u,250", "May %u",      "%u/11/2006"};
    char text[32];
    snprintf(text, sizeof text, forms[number % 6], (unsigned)(number / 6 % 28 + 1));
    kembar_buffer_append_text(out, text);
}

/* One of two: the same where nothing is replaced. */
static uint64_t chosen(kembar_random *random, const manner *m, int side, uint64_t n) {
    uint64_t both = kembar_random_below(random, n), other = kembar_random_below(random, n);
    return percent(random) < m->percent_replaced && side ? other : both;
}

static void append_one(kembar_buffer *out, kembar_random *random, const manner *m, int side) {
    unsigned kind = percent(random);
    uint64_t word = kembar_random_below(random, N_NAMES), name = chosen(random, m, side, N_NAMES);
    uint64_t number = chosen(random, m, side, 1000);
    if (kind < m->percent_names)
        append_name(out, name);
    else if (kind < m->percent_names + m->percent_numbers)
        append_number(out, number);
    else if (m->is_headline)
        append_name(out, word);
    else
        append_word(out, word);
    kembar_buffer_append_text(out, percent(random) < 3 ? ". The " : " ");
}

static made make_side(uint64_t seed, int side) {
    kembar_random random = {seed};
    kembar_buffer text = {0};
    manner m = {.percent_names = 2 + percent(&random) / 4,
                .percent_numbers = percent(&random) % 3 ? percent(&random) / 8 : 0,
                .percent_replaced = percent(&random) % 4 ? percent(&random) : 3,
                .n_words = 40 + kembar_random_below(&random, 500),
                .is_headline = percent(&random) < 25};
    for (size_t i = 0; i < m.n_words; i++)
        append_one(&text, &random, &m, side);
    made item = make_prepared(text_of(&text));
    kembar_buffer_deinit(&text);
    return item;
}

/* Two documents whose values are not known until they are asked for. */
typedef struct hidden {
    made *sides;
    size_t n_values[2];
    int n_asked;
} hidden;

static void hide(hidden *h) {
    for (int i = 0; i < 2; i++) {
        h->n_values[i] = h->sides[i].document->n_values;
        h->sides[i].document->n_values = 0;
    }
}

static kembar_status uncover(void *context) {
    hidden *h = context;
    for (int i = 0; i < 2; i++)
        h->sides[i].document->n_values = h->n_values[i];
    h->n_asked++;
    return KEMBAR_OK;
}

typedef struct seen {
    int n_differ, n_agree, n_asked, n_spared; /* spared: differs, and nobody asked */
} seen;

static void check_pair(seen *so_far, made sides[2], const kembar_alignment *alignment) {
    const kembar_prepared *a = &sides[0].prepared, *b = &sides[1].prepared;
    hidden h = {.sides = sides};
    kembar_values_source values = {uncover, &h};
    int expected, quick, asking;
    assert_int_equal(kembar_facts_differ_reference(a, b, alignment, &expected), KEMBAR_OK);
    assert_int_equal(kembar_facts_differ(a, b, alignment, &quick), KEMBAR_OK);
    hide(&h);
    assert_int_equal(kembar_facts_differ_asking(a, b, alignment, &values, &asking), KEMBAR_OK);
    assert_int_equal(quick, expected);
    assert_int_equal(asking, expected);
    assert_in_range(h.n_asked, 0, 1);
    so_far->n_differ += expected;
    so_far->n_agree += !expected;
    so_far->n_asked += h.n_asked;
    so_far->n_spared += expected && !h.n_asked;
}

static void all_ways_say_what_the_reference_says(void **state) {
    (void)state;
    kembar_aligner *aligner = NULL;
    kembar_alignment alignment;
    seen so_far = {0, 0, 0, 0};
    assert_int_equal(kembar_aligner_new(&aligner, NULL), KEMBAR_OK);
    for (uint64_t round = 0; round < N_ROUNDS; round++) {
        made sides[2] = {make_side(round, 0), make_side(round, 1)};
        assert_int_equal(kembar_aligner_set(aligner, &sides[0].prepared), KEMBAR_OK);
        assert_int_equal(kembar_aligner_run(aligner, &sides[1].prepared, &alignment), KEMBAR_OK);
        check_pair(&so_far, sides, &alignment);
        free_made(&sides[0]);
        free_made(&sides[1]);
    }
    assert_true(so_far.n_differ > N_ROUNDS / 10 && so_far.n_agree > N_ROUNDS / 10);
    assert_true(so_far.n_asked > N_ROUNDS / 10 && so_far.n_spared > N_ROUNDS / 20);
    kembar_aligner_free(aligner);
}

static kembar_status refuse(void *context) {
    (void)context;
    return KEMBAR_ERROR_MEMORY;
}

static void without_values_there_is_no_answer(void **state) {
    (void)state;
    const char *const texts[] = {"the office said that it gave 300 to the town for its old roads",
                                 "the office said that it gave 450 to the town for its old roads"};
    made a = make_prepared(texts[0]), b = make_prepared(texts[1]);
    kembar_aligner *aligner = NULL;
    kembar_alignment alignment;
    kembar_values_source values = {refuse, NULL};
    int differ = -1;
    assert_int_equal(kembar_aligner_new(&aligner, NULL), KEMBAR_OK);
    assert_int_equal(kembar_aligner_set(aligner, &a.prepared), KEMBAR_OK);
    assert_int_equal(kembar_aligner_run(aligner, &b.prepared, &alignment), KEMBAR_OK);
    assert_int_equal(
        kembar_facts_differ_asking(&a.prepared, &b.prepared, &alignment, &values, &differ),
        KEMBAR_ERROR_MEMORY);
    assert_int_equal(differ, 0);
    kembar_aligner_free(aligner);
    free_made(&a);
    free_made(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_ways_say_what_the_reference_says),
        cmocka_unit_test(without_values_there_is_no_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
