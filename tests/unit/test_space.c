/* The one space: both languages meet in it, and its sentences multiply as they should. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "feature/space_sentences.h"
#include "scarce_memory.h"
#include "temp_folder.h"
#include "two_languages.h"

static double cosine(const told_set *set, uint32_t en, uint32_t id) {
    return kembar_sparse_dot(&set->space.documents, en, set->n + id);
}

static size_t row_size(const told_set *set, size_t row) {
    return set->space.documents.first[row + 1] - set->space.documents.first[row];
}

static void a_translation_lies_near_its_original(void **state) {
    kembar_random random = {1};
    told_set *set = told_set_new();
    told_story stories[8];
    (void)state;
    for (int i = 0; i < 8; i++) {
        stories[i] = tell(&random, 4);
        told_set_add_story(set, &stories[i], KEMBAR_LANGUAGE_EN);
        told_set_add_story(set, &stories[i], KEMBAR_LANGUAGE_ID);
    }
    told_set_build(set);
    assert_int_equal(kembar_sparse_validate(&set->space.documents, 1, NULL), KEMBAR_OK);
    assert_int_equal(kembar_sparse_validate(&set->space.words.map, 0, NULL), KEMBAR_OK);
    assert_int_equal(set->space.n_on_side[KEMBAR_SIDE_EN], 8);
    assert_int_equal(set->space.n_on_side[KEMBAR_SIDE_ID], 8);
    for (uint32_t i = 0; i < 8; i++)
        for (uint32_t k = 0; k < 8; k++)
            if (k != i)
                assert_true(cosine(set, 2 * i, 2 * i + 1) > cosine(set, 2 * i, 2 * k + 1) + 0.05);
    told_set_free(set);
}

static const char english[] =
    "They said that the fire in the market was put out by the farmers on the island in the "
    "morning, and that the road to Wakatobi was open. It cost 1,234.5 dollars.\n\n";
static const char indonesian[] =
    "Mereka mengatakan bahwa kebakaran di pasar itu telah dipadamkan oleh para petani pada pagi "
    "hari, dan bahwa jalan menuju Wakatobi sudah dibuka. Biayanya 1.234,5 dolar.\n\n";

static void names_values_and_spellings_meet(void **state) {
    told_set *set = told_set_new();
    (void)state;
    uint32_t en = told_set_add(set, english), id = told_set_add(set, indonesian);
    told_set_build(set);
    /* market, farmer, road, Wakatobi, the number */
    size_t n_shared = 0;
    const kembar_sparse *rows = &set->space.documents;
    for (size_t x = rows->first[en]; x < rows->first[en + 1]; x++)
        for (size_t y = rows->first[set->n + id]; y < rows->first[set->n + id + 1]; y++)
            n_shared += rows->columns[x] == rows->columns[y];
    assert_in_range(n_shared, 5, 7);
    told_set_free(set);
}

static void a_mixed_document_has_both_sides(void **state) {
    told_set *set = told_set_new();
    kembar_buffer text = {0};
    (void)state;
    kembar_buffer_append_text(&text, english);
    kembar_buffer_append_text(&text, indonesian);
    uint32_t mixed = told_set_add(set, text_of(&text));
    uint32_t plain = told_set_add(set, english);
    told_set_build(set);
    assert_true(row_size(set, mixed) > 5);
    assert_true(row_size(set, set->n + mixed) > 5);
    assert_true(row_size(set, plain) > 5);
    assert_int_equal(row_size(set, set->n + plain), 0);
    /* The English part is the other text. */
    assert_true(kembar_sparse_dot(&set->space.documents, mixed, plain) > 0.99);
    kembar_buffer_deinit(&text);
    told_set_free(set);
}

static void one_language_alone_makes_no_space(void **state) {
    told_set *set = told_set_new();
    (void)state;
    told_set_add(set, english);
    told_set_build(set);
    assert_int_equal(set->space.n_on_side[KEMBAR_SIDE_EN], 1);
    assert_int_equal(set->space.documents.n_rows, 0);
    told_set_free(set);
}

