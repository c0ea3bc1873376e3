#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "pair/relation.h"

/* Two texts of 1,000 tokens with nothing in common but enough support for whatever else is set. */
static kembar_measures supported(void) {
    return (kembar_measures){.n_a = 1000,
                             .n_b = 1000,
                             .n_equal = 24,
                             .shingles_a = 1000,
                             .shingles_b = 1000,
                             .shingles_shared = 30};
}

static kembar_relation decide(const kembar_measures *measures) {
    kembar_options options = kembar_options_default();
    return kembar_relation_decide(measures, &options);
}

static void fractions_round_down(void **state) {
    (void)state;
    assert_int_equal(kembar_micro(1, 3), 333333);
    assert_int_equal(kembar_micro(2, 3), 666666);
    assert_int_equal(kembar_micro(5, 5), 1000000);
    assert_int_equal(kembar_micro(0, 0), 0);
    assert_int_equal(kembar_micro(UINT32_MAX, UINT32_MAX), 1000000);
    assert_int_equal(kembar_micro(UINT32_MAX / 2, UINT32_MAX), 499999);
}

static void near_by_coverage_of_both(void **state) {
    (void)state;
    for (uint32_t covered = 499; covered <= 501; covered++)
        for (int side = 0; side < 2; side++) {
            kembar_measures m = supported();
            m.covered_a = side ? covered : 900;
            m.covered_b = side ? 900 : covered;
            assert_int_equal(decide(&m),
                             covered >= 500 ? KEMBAR_RELATION_NEAR : KEMBAR_RELATION_EXCERPT);
        }
}

static void near_by_jaccard(void **state) {
    (void)state;
    for (uint32_t shared = 199; shared <= 201; shared++) {
        kembar_measures m = supported();
        m.shingles_a = m.shingles_b = 300;
        m.shingles_shared = shared;
        assert_int_equal(decide(&m), shared >= 200 ? KEMBAR_RELATION_NEAR : KEMBAR_RELATION_NONE);
    }
}

static void excerpt_by_coverage_of_one(void **state) {
    (void)state;
    for (uint32_t covered = 499; covered <= 501; covered++)
        for (int side = 0; side < 2; side++) {
            kembar_measures m = supported();
            m.covered_a = side ? covered : 1;
            m.covered_b = side ? 1 : covered;
            assert_int_equal(decide(&m),
                             covered >= 500 ? KEMBAR_RELATION_EXCERPT : KEMBAR_RELATION_NONE);
        }
}

static void excerpt_by_one_long_passage(void **state) {
    (void)state;
    for (uint32_t longest = 39; longest <= 41; longest++) {
        kembar_measures m = supported();
        m.n_equal = 100;
        m.longest = longest;
        assert_int_equal(decide(&m),
                         longest >= 40 ? KEMBAR_RELATION_EXCERPT : KEMBAR_RELATION_NONE);
    }
}

static void support_by_shared_shingles(void **state) {
    (void)state;
    for (uint32_t shared = 29; shared <= 31; shared++) {
        kembar_measures m = supported();
        m.covered_a = m.covered_b = 800;
        m.shingles_shared = shared;
        assert_int_equal(decide(&m), shared >= 30 ? KEMBAR_RELATION_NEAR : KEMBAR_RELATION_NONE);
    }
}

static void support_by_containment_of_the_smaller(void **state) {
    (void)state;
    for (uint32_t shared = 5; shared <= 7; shared++)
        for (int side = 0; side < 2; side++) {
            kembar_measures m = supported();
            m.covered_a = m.covered_b = 800;
            m.shingles_a = side ? 20 : 1000;
            m.shingles_b = side ? 1000 : 20;
            m.shingles_shared = shared;
            assert_int_equal(decide(&m), shared >= 6 ? KEMBAR_RELATION_NEAR : KEMBAR_RELATION_NONE);
        }
}

/* A Jaccard of .2 takes a containment of at least 1/3, so this rule never decides alone. */
static void support_by_jaccard_is_within_containment(void **state) {
    (void)state;
    for (uint32_t a = 1; a <= 60; a++)
        for (uint32_t b = a; b <= 60; b++)
            for (uint32_t shared = 0; shared <= a; shared++) {
                kembar_measures m = {.shingles_a = a, .shingles_b = b, .shingles_shared = shared};
                if (kembar_measures_jaccard(&m) >= KEMBAR_SUPPORT_JACCARD)
                    assert_true(kembar_measures_containment(&m) >= KEMBAR_SUPPORT_CONTAINMENT);
            }
}

