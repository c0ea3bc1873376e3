/* Passages of noisy copies go on where seeds are far between; those of clean copies stay as they
 * are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "make_document.h"
#include "pair/align.h"

/* The words [first, first + n) of the list; every word that `is_hit` names gets another letter. */
static void add(kembar_buffer *text, uint64_t first, size_t n, int (*is_hit)(size_t)) {
    for (size_t i = 0; i < n; i++) {
        size_t begin = text->size;
        append_word(text, first + i);
        if (is_hit && is_hit(i))
            text->data[begin + 3] = text->data[begin + 3] == 'x' ? 'y' : 'x';
        kembar_buffer_append_char(text, ' ');
    }
}

static int is_third(size_t i) {
    return i >= 12 && i % 3 == 0;
}

/* Equal tokens and slips that make a noisy passage of the first 12, and then every other word. */
static int is_other(size_t i) {
    return i == 4 || i == 8 || (i >= 12 && i % 2 == 0);
}

static kembar_alignment align(made sides[2], kembar_aligner **aligner, kembar_buffer text[2]) {
    kembar_alignment found;
    for (int i = 0; i < 2; i++)
        sides[i] = make_prepared(text_of(&text[i]));
    assert_int_equal(kembar_aligner_new(aligner, NULL), KEMBAR_OK);
    assert_int_equal(kembar_aligner_set(*aligner, &sides[0].prepared), KEMBAR_OK);
    assert_int_equal(kembar_aligner_run(*aligner, &sides[1].prepared, &found), KEMBAR_OK);
    return found;
}

static void free_all(made sides[2], kembar_aligner *aligner, kembar_buffer text[2]) {
    kembar_aligner_free(aligner);
    for (int i = 0; i < 2; i++) {
        free_made(&sides[i]);
        kembar_buffer_deinit(&text[i]);
    }
}

static void noisy_passages_go_on_without_seeds(void **state) {
    (void)state;
    kembar_buffer text[2] = {{0}, {0}};
    made sides[2];
    kembar_aligner *aligner;
    add(&text[0], 0, 60, NULL);
    add(&text[0], 5000, 30, NULL);
    add(&text[1], 0, 60, is_other);
    add(&text[1], 9000, 30, NULL);
    kembar_alignment found = align(sides, &aligner, text);
    assert_int_equal(found.n_passages, 1);
    assert_int_equal(found.passages[0].a_begin, 0);
    assert_int_equal(found.passages[0].a_end, 60);
    assert_int_equal(found.passages[0].b_end, 60);
    assert_int_equal(found.passages[0].n_alike, 26);
    assert_int_equal(found.passages[0].n_equal, 34);
    free_all(sides, aligner, text);
}

static void they_go_back_as_well(void **state) {
    (void)state;
    kembar_buffer text[2] = {{0}, {0}};
    made sides[2];
    kembar_aligner *aligner;
    add(&text[0], 7000, 20, NULL);
    add(&text[0], 100, 24, NULL);
    add(&text[0], 0, 12, NULL);
    add(&text[1], 8000, 20, NULL);
    for (size_t i = 0; i < 24; i++) {
        size_t begin = text[1].size;
        append_word(&text[1], 100 + i);
        if (i % 2)
            text[1].data[begin + 3] = text[1].data[begin + 3] == 'x' ? 'y' : 'x';
        kembar_buffer_append_char(&text[1], ' ');
    }
    add(&text[1], 0, 12, is_other);
    kembar_alignment found = align(sides, &aligner, text);
    assert_int_equal(found.n_passages, 1);
    assert_int_equal(found.passages[0].a_begin, 20);
    assert_int_equal(found.passages[0].b_begin, 20);
    assert_int_equal(found.passages[0].a_end, 56);
    free_all(sides, aligner, text);
}

/* Without a look-alike among the seeds nothing says that the copy is noisy. */
static void clean_passages_end_with_their_seeds(void **state) {
    (void)state;
    kembar_buffer text[2] = {{0}, {0}};
    made sides[2];
    kembar_aligner *aligner;
    add(&text[0], 0, 40, NULL);
    add(&text[1], 0, 40, is_third);
    kembar_alignment found = align(sides, &aligner, text);
    assert_int_equal(found.n_passages, 1);
    assert_int_equal(found.passages[0].a_end, 12);
    free_all(sides, aligner, text);
}

/* A word too many, as where a space was read into a word, is passed over. */
static void a_split_word_is_passed_over(void **state) {
    (void)state;
    kembar_buffer text[2] = {{0}, {0}};
    made sides[2];
    kembar_aligner *aligner;
    add(&text[0], 0, 30, NULL);
    add(&text[1], 0, 20, is_other);
    kembar_buffer_append_text(&text[1], "zz ");
    for (size_t i = 20; i < 30; i++) {
        size_t begin = text[1].size;
        append_word(&text[1], i);
        if (i % 2)
            text[1].data[begin + 3] = text[1].data[begin + 3] == 'x' ? 'y' : 'x';
        kembar_buffer_append_char(&text[1], ' ');
    }
    kembar_alignment found = align(sides, &aligner, text);
    assert_int_equal(found.n_passages, 1);
    assert_int_equal(found.passages[0].a_end, 30);
    assert_int_equal(found.passages[0].b_end, 31);
    free_all(sides, aligner, text);
}

