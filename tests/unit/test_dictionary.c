#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "forged_map.h"
#include "kembar/answers.h"
#include "kembar/lexicon.h"
#include "make_document.h"
#include "scarce_memory.h"
#include "temp_folder.h"

static const forged_row rows[] = {
    {"buku", "book", 800000},  {"buku", "knot", 200000},  {"ibukota", "capit", 1000000},
    {"rumah", "hous", 600000}, {"rumah", "home", 400000},
};

/* The working folder becomes a data folder. */
static int make_data(void **state) {
    if (temp_folder_enter(state) != 0)
        return -1;
    kembar_buffer bytes = {0};
    forge_map(&bytes, rows, sizeof rows / sizeof *rows);
    temp_write("lexicon.bin", bytes.data, bytes.size);
    temp_write_text("roots-id.txt", "buku\nrumah\nkerja\n");
    kembar_buffer_deinit(&bytes);
    return 0;
}

static kembar_dictionary *open_data(void) {
    kembar_dictionary *dictionary = NULL;
    assert_int_equal(kembar_dictionary_open(&dictionary, ".", NULL), KEMBAR_OK);
    return dictionary;
}

static kembar_dictionary_word look_up(kembar_dictionary *dictionary, const char *text) {
    kembar_dictionary_word word;
    kembar_view view = {text, strlen(text)};
    assert_int_equal(kembar_dictionary_lookup(dictionary, view, &word, NULL), KEMBAR_OK);
    return word;
}

static void expect_text(kembar_view view, const char *text) {
    assert_int_equal(view.size, strlen(text));
    assert_memory_equal(view.data, text, view.size);
}

static void tells_what_it_holds(void **state) {
    (void)state;
    kembar_dictionary *dictionary = open_data();
    kembar_dictionary_info info = kembar_dictionary_about(dictionary);
    kembar_answer answer;
    assert_int_equal(kembar_answer_lexicon(&answer, &info, NULL), KEMBAR_OK);
    assert_string_equal(answer.data,
                        "{\"version\":1,\"words\":3,\"translations\":5,\"roots\":3,\"lists\":"
                        "[{\"name\":\"made\",\"licence\":\"MIT\",\"pairs\":7}]}\n");
    kembar_answer_deinit(&answer);
    kembar_dictionary_free(dictionary);
}

static void looks_both_ways(void **state) {
    (void)state;
    kembar_dictionary *dictionary = open_data();
    kembar_dictionary_word word = look_up(dictionary, "Perumahan");
    expect_text(word.word, "perumahan");
    expect_text(word.root, "rumah");
    assert_true(word.by_root);
    assert_int_equal(word.n_english, 2);
    expect_text(word.english[0].text, "hous");
    assert_int_equal(word.english[0].weight, 600000);
    assert_int_equal(word.n_indonesian, 0);
    word = look_up(dictionary, "houses");
    assert_false(word.by_root);
    assert_int_equal(word.n_english, 0);
    expect_text(word.stem, "hous");
    assert_int_equal(word.n_indonesian, 1);
    expect_text(word.indonesian[0].text, "rumah");
    kembar_dictionary_free(dictionary);
}

static void words_are_read_as_in_the_lists(void **state) {
    (void)state;
    kembar_dictionary *dictionary = open_data();
    expect_text(look_up(dictionary, "Buku-buku").word, "buku");
    expect_text(look_up(dictionary, "ibu kota").english[0].text, "capit");
    expect_text(look_up(dictionary, "ＢＵＫＵ").english[0].text, "book");
    assert_int_equal(look_up(dictionary, "").n_english, 0);
    assert_int_equal(look_up(dictionary, "\xff\xfe").n_english, 0);
    kembar_dictionary_free(dictionary);
}

static void a_word_has_a_bound(void **state) {
    (void)state;
    static char text[5000];
    memset(text, 'a', sizeof text);
    kembar_dictionary *dictionary = open_data();
    kembar_dictionary_word word;
    assert_int_equal(kembar_dictionary_lookup(dictionary, (kembar_view){text, 4096}, &word, NULL),
                     KEMBAR_OK);
    assert_int_equal(kembar_dictionary_lookup(dictionary, (kembar_view){text, 4097}, &word, NULL),
                     KEMBAR_ERROR_LIMIT);
    assert_null(word.word.data);
    kembar_dictionary_free(dictionary);
}

static void answers_as_json(void **state) {
    (void)state;
    kembar_dictionary *dictionary = open_data();
    kembar_dictionary_word word = look_up(dictionary, "perumahan");
    kembar_answer answer;
    assert_int_equal(kembar_answer_word(&answer, &word, NULL), KEMBAR_OK);
    assert_string_equal(answer.data,
                        "{\"word\":\"perumahan\",\"root\":\"rumah\",\"stem\":\"perumahan\","
                        "\"by_root\":true,\"english\":[{\"text\":\"hous\",\"weight\":0.600000},"
                        "{\"text\":\"home\",\"weight\":0.400000}],\"indonesian\":[]}\n");
    kembar_answer_deinit(&answer);
    kembar_dictionary_free(dictionary);
}

static kembar_status use_dictionary(void *context) {
    (void)context;
    kembar_dictionary *dictionary = NULL;
    kembar_status status = kembar_dictionary_open(&dictionary, ".", NULL);
    if (status)
        return status;
    kembar_dictionary_word word;
    status = kembar_dictionary_lookup(dictionary, (kembar_view){"buku-buku", 9}, &word, NULL);
    kembar_answer answer = {0};
    if (!status)
        status = kembar_answer_word(&answer, &word, NULL);
    kembar_answer_deinit(&answer);
    kembar_dictionary_free(dictionary);
    return status;
}

static void survives_failing_allocations(void **state) {
    (void)state;
    assert_true(fail_every_allocation(use_dictionary, NULL) >= 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_what_it_holds),
        cmocka_unit_test(looks_both_ways),
        cmocka_unit_test(words_are_read_as_in_the_lists),
        cmocka_unit_test(a_word_has_a_bound),
        cmocka_unit_test(answers_as_json),
        cmocka_unit_test(survives_failing_allocations),
    };
    return cmocka_run_group_tests(tests, make_data, temp_folder_leave);
}
