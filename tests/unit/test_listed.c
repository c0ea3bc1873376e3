#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "make_document.h"
#include "pair/listed.h"
#include "scarce_memory.h"

enum { MAX_MEMBERS = 220 };

typedef struct told {
    uint8_t pairs[MAX_MEMBERS][MAX_MEMBERS]; /* how often, by the smaller number first */
    kembar_listed_facts facts[MAX_MEMBERS];
    uint32_t members[MAX_MEMBERS];
    kembar_options options;
} told;

static kembar_listed_facts facts(void *context, uint32_t document) {
    return ((const told *)context)->facts[document];
}

static kembar_status take(void *context, uint32_t a, uint32_t b, kembar_error *error) {
    told *all = context;
    (void)error;
    assert_true(a != b);
    all->pairs[a < b ? a : b][a < b ? b : a]++;
    return KEMBAR_OK;
}

static int wants(const told *all, uint32_t a, uint32_t b) {
    const kembar_listed_facts *x = &all->facts[a], *y = &all->facts[b];
    if (all->options.across_sources && x->source && x->source == y->source)
        return 0;
    return all->options.within_days < 0 || x->day == INT32_MIN || y->day == INT32_MIN ||
           labs((long)x->day - y->day) <= all->options.within_days;
}

/* Whether `a` has a wanted (or a told) one among `begin` .. `end` - 1. */
static int has_one(const told *all, uint32_t a, uint32_t begin, uint32_t end, int is_told) {
    for (uint32_t b = begin; b < end; b++)
        if (b != a && wants(all, a, b) && (!is_told || all->pairs[a < b ? a : b][a < b ? b : a]))
            return 1;
    return 0;
}

static size_t count_pairs(const told *all, uint32_t n) {
    size_t n_pairs = 0;
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = a + 1; b < n; b++) {
            assert_true(all->pairs[a][b] <= 1);
            n_pairs += all->pairs[a][b];
        }
    return n_pairs;
}

static void make_facts(told *all, uint64_t seed) {
    kembar_random random = {seed};
    uint64_t n_sources = 1 + seed % 4, n_days = 1 + seed % 7 * 10;
    *all = (told){.options = kembar_options_default()};
    all->options.across_sources = seed % 3 != 0;
    all->options.within_days = seed % 2 ? (int32_t)(seed % 5) : -1;
    for (uint32_t i = 0; i < MAX_MEMBERS; i++) {
        int is_undated = kembar_random_below(&random, 1 + seed % 9) == 1;
        all->members[i] = i;
        all->facts[i].source = 1 + kembar_random_below(&random, n_sources);
        if (kembar_random_below(&random, 40) == 0)
            all->facts[i].source = seed % 5 ? 9 : 0;
        all->facts[i].day =
            is_undated ? INT32_MIN : (int32_t)kembar_random_below(&random, n_days) - 20;
    }
}

static void a_member_with_a_wanted_other_gets_one(void **state) {
    static told all;
    size_t n_lone = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        make_facts(&all, seed);
        kembar_listing listing = {&all.options, facts, take, &all, 0};
        uint32_t n = KEMBAR_CLASS_LISTED + 1 + (uint32_t)(seed % 100);
        kembar_listed_class of = {all.members, n, (uint32_t)seed % n};
        assert_int_equal(kembar_listed_within(&listing, &of, NULL), KEMBAR_OK);
        for (uint32_t a = 0; a < n; a++) {
            int is_told = has_one(&all, a, 0, n, 1);
            assert_int_equal(is_told, has_one(&all, a, 0, n, 0));
            n_lone += !is_told;
        }
        assert_int_equal(count_pairs(&all, n), listing.n_told);
        assert_true(listing.n_told < 2 * n);
    }
    assert_true(n_lone > 50);
}

static void between_classes_who_is_left_alone_gets_one(void **state) {
    static told all;
    static const uint32_t sizes[][2] = {{100, 1}, {1, 100}, {70, 120}, {65, 64}, {30, 90}};
    size_t n_lone = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        make_facts(&all, seed);
        kembar_listing listing = {&all.options, facts, take, &all, 0};
        uint32_t n_a = sizes[seed % 5][0], n = n_a + sizes[seed % 5][1];
        kembar_listed_class a = {all.members, n_a, (uint32_t)seed % n_a};
        kembar_listed_class b = {all.members + n_a, n - n_a, n - 1};
        assert_int_equal(kembar_listed_between(&listing, &a, &b, NULL), KEMBAR_OK);
        int is_any = 0;
        for (uint32_t i = 0; i < n; i++) {
            uint32_t own = i < n_a ? 0 : n_a, other = i < n_a ? n_a : 0;
            int is_wanted = has_one(&all, i, other, i < n_a ? n : n_a, 0);
            is_any |= is_wanted;
            if (!is_wanted || has_one(&all, i, own, i < n_a ? n_a : n, 0))
                continue;
            n_lone++;
            /* Without the options the head, who is always wanted, stands for it. */
            if (all.options.across_sources || all.options.within_days >= 0)
                assert_true(has_one(&all, i, other, i < n_a ? n : n_a, 1));
        }
        assert_int_equal(is_any, listing.n_told > 0);
        assert_int_equal(count_pairs(&all, n), listing.n_told);
    }
    assert_true(n_lone > 50);
}

static void without_options_the_head_stands_for_all(void **state) {
    static told all;
    (void)state;
    make_facts(&all, 6);
    all.options = kembar_options_default();
    kembar_listing listing = {&all.options, facts, take, &all, 0};
    kembar_listed_class a = {all.members, 70, 3}, b = {all.members + 70, 20, 70};
    assert_int_equal(kembar_listed_within(&listing, &a, NULL), KEMBAR_OK);
    assert_int_equal(listing.n_told, 69);
    assert_int_equal(kembar_listed_within(&listing, &b, NULL), KEMBAR_OK);
    assert_int_equal(listing.n_told, 190);
    assert_int_equal(kembar_listed_between(&listing, &a, &b, NULL), KEMBAR_OK);
    assert_int_equal(listing.n_told, 20);
    for (uint32_t i = 70; i < 90; i++)
        assert_int_equal(all.pairs[3][i], 1);
}

static kembar_status list_once(void *context) {
    told *all = context;
    memset(all->pairs, 0, sizeof all->pairs);
    kembar_listing listing = {&all->options, facts, take, all, 0};
    kembar_listed_class a = {all->members, 70, 3}, b = {all->members + 70, 20, 70};
    kembar_status status = kembar_listed_within(&listing, &a, NULL);
    return status ? status : kembar_listed_between(&listing, &a, &b, NULL);
}

static void survives_every_failed_allocation(void **state) {
    static told all;
    (void)state;
    make_facts(&all, 5);
    assert_true(fail_every_allocation(list_once, &all) >= 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_member_with_a_wanted_other_gets_one),
        cmocka_unit_test(between_classes_who_is_left_alone_gets_one),
        cmocka_unit_test(without_options_the_head_stands_for_all),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
