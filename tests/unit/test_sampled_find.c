/* Pairs found by postings and sizes alone: those that comparing all samples with all finds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/hash.h"
#include "base/random.h"
#include "base/sort.h"
#include "kembar/options.h"
#include "pair/sample_table.h"
#include "pair/sampled.h"
#include "pair/verify.h"

enum { N = 300, N_FAMILIES = 30, MOST = 160, CAP = 20, NEEDED = 2, N_COMMON = 12, N_BANDS = 3 };

typedef struct sampled_text {
    uint32_t keys[MOST], bands[N_BANDS];
    uint8_t places[MOST];
} sampled_text;

typedef struct sampled_texts {
    sampled_text texts[N];
    kembar_sample samples[N], bands[N];
    size_t n_asking;
} sampled_texts;

static uint64_t mixed(uint64_t x) {
    return kembar_hash_mix(x + 1);
}

/* What some of a family drop, and some have elsewhere; what many have; what none has but one. */
static void fill_text(sampled_texts *all, size_t i, kembar_random *random) {
    sampled_text *text = &all->texts[i];
    uint64_t family = kembar_random_below(random, N_FAMILIES), items[MOST];
    uint64_t kept = 1 + kembar_random_below(random, 100), moved = kembar_random_below(random, 4);
    uint32_t level = (uint32_t)kembar_random_below(random, 5);
    size_t n = 0, n_distinct = 0;
    for (uint64_t k = 0; k < MOST; k++) {
        uint64_t of = k < N_COMMON ? k : family * MOST + k;
        if (kembar_random_below(random, 100) >= kept)
            of = (i + N_FAMILIES) * MOST + k;
        uint64_t place = moved == 0 ? kembar_random_below(random, KEMBAR_SAMPLE_PLACES)
                                    : k * KEMBAR_SAMPLE_PLACES / MOST;
        uint32_t key = (uint32_t)(mixed(of) >> 32);
        if ((key & ((1U << level) - 1)) == 0)
            items[n++] = (uint64_t)key << 32 | place;
    }
    assert_int_equal(kembar_sort_u64(items, n), KEMBAR_OK);
    for (size_t k = 0; k < n; k++) {
        text->keys[n_distinct] = (uint32_t)(items[k] >> 32);
        text->places[n_distinct] = (uint8_t)items[k];
        n_distinct += k + 1 == n || items[k + 1] >> 32 != items[k] >> 32;
    }
    for (size_t k = 0; k < N_BANDS; k++)
        text->bands[k] = (uint32_t)(k << 16 | kembar_random_below(random, 200));
    all->samples[i] = (kembar_sample){text->keys, text->places, (uint32_t)n_distinct, level};
    all->bands[i] = (kembar_sample){.keys = text->bands, .n_keys = N_BANDS};
}

static sampled_texts *make_texts(uint64_t seed, size_t n_asking) {
    sampled_texts *all = calloc(1, sizeof *all);
    kembar_random random = {seed};
    assert_non_null(all);
    all->n_asking = n_asking;
    for (size_t i = 0; i < N; i++)
        fill_text(all, i, &random);
    return all;
}

static size_t count_holders(const sampled_texts *all, uint32_t key) {
    size_t n = 0;
    for (size_t i = 0; i < N; i++)
        for (uint32_t k = 0; k < all->samples[i].n_keys; k++)
            n += all->samples[i].keys[k] == key;
    return n;
}

static int shares_bucket(const sampled_texts *all, size_t a, size_t b) {
    for (size_t k = 0; k < N_BANDS; k++)
        if (all->texts[a].bands[k] == all->texts[b].bands[k])
            return 1;
    return 0;
}

/* n_rare[i]: how many hold key i of a. */
static size_t count_rare(const sampled_texts *all, const size_t *n_holders, size_t a, size_t b) {
    const kembar_sample *x = &all->samples[a], *y = &all->samples[b];
    size_t n = 0;
    for (uint32_t i = 0; i < x->n_keys; i++)
        for (uint32_t k = 0; k < y->n_keys && n_holders[i] <= CAP; k++)
            n += x->keys[i] == y->keys[k];
    return n;
}

static int count_parts(uint32_t parts) {
    int n = 0;
    for (; parts; parts &= parts - 1)
        n++;
    return n;
}

/* As sampled.h says it. */
static int is_worth(const kembar_sample_overlap *o, int is_whole, int takes_parts) {
    size_t smaller = o->n_a < o->n_b ? o->n_a : o->n_b;
    int n_a = count_parts(o->parts_a), n_b = count_parts(o->parts_b);
    if (is_whole)
        return kembar_verify_is_promising(o->n_a, o->n_b, o->n_shared);
    if (takes_parts)
        return o->n_shared >= 3;
    if (o->n_shared >= 3 && 8 * o->n_shared >= smaller && n_a >= 3 && n_b >= 3)
        return 1;
    return o->n_shared >= 2 && 32 * o->n_shared >= smaller && o->n_in_place == o->n_shared &&
           n_a >= 2 && n_b >= 2;
}

typedef struct found_pairs {
    uint8_t is_pair[N][N];
    size_t n_pairs, n_seen;
} found_pairs;

