#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/random.h"
#include "base/sort.h"
#include "make_document.h"
#include "model/frequencies.h"
#include "scarce_memory.h"

/* Three documents: {5, 7}, {5, 2^63}, {5}. */
static const uint64_t terms[] = {5, 7, 5, (uint64_t)1 << 63, 5};
static const size_t first[] = {0, 2, 4, 5};

static void counts_documents(void **state) {
    (void)state;
    kembar_frequencies found;
    uint32_t columns[5];
    assert_int_equal(kembar_frequencies_fit(&found, terms, first, 3, 1, 1, columns, NULL),
                     KEMBAR_OK);
    assert_int_equal(found.n_documents, 3);
    assert_int_equal(found.n_terms, 3);
    assert_int_equal(found.terms[0], 5);
    assert_int_equal(found.documents[0], 3);
    assert_int_equal(found.terms[1], 7);
    assert_int_equal(found.documents[1], 1);
    assert_int_equal(found.terms[2], (uint64_t)1 << 63);
    assert_int_equal(found.documents[2], 1);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(found.terms[columns[i]], terms[i]);
        assert_int_equal(kembar_frequencies_column(&found, terms[i]), columns[i]);
    }
    assert_int_equal(kembar_frequencies_column(&found, 6), KEMBAR_FREQUENCIES_NO_COLUMN);
    assert_int_equal(kembar_frequencies_column(&found, 0), KEMBAR_FREQUENCIES_NO_COLUMN);
    assert_int_equal(kembar_frequencies_column(&found, UINT64_MAX), KEMBAR_FREQUENCIES_NO_COLUMN);
    kembar_frequencies_deinit(&found);
}

static void leaves_out_the_rare(void **state) {
    (void)state;
    for (uint32_t min = 1; min <= 4; min++) {
        kembar_frequencies found;
        uint32_t columns[5];
        assert_int_equal(kembar_frequencies_fit(&found, terms, first, 3, min, 1, columns, NULL),
                         KEMBAR_OK);
        assert_int_equal(found.n_terms, min == 1 ? 3 : min <= 3);
        assert_int_equal(columns[1], min == 1 ? 1 : KEMBAR_FREQUENCIES_NO_COLUMN);
        assert_int_equal(columns[4], min <= 3 ? 0 : KEMBAR_FREQUENCIES_NO_COLUMN);
        kembar_frequencies_deinit(&found);
    }
}

static void nothing_gives_nothing(void **state) {
    (void)state;
    static const size_t empty[] = {0, 0, 0};
    kembar_frequencies found;
    assert_int_equal(kembar_frequencies_fit(&found, NULL, NULL, 0, 1, 1, NULL, NULL), KEMBAR_OK);
    assert_int_equal(found.n_terms, 0);
    assert_int_equal(kembar_frequencies_column(&found, 5), KEMBAR_FREQUENCIES_NO_COLUMN);
    kembar_frequencies_deinit(&found);
    assert_int_equal(kembar_frequencies_fit(&found, terms, empty, 2, 1, 1, NULL, NULL), KEMBAR_OK);
    assert_int_equal(found.n_documents, 2);
    assert_int_equal(found.n_terms, 0);
    kembar_frequencies_deinit(&found);
}

/* Many enough for several ranges, and for the sort of each to go parallel. */
static void the_same_for_any_threads(void **state) {
    (void)state;
    enum { N_DOCUMENTS = 12000, EACH = 100, N = N_DOCUMENTS * EACH };
    uint64_t *many = kembar_alloc(N, sizeof *many);
    size_t *starts = kembar_alloc(N_DOCUMENTS + 1, sizeof *starts);
    uint32_t *columns[2] = {kembar_alloc(N, sizeof **columns), kembar_alloc(N, sizeof **columns)};
    kembar_random random = {3};
    for (size_t i = 0; i <= N_DOCUMENTS; i++)
        starts[i] = i * EACH;
    for (size_t i = 0; i < N; i++) /* distinct within a document */
        many[i] = kembar_hash_mix((i % EACH) * 50 + kembar_random_below(&random, 50));
    for (size_t i = 0; i < N_DOCUMENTS; i++)
        assert_int_equal(kembar_sort_u64(many + starts[i], EACH), KEMBAR_OK);
    kembar_frequencies one, seven;
    assert_int_equal(
        kembar_frequencies_fit(&one, many, starts, N_DOCUMENTS, 1, 1, columns[0], NULL), KEMBAR_OK);
    assert_int_equal(
        kembar_frequencies_fit(&seven, many, starts, N_DOCUMENTS, 1, 7, columns[1], NULL),
        KEMBAR_OK);
    assert_int_equal(one.n_terms, 50 * EACH);
    assert_int_equal(seven.n_terms, one.n_terms);
    assert_memory_equal(one.terms, seven.terms, one.n_terms * sizeof *one.terms);
    assert_memory_equal(one.documents, seven.documents, one.n_terms * sizeof *one.documents);
    assert_memory_equal(columns[0], columns[1], N * sizeof **columns);
    uint64_t sum = 0;
    for (size_t i = 0; i < one.n_terms; i++)
        sum += one.documents[i];
    assert_int_equal(sum, N);
    kembar_frequencies_deinit(&one);
    kembar_frequencies_deinit(&seven);
    kembar_free(many);
    kembar_free(starts);
    kembar_free(columns[0]);
    kembar_free(columns[1]);
}

static kembar_status fit_once(void *context) {
    (void)context;
    kembar_frequencies found;
    kembar_status status = kembar_frequencies_fit(&found, terms, first, 3, 1, 1, NULL, NULL);
    assert_int_equal(found.n_terms, status ? 0 : 3);
    kembar_frequencies_deinit(&found);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    assert_true(fail_every_allocation(fit_once, NULL) >= 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_documents),
        cmocka_unit_test(leaves_out_the_rare),
        cmocka_unit_test(nothing_gives_nothing),
        cmocka_unit_test(the_same_for_any_threads),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
