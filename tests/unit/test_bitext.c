/* What of two corresponding passages words are learned from. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pair/bitext.h"
#include "temp_folder.h"
#include "two_languages.h"

enum { N_SENTENCES = 4 };

/* A story in both languages, with values at its end. */
static told_set *tell_with_values(void) {
    static const char *const endings[] = {"They said 2,500 and 2023.",
                                          "Menurut mereka 2.500 dan 2023."};
    static const kembar_language languages[] = {KEMBAR_LANGUAGE_EN, KEMBAR_LANGUAGE_ID};
    kembar_random random = {3};
    told_story story = tell(&random, N_SENTENCES);
    temp_write_text("stopwords-en.txt", "and\nby\nsaid\ntaken\nthat\nthe\nthey\nto\nwere\nwith\n");
    temp_write_text("stopwords-id.txt",
                    "dan\ndengan\nitu\nke\nmenurut\nmereka\noleh\ntelah\ndibawa\ntersebut\n");
    told_set *set = told_set_new();
    for (size_t i = 0; i < 2; i++) {
        kembar_buffer text = {0};
        append_told(&text, &story, languages[i], 0, N_SENTENCES);
        kembar_buffer_append_text(&text, endings[i]);
        told_set_add(set, text_of(&text));
        kembar_buffer_deinit(&text);
    }
    told_set_build(set);
    return set;
}

static void words_count_and_nothing_else(void **state) {
    kembar_bitext bitext = {0};
    (void)state;
    told_set *set = tell_with_values();
    const kembar_prepared *en = &set->prepared[0], *id = &set->prepared[1];
    uint32_t n_id = (uint32_t)id->content.n_tokens, n_en = (uint32_t)en->content.n_tokens;
    /* All of both; the values alone; three stop words against all. */
    const kembar_passage passages[] = {
        {.a_begin = 0, .a_end = n_id, .b_begin = 0, .b_end = n_en},
        {.a_begin = n_id - 4, .a_end = n_id, .b_begin = n_en - 4, .b_end = n_en},
        {.a_begin = 0, .a_end = n_id, .b_begin = 0, .b_end = 3},
    };
    kembar_correspondence found = {.passages = passages, .n_passages = 3};
    assert_int_equal(kembar_bitext_add(&bitext, &set->space, id, en, &found), KEMBAR_OK);
    assert_int_equal(bitext.n_pairs, 1);
    assert_int_equal(bitext.n_words, TOLD_WORDS * N_SENTENCES);
    assert_int_equal(bitext.n_columns, TOLD_WORDS * N_SENTENCES);
    assert_int_equal(bitext.n_meetings, bitext.n_words * bitext.n_columns);
    assert_int_equal(bitext.first_word[1], bitext.n_words);
    /* The n-th word of the one is that of the other: the map leads from it to the other's column.
     */
    const kembar_sparse *map = &set->space.words.map;
    for (size_t i = 0; i < bitext.n_words; i++)
        assert_int_equal(map->columns[map->first[bitext.words[i]]], bitext.columns[i]);
    kembar_bitext_deinit(&bitext);
    told_set_free(set);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(words_count_and_nothing_else)};
    return cmocka_run_group_tests(tests, temp_folder_enter, temp_folder_leave);
}
