/* Candidates by inverted lists, against exhaustive search. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/random.h"
#include "pair/crossing.h"

enum { ROWS = 80, COLUMNS = 60, NEAREST = 7 };

static void make_rows(kembar_sparse *matrix, uint64_t seed) {
    kembar_random random = {seed};
    size_t at = 0;
    assert_int_equal(kembar_sparse_init(matrix, ROWS, COLUMNS, ROWS * COLUMNS), KEMBAR_OK);
    for (size_t r = 0; r < ROWS; r++) {
        for (uint32_t c = 0; c < COLUMNS; c++)
            if (kembar_random_below(&random, 8) == 0) {
                matrix->columns[at] = c;
                matrix->values[at++] = (float)(1 + kembar_random_below(&random, 9));
            }
        matrix->first[r + 1] = at;
    }
    kembar_sparse_normalise(matrix);
}

/* With so few rows no column is above the cap. */
static void finds_what_exhaustive_search_finds(void **state) {
    kembar_sparse matrix;
    kembar_neighbours found;
    const kembar_row_range from = {0, 30}, to = {30, ROWS};
    (void)state;
    make_rows(&matrix, 3);
    assert_int_equal(kembar_crossing_find(&found, &matrix, from, to, NEAREST, 2, NULL), KEMBAR_OK);
    for (size_t r = from.begin; r < from.end; r++) {
        const kembar_neighbour *items = found.items + r * found.stride;
        int32_t last = items[found.counts[r] - 1].similarity;
        size_t n_better = 0;
        assert_int_equal(found.counts[r], NEAREST);
        for (size_t i = 0; i < NEAREST; i++) {
            assert_int_equal(items[i].similarity, kembar_similarity(&matrix, r, items[i].doc_id));
            if (i > 0)
                assert_true(items[i].similarity <= items[i - 1].similarity);
        }
        for (size_t other = to.begin; other < to.end; other++)
            n_better += kembar_similarity(&matrix, r, other) > last;
        assert_true(n_better < NEAREST);
    }
    kembar_neighbours_deinit(&found);
    kembar_sparse_deinit(&matrix);
}

static void threads_change_nothing(void **state) {
    kembar_sparse matrix;
    kembar_neighbours one, four;
    const kembar_row_range from = {40, ROWS}, to = {0, 40};
    (void)state;
    make_rows(&matrix, 4);
    assert_int_equal(kembar_crossing_find(&one, &matrix, from, to, NEAREST, 1, NULL), KEMBAR_OK);
    assert_int_equal(kembar_crossing_find(&four, &matrix, from, to, NEAREST, 4, NULL), KEMBAR_OK);
    assert_memory_equal(one.counts, four.counts, 40 * sizeof *one.counts);
    for (size_t r = 0; r < 40; r++)
        assert_memory_equal(one.items + r * NEAREST, four.items + r * NEAREST,
                            one.counts[r] * sizeof *one.items);
    kembar_neighbours_deinit(&one);
    kembar_neighbours_deinit(&four);
    kembar_sparse_deinit(&matrix);
}

/* A column that all 80 rows of the other side hold says nothing: with it alone nothing is found. */
static void a_column_above_the_cap_brings_no_candidate(void **state) {
    kembar_sparse matrix;
    kembar_neighbours found;
    (void)state;
    assert_int_equal(kembar_sparse_init(&matrix, ROWS + 1, 2, ROWS + 2), KEMBAR_OK);
    for (size_t r = 0; r <= ROWS; r++) {
        matrix.columns[r] = 0;
        matrix.values[r] = 1;
        matrix.first[r + 1] = r + 1;
    }
    assert_int_equal(kembar_crossing_find(&found, &matrix, (kembar_row_range){0, 1},
                                          (kembar_row_range){1, ROWS + 1}, NEAREST, 1, NULL),
                     KEMBAR_OK);
    assert_int_equal(found.counts[0], 0);
    kembar_neighbours_deinit(&found);
    assert_int_equal(kembar_crossing_find(&found, &matrix, (kembar_row_range){0, 1},
                                          (kembar_row_range){1, 51}, NEAREST, 1, NULL),
                     KEMBAR_OK);
    assert_int_equal(found.counts[0], NEAREST);
    kembar_neighbours_deinit(&found);
    kembar_sparse_deinit(&matrix);
}

enum { WIDE_ROWS = 12001, COMMON = 40, COMMON_ROWS = 300 };

/* Row 0 shares a column with each of COMMON groups of COMMON_ROWS rows, and with row 9000 alone one
 * that is worth little: the shortest list is walked first, and only so many of the long ones. */
static void fill_wide(kembar_sparse *matrix) {
    size_t at = 0;
    assert_int_equal(kembar_sparse_init(matrix, WIDE_ROWS, COMMON + 1, WIDE_ROWS + COMMON + 1),
                     KEMBAR_OK);
    for (uint32_t c = 0; c <= COMMON; c++) {
        matrix->columns[at] = c;
        matrix->values[at++] = c < COMMON ? 1.0f : 0.5f;
    }
    matrix->first[1] = at;
    for (size_t r = 1; r < WIDE_ROWS; r++) {
        matrix->columns[at] = r == 9000 ? COMMON : (uint32_t)((r - 1) / COMMON_ROWS);
        matrix->values[at++] = 1;
        matrix->first[r + 1] = at;
    }
    kembar_sparse_normalise(matrix);
}

static void a_row_walks_only_so_many_postings(void **state) {
    enum { ALL = WIDE_ROWS - 1 };
    kembar_sparse matrix;
    kembar_neighbours found;
    int finds_rare = 0;
    (void)state;
    fill_wide(&matrix);
    assert_int_equal(kembar_crossing_find(&found, &matrix, (kembar_row_range){0, 1},
                                          (kembar_row_range){1, WIDE_ROWS}, ALL, 1, NULL),
                     KEMBAR_OK);
    assert_in_range(found.counts[0], 4000, 4000 + COMMON_ROWS);
    for (size_t i = 0; i < found.counts[0]; i++)
        finds_rare |= found.items[i].doc_id == 9000;
    assert_true(finds_rare);
    kembar_neighbours_deinit(&found);
    kembar_sparse_deinit(&matrix);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_exhaustive_search_finds),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(a_column_above_the_cap_brings_no_candidate),
        cmocka_unit_test(a_row_walks_only_so_many_postings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
