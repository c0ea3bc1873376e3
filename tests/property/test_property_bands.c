/* Recall of the bands follows the curve 1 - (1 - j^rows)^bands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "make_document.h"
#include "pair/bands.h"
#include "pair/candidates.h"

enum { N_PAIRS = 1500, ITEMS = 80, N_DOCUMENTS = 2 * N_PAIRS };

/* Documents as bare sets of shingles: 2i and 2i + 1 share `shared` of their ITEMS. */
static kembar_prepared *make_sets(size_t shared, uint64_t seed) {
    kembar_prepared *prepared = calloc(N_DOCUMENTS, sizeof *prepared);
    kembar_random random = {seed};
    assert_non_null(prepared);
    for (size_t i = 0; i < N_DOCUMENTS; i++) {
        kembar_shingle_set *set = &prepared[i].shingles;
        set->items = kembar_alloc(ITEMS, sizeof *set->items);
        assert_non_null(set->items);
        set->n_items = ITEMS;
        prepared[i].content.n_tokens = ITEMS + 4;
        for (size_t k = 0; k < ITEMS; k++)
            set->items[k] = i % 2 && k < shared ? prepared[i - 1].shingles.items[k]
                                                : kembar_random_next(&random);
    }
    return prepared;
}

static void free_sets(kembar_prepared *prepared) {
    for (size_t i = 0; i < N_DOCUMENTS; i++)
        kembar_free(prepared[i].shingles.items);
    free(prepared);
}

static size_t count_found(const kembar_postings *bands, const kembar_options *options,
                          size_t *n_strange) {
    kembar_postings none = {.first = calloc(N_DOCUMENTS + 2, sizeof(size_t))};
    kembar_candidate_sources sources = {&none, bands, NULL};
    kembar_candidate_counter counter;
    size_t n_found = 0;
    assert_int_equal(kembar_candidate_counter_init(&counter, N_DOCUMENTS), KEMBAR_OK);
    for (uint32_t a = 0; a < N_DOCUMENTS; a++) {
        size_t n = kembar_candidates_of(&counter, &sources, options, a);
        for (size_t i = 0; i < n; i++) {
            int is_partner = a % 2 == 0 && counter.items[i].doc_id == a + 1;
            n_found += is_partner ? 1 : 0;
            *n_strange += is_partner ? 0 : 1;
        }
    }
    kembar_candidate_counter_deinit(&counter);
    free(none.first);
    return n_found;
}

static void expect_on_curve(size_t shared, int n_bands, int rows) {
    kembar_options options = kembar_options_default();
    options.n_threads = 1;
    options.n_bands = n_bands;
    options.band_rows = rows;
    kembar_prepared *prepared = make_sets(shared, 1000 * shared + (uint64_t)n_bands);
    kembar_postings bands;
    size_t n_strange = 0;
    assert_int_equal(kembar_bands_build(&bands, prepared, NULL, N_DOCUMENTS, &options, NULL),
                     KEMBAR_OK);
    double recall = (double)count_found(&bands, &options, &n_strange) / N_PAIRS;
    double jaccard = (double)shared / (double)(2 * ITEMS - shared);
    double expected = 1 - pow(1 - pow(jaccard, rows), n_bands);
    /* Places of one sketch are not quite independent: a little more than the error of sampling. */
    double error = 5 * sqrt(expected * (1 - expected) / N_PAIRS) + 0.02;
    if (fabs(recall - expected) > error)
        fail_msg("%d x %d at %f: recall %f, expected %f", n_bands, rows, jaccard, recall, expected);
    assert_int_equal(n_strange, 0);
    kembar_postings_deinit(&bands);
    free_sets(prepared);
}

static void recall_follows_the_curve(void **state) {
    (void)state;
    static const size_t shared[] = {0, 20, 30, 40, 50, 60, 70, 80};
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
        expect_on_curve(shared[i], 32, 4);
    expect_on_curve(50, 64, 4);
    expect_on_curve(60, 16, 8);
    expect_on_curve(40, 20, 2);
    expect_on_curve(30, 8, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recall_follows_the_curve),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
