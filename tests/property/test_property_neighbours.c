/* Neighbours are those of comparing every row with every other, whatever the number of rows beside
 * the tiles of the product, the product that is used and the number of threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/random.h"
#include "pair/neighbours.h"

enum { N_TERMS = 3000, MAX_ROW = 60, MAX_ROWS = 641, FAMILY = 7 };

typedef struct rows {
    kembar_sparse matrix;
    kembar_frequencies frequencies;
} rows;

static int compare_u32(const void *x, const void *y) {
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

static size_t unique(uint32_t *items, size_t n) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || items[kept - 1] != items[i])
            items[kept++] = items[i];
    return kept;
}

/* Every row takes some of its terms from the first of its family; some have none, some only one. */
static void fill_row(kembar_sparse *matrix, kembar_random *random, size_t i) {
    uint32_t *columns = matrix->columns + matrix->first[i];
    float *values = matrix->values + matrix->first[i];
    size_t n = kembar_random_below(random, 20) == 0 ? kembar_random_below(random, 2)
                                                    : 2 + kembar_random_below(random, MAX_ROW - 1);
    size_t of = i - i % FAMILY;
    size_t n_of = of < i ? matrix->first[of + 1] - matrix->first[of] : 0;
    for (size_t k = 0; k < n; k++) {
        int takes = n_of > 0 && kembar_random_below(random, 100) < 75;
        columns[k] = takes ? matrix->columns[matrix->first[of] + kembar_random_below(random, n_of)]
                           : (uint32_t)kembar_random_below(random, N_TERMS);
    }
    qsort(columns, n, sizeof *columns, compare_u32);
    n = unique(columns, n);
    for (size_t k = 0; k < n; k++)
        values[k] = (float)(1 + kembar_random_below(random, 8));
    matrix->first[i + 1] = matrix->first[i] + n;
}

static rows make_rows(size_t n_rows, uint64_t seed) {
    rows out = {.frequencies = {.n_terms = N_TERMS}};
    kembar_random random = {seed};
    assert_int_equal(kembar_sparse_init(&out.matrix, n_rows, N_TERMS, n_rows * MAX_ROW), KEMBAR_OK);
    for (size_t i = 0; i < n_rows; i++)
        fill_row(&out.matrix, &random, i);
    kembar_sparse_normalise(&out.matrix);
    assert_int_equal(kembar_sparse_validate(&out.matrix, 1, NULL), KEMBAR_OK);
    out.frequencies.terms = kembar_alloc(N_TERMS, sizeof *out.frequencies.terms);
    out.frequencies.documents = kembar_alloc_zeroed(N_TERMS, sizeof *out.frequencies.documents);
    assert_non_null(out.frequencies.terms);
    assert_non_null(out.frequencies.documents);
    for (size_t k = 0; k < out.matrix.first[n_rows]; k++)
        out.frequencies.documents[out.matrix.columns[k]]++;
    for (uint64_t i = 0; i < N_TERMS; i++)
        out.frequencies.terms[i] = kembar_hash_mix(i + 1);
    return out;
}

static void free_rows(rows *data) {
    kembar_sparse_deinit(&data->matrix);
    kembar_frequencies_deinit(&data->frequencies);
}

static double cosine(const kembar_sparse *m, size_t i, size_t j) {
    double sum = 0;
    for (size_t x = m->first[i]; x < m->first[i + 1]; x++)
        for (size_t y = m->first[j]; y < m->first[j + 1]; y++)
            if (m->columns[x] == m->columns[y])
                sum += (double)m->values[x] * (double)m->values[y];
    return sum;
}

typedef struct tally {
    size_t n_near, n_found;
    unsigned expected[MAX_ROWS], found[MAX_ROWS]; /* how often a row is near another, by its list */
} tally;

/* Order and scores of a list, and how many of the nearest it holds. */
static void check_list(const kembar_sparse *matrix, const kembar_neighbours *found, size_t i,
                       const kembar_options *options, tally *sum) {
    const kembar_neighbour *list = found->items + i * found->stride;
    size_t n_near = 0;
    for (size_t j = 0; j < matrix->n_rows; j++) {
        int32_t similarity = (int32_t)lround(1e6 * cosine(matrix, i, j));
        int is_near = j != i && similarity >= options->related_micro;
        n_near += is_near ? 1 : 0;
        sum->expected[j] += is_near ? 1 : 0;
    }
    for (uint32_t k = 0; k < found->counts[i]; k++) {
        double exact = 1e6 * cosine(matrix, i, list[k].doc_id);
        assert_true(list[k].doc_id != i);
        sum->found[list[k].doc_id]++;
        assert_true(fabs((double)list[k].similarity - exact) <= 0.51);
        assert_true(list[k].similarity >= options->related_micro);
        if (k > 0)
            assert_true(list[k - 1].similarity > list[k].similarity ||
                        (list[k - 1].similarity == list[k].similarity &&
                         list[k - 1].doc_id < list[k].doc_id));
    }
    sum->n_near += n_near < found->stride ? n_near : found->stride;
    sum->n_found += found->counts[i];
    assert_true(found->counts[i] <= n_near);
}

