#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "pair/align.h"
#include "pair/equal_runs.h"

enum { MOST_TOKENS = 20000 };

typedef struct two_texts {
    uint64_t hashes[2][MOST_TOKENS];
    kembar_token_hashes contents[2];
    kembar_seeds seeds;
    kembar_equal_runs runs;
} two_texts;

static two_texts texts;

/* Both texts are drawn from `n_words` words. */
static void find_runs(size_t n_words, size_t n_tokens) {
    kembar_random random = {n_words};
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < n_tokens; i++)
            texts.hashes[side][i] = kembar_hash_mix(1 + kembar_random_below(&random, n_words));
        texts.contents[side] =
            (kembar_token_hashes){.hashes = texts.hashes[side], .n_tokens = n_tokens};
    }
    assert_int_equal(kembar_seeds_build(&texts.seeds, texts.hashes[0], n_tokens), KEMBAR_OK);
    assert_int_equal(
        kembar_equal_runs_find(&texts.runs, &texts.seeds, &texts.contents[0], &texts.contents[1]),
        KEMBAR_OK);
}

static void free_runs(void) {
    kembar_seeds_deinit(&texts.seeds);
    kembar_equal_runs_deinit(&texts.runs);
}

static size_t room(size_t n_tokens) {
    return KEMBAR_ALIGN_MATCHES_BASE + KEMBAR_ALIGN_MATCHES_A_TOKEN * n_tokens;
}

static void texts_of_few_words_have_runs_in_proportion(void **state) {
    (void)state;
    size_t n_found = 0;
    for (size_t n_words = 1; n_words <= 40; n_words++) {
        find_runs(n_words, MOST_TOKENS);
        assert_true(texts.runs.n_items <= room(MOST_TOKENS));
        n_found += texts.runs.n_items > 0;
        free_runs();
    }
    assert_true(n_found > 10);
}

/* 24 words make 13,824 seeds, each in about 1.4 places: fewer matches than there is room for. */
static void as_long_as_they_fit_no_seed_is_left_out(void **state) {
    (void)state;
    find_runs(24, MOST_TOKENS);
    size_t n_matches = 0;
    for (size_t i = 0; i + KEMBAR_ALIGN_SEED_TOKENS <= MOST_TOKENS; i++)
        assert_int_equal(texts.runs.is_frequent[i], 0);
    for (size_t i = 0; i < texts.runs.n_items; i++)
        n_matches += texts.runs.items[i].length - (KEMBAR_ALIGN_SEED_TOKENS - 1);
    size_t n_expected = 0;
    for (size_t i = 0; i + KEMBAR_ALIGN_SEED_TOKENS <= MOST_TOKENS; i++)
        for (size_t k = 0; k + KEMBAR_ALIGN_SEED_TOKENS <= MOST_TOKENS; k++)
            n_expected += texts.hashes[0][i] == texts.hashes[1][k] &&
                          texts.hashes[0][i + 1] == texts.hashes[1][k + 1] &&
                          texts.hashes[0][i + 2] == texts.hashes[1][k + 2];
    assert_int_equal(n_matches, n_expected);
    free_runs();
}

/* A chain of one slot is walked no further than the cap, whatever stands in it. */
static void seeds_made_to_share_one_slot_begin_nothing(void **state) {
    (void)state;
    enum { N_TOKENS = 1000, SLOTS = 2048 };
    kembar_random random = {7};
    for (size_t i = 0; i < N_TOKENS; i++) {
        uint64_t *at = &texts.hashes[0][i];
        do
            *at = kembar_random_next(&random);
        while (i >= 2 && ((kembar_seeds_hash(at - 2) >> 20) & (SLOTS - 1)) != 0);
    }
    kembar_token_hashes content = {.hashes = texts.hashes[0], .n_tokens = N_TOKENS};
    assert_int_equal(kembar_seeds_build(&texts.seeds, texts.hashes[0], N_TOKENS), KEMBAR_OK);
    assert_int_equal(texts.seeds.n_slots, SLOTS);
    assert_int_equal(kembar_equal_runs_find(&texts.runs, &texts.seeds, &content, &content),
                     KEMBAR_OK);
    for (size_t i = 2; i < N_TOKENS; i++)
        assert_int_equal(texts.runs.is_frequent[i - 2], 1);
    assert_int_equal(texts.runs.n_items, 0);
    free_runs();
}

/* --- beside the definition --- */

enum { FEW_TOKENS = 300 };

