#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "feature/sparse.h"
#include "make_document.h"
#include "scarce_memory.h"

/* Rows {1: 3, 4: 4}, {}, {0: 1, 4: 2}. */
static kembar_sparse make(void) {
    static const size_t first[] = {0, 2, 2, 4};
    static const uint32_t columns[] = {1, 4, 0, 4};
    static const float values[] = {3, 4, 1, 2};
    kembar_sparse sparse;
    assert_int_equal(kembar_sparse_init(&sparse, 3, 5, 4), KEMBAR_OK);
    for (size_t i = 0; i <= 3; i++)
        assert_int_equal(sparse.first[i], 0);
    memcpy(sparse.first, first, sizeof first);
    memcpy(sparse.columns, columns, sizeof columns);
    memcpy(sparse.values, values, sizeof values);
    return sparse;
}

static void multiplies_rows(void **state) {
    (void)state;
    kembar_sparse sparse = make();
    static const double expected[3][3] = {{25, 0, 8}, {0, 0, 0}, {8, 0, 5}};
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 3; j++)
            assert_true(kembar_sparse_dot(&sparse, i, j) == expected[i][j]);
    kembar_sparse_deinit(&sparse);
}

static void normalises_rows(void **state) {
    (void)state;
    kembar_sparse sparse = make();
    assert_int_equal(kembar_sparse_validate(&sparse, 0, NULL), KEMBAR_OK);
    assert_int_equal(kembar_sparse_validate(&sparse, 1, NULL), KEMBAR_ERROR_FORMAT);
    kembar_sparse_normalise(&sparse);
    assert_int_equal(kembar_sparse_validate(&sparse, 1, NULL), KEMBAR_OK);
    assert_true(fabsf(sparse.values[0] - 0.6F) < 1e-6F && fabsf(sparse.values[1] - 0.8F) < 1e-6F);
    assert_true(fabs(kembar_sparse_dot(&sparse, 2, 2) - 1) < 1e-6);
    assert_true(kembar_sparse_dot(&sparse, 1, 1) == 0);
    kembar_sparse_deinit(&sparse);
    assert_null(sparse.first);
}

static void expect_fault(kembar_sparse *sparse, uint64_t row) {
    kembar_error error = {0};
    assert_int_equal(kembar_sparse_validate(sparse, 0, &error), KEMBAR_ERROR_FORMAT);
    assert_int_equal(error.position, row);
    kembar_sparse_deinit(sparse);
}

static void validate_names_the_row(void **state) {
    (void)state;
    kembar_sparse sparse = make();
    sparse.first[0] = 1;
    expect_fault(&sparse, 0);
    sparse = make();
    sparse.first[2] = 1; /* row 2 ends before it begins */
    expect_fault(&sparse, 2);
    sparse = make();
    sparse.columns[3] = 5;
    expect_fault(&sparse, 3);
    sparse = make();
    sparse.columns[0] = 4; /* twice the same */
    expect_fault(&sparse, 1);
    sparse = make();
    sparse.values[2] = NAN;
    expect_fault(&sparse, 3);
    sparse = make();
    sparse.values[0] = INFINITY;
    expect_fault(&sparse, 1);
}

static void may_be_empty(void **state) {
    (void)state;
    kembar_sparse sparse;
    assert_int_equal(kembar_sparse_init(&sparse, 0, 0, 0), KEMBAR_OK);
    assert_int_equal(kembar_sparse_validate(&sparse, 1, NULL), KEMBAR_OK);
    kembar_sparse_normalise(&sparse);
    kembar_sparse_deinit(&sparse);
}

static kembar_status init_once(void *context) {
    (void)context;
    kembar_sparse sparse;
    kembar_status status = kembar_sparse_init(&sparse, 3, 3, 3);
    assert_int_equal(sparse.n_rows, status ? 0 : 3);
    kembar_sparse_deinit(&sparse);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    assert_int_equal(fail_every_allocation(init_once, NULL), 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(multiplies_rows),
        cmocka_unit_test(normalises_rows),
        cmocka_unit_test(validate_names_the_row),
        cmocka_unit_test(may_be_empty),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
