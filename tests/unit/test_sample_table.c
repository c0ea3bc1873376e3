/* Samples compared by table: the levels of the kernel, and both with a walk along the keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "base/sort.h"
#include "make_document.h"
#include "pair/sample_table.h"
#include "scarce_memory.h"

enum { MAX_KEYS = 100, N_ROUNDS = 4000 };

typedef struct held_sample {
    uint32_t keys[MAX_KEYS];
    uint8_t places[MAX_KEYS];
    kembar_sample sample;
} held_sample;

/* Multiples of 2^level below `end` multiples: few that crowd a part of the table, or many. */
static void fill_sample(held_sample *out, kembar_random *random, uint32_t level, uint32_t end) {
    uint64_t drawn[MAX_KEYS];
    size_t n = kembar_random_below(random, MAX_KEYS);
    for (size_t i = 0; i < n; i++)
        drawn[i] = kembar_random_below(random, end) << level & UINT32_MAX;
    assert_int_equal(kembar_sort_u64(drawn, n), KEMBAR_OK);
    n = kembar_unique_u64(drawn, n);
    for (size_t i = 0; i < n; i++) {
        out->keys[i] = (uint32_t)drawn[i];
        out->places[i] = (uint8_t)kembar_random_below(random, KEMBAR_SAMPLE_PLACES);
    }
    out->sample = (kembar_sample){out->keys, out->places, (uint32_t)n, level, (uint32_t)n};
}

static kembar_sample_overlap walk(const kembar_sample *a, const kembar_sample *b) {
    kembar_sample_overlap out = {0};
    uint32_t level = a->level > b->level ? a->level : b->level, below = (1U << level) - 1;
    for (uint32_t i = 0; i < a->n_keys; i++)
        out.n_a += (a->keys[i] & below) == 0;
    for (uint32_t k = 0; k < b->n_keys; k++) {
        out.n_b += (b->keys[k] & below) == 0;
        for (uint32_t i = 0; i < a->n_keys && !(b->keys[k] & below); i++)
            if (a->keys[i] == b->keys[k])
                kembar_sample_overlap_add(&out, a->places[i], b->places[k]);
    }
    return out;
}

static void assert_same(const kembar_sample_overlap *x, const kembar_sample_overlap *y) {
    assert_int_equal(x->n_a, y->n_a);
    assert_int_equal(x->n_b, y->n_b);
    assert_int_equal(x->n_shared, y->n_shared);
    assert_int_equal(x->n_in_place, y->n_in_place);
    assert_int_equal(x->parts_a, y->parts_a);
    assert_int_equal(x->parts_b, y->parts_b);
}

static void every_level_counts_the_same(void **state) {
    static const uint32_t ends[] = {60, 300, UINT32_MAX};
    kembar_random random = {11};
    kembar_sample_table table = {0};
    held_sample a, b;
    size_t n_shared = 0;
    (void)state;
    for (size_t round = 0; round < N_ROUNDS; round++) {
        uint32_t end = ends[round % 3];
        fill_sample(&a, &random, (uint32_t)kembar_random_below(&random, 4), end);
        fill_sample(&b, &random, (uint32_t)kembar_random_below(&random, 4), end);
        assert_int_equal(kembar_sample_table_fill(&table, &a.sample), KEMBAR_OK);
        kembar_sample_overlap expected = walk(&a.sample, &b.sample);
        kembar_sample_overlap found = kembar_sample_compare_scalar(&table, &b.sample);
        kembar_sample_overlap chosen = kembar_sample_compare(&table, &b.sample);
        assert_same(&found, &expected);
        assert_same(&chosen, &expected);
        n_shared += expected.n_shared;
    }
    assert_true(n_shared > N_ROUNDS);
    kembar_sample_table_deinit(&table);
}

static kembar_status fill_two(void *context) {
    kembar_random random = {3};
    kembar_sample_table table = {0};
    held_sample small, large;
    (void)context;
    do {
        fill_sample(&small, &random, 1, UINT32_MAX);
        fill_sample(&large, &random, 1, UINT32_MAX);
    } while (small.sample.n_keys > 20 || large.sample.n_keys < 80);
    kembar_status status = kembar_sample_table_fill(&table, &small.sample);
    if (!status)
        status = kembar_sample_table_fill(&table, &large.sample);
    kembar_sample_table_deinit(&table);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    assert_true(fail_every_allocation(fill_two, NULL) >= 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_level_counts_the_same),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