static kembar_measures noisy(uint32_t n_equal, uint32_t n_alike) {
    kembar_measures m = supported();
    m.covered_a = m.covered_b = 800;
    m.shingles_shared = 3;
    m.n_equal = n_equal;
    m.n_alike = n_alike;
    return m;
}

static void support_by_a_noisy_copy(void **state) {
    (void)state;
    static const struct {
        uint32_t n_equal, n_alike;
        kembar_relation relation;
    } cases[] = {{92, 8, KEMBAR_RELATION_NEAR},  {93, 7, KEMBAR_RELATION_NONE},
                 {91, 9, KEMBAR_RELATION_NEAR},  {24, 5, KEMBAR_RELATION_NONE},
                 {24, 6, KEMBAR_RELATION_NEAR},  {25, 6, KEMBAR_RELATION_NEAR},
                 {23, 20, KEMBAR_RELATION_NONE}, {100, 0, KEMBAR_RELATION_NONE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kembar_measures m = noisy(cases[i].n_equal, cases[i].n_alike);
        assert_int_equal(decide(&m), cases[i].relation);
    }
    for (uint32_t covered = 499; covered <= 501; covered++) {
        kembar_measures m = noisy(90, 10);
        m.covered_b = covered;
        assert_int_equal(decide(&m), covered >= 500 ? KEMBAR_RELATION_NEAR : KEMBAR_RELATION_NONE);
    }
}

static void needs_equal_tokens_unless_jaccard_is_high(void **state) {
    (void)state;
    for (uint32_t n_equal = 23; n_equal <= 25; n_equal++) {
        kembar_measures m = supported();
        m.covered_a = m.covered_b = 1000;
        m.n_equal = n_equal;
        m.shingles_shared = 461; /* 461 / 1539 = .2995 */
        assert_int_equal(decide(&m), n_equal >= 24 ? KEMBAR_RELATION_NEAR : KEMBAR_RELATION_NONE);
    }
    for (uint32_t shared = 5; shared <= 7; shared++) {
        kembar_measures m = {.n_a = 17,
                             .n_b = 17,
                             .covered_a = 10,
                             .covered_b = 10,
                             .n_equal = 10,
                             .shingles_a = 13,
                             .shingles_b = 13,
                             .shingles_shared = shared}; /* 6 / 20 = .3 */
        assert_int_equal(decide(&m), shared >= 6 ? KEMBAR_RELATION_NEAR : KEMBAR_RELATION_NONE);
    }
}

static void few_tokens_are_only_ever_exact(void **state) {
    (void)state;
    for (uint32_t n = 4; n <= 6; n++)
        for (int side = 0; side < 2; side++) {
            kembar_measures m = supported();
            m.shingles_shared = 900;
            m.covered_a = m.covered_b = 4;
            m.n_a = side ? n : 6;
            m.n_b = side ? 6 : n;
            assert_int_equal(decide(&m), n >= 5 ? KEMBAR_RELATION_NEAR : KEMBAR_RELATION_NONE);
            m.is_exact = 1;
            assert_int_equal(decide(&m), KEMBAR_RELATION_EXACT);
        }
    kembar_measures nothing = {0};
    assert_int_equal(decide(&nothing), KEMBAR_RELATION_NONE);
}

static void thresholds_come_from_the_options(void **state) {
    (void)state;
    kembar_options options = kembar_options_default();
    kembar_measures m = supported();
    m.covered_a = m.covered_b = 699;
    m.longest = 19;
    options.near_micro = 700000;
    assert_int_equal(kembar_relation_decide(&m, &options), KEMBAR_RELATION_NONE);
    options.excerpt_tokens = 19;
    assert_int_equal(kembar_relation_decide(&m, &options), KEMBAR_RELATION_EXCERPT);
    options.near_micro = 699000;
    assert_int_equal(kembar_relation_decide(&m, &options), KEMBAR_RELATION_NEAR);
    options.min_tokens = 1001;
    assert_int_equal(kembar_relation_decide(&m, &options), KEMBAR_RELATION_NONE);
}

static void scores_go_with_relations(void **state) {
    (void)state;
    kembar_measures m = supported();
    m.covered_a = 700;
    m.covered_b = 600;
    assert_int_equal(kembar_relation_score(&m, KEMBAR_RELATION_EXACT), 1000000);
    assert_int_equal(kembar_relation_score(&m, KEMBAR_RELATION_NEAR), 600000);
    assert_int_equal(kembar_relation_score(&m, KEMBAR_RELATION_EXCERPT), 700000);
}

static const kembar_reason *find_reason(const kembar_reason *reasons, size_t n, const char *rule) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(reasons[i].rule, rule) == 0)
            return &reasons[i];
    fail_msg("no reason %s", rule);
    return NULL;
}

