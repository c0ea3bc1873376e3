#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/random.h"
#include "feature/sketch.h"
#include "kembar/parameters.h"

enum { UNION = 400, TRIALS = 3000, MICRO = 1000000 };

/* How often two sets of random hashes with this Jaccard index share a band, by the sketch itself.
 */
static double bands_found(const kembar_options *options, int32_t jaccard, kembar_random *random) {
    unsigned rows = (unsigned)options->band_rows;
    unsigned n_places = (unsigned)options->n_bands * rows;
    uint64_t items[UNION];
    uint32_t a[KEMBAR_SKETCH_MAX_PLACES], b[KEMBAR_SKETCH_MAX_PLACES];
    size_t n_shared = (size_t)jaccard * UNION / MICRO, n_own = (UNION - n_shared) / 2, n_found = 0;
    assert_int_equal(n_shared + 2 * n_own, UNION);
    for (int trial = 0; trial < TRIALS; trial++) {
        for (size_t i = 0; i < UNION; i++)
            items[i] = kembar_random_next(random);
        /* a's own, shared, b's own */
        kembar_sketch_make(items, n_own + n_shared, n_places, a);
        kembar_sketch_make(items + n_own, n_shared + n_own, n_places, b);
        int found = 0;
        for (unsigned band = 0; band < (unsigned)options->n_bands && !found; band++)
            found = memcmp(a + band * rows, b + band * rows, rows * sizeof *a) == 0;
        n_found += found != 0;
    }
    return (double)n_found / TRIALS;
}

/* The sketch's places are a little less than independent, so that sets differ a little more than
 * chance alone allows. */
static void the_curve_is_what_the_sketch_does(void **state) {
    (void)state;
    static const int32_t shapes[][2] = {{32, 4}, {16, 8}, {64, 2}, {20, 5}, {1, 1}};
    static const int32_t jaccards[] = {100000, 250000, 350000, 500000, 650000, 800000};
    kembar_random random = {31};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++)
        for (size_t j = 0; j < sizeof jaccards / sizeof *jaccards; j++) {
            kembar_options options = kembar_options_default();
            options.n_bands = shapes[s][0];
            options.band_rows = shapes[s][1];
            double told = (double)kembar_chance_by_bands(&options, jaccards[j]) / MICRO;
            double found = bands_found(&options, jaccards[j], &random);
            double allowed = 4 * sqrt(told * (1 - told) / TRIALS) + 0.015;
            if (fabs(told - found) > allowed)
                fail_msg("%d x %d at %d: told %f, found %f", (int)shapes[s][0], (int)shapes[s][1],
                         (int)jaccards[j], told, found);
        }
}

static void the_curve_rises_from_none_to_all(void **state) {
    (void)state;
    kembar_options options = kembar_options_default();
    assert_int_equal(kembar_chance_by_bands(&options, 0), 0);
    assert_int_equal(kembar_chance_by_bands(&options, MICRO), MICRO);
    assert_int_equal(kembar_chance_by_rare(&options, 0, 100), 0);
    assert_int_equal(kembar_chance_by_rare(&options, MICRO, 100), MICRO);
    for (int32_t j = 0; j < MICRO; j += 10000) {
        assert_true(kembar_chance_by_bands(&options, j) <= kembar_chance_by_bands(&options, j + 1));
        assert_true(kembar_chance_by_rare(&options, j, 30) <=
                    kembar_chance_by_rare(&options, j + 10000, 30));
        assert_true(kembar_chance_by_rare(&options, j, 30) <=
                    kembar_chance_by_rare(&options, j, 31));
        assert_true(kembar_changed_words(&options, j) >= kembar_changed_words(&options, j + 10000));
    }
}

/* 1 - (1 - .5^4)^32 = .8732, and so on, by hand. */
static void known_points(void **state) {
    (void)state;
    kembar_options options = kembar_options_default();
    assert_in_range(kembar_chance_by_bands(&options, 500000), 873200, 873300);
    assert_in_range(kembar_chance_by_bands(&options, 800000), 999900, 1000000);
    options.n_bands = options.band_rows = 1;
    assert_int_equal(kembar_chance_by_bands(&options, 333333), 333333);
    /* 6 words make 2 shingles, each shared by chance 2j / (1 + j) = 2/3: both 4/9, any 8/9. */
    assert_int_equal(kembar_chance_by_rare(&options, 500000, 6), 444444);
    options.rare_shingles_shared = 1;
    assert_int_equal(kembar_chance_by_rare(&options, 500000, 6), 888888);
    assert_int_equal(kembar_chance_by_rare(&options, 500000, 4), 0);
}

