#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/buffer.h"
#include "text/sentences.h"

/* Checks the first words of the sentences of `text`, parted by blanks. */
static void assert_starts(const char *text, const char *expected) {
    kembar_view view = {text, strlen(text)};
    kembar_tokens tokens = {0};
    kembar_buffer starts = {0};
    assert_int_equal(kembar_tokens_append(&tokens, view, 0, view.size), KEMBAR_OK);
    kembar_sentences_mark(view, &tokens, 0, tokens.n_items);
    for (size_t i = 0; i < tokens.n_items; i++) {
        if ((tokens.flags[i] & KEMBAR_TOKEN_SENTENCE) == 0)
            continue;
        if (starts.size > 0)
            kembar_buffer_append_char(&starts, ' ');
        kembar_token_fold(view, &tokens, i, &starts);
    }
    kembar_buffer_append_char(&starts, '\0');
    assert_string_equal(starts.data, expected);
    kembar_buffer_deinit(&starts);
    kembar_tokens_deinit(&tokens);
}

static void marks_end_sentences(void **state) {
    (void)state;
    assert_starts("", "");
    assert_starts("one", "one");
    assert_starts("First came rain. Then sun! Was it warm? Yes... Perhaps\xe2\x80\xa6 No.",
                  "first then was yes perhaps no");
    assert_starts("It ended.\nAnother began. 12 came. lower case goes on.", "it another 12");
}

static void quotes_and_brackets_belong_to_either_side(void **state) {
    (void)state;
    assert_starts("\xe2\x80\x9cWe agree.\xe2\x80\x9d They left.", "we they");
    assert_starts("He said (twice.) Then he left.", "he then");
    assert_starts("They left. \xe2\x80\x9cwe agree,\xe2\x80\x9d he said.", "they we");
    assert_starts("\"Tidak!\" Ia pergi. (Antara)", "tidak ia antara");
}

static void dots_inside_words_and_numbers_do_not(void **state) {
    (void)state;
    assert_starts("It costs Rp 1.250.000 at example.com today.", "it");
    assert_starts("No space.After the dot", "no");
    assert_starts("Sales, e.g. of rice", "sales");
}

static void abbreviations_do_not(void **state) {
    (void)state;
    assert_starts("Dr. Sari and Mr. Brown met Sen. Frist.", "dr");
    assert_starts("Gedung itu di Jl. Sudirman No. 5 Jakarta.", "gedung");
    assert_starts("Beras, gula, dll. Pemerintah hadir.", "beras");
    assert_starts("A. H. Yani spoke. The U.S. Senate met.", "a the");
    /* The abbreviation of "number" only before one. */
    assert_starts("She said no. They left.", "she they");
    /* More than one dot is no abbreviation's. */
    assert_starts("He met Mr... Who was it?", "he who");
}

static void runs_are_marked_by_themselves(void **state) {
    (void)state;
    kembar_view text = {"one two. Three four", 19};
    kembar_tokens tokens = {0};
    assert_int_equal(kembar_tokens_append(&tokens, text, 0, text.size), KEMBAR_OK);
    kembar_sentences_mark(text, &tokens, 1, 2);
    kembar_sentences_mark(text, &tokens, 3, 0);
    static const int expected[] = {0, 1, 1, 0};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal((tokens.flags[i] & KEMBAR_TOKEN_SENTENCE) != 0, expected[i]);
    kembar_tokens_deinit(&tokens);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_end_sentences),
        cmocka_unit_test(quotes_and_brackets_belong_to_either_side),
        cmocka_unit_test(dots_inside_words_and_numbers_do_not),
        cmocka_unit_test(abbreviations_do_not),
        cmocka_unit_test(runs_are_marked_by_themselves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
