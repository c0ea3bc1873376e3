#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "feature/tfidf.h"
#include "make_document.h"
#include "scarce_memory.h"

/* A table of documents with two terms each, and an empty one at the end. */
static kembar_status make(kembar_term_table *out, size_t n_full, const uint64_t terms[][2],
                          const float counts[][2]) {
    *out = (kembar_term_table){.n_documents = n_full + 1};
    out->first = kembar_alloc_zeroed(n_full + 2, sizeof *out->first);
    out->terms = kembar_alloc(2 * n_full, sizeof *out->terms);
    out->counts = kembar_alloc(2 * n_full, sizeof *out->counts);
    if (!out->first || !out->terms || !out->counts) {
        kembar_term_table_deinit(out);
        return KEMBAR_ERROR_MEMORY;
    }
    for (size_t i = 0; i < n_full; i++)
        out->first[i + 1] = 2 * (i + 1);
    out->first[n_full + 1] = 2 * n_full;
    if (n_full) {
        memcpy(out->terms, terms, 2 * n_full * sizeof *out->terms);
        memcpy(out->counts, counts, 2 * n_full * sizeof *out->counts);
    }
    return KEMBAR_OK;
}

/* Documents {10: 1, 20: 2}, {20: 1, 30: 100}, {}. */
static const uint64_t items[2][2] = {{10, 20}, {20, 30}};
static const float counts[2][2] = {{1, 2}, {1, 100}};

static kembar_status fit(kembar_frequencies *frequencies, kembar_sparse *matrix) {
    kembar_term_table table;
    *frequencies = (kembar_frequencies){0};
    *matrix = (kembar_sparse){0};
    kembar_status status = make(&table, 2, items, counts);
    if (!status)
        status = kembar_tfidf_fit(&table, 1, frequencies, matrix, NULL);
    assert_null(table.terms);
    return status;
}

static double weight(double tf, double n_with) {
    return log(1 + tf) * pow(log(1 + 3 / n_with), 0.7);
}

static void weighs_as_the_formula_says(void **state) {
    (void)state;
    kembar_frequencies frequencies;
    kembar_sparse matrix;
    assert_int_equal(fit(&frequencies, &matrix), KEMBAR_OK);
    assert_int_equal(kembar_sparse_validate(&matrix, 1, NULL), KEMBAR_OK);
    if (!matrix.first) {
        fail();
        return;
    }
    assert_int_equal(matrix.n_rows, 3);
    assert_int_equal(matrix.n_columns, 3);
    double rows[2][2] = {{weight(1, 1), weight(2, 2)}, {weight(1, 2), weight(100, 1)}};
    for (size_t i = 0; i < 2; i++) {
        double length = sqrt(rows[i][0] * rows[i][0] + rows[i][1] * rows[i][1]);
        assert_int_equal(matrix.first[i + 1] - matrix.first[i], 2);
        for (size_t k = 0; k < 2; k++) {
            size_t at = matrix.first[i] + k;
            assert_int_equal(frequencies.terms[matrix.columns[at]], items[i][k]);
            assert_true(fabs((double)matrix.values[at] - rows[i][k] / length) < 1e-6);
        }
    }
    assert_int_equal(matrix.first[2], matrix.first[3]);
    assert_true(kembar_tfidf_idf(3, 1) > kembar_tfidf_idf(3, 2));
    assert_true(kembar_tfidf_idf(3, 3) > 0);
    kembar_sparse_deinit(&matrix);
    kembar_frequencies_deinit(&frequencies);
}

static void counts_about_the_table_weigh_alike(void **state) {
    (void)state;
    /* 63, 64 and 65: the logarithm comes from a table or not. */
    for (uint32_t n = 63; n <= 65; n++) {
        const uint64_t terms[1][2] = {{1, 2}};
        const float both[1][2] = {{(float)n, 1}};
        kembar_term_table table;
        assert_int_equal(make(&table, 1, terms, both), KEMBAR_OK);
        kembar_frequencies frequencies;
        kembar_sparse matrix;
        assert_int_equal(kembar_tfidf_fit(&table, 1, &frequencies, &matrix, NULL), KEMBAR_OK);
        double ratio = (double)matrix.values[0] / (double)matrix.values[1];
        assert_true(fabs(ratio - log(1 + (double)n) / log(2)) < 1e-5);
        kembar_sparse_deinit(&matrix);
        kembar_frequencies_deinit(&frequencies);
    }
}

static void nothing_gives_nothing(void **state) {
    (void)state;
    kembar_frequencies frequencies;
    kembar_sparse matrix;
    kembar_term_table table;
    assert_int_equal(make(&table, 0, NULL, NULL), KEMBAR_OK);
    assert_int_equal(kembar_tfidf_fit(&table, 2, &frequencies, &matrix, NULL), KEMBAR_OK);
    assert_int_equal(kembar_sparse_validate(&matrix, 1, NULL), KEMBAR_OK);
    kembar_sparse_deinit(&matrix);
    kembar_frequencies_deinit(&frequencies);
}

static kembar_status fit_once(void *context) {
    (void)context;
    kembar_frequencies frequencies;
    kembar_sparse matrix;
    kembar_status status = fit(&frequencies, &matrix);
    assert_int_equal(frequencies.n_terms, status ? 0 : 3);
    assert_int_equal(matrix.n_rows, status ? 0 : 3);
    kembar_sparse_deinit(&matrix);
    kembar_frequencies_deinit(&frequencies);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    assert_true(fail_every_allocation(fit_once, NULL) >= 8);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weighs_as_the_formula_says),
        cmocka_unit_test(counts_about_the_table_weigh_alike),
        cmocka_unit_test(nothing_gives_nothing),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