static void reasons_give_value_and_threshold(void **state) {
    (void)state;
    kembar_reason reasons[KEMBAR_MAX_REASONS];
    kembar_options options = kembar_options_default();
    kembar_measures m = noisy(92, 8);
    m.covered_b = 400;
    m.longest = 40;
    size_t n = kembar_relation_reasons(&m, &options, reasons);
    assert_in_range(n, 1, KEMBAR_MAX_REASONS);
    const kembar_reason *of_one = find_reason(reasons, n, "excerpt: coverage of one");
    assert_int_equal(of_one->value, 800000);
    assert_int_equal(of_one->threshold, 500000);
    assert_true(of_one->met && of_one->is_micro);
    assert_false(find_reason(reasons, n, "near: coverage of both")->met);
    assert_true(find_reason(reasons, n, "excerpt: equal tokens in one passage")->met);
    assert_false(find_reason(reasons, n, "exact: same content, token by token")->met);
    /* Enough look-alikes, but no copy: the rule as a whole is not met. */
    const kembar_reason *noise =
        find_reason(reasons, n, "support: or a noisy copy, share of look-alikes");
    assert_int_equal(noise->value, 80000);
    assert_false(noise->met);
    const char *shuffled = "excerpt: or shuffled, whatever the support";
    assert_false(find_reason(reasons, n, shuffled)->met);
    m.covered_b = 500;
    m.n_reordered = 40;
    n = kembar_relation_reasons(&m, &options, reasons);
    assert_true(find_reason(reasons, n, shuffled)->met);
    assert_true(find_reason(reasons, n, "support: or a noisy copy, share of look-alikes")->met);
    assert_true(find_reason(reasons, n, "near: coverage of both")->met);
}

static void names_go_both_ways(void **state) {
    (void)state;
    for (int i = KEMBAR_RELATION_NONE; i <= KEMBAR_RELATION_EXACT; i++) {
        const char *name = kembar_relation_name((kembar_relation)i);
        assert_int_equal(kembar_relation_parse((kembar_view){name, strlen(name)}), i);
        assert_int_equal(kembar_relation_parse((kembar_view){name, strlen(name) - 1}), 0);
    }
    assert_int_equal(kembar_relation_parse((kembar_view){"nearly", 6}), KEMBAR_RELATION_NONE);
    assert_int_equal(kembar_relation_parse((kembar_view){NULL, 0}), KEMBAR_RELATION_NONE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fractions_round_down),
        cmocka_unit_test(near_by_coverage_of_both),
        cmocka_unit_test(near_by_jaccard),
        cmocka_unit_test(excerpt_by_coverage_of_one),
        cmocka_unit_test(excerpt_by_one_long_passage),
        cmocka_unit_test(support_by_shared_shingles),
        cmocka_unit_test(support_by_containment_of_the_smaller),
        cmocka_unit_test(support_by_jaccard_is_within_containment),
        cmocka_unit_test(support_by_a_noisy_copy),
        cmocka_unit_test(needs_equal_tokens_unless_jaccard_is_high),
        cmocka_unit_test(few_tokens_are_only_ever_exact),
        cmocka_unit_test(thresholds_come_from_the_options),
        cmocka_unit_test(scores_go_with_relations),
        cmocka_unit_test(reasons_give_value_and_threshold),
        cmocka_unit_test(names_go_both_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
