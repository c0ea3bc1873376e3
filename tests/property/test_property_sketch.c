/* The estimate of FastSimilaritySketch is unbiased and no more spread than that of independent
 * samples, whatever the sizes of the sets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "base/random.h"
#include "feature/sketch.h"

enum { PLACES = 128, TRIALS = 2000, MAX_ITEMS = 600 };

typedef struct estimate {
    double mean;
    double variance;
    double worst; /* largest deviation */
} estimate;

/* Sets of `shared` items in common and `own` items each of their own, new ones in each trial. */
static estimate measure(size_t shared, size_t own, uint64_t seed) {
    uint64_t a[MAX_ITEMS], b[MAX_ITEMS];
    uint32_t of_a[PLACES], of_b[PLACES];
    double jaccard = (double)shared / (double)(shared + 2 * own), sum = 0, squares = 0, worst = 0;
    kembar_random random = {seed};
    for (int trial = 0; trial < TRIALS; trial++) {
        for (size_t i = 0; i < shared; i++)
            a[i] = b[i] = kembar_random_next(&random);
        for (size_t i = shared; i < shared + own; i++) {
            a[i] = kembar_random_next(&random);
            b[i] = kembar_random_next(&random);
        }
        kembar_sketch_make(a, shared + own, PLACES, of_a);
        kembar_sketch_make(b, shared + own, PLACES, of_b);
        double share = (double)kembar_sketch_equal_places(of_a, of_b, PLACES) / PLACES;
        sum += share;
        squares += share * share;
        worst = fabs(share - jaccard) > worst ? fabs(share - jaccard) : worst;
    }
    double mean = sum / TRIALS;
    return (estimate){mean, squares / TRIALS - mean * mean, worst};
}

static void expect_good(size_t shared, size_t own, uint64_t seed) {
    double jaccard = (double)shared / (double)(shared + 2 * own);
    double binomial = jaccard * (1 - jaccard) / PLACES;
    estimate found = measure(shared, own, seed);
    /* Five standard errors of the mean; one trial in 2,000 within 5.5 deviations. */
    assert_true(fabs(found.mean - jaccard) <= 5 * sqrt(binomial / TRIALS) + 1e-9);
    assert_true(found.variance <= 1.15 * binomial + 1e-12);
    assert_true(found.worst <= 5.5 * sqrt(binomial) + 1.0 / PLACES);
}

static void unbiased_within_the_binomial_bound(void **state) {
    (void)state;
    static const size_t sizes[][2] = {{100, 100}, {200, 50}, {20, 180}, {300, 10}, {5, 300},
                                      {60, 0},    {0, 60},   {64, 64},  {128, 0},  {256, 128}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        expect_good(sizes[i][0], sizes[i][1], 100 + i);
}

static void small_sets_too(void **state) {
    (void)state;
    for (size_t n = 1; n <= 10; n++)
        for (size_t shared = 0; shared <= n; shared++)
            expect_good(shared, n - shared, 1000 * n + shared);
}

static void other_numbers_of_places(void **state) {
    (void)state;
    static const unsigned places[] = {1, 2, 7, 64, 100, 255, 256};
    for (size_t k = 0; k < sizeof places / sizeof *places; k++) {
        uint32_t a[KEMBAR_SKETCH_MAX_PLACES], b[KEMBAR_SKETCH_MAX_PLACES];
        uint64_t items[90];
        double sum = 0, n = places[k];
        kembar_random random = {77 + k};
        for (int trial = 0; trial < TRIALS; trial++) {
            for (size_t i = 0; i < 90; i++)
                items[i] = kembar_random_next(&random);
            kembar_sketch_make(items, 60, places[k], a);      /* 0 .. 59 */
            kembar_sketch_make(items + 30, 60, places[k], b); /* 30 .. 89: a Jaccard of 1/3 */
            sum += kembar_sketch_equal_places(a, b, places[k]) / n;
        }
        assert_true(fabs(sum / TRIALS - 1.0 / 3) <= 5 * sqrt(2.0 / 9 / n / TRIALS));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unbiased_within_the_binomial_bound),
        cmocka_unit_test(small_sets_too),
        cmocka_unit_test(other_numbers_of_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
