/* Bands of samples: who gets some, and that copies share one as often as the curve 1 - (1 -
 * j^rows)^bands says, whether or not their samples are of one level. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/random.h"
#include "base/sort.h"
#include "pair/sample_bands.h"

enum { N_PAIRS = 800, N = 2 * N_PAIRS, MOST = 256 };

/* Samples of texts that 2i and 2i + 1 have in common for the most part. */
typedef struct made_samples {
    uint32_t keys[N][MOST];
    uint32_t n_frequent[N];
    kembar_sample samples[N];
    double jaccard; /* of the texts, in the mean */
} made_samples;

/* Key k of text `of`, a multiple of 2^level or not as chance will have it. */
static uint32_t key_of(uint64_t of, uint64_t k) {
    return (uint32_t)(kembar_hash_mix(of << 20 | k) >> 32);
}

static void fill(made_samples *made, size_t i, size_t n_shared, size_t n_items, unsigned level) {
    uint64_t sorted[MOST * 16];
    size_t n = 0;
    for (uint64_t k = 0; k < n_items; k++) {
        uint32_t key = key_of(k < n_shared ? i / 2 : N + i, k);
        if ((key & ((1U << level) - 1)) == 0)
            sorted[n++] = key;
    }
    assert_int_equal(kembar_sort_u64(sorted, n), KEMBAR_OK);
    n = kembar_unique_u64(sorted, n);
    assert_true(n <= MOST);
    for (size_t k = 0; k < n; k++)
        made->keys[i][k] = (uint32_t)sorted[k];
    made->samples[i] =
        (kembar_sample){.keys = made->keys[i], .n_keys = (uint32_t)n, .level = level};
    made->n_frequent[i] = (uint32_t)n;
}

/* The second of each pair has n_more items beyond those of the first. */
static made_samples *make(size_t n_shared, size_t n_items, size_t n_more, unsigned level,
                          unsigned second_level) {
    made_samples *made = calloc(1, sizeof *made);
    assert_non_null(made);
    for (size_t i = 0; i < N; i += 2) {
        fill(made, i, n_shared, n_items, level);
        fill(made, i + 1, n_shared, n_items + n_more, second_level);
    }
    made->jaccard = (double)n_shared / (double)(2 * n_items + n_more - n_shared);
    return made;
}

static kembar_options options_of(int n_threads) {
    kembar_options options = kembar_options_default();
    options.n_threads = n_threads;
    return options;
}

static kembar_sample_bands bands_of(const made_samples *made, int n_threads) {
    kembar_options options = options_of(n_threads);
    kembar_sample_bands bands;
    assert_int_equal(kembar_sample_bands_make(&bands, made->samples, made->n_frequent, N, &options),
                     KEMBAR_OK);
    return bands;
}

static int shares_one(const kembar_sample *a, const kembar_sample *b) {
    for (uint32_t i = 0, k = 0; i < a->n_keys && k < b->n_keys;) {
        if (a->keys[i] == b->keys[k])
            return 1;
        if (a->keys[i] < b->keys[k])
            i++;
        else
            k++;
    }
    return 0;
}

static double share_found(const kembar_sample_bands *bands, size_t away) {
    size_t n = 0;
    for (size_t i = 0; i < N; i += 2)
        n += (size_t)shares_one(&bands->sets[i], &bands->sets[(i + away) % N]);
    return (double)n / N_PAIRS;
}

/* At two levels a pair has two chances, of samples of which one is half the other; and what a
 * sample of few keys says of a text strays: so the curve is a lower bound but for that. */
static void copies_share_bands(void **state) {
    static const struct {
        size_t n_shared, n_items, n_more;
        unsigned level, second;
    } cases[] = {{60, 80, 0, 0, 0},     {50, 80, 0, 0, 0},    {200, 240, 0, 2, 2},
                 {800, 1000, 0, 4, 4},  {50, 60, 30, 0, 1},   {220, 250, 100, 2, 3},
                 {700, 900, 300, 4, 5}, {900, 1000, 0, 5, 4}, {80, 80, 0, 0, 0}};
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        made_samples *made = make(cases[c].n_shared, cases[c].n_items, cases[c].n_more,
                                  cases[c].level, cases[c].second);
        kembar_sample_bands bands = bands_of(made, 1);
        double expected = 1 - pow(1 - pow(made->jaccard, 4), 32);
        double found = share_found(&bands, 1), strangers = share_found(&bands, 3);
        if (found < expected - 0.1)
            fail_msg("case %zu: %f of the pairs, by the curve %f", c, found, expected);
        assert_true(strangers < 0.01);
        kembar_sample_bands_deinit(&bands);
        free(made);
    }
}

static void only_those_get_some_that_need_them(void **state) {
    (void)state;
    made_samples *made = make(60, 80, 0, 0, 0);
    for (size_t i = 0; i < N; i++)
        made->n_frequent[i] = (uint32_t)(i % 20);
    made->samples[40].n_keys = 3;
    made->samples[60].n_keys = 0;
    kembar_sample_bands bands = bands_of(made, 1);
    for (size_t i = 0; i < N; i++) {
        uint32_t n = made->samples[i].n_keys, unlisted = made->n_frequent[i] + 1;
        int wants = n > 0 && (n <= 16 || 8 * unlisted >= n);
        assert_int_equal(bands.sets[i].n_keys > 0, wants);
        assert_true(bands.sets[i].n_keys <= 32);
        assert_null(bands.sets[i].places);
        for (uint32_t k = 1; k < bands.sets[i].n_keys; k++)
            assert_true(bands.sets[i].keys[k - 1] < bands.sets[i].keys[k]);
    }
    kembar_sample_bands_deinit(&bands);
    free(made);
}

static void threads_change_nothing(void **state) {
    (void)state;
    made_samples *made = make(200, 240, 20, 2, 3);
    kembar_sample_bands one = bands_of(made, 1), more = bands_of(made, 7);
    for (size_t i = 0; i < N; i++) {
        assert_int_equal(one.sets[i].n_keys, more.sets[i].n_keys);
        assert_memory_equal(one.sets[i].keys, more.sets[i].keys,
                            one.sets[i].n_keys * sizeof *one.sets[i].keys);
    }
    kembar_sample_bands_deinit(&one);
    kembar_sample_bands_deinit(&more);
    free(made);
}

static void no_documents_have_none(void **state) {
    kembar_options options = options_of(2);
    kembar_sample_bands bands;
    (void)state;
    assert_int_equal(kembar_sample_bands_make(&bands, NULL, NULL, 0, &options), KEMBAR_OK);
    kembar_sample_bands_deinit(&bands);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_share_bands),
        cmocka_unit_test(only_those_get_some_that_need_them),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(no_documents_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