static size_t n_equal_from(size_t i, size_t j) {
    size_t n = 0;
    while (i + n < texts.contents[0].n_tokens && j + n < texts.contents[1].n_tokens &&
           texts.hashes[0][i + n] == texts.hashes[1][j + n])
        n++;
    return n;
}

/* Not 0 when the seed at j of the second text stands in the first, and at most as often as counts.
 */
static int begins_runs(size_t j) {
    size_t n_places = 0;
    for (size_t i = 0; i < texts.contents[0].n_tokens; i++)
        n_places += n_equal_from(i, j) >= KEMBAR_ALIGN_SEED_TOKENS;
    return n_places > 0 && n_places <= KEMBAR_ALIGN_SEED_CAP;
}

/* The longest runs of equal tokens with such a seed in them, in the order of b, then a. */
static void expect_runs_as_defined(void) {
    static uint8_t counts[FEW_TOKENS];
    size_t n = 0, n_a = texts.contents[0].n_tokens, n_b = texts.contents[1].n_tokens;
    for (size_t j = 0; j < n_b; j++)
        counts[j] = begins_runs(j) != 0;
    for (size_t j = 0; j < n_b; j++)
        for (size_t i = 0; i < n_a; i++) {
            if (i && j && texts.hashes[0][i - 1] == texts.hashes[1][j - 1])
                continue;
            size_t length = n_equal_from(i, j), n_seeds = 0;
            for (size_t k = 0; k + KEMBAR_ALIGN_SEED_TOKENS <= length; k++)
                n_seeds += counts[j + k];
            if (n_seeds == 0)
                continue;
            assert_true(n < texts.runs.n_items);
            assert_int_equal(texts.runs.items[n].a, i);
            assert_int_equal(texts.runs.items[n].b, j);
            assert_int_equal(texts.runs.items[n].length, length);
            n++;
        }
    assert_int_equal(texts.runs.n_items, n);
}

/* Words of the first text, by stretches from anywhere, with other words in between. */
static void copy_stretches(kembar_random *random, size_t n_words) {
    size_t n_a = texts.contents[0].n_tokens, n_b = texts.contents[1].n_tokens;
    for (size_t j = 0; j < n_b;) {
        size_t from = kembar_random_below(random, n_a), n = kembar_random_below(random, 60);
        for (size_t k = 0; k < n && from + k < n_a && j < n_b; k++)
            texts.hashes[1][j++] = texts.hashes[0][from + k];
        if (j < n_b)
            texts.hashes[1][j++] = kembar_hash_mix(1 + kembar_random_below(random, n_words));
    }
}

static void runs_are_those_of_the_definition(void **state) {
    (void)state;
    size_t n_found = 0, n_left_out = 0;
    for (uint64_t seed = 0; seed < 300; seed++) {
        kembar_random random = {seed};
        size_t n_words = (size_t)2 << (seed % 11);
        for (int side = 0; side < 2; side++)
            texts.contents[side] =
                (kembar_token_hashes){.hashes = texts.hashes[side],
                                      .n_tokens = 3 + kembar_random_below(&random, FEW_TOKENS - 3)};
        for (size_t i = 0; i < FEW_TOKENS; i++)
            texts.hashes[0][i] = kembar_hash_mix(1 + kembar_random_below(&random, n_words));
        copy_stretches(&random, n_words);
        assert_int_equal(
            kembar_seeds_build(&texts.seeds, texts.hashes[0], texts.contents[0].n_tokens),
            KEMBAR_OK);
        assert_int_equal(kembar_equal_runs_find(&texts.runs, &texts.seeds, &texts.contents[0],
                                                &texts.contents[1]),
                         KEMBAR_OK);
        n_found += texts.runs.n_items;
        for (size_t j = 0; j + KEMBAR_ALIGN_SEED_TOKENS <= texts.contents[1].n_tokens; j++)
            n_left_out += texts.runs.is_frequent[j];
        /* Texts of two or four words have more matches than there is room for. */
        if (n_words > 4)
            expect_runs_as_defined();
        free_runs();
    }
    assert_true(n_found > 3000);
    assert_true(n_left_out > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_of_few_words_have_runs_in_proportion),
        cmocka_unit_test(as_long_as_they_fit_no_seed_is_left_out),
        cmocka_unit_test(seeds_made_to_share_one_slot_begin_nothing),
        cmocka_unit_test(runs_are_those_of_the_definition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
