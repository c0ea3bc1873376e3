/* Word translations learned from corresponding passages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "make_document.h"
#include "pair/word_model.h"
#include "scarce_memory.h"

enum { WORDS = 6, COLUMNS = 8, UNKNOWN = 0, OWN_COLUMN = 7, SIZE = 3 };

/* Word w leads to column w, but for word 0, which leads nowhere but to a column of its own. */
static void make_map(kembar_sparse *map) {
    assert_int_equal(kembar_sparse_init(map, WORDS, COLUMNS, WORDS), KEMBAR_OK);
    for (uint32_t w = 0; w < WORDS; w++) {
        map->columns[w] = w == UNKNOWN ? OWN_COLUMN : w;
        map->values[w] = 1;
        map->first[w + 1] = w + 1;
    }
}

/* Room for what one test says. */
typedef struct said {
    uint32_t words[64], columns[64];
    size_t first_word[32], first_column[32];
    kembar_bitext bitext;
} said;

static void say(said *self, const uint32_t words[SIZE], const uint32_t columns[SIZE]) {
    kembar_bitext *bitext = &self->bitext;
    memcpy(self->words + bitext->n_words, words, SIZE * sizeof *words);
    memcpy(self->columns + bitext->n_columns, columns, SIZE * sizeof *columns);
    bitext->n_words += SIZE;
    bitext->n_columns += SIZE;
    bitext->n_meetings += (size_t)SIZE * SIZE;
    bitext->n_pairs++;
    self->first_word[bitext->n_pairs] = bitext->n_words;
    self->first_column[bitext->n_pairs] = bitext->n_columns;
    bitext->words = self->words;
    bitext->columns = self->columns;
    bitext->first_word = self->first_word;
    bitext->first_column = self->first_column;
}

/* Word 0 always stands against column 6, in changing company. */
static void say_often(said *self, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t x = 1 + i % 5, y = 1 + (i + 2) % 5;
        say(self, (const uint32_t[]){UNKNOWN, x, y}, (const uint32_t[]){y, 6, x});
    }
}

static double weight_of(const kembar_sparse *map, size_t row, uint32_t column) {
    for (size_t at = map->first[row]; at < map->first[row + 1]; at++)
        if (map->columns[at] == column)
            return (double)map->values[at];
    return 0;
}

static void expect_rows_of_one(const kembar_sparse *map) {
    assert_int_equal(kembar_sparse_validate(map, 0, NULL), KEMBAR_OK);
    for (size_t r = 0; r < map->n_rows; r++) {
        double sum = 0;
        for (size_t at = map->first[r]; at < map->first[r + 1]; at++)
            sum += (double)map->values[at];
        assert_true(fabs(sum - 1) < 1e-5);
    }
}

static void a_word_is_learned_from_its_company(void **state) {
    kembar_sparse map, out;
    said self = {0};
    size_t n_learned;
    (void)state;
    make_map(&map);
    say_often(&self, 12);
    assert_int_equal(kembar_word_model_learn(&out, &n_learned, &map, &self.bitext), KEMBAR_OK);
    assert_int_equal(n_learned, 1);
    expect_rows_of_one(&out);
    assert_true(weight_of(&out, UNKNOWN, 6) > 0.6);
    assert_true(weight_of(&out, UNKNOWN, OWN_COLUMN) > 0);
    for (uint32_t w = 1; w < WORDS; w++)
        assert_true(weight_of(&out, w, w) > 0.9);
    kembar_sparse_deinit(&out);
    kembar_sparse_deinit(&map);
}

static void words_that_were_not_seen_stay(void **state) {
    kembar_sparse map, out;
    said self = {0};
    size_t n_learned;
    (void)state;
    make_map(&map);
    for (int i = 0; i < 9; i++)
        say(&self, (const uint32_t[]){UNKNOWN, 1, 2}, (const uint32_t[]){2, 1, 6});
    assert_int_equal(kembar_word_model_learn(&out, &n_learned, &map, &self.bitext), KEMBAR_OK);
    for (size_t w = 3; w < WORDS; w++) {
        assert_int_equal(out.first[w + 1] - out.first[w], 1);
        assert_int_equal(out.columns[out.first[w]], w);
        assert_true(out.values[out.first[w]] == 1);
    }
    kembar_sparse_deinit(&out);
    kembar_sparse_deinit(&map);
}

/* Once is chance: two unknown columns share one meeting. */
static void one_meeting_teaches_nothing(void **state) {
    kembar_sparse map, out;
    said self = {0};
    size_t n_learned;
    (void)state;
    make_map(&map);
    say(&self, (const uint32_t[]){UNKNOWN, 1, 2}, (const uint32_t[]){1, 6, 2});
    assert_int_equal(kembar_word_model_learn(&out, &n_learned, &map, &self.bitext), KEMBAR_OK);
    assert_int_equal(n_learned, 0);
    assert_true(weight_of(&out, UNKNOWN, OWN_COLUMN) == 1);
    expect_rows_of_one(&out);
    kembar_sparse_deinit(&out);
    kembar_sparse_deinit(&map);
}

static void an_empty_bitext_leaves_the_map(void **state) {
    kembar_sparse map, out;
    kembar_bitext bitext = {0};
    size_t n_learned;
    (void)state;
    make_map(&map);
    assert_int_equal(kembar_word_model_learn(&out, &n_learned, &map, &bitext), KEMBAR_OK);
    assert_int_equal(n_learned, 0);
    assert_memory_equal(out.columns, map.columns, WORDS * sizeof *map.columns);
    assert_memory_equal(out.values, map.values, WORDS * sizeof *map.values);
    kembar_sparse_deinit(&out);
    kembar_sparse_deinit(&map);
}

typedef struct lesson_book {
    kembar_sparse map;
    said said;
} lesson_book;

static kembar_status learn_once(void *context) {
    lesson_book *book = context;
    kembar_sparse out;
    size_t n_learned;
    kembar_status status =
        kembar_word_model_learn(&out, &n_learned, &book->map, &book->said.bitext);
    kembar_sparse_deinit(&out);
    return status;
}

static void every_failed_allocation_is_survived(void **state) {
    lesson_book book = {.said = {.bitext = {0}}};
    (void)state;
    make_map(&book.map);
    say_often(&book.said, 12);
    assert_true(fail_every_allocation(learn_once, &book) >= 11);
    kembar_sparse_deinit(&book.map);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_is_learned_from_its_company),
        cmocka_unit_test(words_that_were_not_seen_stay),
        cmocka_unit_test(one_meeting_teaches_nothing),
        cmocka_unit_test(an_empty_bitext_leaves_the_map),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
