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

enum { N = 600, N_FAMILIES = 60, MOST = 160, CAP = 20, NEEDED = 2, MOST_COMMON = 60 };
/* As postings.h and sampled.h have them. */
enum { LARGE = 256, FIRST = 6, FAMILY_SHARE = 8 };

typedef struct sampled_text {
    uint32_t keys[MOST];
    uint8_t places[MOST];
} sampled_text;

typedef struct sampled_texts {
    sampled_text texts[N];
    kembar_sample samples[N];
    size_t n_asking;
    uint64_t holders[N * MOST]; /* each key with each that holds it, ascending */
    size_t n_holders;
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
    uint64_t n_common = kembar_random_below(random, MOST_COMMON);
    size_t n = 0, n_distinct = 0;
    for (uint64_t k = 0; k < MOST; k++) {
        uint64_t of = k < n_common ? k : family * MOST + k;
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
    all->samples[i] = (kembar_sample){text->keys, text->places, (uint32_t)n_distinct, level,
                                      (uint32_t)n_distinct};
    for (size_t k = 0; k < n_distinct; k++)
        all->holders[all->n_holders++] = (uint64_t)text->keys[k] << 32 | i;
}

static sampled_texts *make_texts(uint64_t seed, size_t n_asking) {
    sampled_texts *all = calloc(1, sizeof *all);
    kembar_random random = {seed};
    assert_non_null(all);
    all->n_asking = n_asking;
    for (size_t i = 0; i < N; i++)
        fill_text(all, i, &random);
    assert_int_equal(kembar_sort_u64(all->holders, all->n_holders), KEMBAR_OK);
    return all;
}

static const uint64_t *list_of(const sampled_texts *all, uint32_t key, size_t *n) {
    size_t begin = kembar_lower_bound_u64(all->holders, all->n_holders, (uint64_t)key << 32);
    size_t end = kembar_lower_bound_u64(all->holders, all->n_holders, ((uint64_t)key + 1) << 32);
    *n = end - begin;
    return all->holders + begin;
}

static int is_of_family(const sampled_texts *all, size_t i) {
    size_t n_frequent = 0, n;
    for (uint32_t k = 0; k < all->samples[i].n_keys; k++) {
        (void)list_of(all, all->samples[i].keys[k], &n);
        n_frequent += n > CAP;
    }
    return n_frequent * FAMILY_SHARE >= all->samples[i].n_keys;
}

/* Whether a key that both hold is listed for both. */
static int is_listed(const sampled_texts *all, const uint8_t *of_family, uint32_t key, size_t a,
                     size_t b) {
    size_t n, n_listed = 0, at_a = 0, at_b = 0;
    const uint64_t *list = list_of(all, key, &n);
    if (n > CAP && (!of_family[a] || !of_family[b]))
        return 0;
    for (size_t i = 0; i < n; i++) {
        size_t of = (uint32_t)list[i];
        if (of == a)
            at_a = n_listed;
        if (of == b)
            at_b = n_listed;
        n_listed += n <= CAP || of_family[of];
    }
    size_t n_after = n_listed - at_a - 1, most = all->n_asking < N ? LARGE : 0;
    return n_listed <= LARGE || at_a < FIRST || n_after < most || at_b - at_a <= most;
}

static size_t count_listed(const sampled_texts *all, const uint8_t *of_family, size_t a, size_t b) {
    const kembar_sample *x = &all->samples[a], *y = &all->samples[b];
    size_t n = 0;
    for (uint32_t i = 0, k = 0; i < x->n_keys && k < y->n_keys;) {
        if (x->keys[i] == y->keys[k])
            n += (size_t)is_listed(all, of_family, x->keys[i], a, b);
        uint32_t is_behind = x->keys[i] <= y->keys[k];
        k += x->keys[i] >= y->keys[k];
        i += is_behind;
    }
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
    static uint8_t of_family[N];
    kembar_sample_table table = {0};
    found = (found_pairs){0};
    for (size_t i = 0; i < N; i++)
        of_family[i] = (uint8_t)is_of_family(all, i);
    for (size_t a = 0; a < all->n_asking; a++) {
        assert_int_equal(kembar_sample_table_fill(&table, &all->samples[a]), KEMBAR_OK);
        size_t needed = all->samples[a].n_keys <= 4 ? 1 : NEEDED;
        for (size_t b = a + 1; b < N; b++) {
            if (count_listed(all, of_family, a, b) < needed)
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
    kembar_postings postings;
    kembar_sampled_pairs out;
    options.n_threads = n_threads;
    options.rare_shingles_shared = NEEDED;
    assert_int_equal(
        kembar_sampled_postings(&postings, all->samples, N, all->n_asking, CAP, n_threads),
        KEMBAR_OK);
    assert_int_equal(kembar_sampled_find(&out, all->samples, &postings, N, all->n_asking,
                                         takes_parts, &options, NULL),
                     KEMBAR_OK);
    kembar_postings_deinit(&postings);
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
    size_t n_keys = 0, n_long = 0;
    assert_int_equal(kembar_sampled_postings(&rare, all->samples, N, N, CAP, 2), KEMBAR_OK);
    assert_true(rare.has_places);
    for (size_t begin = 0, end; begin < rare.n_items; begin = end) {
        const kembar_posting *first = &rare.items[begin];
        uint32_t n_after = kembar_posting_n_after(first);
        end = begin + n_after + 1;
        n_keys++;
        n_long += n_after >= CAP;
        assert_true(n_after > 0);
        for (size_t i = begin; i < end; i++) {
            const kembar_sample *sample = &all->samples[rare.items[i].doc_id];
            uint32_t n_there = 0, n_there_after = (uint32_t)(end - i - 1);
            int meets_all = end - begin <= LARGE || i - begin < FIRST;
            assert_int_equal(kembar_posting_n_after(&rare.items[i]), meets_all ? n_there_after : 0);
            assert_true(n_after < CAP || is_of_family(all, rare.items[i].doc_id));
            for (uint32_t k = 0; k < sample->n_keys; k++)
                n_there += sample->places[k] == kembar_posting_place(&rare.items[i]);
            assert_true(n_there > 0);
        }
    }
    assert_true(n_keys > 100 && n_long > 0);
    kembar_postings_deinit(&rare);
    free(all);
}

static void postings_without_places_are_refused(void **state) {
    uint64_t key = 7;
    kembar_key_set sets[2] = {{&key, 1}, {&key, 1}};
    kembar_sample samples[2] = {{.n_keys = 0}, {.n_keys = 0}};
    kembar_postings postings;
    kembar_sampled_pairs pairs;
    kembar_options options = kembar_options_default();
    (void)state;
    options.n_threads = 1;
    assert_int_equal(kembar_postings_build(&postings, sets, 2, 0, 1), KEMBAR_OK);
    assert_int_equal(kembar_sampled_find(&pairs, samples, &postings, 2, 2, 0, &options, NULL),
                     KEMBAR_ERROR_ARGUMENT);
    assert_null(pairs.items);
    kembar_postings_deinit(&postings);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_comparing_all_finds),
        cmocka_unit_test(postings_say_where_keys_stand),
        cmocka_unit_test(postings_without_places_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
