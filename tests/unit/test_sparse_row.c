#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "feature/sparse_row.h"
#include "make_document.h"
#include "scarce_memory.h"

enum { N_ROWS = 60, N_COLUMNS = 100000 };

/* Rows of 0 to about 1,400 items: some shorter than a chunk, some of several; every third column of
 * a row lies where others have theirs too. */
static kembar_sparse make(void) {
    kembar_sparse out;
    kembar_random random = {5};
    size_t n = 0;
    assert_int_equal(kembar_sparse_init(&out, N_ROWS, N_COLUMNS, (size_t)N_ROWS * 1500), KEMBAR_OK);
    for (size_t i = 0; i < N_ROWS; i++) {
        uint32_t column = 0;
        for (size_t k = i * i / 3 + i; k > 0; k--) {
            uint32_t step = 1 + (uint32_t)kembar_random_below(&random, 60);
            column = k % 3 ? column + step : (column / 64 + 1) * 64;
            out.columns[n] = column;
            out.values[n++] = (float)kembar_random_below(&random, 1000) * 1e-3F;
        }
        out.first[i + 1] = n;
    }
    kembar_sparse_normalise(&out);
    assert_int_equal(kembar_sparse_validate(&out, 1, NULL), KEMBAR_OK);
    return out;
}

static void dots_are_those_of_the_merge(void **state) {
    (void)state;
    kembar_sparse matrix = make();
    kembar_sparse_row row = {0};
    size_t n_shared = 0;
    /* Downwards, so that a table is used again for shorter rows. */
    for (size_t i = N_ROWS; i-- > 0;) {
        assert_int_equal(kembar_sparse_row_set(&row, &matrix, i), KEMBAR_OK);
        for (size_t j = 0; j < N_ROWS; j++) {
            double expected = kembar_sparse_dot(&matrix, i, j);
            assert_true(kembar_sparse_row_dot(&row, &matrix, j) == expected);
            n_shared += expected > 0;
        }
    }
    assert_true(n_shared > N_ROWS * N_ROWS / 2);
    kembar_sparse_row_deinit(&row);
    kembar_sparse_deinit(&matrix);
}

static kembar_status set_once(void *context) {
    kembar_sparse_row row = {0};
    kembar_status status = kembar_sparse_row_set(&row, context, N_ROWS - 1);
    kembar_sparse_row_deinit(&row);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    kembar_sparse matrix = make();
    assert_true(fail_every_allocation(set_once, &matrix) >= 3);
    kembar_sparse_deinit(&matrix);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dots_are_those_of_the_merge),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