static void a_chance_is_found_back(void **state) {
    (void)state;
    kembar_options options = kembar_options_default();
    static const int32_t chances[] = {1, 50000, 500000, 950000, 1000000};
    for (size_t i = 0; i < sizeof chances / sizeof *chances; i++) {
        int32_t jaccard = kembar_jaccard_of_chance(&options, chances[i]);
        assert_true(kembar_chance_by_bands(&options, jaccard) >= chances[i]);
        assert_true(kembar_chance_by_bands(&options, jaccard - 1) < chances[i]);
    }
}

/* Words replaced by chance, and the Jaccard index of the shingles counted. */
static void changed_words_leave_that_much(void **state) {
    (void)state;
    enum { WORDS = 200000 };
    static uint8_t changed[WORDS];
    kembar_options options = kembar_options_default();
    kembar_random random = {5};
    for (int32_t jaccard = 200000; jaccard <= 900000; jaccard += 100000) {
        uint64_t share = (uint64_t)kembar_changed_words(&options, jaccard);
        for (size_t i = 0; i < WORDS; i++)
            changed[i] = kembar_random_below(&random, MICRO) < share;
        double n_kept = 0, n = WORDS - 4;
        for (size_t i = 0; i + 4 < WORDS; i++)
            n_kept +=
                !(changed[i] | changed[i + 1] | changed[i + 2] | changed[i + 3] | changed[i + 4]);
        assert_true(fabs(n_kept / (2 * n - n_kept) - (double)jaccard / MICRO) < 0.01);
    }
    assert_int_equal(kembar_changed_words(&options, MICRO), 0);
}

static void points_and_meanings(void **state) {
    (void)state;
    kembar_options options = kembar_options_default();
    kembar_curve_point last = kembar_curve_at(&options, KEMBAR_N_CURVE_POINTS - 1);
    assert_int_equal(last.jaccard, MICRO);
    assert_int_equal(last.by_bands, MICRO);
    assert_int_equal(last.by_rare[0], MICRO);
    size_t n_fields;
    const kembar_option_field *fields = kembar_option_fields(&n_fields);
    for (size_t i = 0; i < n_fields; i++)
        assert_int_equal(kembar_option_meaning(&fields[i]) == NULL,
                         strcmp(fields[i].name, "threads") == 0);
}

static void rules_follow_the_options(void **state) {
    (void)state;
    kembar_reason rules[KEMBAR_MAX_REASONS];
    kembar_options options = kembar_options_default();
    options.near_micro = 654321;
    size_t n_rules = kembar_rules_of(&options, rules), n_near = 0;
    assert_in_range(n_rules, 8, KEMBAR_MAX_REASONS);
    for (size_t i = 0; i < n_rules; i++)
        n_near += rules[i].is_micro && rules[i].threshold == 654321;
    assert_int_equal(n_near, 3);
}

static const kembar_reason *find_rule(const kembar_reason *rules, size_t n, const char *name) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(rules[i].rule, name) == 0)
            return &rules[i];
    fail_msg("no rule %s", name);
    return NULL;
}

static void passages_have_their_rules(void **state) {
    (void)state;
    kembar_reason rules[KEMBAR_MAX_REASONS];
    kembar_options options = kembar_options_default();
    options.excerpt_tokens = 47;
    size_t n = kembar_rules_of(&options, rules);
    assert_int_equal(find_rule(rules, n, "excerpt: or shuffled, whatever the support")->threshold,
                     47);
    const kembar_reason *share = find_rule(rules, n, "shuffled passage: share of equal tokens");
    assert_true(share->is_micro);
    assert_int_equal(share->threshold, 700000);
    assert_int_equal(find_rule(rules, n, "retold passage: words in a window")->threshold, 60);
    assert_int_equal(find_rule(rules, n, "retold passage: bits of rare words in common")->threshold,
                     58);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_curve_is_what_the_sketch_does),
        cmocka_unit_test(the_curve_rises_from_none_to_all),
        cmocka_unit_test(known_points),
        cmocka_unit_test(a_chance_is_found_back),
        cmocka_unit_test(changed_words_leave_that_much),
        cmocka_unit_test(points_and_meanings),
        cmocka_unit_test(rules_follow_the_options),
        cmocka_unit_test(passages_have_their_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
