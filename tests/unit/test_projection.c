#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/random.h"
#include "feature/projection.h"

enum { N_ROWS = 200, ROW_ITEMS = 100, N_TERMS = 3000, DIMENSIONS = KEMBAR_PROJECTION_DIMENSIONS };

typedef struct test_data {
    kembar_sparse matrix;
    kembar_frequencies frequencies;
} test_data;

/* Unit rows over N_TERMS terms; neighbours share part of their terms. */
static test_data make(void) {
    test_data out = {0};
    kembar_random random = {11};
    assert_int_equal(kembar_sparse_init(&out.matrix, N_ROWS, N_TERMS, N_ROWS * ROW_ITEMS),
                     KEMBAR_OK);
    out.frequencies.terms = kembar_alloc(N_TERMS, sizeof(uint64_t));
    out.frequencies.documents = kembar_alloc(N_TERMS + 1, sizeof(uint32_t));
    for (size_t i = 0; i <= N_TERMS; i++)
        out.frequencies.documents[i] = 2;
    out.frequencies.n_terms = N_TERMS;
    for (size_t i = 0; i < N_TERMS; i++)
        out.frequencies.terms[i] = i << 40 | kembar_random_next(&random) >> 24;
    for (size_t i = 0; i < N_ROWS * ROW_ITEMS; i++) {
        /* A stretch of 6 columns for each item, rows begin at 12 stretches. */
        size_t row = i / ROW_ITEMS, item = i % ROW_ITEMS;
        out.matrix.first[row + 1] = i + 1;
        out.matrix.columns[i] =
            (uint32_t)((row % 12) * 200 + item * 6 + kembar_random_below(&random, 6));
        out.matrix.values[i] = (float)(1 + kembar_random_below(&random, 9));
    }
    kembar_sparse_normalise(&out.matrix);
    assert_int_equal(kembar_sparse_validate(&out.matrix, 1, NULL), KEMBAR_OK);
    return out;
}

static float *project(const test_data *data, int n_threads) {
    float *out = kembar_alloc(data->matrix.n_rows, DIMENSIONS * sizeof *out);
    assert_non_null(out);
    uint32_t rows[N_ROWS];
    kembar_projector projector;
    for (uint32_t i = 0; i < N_ROWS; i++)
        rows[i] = i;
    assert_int_equal(kembar_projector_init(&projector, &data->matrix, &data->frequencies),
                     KEMBAR_OK);
    assert_int_equal(kembar_projector_apply(&projector, rows, N_ROWS, n_threads, out, NULL),
                     KEMBAR_OK);
    kembar_projector_deinit(&projector);
    return out;
}

static double product(const float *rows, size_t i, size_t j) {
    double sum = 0;
    for (size_t k = 0; k < DIMENSIONS; k++)
        sum += (double)rows[i * DIMENSIONS + k] * (double)rows[j * DIMENSIONS + k];
    return sum;
}

static void free_data(test_data *data, float *rows) {
    kembar_free(rows);
    kembar_sparse_deinit(&data->matrix);
    kembar_frequencies_deinit(&data->frequencies);
}

static void keeps_products_up_to_the_promised_error(void **state) {
    (void)state;
    test_data data = make();
    float *rows = project(&data, 1);
    double squares = 0, bias = 0, n = N_ROWS * (N_ROWS - 1) / 2.0;
    for (size_t i = 0; i < N_ROWS; i++)
        for (size_t j = 0; j < i; j++) {
            double off = product(rows, i, j) - kembar_sparse_dot(&data.matrix, i, j);
            squares += off * off;
            bias += off;
        }
    assert_true(sqrt(squares / n) < 1.1 / sqrt(DIMENSIONS));
    assert_true(fabs(bias / n) < 0.01);
    free_data(&data, rows);
}

static void the_same_for_any_threads(void **state) {
    (void)state;
    test_data data = make();
    float *one = project(&data, 1), *seven = project(&data, 7);
    assert_memory_equal(one, seven, N_ROWS * DIMENSIONS * sizeof *one);
    kembar_free(seven);
    free_data(&data, one);
}

/* Columns move when other documents join; a term's places do not. */
static void places_hang_on_the_term_alone(void **state) {
    (void)state;
    test_data data = make();
    float *before = project(&data, 1);
    uint64_t *terms = data.frequencies.terms;
    uint64_t *more = kembar_alloc(N_TERMS + 1, sizeof *more);
    more[0] = 0;
    memcpy(more + 1, terms, N_TERMS * sizeof *more);
    data.frequencies.terms = more;
    kembar_free(terms);
    for (size_t i = 0; i < N_ROWS * ROW_ITEMS; i++)
        data.matrix.columns[i]++;
    data.matrix.n_columns++;
    float *after = project(&data, 1);
    assert_memory_equal(before, after, N_ROWS * DIMENSIONS * sizeof *before);
    kembar_free(before);
    free_data(&data, after);
}

static void terms_of_one_document_have_no_place(void **state) {
    (void)state;
    static size_t first[] = {0, 3};
    static uint32_t columns[] = {0, 1, 2}, documents[] = {1, 2, 1};
    static uint64_t terms[] = {10, 20, 30};
    static float values[] = {0.6F, 0.5F, 0.6F};
    kembar_sparse matrix = {1, 3, first, columns, values};
    kembar_frequencies frequencies = {terms, documents, 3, 2};
    kembar_projector projector;
    float out[DIMENSIONS];
    size_t n = 0;
    assert_int_equal(kembar_projector_init(&projector, &matrix, &frequencies), KEMBAR_OK);
    kembar_projector_row(&projector, 0, out);
    for (size_t i = 0; i < DIMENSIONS; i++)
        n += out[i] != 0;
    assert_true(n == 1 || n == 2);
    kembar_projector_deinit(&projector);
}

static void an_empty_row_is_zero(void **state) {
    (void)state;
    kembar_sparse matrix;
    kembar_frequencies none = {0};
    float out[DIMENSIONS];
    memset(out, 0xff, sizeof out);
    assert_int_equal(kembar_sparse_init(&matrix, 1, 0, 0), KEMBAR_OK);
    kembar_projector projector;
    assert_int_equal(kembar_projector_init(&projector, &matrix, &none), KEMBAR_OK);
    kembar_projector_row(&projector, 0, out);
    kembar_projector_deinit(&projector);
    for (size_t i = 0; i < DIMENSIONS; i++)
        assert_true(out[i] == 0);
    kembar_sparse_deinit(&matrix);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_products_up_to_the_promised_error),
        cmocka_unit_test(the_same_for_any_threads),
        cmocka_unit_test(places_hang_on_the_term_alone),
        cmocka_unit_test(terms_of_one_document_have_no_place),
        cmocka_unit_test(an_empty_row_is_zero),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
