#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/random.h"
#include "make_document.h"
#include "pair/blas.h"
#include "pair/neighbours.h"
#include "scarce_memory.h"

enum { N_ROWS = 400, ROW_ITEMS = 40, N_TERMS = 4000, FAMILY = 8 };

typedef struct test_data {
    kembar_sparse matrix;
    kembar_frequencies frequencies;
    kembar_options options;
    kembar_blas *blas;
    size_t reach; /* 0: the default */
} test_data;

static int compare_u32(const void *x, const void *y) {
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

/* Row i shares some of its terms with the others of its family of FAMILY rows; distinct, ascending.
 */
static void fill_row(kembar_sparse *matrix, kembar_random *random, size_t i) {
    uint32_t *columns = matrix->columns + i * ROW_ITEMS;
    size_t n_shared = 20 + i / FAMILY % 18;
    for (size_t k = 0; k < ROW_ITEMS; k++) {
        uint64_t key = k < n_shared ? i / FAMILY * 1000 + k : kembar_random_next(random);
        columns[k] = (uint32_t)(kembar_hash_mix(key) % N_TERMS);
        for (size_t at = 0; at < k; at++)
            if (columns[at] == columns[k]) { /* another one, and compare again */
                columns[k] = (columns[k] + 1) % N_TERMS;
                at = (size_t)-1;
            }
        matrix->values[i * ROW_ITEMS + k] = 1;
    }
    qsort(columns, ROW_ITEMS, sizeof *columns, compare_u32);
    matrix->first[i + 1] = (i + 1) * ROW_ITEMS;
}

static int make_data(void **state) {
    static test_data data;
    kembar_random random = {21};
    if (kembar_sparse_init(&data.matrix, N_ROWS, N_TERMS, N_ROWS * ROW_ITEMS))
        return -1;
    for (size_t i = 0; i < N_ROWS; i++)
        fill_row(&data.matrix, &random, i);
    kembar_sparse_normalise(&data.matrix);
    data.frequencies.terms = kembar_alloc(N_TERMS, sizeof(uint64_t));
    data.frequencies.documents = kembar_alloc(N_TERMS, sizeof(uint32_t));
    data.frequencies.n_terms = N_TERMS;
    for (size_t i = 0; i < N_TERMS; i++) {
        data.frequencies.terms[i] = kembar_hash_mix(i + 1);
        data.frequencies.documents[i] = 2;
    }
    data.options = kembar_options_default();
    data.options.related_micro = 300000;
    data.options.n_threads = 1;
    /* Without OpenBLAS the tests that need it are skipped. */
    (void)!kembar_blas_open(&data.blas, NULL);
    *state = &data;
    return kembar_sparse_validate(&data.matrix, 1, NULL) == KEMBAR_OK ? 0 : -1;
}

static int free_data(void **state) {
    test_data *data = *state;
    kembar_sparse_deinit(&data->matrix);
    kembar_frequencies_deinit(&data->frequencies);
    kembar_blas_close(data->blas);
    return 0;
}

static void fill_random(float *out, size_t n, uint64_t seed) {
    kembar_random random = {seed};
    for (size_t i = 0; i < n; i++)
        out[i] = (float)kembar_random_below(&random, 2001) * 1e-3F - 1;
}

static void plain_product_equals_openblas(void **state) {
    const test_data *data = *state;
    static const size_t shapes[][3] = {{1, 1, 1}, {3, 5, 512}, {128, 512, 512}, {127, 33, 64}};
    if (!data->blas)
        skip();
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        size_t m = shapes[s][0], n = shapes[s][1], k = shapes[s][2];
        float *a = kembar_alloc(m * k, sizeof *a), *b = kembar_alloc(n * k, sizeof *b);
        float *plain = kembar_alloc(m * n, sizeof *plain),
              *fast = kembar_alloc(m * n, sizeof *fast);
        fill_random(a, m * k, 2 * s + 1);
        fill_random(b, n * k, 2 * s + 2);
        kembar_blas_multiply(NULL, m, n, k, a, b, plain);
        kembar_blas_multiply(data->blas, m, n, k, a, b, fast);
        for (size_t i = 0; i < m * n; i++) {
            double sum = 0;
            for (size_t x = 0; x < k; x++)
                sum += (double)a[i / n * k + x] * (double)b[i % n * k + x];
            assert_true(fabs((double)plain[i] - sum) < 1e-6 * (double)k);
            assert_true(fabs((double)fast[i] - sum) < 1e-6 * (double)k);
        }
        kembar_free(a);
        kembar_free(b);
        kembar_free(plain);
        kembar_free(fast);
    }
}

