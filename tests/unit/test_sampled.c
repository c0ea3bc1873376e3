/* Samples: the same of what two texts share, and postings of them like those of whole sets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/sort.h"
#include "pair/sampled.h"

static void levels_leave_as_many_as_wanted(void **state) {
    (void)state;
    assert_int_equal(kembar_sample_level(64, 64), 0);
    assert_int_equal(kembar_sample_level(160, 64), 0);
    assert_int_equal(kembar_sample_level(161, 64), 2);
    assert_int_equal(kembar_sample_level(2, 1), 0);
    assert_int_equal(kembar_sample_level(3, 1), 1);
    assert_int_equal(kembar_sample_level(1000, 64), 4);
    assert_int_equal(kembar_sample_level(1000, 0), 0);
    assert_int_equal(kembar_sample_level(SIZE_MAX, 1), 24);
}

static void keys_are_distinct_with_their_first_places(void **state) {
    enum { N = 160 };
    uint64_t hashes[N], scratch[2 * N];
    uint32_t keys[N];
    uint8_t places[N];
    (void)state;
    for (size_t i = 0; i < N; i++) /* 80 keys, each twice: multiples of 4, half of them of 8 */
        hashes[i] = (uint64_t)(i % 80 * 4) << 32 | i;
    assert_int_equal(kembar_sample_take(hashes, N, 2, scratch, keys, places), 80);
    for (size_t i = 0; i < 80; i++) {
        assert_int_equal(keys[i], i * 4);
        assert_int_equal(places[i], i * KEMBAR_SAMPLE_PLACES / N);
    }
    assert_int_equal(kembar_sample_take(hashes, N, 3, scratch, keys, places), 40);
    assert_int_equal(keys[39], 39 * 8);
    assert_int_equal(kembar_sample_take(hashes, 0, 3, scratch, keys, places), 0);
}

enum { N_DOCUMENTS = 3000, MAX_KEYS = 60 };

typedef struct random_sets {
    uint32_t keys[N_DOCUMENTS][MAX_KEYS];
    uint64_t wide[N_DOCUMENTS][MAX_KEYS];
    uint8_t places[MAX_KEYS]; /* all the first one */
    kembar_sample samples[N_DOCUMENTS];
    kembar_key_set sets[N_DOCUMENTS];
} random_sets;

/* Keys that few hold, that many hold and that nearly all hold. */
static void fill_sets(random_sets *all, uint64_t seed) {
    static const uint64_t n_different[] = {20000, 300, 4};
    kembar_random random = {seed};
    for (size_t i = 0; i < N_DOCUMENTS; i++) {
        size_t n = kembar_random_below(&random, MAX_KEYS);
        for (size_t k = 0; k < n; k++) {
            uint64_t of = n_different[kembar_random_below(&random, 3)];
            all->wide[i][k] = kembar_hash_mix(kembar_random_below(&random, of) + of) >> 32 << 32;
        }
        assert_int_equal(kembar_sort_u64(all->wide[i], n), KEMBAR_OK);
        n = kembar_unique_u64(all->wide[i], n);
        for (size_t k = 0; k < n; k++)
            all->keys[i][k] = (uint32_t)(all->wide[i][k] >> 32);
        all->sets[i] = (kembar_key_set){all->wide[i], n};
        all->samples[i] = (kembar_sample){all->keys[i], all->places, (uint32_t)n, 0, (uint32_t)n};
    }
}

static void expect_same_postings(const kembar_postings *a, const kembar_postings *b) {
    assert_int_equal(a->n_items, b->n_items);
    assert_memory_equal(a->items, b->items, a->n_items * sizeof *a->items);
    assert_memory_equal(a->first, b->first, (a->n_documents + 1) * sizeof *a->first);
    assert_memory_equal(a->of_document, b->of_document,
                        a->first[a->n_documents] * sizeof *a->of_document);
    assert_memory_equal(a->n_frequent, b->n_frequent, a->n_documents * sizeof *a->n_frequent);
}

/* Lists that are too long have a test of their own. */
static void postings_are_those_of_whole_sets(void **state) {
    static const size_t caps[] = {N_DOCUMENTS, 2 * N_DOCUMENTS, 100000};
    static random_sets all;
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        kembar_postings expected;
        fill_sets(&all, i + 1);
        assert_int_equal(kembar_postings_build(&expected, all.sets, N_DOCUMENTS, caps[i], 1),
                         KEMBAR_OK);
        for (int n_threads = 1; n_threads <= 10; n_threads += 3) {
            kembar_postings postings;
            assert_int_equal(kembar_sampled_postings(&postings, all.samples, N_DOCUMENTS,
                                                     N_DOCUMENTS, caps[i], n_threads),
                             KEMBAR_OK);
            expect_same_postings(&postings, &expected);
            kembar_postings_deinit(&postings);
        }
        kembar_postings_deinit(&expected);
    }
}

static void avx512_chooses_as_scalar(void **state) {
    (void)state;
#ifdef KEMBAR_X86
    enum { MOST = 70, UNTOUCHED = 7 };
    uint64_t hashes[MOST], expected[MOST + 1], found[MOST + 1];
    kembar_random random = {13};
    if (kembar_cpu() >= KEMBAR_CPU_AVX512) {
        for (size_t n = 0; n <= MOST; n++)
            for (unsigned level = 0; level <= 4; level++) {
                uint64_t mask = (((uint64_t)1 << level) - 1) << 32;
                for (size_t i = 0; i < n; i++)
                    hashes[i] = kembar_random_next(&random);
                size_t n_chosen = kembar_sample_choose_scalar(hashes, n, mask, expected);
                found[n_chosen] = UNTOUCHED;
                assert_int_equal(kembar_sample_choose_avx512(hashes, n, mask, found), n_chosen);
                assert_memory_equal(found, expected, n_chosen * sizeof *found);
                assert_int_equal(found[n_chosen], UNTOUCHED);
            }
        return;
    }
#endif
    skip();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(avx512_chooses_as_scalar),
        cmocka_unit_test(levels_leave_as_many_as_wanted),
        cmocka_unit_test(keys_are_distinct_with_their_first_places),
        cmocka_unit_test(postings_are_those_of_whole_sets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
