/* The same words in another order: borders, identity, order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "make_document.h"
#include "pair/reorder.h"
#include "scarce_memory.h"

/* Two texts of words by number, and the passage that was fitted. */
typedef struct fitted {
    kembar_buffer text[2];
    made sides[2];
    kembar_bag bag;
    kembar_passage passage;
    int is_one;
} fitted;

static void add(kembar_buffer *text, uint64_t first, size_t n) {
    for (size_t i = 0; i < n; i++) {
        append_word(text, first + i);
        kembar_buffer_append_char(text, ' ');
    }
}

/* n words, each once, `step` apart and round again. */
static void add_shuffled(kembar_buffer *text, uint64_t first, size_t n, size_t step) {
    for (size_t i = 0; i < n; i++)
        add(text, first + (i * step + 3) % n, 1);
}

static void fit(fitted *f, kembar_passage from, uint32_t margin) {
    for (int i = 0; i < 2; i++)
        f->sides[i] = make_prepared(text_of(&f->text[i]));
    f->passage = from;
    assert_int_equal(kembar_reorder_fit(&f->bag, &f->sides[0].prepared, &f->sides[1].prepared,
                                        margin, &f->passage, &f->is_one),
                     KEMBAR_OK);
}

static void free_fitted(fitted *f) {
    kembar_bag_deinit(&f->bag);
    for (int i = 0; i < 2; i++) {
        free_made(&f->sides[i]);
        kembar_buffer_deinit(&f->text[i]);
    }
}

static void shuffled_words_are_a_passage_with_its_borders(void **state) {
    (void)state;
    fitted f = {0};
    add(&f.text[0], 1000, 50);
    add(&f.text[0], 0, 61);
    add(&f.text[0], 2000, 50);
    add(&f.text[1], 3000, 40);
    add_shuffled(&f.text[1], 0, 61, 7);
    add(&f.text[1], 4000, 40);
    fit(&f, (kembar_passage){.a_begin = 60, .a_end = 100, .b_begin = 45, .b_end = 99}, 30);
    assert_true(f.is_one);
    assert_int_equal(f.passage.a_begin, 50);
    assert_int_equal(f.passage.a_end, 111);
    assert_int_equal(f.passage.b_begin, 40);
    assert_int_equal(f.passage.b_end, 101);
    assert_int_equal(f.passage.n_equal, 61);
    free_fitted(&f);
}

static void the_same_order_is_no_shuffling(void **state) {
    (void)state;
    fitted f = {0};
    add(&f.text[0], 0, 61);
    add(&f.text[1], 0, 61);
    fit(&f, (kembar_passage){.a_begin = 0, .a_end = 61, .b_begin = 0, .b_end = 61}, 30);
    assert_false(f.is_one);
    free_fitted(&f);
}

static void forty_equal_words_are_needed(void **state) {
    (void)state;
    for (size_t n = 38; n <= 42; n++) {
        fitted f = {0};
        add(&f.text[0], 0, n);
        add_shuffled(&f.text[1], 0, n, 11);
        fit(&f, (kembar_passage){.a_end = (uint32_t)n, .b_end = (uint32_t)n}, 30);
        assert_int_equal(f.is_one != 0, n >= 40);
        free_fitted(&f);
    }
}

/* Words put in between, evenly: 43 of 61 are 0.705, 42 of 61 are 0.689. */
static void seven_in_ten_must_be_equal(void **state) {
    (void)state;
    for (size_t n_other = 18; n_other <= 19; n_other++) {
        fitted f = {0};
        size_t n_equal = 61 - n_other;
        add(&f.text[0], 0, n_equal);
        for (size_t i = 0; i < n_other; i++) {
            add(&f.text[1], 2 * i * 16 % n_equal, 1);
            add(&f.text[1], 5000 + i, 1);
        }
        for (size_t i = 0; i < n_equal; i++) {
            size_t k = 0;
            while (k < n_other && 2 * k * 16 % n_equal != i)
                k++;
            if (k == n_other)
                add(&f.text[1], i, 1);
        }
        fit(&f, (kembar_passage){.a_end = (uint32_t)n_equal, .b_end = 61}, 0);
        assert_int_equal(f.passage.b_end - f.passage.b_begin, 61);
        assert_int_equal(f.passage.n_equal, n_equal);
        assert_int_equal(f.is_one != 0, n_other == 18);
        free_fitted(&f);
    }
}

static void texts_without_a_common_word_are_no_passage(void **state) {
    (void)state;
    fitted f = {0};
    add(&f.text[0], 0, 60);
    add(&f.text[1], 1000, 60);
    fit(&f, (kembar_passage){.a_begin = 5, .a_end = 50, .b_begin = 5, .b_end = 50}, 5);
    assert_false(f.is_one);
    assert_true(f.passage.a_begin == f.passage.a_end || f.passage.b_begin == f.passage.b_end);
    free_fitted(&f);
}

/* A word counts as often as the side has it that has it less. */
static void repeated_words_count_once_each(void **state) {
    (void)state;
    fitted f = {0};
    for (size_t i = 0; i < 60; i++)
        add(&f.text[0], i % 3, 1);
    add(&f.text[1], 0, 3);
    add(&f.text[1], 100, 57);
    fit(&f, (kembar_passage){.a_end = 60, .b_end = 60}, 0);
    assert_false(f.is_one);
    free_fitted(&f);
}

static kembar_status fit_once(void *context) {
    fitted *f = context;
    kembar_bag bag = {0};
    kembar_passage passage = {.a_end = 61, .b_end = 61};
    int is_one;
    kembar_status status = kembar_reorder_fit(&bag, &f->sides[0].prepared, &f->sides[1].prepared, 0,
                                              &passage, &is_one);
    kembar_bag_deinit(&bag);
    return status;
}

static void memory_may_run_out(void **state) {
    (void)state;
    fitted f = {0};
    add(&f.text[0], 0, 61);
    add_shuffled(&f.text[1], 0, 61, 7);
    fit(&f, (kembar_passage){.a_end = 61, .b_end = 61}, 0);
    assert_true(fail_every_allocation(fit_once, &f) > 0);
    free_fitted(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shuffled_words_are_a_passage_with_its_borders),
        cmocka_unit_test(the_same_order_is_no_shuffling),
        cmocka_unit_test(forty_equal_words_are_needed),
        cmocka_unit_test(seven_in_ten_must_be_equal),
        cmocka_unit_test(texts_without_a_common_word_are_no_passage),
        cmocka_unit_test(repeated_words_count_once_each),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