/* No row is lost at the edge of a tile: who is near several is found by some. */
static void expect_all_found(tally *sum) {
    for (size_t i = 0; i < MAX_ROWS; i++) {
        if (sum->expected[i] >= 2 && sum->found[i] == 0)
            fail_msg("row %zu: near %u, found by none", i, sum->expected[i]);
        sum->expected[i] = sum->found[i] = 0;
    }
}

static kembar_neighbours find(const rows *data, const kembar_blas *blas,
                              const kembar_options *options, size_t reach) {
    kembar_neighbours out;
    kembar_neighbours_input input = {&data->matrix, &data->frequencies, NULL, blas, options, reach};
    assert_int_equal(kembar_neighbours_find(&out, &input, NULL), KEMBAR_OK);
    return out;
}

static void expect_same(const kembar_neighbours *a, const kembar_neighbours *b) {
    for (size_t i = 0; i < a->n_documents; i++) {
        assert_int_equal(a->counts[i], b->counts[i]);
        assert_memory_equal(a->items + i * a->stride, b->items + i * b->stride,
                            a->counts[i] * sizeof *a->items);
    }
}

static void neighbours_are_those_of_brute_force(void **state) {
    /* Tiles have 256 rows and 512 columns; rows without terms take no place in them. */
    static const size_t sizes[] = {1,   2,   3,   127, 128, 129, 255,
                                   257, 511, 513, 540, 560, 600, MAX_ROWS};
    kembar_blas *blas = NULL;
    static tally sum;
    sum = (tally){0};
    (void)state;
    (void)!kembar_blas_open(&blas, NULL); /* without OpenBLAS both products are the plain one */
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        rows data = make_rows(sizes[s], 50 + s);
        kembar_options options = kembar_options_default();
        options.related_micro = 300000;
        options.n_threads = 1;
        kembar_neighbours one = find(&data, NULL, &options, KEMBAR_NEIGHBOUR_REACH);
        for (size_t i = 0; i < sizes[s]; i++)
            check_list(&data.matrix, &one, i, &options, &sum);
        expect_all_found(&sum);
        options.n_threads = 3;
        kembar_neighbours other = find(&data, blas, &options, KEMBAR_NEIGHBOUR_REACH);
        expect_same(&one, &other);
        kembar_neighbours_deinit(&one);
        kembar_neighbours_deinit(&other);
        free_rows(&data);
    }
    kembar_blas_close(blas);
    assert_true(sum.n_near > 5000);
    if (sum.n_found < sum.n_near - sum.n_near / 100)
        fail_msg("%zu of %zu", sum.n_found, sum.n_near);
}

/* Within cells fewer rows are compared; which they are and what comes of it depends on neither the
 * product nor the number of threads, and scores are exact. */
static void cells_are_the_same_for_any_product(void **state) {
    static const size_t reaches[] = {32, 64, 200};
    kembar_blas *blas = NULL;
    static tally sum;
    (void)state;
    sum = (tally){0};
    (void)!kembar_blas_open(&blas, NULL);
    for (size_t r = 0; r < sizeof reaches / sizeof *reaches; r++) {
        rows data = make_rows(MAX_ROWS, 80 + r);
        kembar_options options = kembar_options_default();
        options.related_micro = 300000;
        options.n_threads = 1;
        kembar_neighbours one = find(&data, NULL, &options, reaches[r]);
        for (size_t i = 0; i < MAX_ROWS; i++)
            check_list(&data.matrix, &one, i, &options, &sum);
        options.n_threads = 3;
        kembar_neighbours other = find(&data, blas, &options, reaches[r]);
        expect_same(&one, &other);
        kembar_neighbours_deinit(&one);
        kembar_neighbours_deinit(&other);
        free_rows(&data);
    }
    kembar_blas_close(blas);
    assert_true(2 * sum.n_found > sum.n_near);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(neighbours_are_those_of_brute_force),
        cmocka_unit_test(cells_are_the_same_for_any_product),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