static void names_its_core(void **state) {
    const test_data *data = *state;
    assert_string_equal(kembar_blas_core(NULL), "none");
    if (data->blas)
        assert_true(strlen(kembar_blas_core(data->blas)) > 0);
}

static void leaves_the_environment_as_it_was(void **state) {
    (void)state;
    assert_int_equal(unsetenv("OPENBLAS_CORETYPE"), 0);
    assert_int_equal(setenv("OPENBLAS_NUM_THREADS", "3", 1), 0);
    kembar_blas *blas = NULL;
    if (kembar_blas_open(&blas, NULL) == KEMBAR_OK)
        assert_non_null(blas);
    assert_null(getenv("OPENBLAS_CORETYPE"));
    assert_string_equal(getenv("OPENBLAS_NUM_THREADS"), "3");
    kembar_blas_close(blas);
}

static kembar_neighbours find(const test_data *data, const kembar_options *options,
                              const uint8_t *take, const kembar_blas *blas) {
    kembar_neighbours out;
    kembar_neighbours_input input = {
        &data->matrix, &data->frequencies,
        take,          blas,
        options,       data->reach ? data->reach : KEMBAR_NEIGHBOUR_REACH};
    assert_int_equal(kembar_neighbours_find(&out, &input, NULL), KEMBAR_OK);
    assert_int_equal(out.stride, options->n_neighbours);
    return out;
}

/* Every neighbour is scored rightly, and the lists are in order; all but n_expected / lost are
 * found. */
static void expect_nearest(const test_data *data, size_t lost) {
    kembar_neighbours found = find(data, &data->options, NULL, NULL);
    size_t n_found = 0, n_expected = 0;
    for (uint32_t i = 0; i < N_ROWS; i++) {
        const kembar_neighbour *list = found.items + i * found.stride;
        size_t n_near = 0;
        for (uint32_t j = 0; j < N_ROWS; j++)
            n_near +=
                i != j && kembar_similarity(&data->matrix, i, j) >= data->options.related_micro;
        n_expected += n_near < found.stride ? n_near : found.stride;
        n_found += found.counts[i];
        for (uint32_t k = 0; k < found.counts[i]; k++) {
            assert_int_not_equal(list[k].doc_id, i);
            assert_int_equal(list[k].similarity,
                             kembar_similarity(&data->matrix, i, list[k].doc_id));
            assert_true(list[k].similarity >= data->options.related_micro);
            if (k)
                assert_true(list[k - 1].similarity > list[k].similarity ||
                            (list[k - 1].similarity == list[k].similarity &&
                             list[k - 1].doc_id < list[k].doc_id));
        }
    }
    assert_true(n_expected > 3 * N_ROWS);
    assert_true(n_found >= n_expected - n_expected / lost);
    kembar_neighbours_deinit(&found);
}

static void finds_the_nearest(void **state) {
    expect_nearest(*state, 200);
}

/* 40 cells, of which a row visits 10. */
static void finds_nearly_all_in_cells(void **state) {
    test_data data = *(const test_data *)*state;
    data.reach = 96;
    expect_nearest(&data, 20);
}

static void expect_same(const kembar_neighbours *a, kembar_neighbours *b) {
    assert_memory_equal(a->counts, b->counts, N_ROWS * sizeof *a->counts);
    for (size_t i = 0; i < N_ROWS; i++)
        assert_memory_equal(a->items + i * a->stride, b->items + i * b->stride,
                            a->counts[i] * sizeof *a->items);
    kembar_neighbours_deinit(b);
}

static void expect_same_for_any_threads_and_product(const test_data *data) {
    kembar_neighbours one = find(data, &data->options, NULL, NULL);
    for (int32_t n_threads = 1; n_threads <= 7; n_threads += 3)
        for (int with_blas = 0; with_blas < 2; with_blas++) {
            kembar_options options = data->options;
            options.n_threads = n_threads;
            kembar_neighbours other = find(data, &options, NULL, with_blas ? data->blas : NULL);
            expect_same(&one, &other);
        }
    kembar_neighbours_deinit(&one);
}

static void the_same_for_any_threads_and_product(void **state) {
    test_data data = *(const test_data *)*state;
    expect_same_for_any_threads_and_product(&data);
    data.reach = 96;
    expect_same_for_any_threads_and_product(&data);
}

