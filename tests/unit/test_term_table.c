#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "feature/term_table.h"
#include "make_document.h"
#include "scarce_memory.h"

/* More than two slices; some documents are empty, no two the same. */
enum { N_DOCUMENTS = 150 };

typedef struct test_data {
    kembar_document *documents[N_DOCUMENTS];
    kembar_prepared prepared[N_DOCUMENTS];
} test_data;

static int make(void **state) {
    static test_data data;
    for (size_t i = 0; i < N_DOCUMENTS; i++) {
        char text[2000] = "";
        size_t size = 0;
        for (size_t k = 0; k < i % 50; k++)
            size += (size_t)snprintf(text + size, sizeof text - size, "worker%zu and %zu houses. ",
                                     k * i % 17, k);
        kembar_record record = {.id = {"x", 1}, .text = {text, size}};
        if (size == 0)
            record.text = (kembar_view){".", 1};
        if (kembar_document_new(&data.documents[i], &record, NULL) ||
            kembar_prepared_init(&data.prepared[i], data.documents[i], NULL, 5, 5))
            return -1;
    }
    *state = &data;
    return 0;
}

static int drop(void **state) {
    test_data *data = *state;
    for (size_t i = 0; i < N_DOCUMENTS; i++) {
        kembar_prepared_deinit(&data->prepared[i]);
        kembar_document_free(data->documents[i]);
    }
    return 0;
}

static kembar_term_table build(const test_data *data, int n_threads) {
    kembar_term_table table;
    assert_int_equal(
        kembar_term_table_build(&table, data->prepared, N_DOCUMENTS, NULL, n_threads, NULL),
        KEMBAR_OK);
    return table;
}

static void holds_each_document_in_its_place(void **state) {
    const test_data *data = *state;
    kembar_term_table table = build(data, 2);
    kembar_reducer *reducer;
    size_t n_empty = 0;
    assert_int_equal(kembar_reducer_new(&reducer, NULL, NULL), KEMBAR_OK);
    assert_int_equal(table.n_documents, N_DOCUMENTS);
    assert_int_equal(table.first[0], 0);
    for (size_t i = 0; i < N_DOCUMENTS; i++) {
        kembar_terms terms;
        size_t n = table.first[i + 1] - table.first[i];
        assert_int_equal(
            kembar_terms_count(&terms, data->documents[i], &data->prepared[i].content, reducer),
            KEMBAR_OK);
        assert_int_equal(n, terms.n_items);
        for (size_t k = 0; k < n; k++) {
            assert_true(table.terms[table.first[i] + k] == terms.items[k]);
            assert_true(table.counts[table.first[i] + k] == (float)terms.counts[k]);
        }
        n_empty += n == 0;
        kembar_terms_deinit(&terms);
    }
    assert_true(n_empty > 0 && n_empty < N_DOCUMENTS / 2);
    kembar_reducer_free(reducer);
    kembar_term_table_deinit(&table);
}

static void the_same_for_any_threads(void **state) {
    kembar_term_table one = build(*state, 1), five = build(*state, 5);
    assert_memory_equal(one.first, five.first, (N_DOCUMENTS + 1) * sizeof *one.first);
    size_t n = one.first[N_DOCUMENTS];
    assert_memory_equal(one.terms, five.terms, n * sizeof *one.terms);
    assert_memory_equal(one.counts, five.counts, n * sizeof *one.counts);
    kembar_term_table_deinit(&one);
    kembar_term_table_deinit(&five);
}

static kembar_status build_once(void *context) {
    const test_data *data = context;
    kembar_term_table table;
    kembar_status status = kembar_term_table_build(&table, data->prepared, 5, NULL, 1, NULL);
    assert_int_equal(table.terms != NULL, status == KEMBAR_OK);
    kembar_term_table_deinit(&table);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    assert_true(fail_every_allocation(build_once, *state) >= 12);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_each_document_in_its_place),
        cmocka_unit_test(the_same_for_any_threads),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