static void stop_words_lead_nowhere(void **state) {
    (void)state;
    temp_write_text("stopwords-id.txt", "pasar\n");
    temp_write_text("stopwords-en.txt", "market\n");
    told_set *set = told_set_new();
    uint32_t en = told_set_add(set, "They said that the market was open on the day of the fire.");
    uint32_t id =
        told_set_add(set, "Mereka mengatakan bahwa pasar itu telah dibuka pada hari ini.");
    told_set_build(set);
    assert_true(cosine(set, en, id) == 0);
    told_set_free(set);
}

static void sentences_multiply_like_rows(void **state) {
    kembar_random random = {2};
    told_set *set = told_set_new();
    told_story story = tell(&random, 6), other = tell(&random, 5);
    kembar_sentence_maker maker;
    kembar_space_sentences a, b;
    double out[30];
    (void)state;
    uint32_t en = told_set_add_story(set, &story, KEMBAR_LANGUAGE_EN);
    uint32_t id = told_set_add_story(set, &other, KEMBAR_LANGUAGE_ID);
    told_set_build(set);
    assert_int_equal(kembar_sentence_maker_init(&maker, &set->space), KEMBAR_OK);
    assert_int_equal(
        kembar_space_sentences_make(&a, &set->space, &set->prepared[id], KEMBAR_SIDE_ID, &maker),
        KEMBAR_OK);
    assert_int_equal(
        kembar_space_sentences_make(&b, &set->space, &set->prepared[en], KEMBAR_SIDE_EN, &maker),
        KEMBAR_OK);
    assert_int_equal(a.n_items, 5);
    assert_int_equal(b.n_items, 6);
    assert_int_equal(a.items[0].begin, 0);
    assert_int_equal(a.items[4].end, set->prepared[id].content.n_tokens);
    assert_int_equal(kembar_sparse_validate(&a.vectors, 1, NULL), KEMBAR_OK);
    kembar_space_sentences_multiply(&a, &b, 4, 6, out);
    float *dense = test_calloc(b.vectors.n_columns, sizeof *dense);
    for (size_t i = 0; i < 4; i++) {
        kembar_sparse_spread(&a.vectors, i, dense);
        for (size_t j = 0; j < 6; j++)
            assert_true(out[i * 6 + j] == kembar_sparse_dot_spread(&b.vectors, dense, j));
        kembar_sparse_gather(&a.vectors, i, dense);
    }
    test_free(dense);
    kembar_space_sentences_deinit(&a);
    kembar_space_sentences_deinit(&b);
    kembar_sentence_maker_deinit(&maker);
    told_set_free(set);
}

static kembar_status build_all(void *context) {
    told_set *set = context;
    kembar_space space;
    kembar_sentence_maker maker = {0};
    kembar_space_sentences sentences = {0};
    kembar_space_input input = told_set_input(set, 1);
    kembar_status status = kembar_space_build(&space, &input, NULL);
    if (!status)
        status = kembar_sentence_maker_init(&maker, &space);
    if (!status)
        status = kembar_space_sentences_make(&sentences, &space, &set->prepared[1], KEMBAR_SIDE_ID,
                                             &maker);
    kembar_space_sentences_deinit(&sentences);
    kembar_sentence_maker_deinit(&maker);
    kembar_space_deinit(&space);
    return status;
}

static void every_failed_allocation_is_survived(void **state) {
    told_set *set = told_set_new();
    (void)state;
    told_set_add(set, english);
    told_set_add(set, indonesian);
    told_set_build(set);
    assert_true(fail_every_allocation(build_all, set) > 20);
    told_set_free(set);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_translation_lies_near_its_original),
        cmocka_unit_test(names_values_and_spellings_meet),
        cmocka_unit_test(a_mixed_document_has_both_sides),
        cmocka_unit_test(one_language_alone_makes_no_space),
        cmocka_unit_test(sentences_multiply_like_rows),
        cmocka_unit_test(every_failed_allocation_is_survived),
        cmocka_unit_test(stop_words_lead_nowhere),
    };
    return cmocka_run_group_tests(tests, temp_folder_enter, temp_folder_leave);
}