static void only_those_taken_take_part(void **state) {
    const test_data *data = *state;
    uint8_t take[N_ROWS];
    size_t n = 0;
    for (size_t i = 0; i < N_ROWS; i++)
        take[i] = i % 3 != 0;
    kembar_neighbours found = find(data, &data->options, take, NULL);
    for (size_t i = 0; i < N_ROWS; i++) {
        if (!take[i])
            assert_int_equal(found.counts[i], 0);
        n += found.counts[i];
        for (uint32_t k = 0; k < found.counts[i]; k++)
            assert_true(take[found.items[i * found.stride + k].doc_id]);
    }
    assert_true(n > N_ROWS);
    kembar_neighbours_deinit(&found);
}

/* More equal rows than a pool holds. */
static void many_equal_rows_keep_the_first(void **state) {
    (void)state;
    enum { N_EQUAL = 1300 };
    test_data equal = {.options = kembar_options_default()};
    uint64_t term = 77;
    uint32_t n_with = N_EQUAL;
    equal.options.n_threads = 2;
    assert_int_equal(kembar_sparse_init(&equal.matrix, N_EQUAL, 1, N_EQUAL), KEMBAR_OK);
    for (size_t i = 0; i < N_EQUAL; i++) {
        equal.matrix.first[i + 1] = i + 1;
        equal.matrix.columns[i] = 0;
        equal.matrix.values[i] = 1;
    }
    equal.frequencies = (kembar_frequencies){.terms = &term, .documents = &n_with, .n_terms = 1};
    kembar_neighbours found = find(&equal, &equal.options, NULL, NULL);
    for (uint32_t i = 0; i < N_EQUAL; i += 300)
        for (uint32_t k = 0; k < found.counts[i]; k++) {
            assert_int_equal(found.items[i * found.stride + k].doc_id, k + (i <= k));
            assert_int_equal(found.items[i * found.stride + k].similarity, 1000000);
        }
    assert_int_equal(found.counts[0], found.stride);
    kembar_neighbours_deinit(&found);
    /* All lie in one cell, most of which a row does not see. */
    equal.reach = 50;
    found = find(&equal, &equal.options, NULL, NULL);
    for (uint32_t i = 0; i < N_EQUAL; i++)
        assert_int_equal(found.counts[i], found.stride);
    kembar_neighbours_deinit(&found);
    kembar_sparse_deinit(&equal.matrix);
}

static void empty_rows_have_none(void **state) {
    (void)state;
    test_data empty = {.options = kembar_options_default()};
    empty.options.n_threads = 2;
    assert_int_equal(kembar_sparse_init(&empty.matrix, 3, 0, 0), KEMBAR_OK);
    kembar_neighbours found = find(&empty, &empty.options, NULL, NULL);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(found.counts[i], 0);
    kembar_neighbours_deinit(&found);
    kembar_sparse_deinit(&empty.matrix);
}

static void similarity_is_a_rounded_cosine(void **state) {
    (void)state;
    static size_t first[] = {0, 2, 4, 5};
    static uint32_t columns[] = {0, 1, 0, 1, 1};
    static float values[] = {0.6F, 0.8F, -1, 0, 1};
    kembar_sparse matrix = {3, 2, first, columns, values};
    assert_int_equal(kembar_similarity(&matrix, 0, 0), 1000000);
    assert_int_equal(kembar_similarity(&matrix, 0, 2), 800000);
    assert_int_equal(kembar_similarity(&matrix, 0, 1), 0);
    assert_int_equal(kembar_similarity(&matrix, 1, 2), 0);
}

static kembar_status find_once(void *context) {
    const test_data *data = context;
    kembar_neighbours out;
    kembar_neighbours_input input = {&data->matrix, &data->frequencies, NULL,
                                     NULL,          &data->options,     data->reach};
    kembar_status status = kembar_neighbours_find(&out, &input, NULL);
    assert_int_equal(out.items != NULL, status == KEMBAR_OK);
    kembar_neighbours_deinit(&out);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    test_data data = *(const test_data *)*state;
    data.reach = KEMBAR_NEIGHBOUR_REACH;
    assert_true(fail_every_allocation(find_once, &data) >= 12);
    data.reach = 96;
    assert_true(fail_every_allocation(find_once, &data) >= 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_product_equals_openblas),
        cmocka_unit_test(names_its_core),
        cmocka_unit_test(leaves_the_environment_as_it_was),
        cmocka_unit_test(finds_the_nearest),
        cmocka_unit_test(finds_nearly_all_in_cells),
        cmocka_unit_test(the_same_for_any_threads_and_product),
        cmocka_unit_test(only_those_taken_take_part),
        cmocka_unit_test(many_equal_rows_keep_the_first),
        cmocka_unit_test(empty_rows_have_none),
        cmocka_unit_test(similarity_is_a_rounded_cosine),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, make_data, free_data);
}
