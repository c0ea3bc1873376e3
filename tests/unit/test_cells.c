#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/alloc.h"
#include "base/random.h"
#include "make_document.h"
#include "pair/cells.h"
#include "scarce_memory.h"

enum { N_ROWS = 600, ROW_ITEMS = 12, N_TOPICS = 10, TOPIC_TERMS = 30, N_CELLS = 24 };
enum { DIMENSIONS = KEMBAR_PROJECTION_DIMENSIONS };

typedef struct test_data {
    kembar_sparse matrix;
    kembar_frequencies frequencies;
    kembar_projector projector;
    uint32_t rows[N_ROWS];
    float *projection;
} test_data;

/* Row i draws its terms from those of topic i % N_TOPICS. */
static int make(void **state) {
    static test_data data;
    kembar_random random = {3};
    size_t n_terms = (size_t)N_TOPICS * TOPIC_TERMS, n = 0;
    if (kembar_sparse_init(&data.matrix, N_ROWS, n_terms, (size_t)N_ROWS * ROW_ITEMS))
        return -1;
    data.frequencies.terms = kembar_alloc(n_terms, sizeof(uint64_t));
    data.frequencies.documents = kembar_alloc(n_terms, sizeof(uint32_t));
    data.projection = kembar_alloc(N_ROWS, DIMENSIONS * sizeof(float));
    for (size_t i = 0; i < n_terms; i++) {
        data.frequencies.terms[i] = kembar_random_next(&random);
        data.frequencies.documents[i] = 2;
    }
    for (uint32_t i = 0; i < N_ROWS; i++) {
        uint32_t column = i % N_TOPICS * TOPIC_TERMS;
        for (size_t k = 0; k < ROW_ITEMS; k++) {
            data.matrix.columns[n] = column + (uint32_t)kembar_random_below(&random, 2);
            data.matrix.values[n++] = (float)(1 + kembar_random_below(&random, 5));
            column += 2;
        }
        data.matrix.first[i + 1] = n;
        data.rows[i] = i;
    }
    kembar_sparse_normalise(&data.matrix);
    if (kembar_projector_init(&data.projector, &data.matrix, &data.frequencies))
        return -1;
    *state = &data;
    return kembar_projector_apply(&data.projector, data.rows, N_ROWS, 1, data.projection, NULL) ? -1
                                                                                                : 0;
}

static int drop(void **state) {
    test_data *data = *state;
    kembar_projector_deinit(&data->projector);
    kembar_sparse_deinit(&data->matrix);
    kembar_frequencies_deinit(&data->frequencies);
    kembar_free(data->projection);
    return 0;
}

static kembar_status build(kembar_cells *out, const test_data *data, size_t n_cells,
                           const kembar_blas *blas, int n_threads) {
    kembar_cells_input input = {&data->projector, data->rows, N_ROWS, n_cells, blas, n_threads};
    return kembar_cells_build(out, &input, NULL);
}

static float product(const test_data *data, const kembar_cells *cells, size_t row, size_t cell) {
    return kembar_estimate_product(data->projection + row * DIMENSIONS,
                                   cells->centres + cell * DIMENSIONS, DIMENSIONS);
}

/* Each row lies once in the cell whose centre is nearest to it, and topics do not mix. */
static void rows_lie_in_their_nearest_cell(void **state) {
    const test_data *data = *state;
    kembar_cells cells;
    uint8_t seen[N_ROWS] = {0};
    size_t n_mixed = 0;
    assert_int_equal(build(&cells, data, N_CELLS, NULL, 2), KEMBAR_OK);
    assert_int_equal(cells.first[0], 0);
    assert_int_equal(cells.first[N_CELLS], N_ROWS);
    for (size_t c = 0; c < N_CELLS; c++)
        for (size_t i = cells.first[c]; i < cells.first[c + 1]; i++) {
            uint32_t row = cells.members[i];
            assert_false(seen[row]++);
            if (i > cells.first[c])
                assert_true(cells.members[i - 1] < row);
            n_mixed += row % N_TOPICS != cells.members[cells.first[c]] % N_TOPICS;
            for (size_t other = 0; other < N_CELLS; other++)
                assert_true(product(data, &cells, row, other) <= product(data, &cells, row, c));
        }
    assert_true(n_mixed < N_ROWS / 50);
    kembar_cells_deinit(&cells);
}

static void the_same_for_any_threads_and_product(void **state) {
    kembar_cells one, other;
    kembar_blas *blas = NULL;
    (void)!kembar_blas_open(&blas, NULL); /* without OpenBLAS both are the plain product */
    assert_int_equal(build(&one, *state, N_CELLS, NULL, 1), KEMBAR_OK);
    for (int n_threads = 1; n_threads <= 5; n_threads += 2) {
        assert_int_equal(build(&other, *state, N_CELLS, blas, n_threads), KEMBAR_OK);
        assert_memory_equal(one.first, other.first, (N_CELLS + 1) * sizeof *one.first);
        assert_memory_equal(one.members, other.members, N_ROWS * sizeof *one.members);
        assert_memory_equal(one.centres, other.centres, N_CELLS * DIMENSIONS * sizeof(float));
        kembar_cells_deinit(&other);
    }
    kembar_cells_deinit(&one);
    kembar_blas_close(blas);
}

/* Of all cells those with the largest products, ties by the smaller number. */
static void finds_the_nearest_cells(void **state) {
    const test_data *data = *state;
    kembar_cells cells;
    kembar_cell_finder finder;
    uint32_t found[N_CELLS];
    assert_int_equal(build(&cells, data, N_CELLS, NULL, 1), KEMBAR_OK);
    assert_int_equal(kembar_cell_finder_init(&finder, N_CELLS), KEMBAR_OK);
    kembar_cells_compare(&cells, NULL, &finder, data->projection, KEMBAR_CELLS_BLOCK);
    for (size_t i = 0; i < KEMBAR_CELLS_BLOCK; i++) {
        size_t n_best = 1 + i % N_CELLS;
        uint8_t is_found[N_CELLS] = {0};
        kembar_cells_nearest(&cells, &finder, data->projection, i, n_best, found);
        for (size_t k = 0; k < n_best; k++)
            assert_false(is_found[found[k]]++);
        for (size_t c = 0; c < N_CELLS; c++) {
            size_t n_before = 0;
            float own = product(data, &cells, i, c);
            for (size_t o = 0; o < N_CELLS; o++) {
                float others = product(data, &cells, i, o);
                n_before += others > own || (others == own && o < c);
            }
            assert_int_equal(is_found[c], n_before < n_best);
        }
    }
    kembar_cell_finder_deinit(&finder);
    kembar_cells_deinit(&cells);
}

static void one_cell_holds_all(void **state) {
    kembar_cells cells;
    assert_int_equal(build(&cells, *state, 1, NULL, 1), KEMBAR_OK);
    assert_int_equal(cells.first[1], N_ROWS);
    for (uint32_t i = 0; i < N_ROWS; i++)
        assert_int_equal(cells.members[i], i);
    kembar_cells_deinit(&cells);
}

static kembar_status build_once(void *context) {
    kembar_cells cells;
    kembar_status status = build(&cells, context, N_CELLS, NULL, 1);
    assert_int_equal(cells.members != NULL, status == KEMBAR_OK);
    kembar_cells_deinit(&cells);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    assert_true(fail_every_allocation(build_once, *state) >= 11);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_lie_in_their_nearest_cell),
        cmocka_unit_test(the_same_for_any_threads_and_product),
        cmocka_unit_test(finds_the_nearest_cells),
        cmocka_unit_test(one_cell_holds_all),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