/* Every third word, but the first 48 have two slips in all: few, and slips all the same. */
static int is_rare_then_third(size_t i) {
    return i == 20 || i == 40 || (i >= 48 && i % 3 == 0);
}

static void few_slips_make_a_pair_noisy(void **state) {
    (void)state;
    kembar_buffer text[2] = {{0}, {0}};
    made sides[2];
    kembar_aligner *aligner;
    add(&text[0], 0, 78, NULL);
    add(&text[1], 0, 78, is_rare_then_third);
    kembar_alignment found = align(sides, &aligner, text);
    assert_int_equal(found.n_passages, 1);
    assert_int_equal(found.passages[0].a_end, 78);
    assert_int_equal(found.passages[0].n_alike, 12);
    free_all(sides, aligner, text);
}

/* One run of 3 and then no other. */
static int is_other_after_three(size_t i) {
    return i > 2 && i % 2;
}

/* `slips`: of the words before that stand in both. */
static size_t passages_beside(int (*slips)(size_t), kembar_passage *last) {
    kembar_buffer text[2] = {{0}, {0}};
    made sides[2];
    kembar_aligner *aligner;
    add(&text[0], 0, 24, NULL);
    add(&text[1], 0, 24, slips);
    add(&text[0], 5000, 30, NULL);
    add(&text[1], 9000, 30, NULL);
    add(&text[0], 100, 19, NULL);
    add(&text[1], 100, 19, is_other_after_three);
    kembar_alignment found = align(sides, &aligner, text);
    size_t n = found.n_passages;
    *last = found.passages[n - 1];
    free_all(sides, aligner, text);
    return n;
}

/* A run that leads far is a passage in a noisy pair alone. */
static void short_runs_of_noisy_pairs_go_on(void **state) {
    (void)state;
    kembar_passage last;
    assert_int_equal(passages_beside(is_other, &last), 2);
    assert_int_equal(last.a_begin, 54);
    assert_int_equal(last.a_end, 73);
    assert_int_equal(last.b_end, 73);
    assert_int_equal(last.n_equal, 11);
    assert_int_equal(last.n_alike, 8);
    assert_int_equal(passages_beside(NULL, &last), 1);
    assert_int_equal(last.a_end, 24);
}

/* `n` times two words and one more; the two stand together, where `is_joined` says. */
static void add_pairs(kembar_buffer *text, uint64_t first, size_t n, int is_joined) {
    for (size_t i = 0; i < n; i++) {
        append_word(text, first + 3 * i);
        if (!is_joined)
            kembar_buffer_append_char(text, i % 2 ? '-' : ' ');
        append_word(text, first + 3 * i + 1);
        kembar_buffer_append_char(text, ' ');
        append_word(text, first + 3 * i + 2);
        kembar_buffer_append_char(text, ' ');
    }
}

/* Lost spaces, and a hyphen at the end of a line: no two words in a row are the same, before or
 * behind the passage that leads there. */
static void words_written_together_are_alike(void **state) {
    (void)state;
    for (int joined = 0; joined < 2; joined++) {
        kembar_buffer text[2] = {{0}, {0}};
        made sides[2];
        kembar_aligner *aligner;
        for (int side = 0; side < 2; side++) {
            add_pairs(&text[side], 100, 5, side == joined);
            add(&text[side], 0, 20, side ? is_other : NULL);
            add_pairs(&text[side], 200, 5, side == joined);
        }
        kembar_alignment found = align(sides, &aligner, text);
        assert_int_equal(found.n_passages, 1);
        assert_int_equal(found.passages[0].n_equal, 14 + 10);
        assert_int_equal(found.passages[0].n_alike, 6 + 10);
        assert_int_equal(found.passages[0].a_end - found.passages[0].a_begin, joined ? 50 : 40);
        assert_int_equal(found.passages[0].b_end - found.passages[0].b_begin, joined ? 40 : 50);
        free_all(sides, aligner, text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(noisy_passages_go_on_without_seeds),
        cmocka_unit_test(they_go_back_as_well),
        cmocka_unit_test(clean_passages_end_with_their_seeds),
        cmocka_unit_test(a_split_word_is_passed_over),
        cmocka_unit_test(few_slips_make_a_pair_noisy),
        cmocka_unit_test(short_runs_of_noisy_pairs_go_on),
        cmocka_unit_test(words_written_together_are_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