static found_pairs compare_all(const sampled_texts *all, int takes_parts) {
    static found_pairs found;
    static size_t n_holders[MOST];
    kembar_sample_table table = {0};
    found = (found_pairs){0};
    for (size_t a = 0; a < all->n_asking; a++) {
        assert_int_equal(kembar_sample_table_fill(&table, &all->samples[a]), KEMBAR_OK);
        for (uint32_t i = 0; i < all->samples[a].n_keys; i++)
            n_holders[i] = count_holders(all, all->samples[a].keys[i]);
        for (size_t b = a + 1; b < N; b++) {
            if (!shares_bucket(all, a, b) && count_rare(all, n_holders, a, b) < NEEDED)
                continue;
            kembar_sample_overlap o = kembar_sample_compare_scalar(&table, &all->samples[b]);
            int is_whole = all->samples[a].level == 0 && all->samples[b].level == 0;
            found.n_seen++;
            found.is_pair[a][b] = (uint8_t)is_worth(&o, is_whole, takes_parts);
            found.n_pairs += found.is_pair[a][b];
        }
    }
    kembar_sample_table_deinit(&table);
    return found;
}

static kembar_sampled_pairs find(const sampled_texts *all, int takes_parts, int n_threads) {
    kembar_options options = {0};
    kembar_postings rare, bands;
    kembar_sampled_pairs out;
    options.n_threads = n_threads;
    options.rare_shingles_shared = NEEDED;
    assert_int_equal(kembar_sampled_postings(&rare, all->samples, N, all->n_asking, CAP, n_threads),
                     KEMBAR_OK);
    assert_int_equal(kembar_sampled_postings(&bands, all->bands, N, all->n_asking, 0, n_threads),
                     KEMBAR_OK);
    assert_int_equal(kembar_sampled_find(&out, all->samples, &rare, &bands, N, all->n_asking,
                                         takes_parts, &options, NULL),
                     KEMBAR_OK);
    kembar_postings_deinit(&rare);
    kembar_postings_deinit(&bands);
    return out;
}

static void expect_pairs(const sampled_texts *all, int takes_parts) {
    found_pairs expected = compare_all(all, takes_parts);
    assert_true(expected.n_pairs > 100 && expected.n_seen > 200 + expected.n_pairs);
    for (int n_threads = 1; n_threads < 4; n_threads++) {
        kembar_sampled_pairs pairs = find(all, takes_parts, n_threads);
        assert_int_equal(pairs.n_items, expected.n_pairs);
        assert_int_equal(pairs.n_seen, expected.n_seen);
        for (size_t i = 0; i < pairs.n_items; i++) {
            assert_true(i == 0 || pairs.items[i - 1].a <= pairs.items[i].a);
            assert_int_equal(expected.is_pair[pairs.items[i].a][pairs.items[i].b], 1);
            expected.is_pair[pairs.items[i].a][pairs.items[i].b] = 2; /* once */
        }
        for (size_t i = 0; i < pairs.n_items; i++)
            expected.is_pair[pairs.items[i].a][pairs.items[i].b] = 1;
        kembar_sampled_pairs_deinit(&pairs);
    }
}

static void finds_what_comparing_all_finds(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 2; seed++) {
        sampled_texts *all = make_texts(seed, seed == 1 ? N : N / 3);
        expect_pairs(all, 0);
        expect_pairs(all, 1);
        free(all);
    }
}

static void postings_say_where_keys_stand(void **state) {
    (void)state;
    sampled_texts *all = make_texts(5, N);
    kembar_postings rare;
    size_t n_keys = 0;
    assert_int_equal(kembar_sampled_postings(&rare, all->samples, N, N, CAP, 2), KEMBAR_OK);
    assert_true(rare.has_places);
    for (size_t begin = 0, end; begin < rare.n_items; begin = end) {
        const kembar_posting *first = &rare.items[begin];
        uint32_t n_after = kembar_posting_n_after(first);
        end = begin + n_after + 1;
        n_keys++;
        assert_true(n_after > 0 && n_after < CAP);
        for (size_t i = begin; i < end; i++) {
            const kembar_sample *sample = &all->samples[rare.items[i].doc_id];
            uint32_t n_there = 0;
            assert_int_equal(kembar_posting_n_after(&rare.items[i]), end - i - 1);
            for (uint32_t k = 0; k < sample->n_keys; k++)
                n_there += sample->places[k] == kembar_posting_place(&rare.items[i]);
            assert_true(n_there > 0);
        }
    }
    assert_true(n_keys > 100);
    kembar_postings_deinit(&rare);
    assert_int_equal(kembar_sampled_postings(&rare, all->bands, N, N, 0, 2), KEMBAR_OK);
    assert_false(rare.has_places);
    kembar_sampled_pairs pairs;
    kembar_options options = kembar_options_default();
    options.n_threads = 1;
    assert_int_equal(
        kembar_sampled_find(&pairs, all->samples, &rare, &rare, N, N, 0, &options, NULL),
        KEMBAR_ERROR_ARGUMENT);
    assert_null(pairs.items);
    kembar_postings_deinit(&rare);
    free(all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_comparing_all_finds),
        cmocka_unit_test(postings_say_where_keys_stand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
