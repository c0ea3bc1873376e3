#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/random.h"
#include "base/sort.h"
#include "text/shingles.h"

enum { N_TOKENS = 40 };

static void counts(void **state) {
    (void)state;
    assert_int_equal(kembar_shingles_count(0, 5), 0);
    assert_int_equal(kembar_shingles_count(1, 5), 1);
    assert_int_equal(kembar_shingles_count(4, 5), 1);
    assert_int_equal(kembar_shingles_count(5, 5), 1);
    assert_int_equal(kembar_shingles_count(6, 5), 2);
    assert_int_equal(kembar_shingles_count(100, 1), 100);
}

static void fill(uint64_t tokens[N_TOKENS], uint64_t seed) {
    kembar_random random = {seed};
    for (size_t i = 0; i < N_TOKENS; i++)
        tokens[i] = kembar_random_next(&random);
}

/* The hash rolled along a text is the hash of each run by itself. */
static void each_is_a_function_of_its_run(void **state) {
    (void)state;
    uint64_t tokens[N_TOKENS];
    uint64_t all[N_TOKENS];
    fill(tokens, 1);
    for (unsigned k = 1; k <= 8; k++) {
        kembar_shingles_hash(tokens, N_TOKENS, k, all);
        for (size_t i = 0; i < kembar_shingles_count(N_TOKENS, k); i++) {
            uint64_t alone = 0;
            kembar_shingles_hash(tokens + i, k, k, &alone);
            assert_int_equal(all[i], alone);
        }
    }
}

static void order_and_every_token_count(void **state) {
    (void)state;
    uint64_t tokens[N_TOKENS];
    uint64_t before;
    uint64_t after;
    fill(tokens, 2);
    kembar_shingles_hash(tokens, 5, 5, &before);
    for (size_t i = 0; i < 4; i++) {
        uint64_t kept = tokens[i];
        tokens[i] = tokens[i + 1];
        tokens[i + 1] = kept;
        kembar_shingles_hash(tokens, 5, 5, &after);
        assert_int_not_equal(before, after);
        tokens[i + 1] = tokens[i];
        tokens[i] = kept;
    }
    for (size_t i = 0; i < 5; i++) {
        tokens[i] ^= (uint64_t)1 << 63;
        kembar_shingles_hash(tokens, 5, 5, &after);
        assert_int_not_equal(before, after);
        tokens[i] ^= (uint64_t)1 << 63;
    }
}

static void short_texts_are_one_shingle(void **state) {
    (void)state;
    uint64_t tokens[N_TOKENS];
    uint64_t hashes[6];
    fill(tokens, 3);
    for (size_t n = 1; n <= 5; n++)
        kembar_shingles_hash(tokens, n, 5, &hashes[n]);
    for (size_t n = 1; n <= 5; n++)
        for (size_t m = 1; m < n; m++)
            assert_int_not_equal(hashes[n], hashes[m]);
    uint64_t with_zero[2] = {0, tokens[0]};
    uint64_t hash;
    kembar_shingles_hash(with_zero, 2, 5, &hash);
    assert_int_not_equal(hash, hashes[1]);
}

static void no_tokens_write_nothing(void **state) {
    (void)state;
    uint64_t untouched = 42;
    kembar_shingles_hash(NULL, 0, 5, &untouched);
    assert_int_equal(untouched, 42);
}

static void avx512_hashes_as_scalar(void **state) {
    (void)state;
#ifdef KEMBAR_X86
    enum { UNTOUCHED = 42 };
    uint64_t tokens[N_TOKENS], expected[N_TOKENS + 1], found[N_TOKENS + 1];
    if (kembar_cpu() >= KEMBAR_CPU_AVX512) {
        for (size_t n = 0; n <= N_TOKENS; n++)
            for (unsigned k = 1; k <= 9; k++) {
                size_t n_shingles = kembar_shingles_count(n, k);
                fill(tokens, n);
                found[n_shingles] = UNTOUCHED;
                kembar_shingles_hash_scalar(tokens, n, k, expected);
                kembar_shingles_hash_avx512(tokens, n, k, found);
                assert_memory_equal(found, expected, n_shingles * sizeof *found);
                assert_int_equal(found[n_shingles], UNTOUCHED);
            }
        return;
    }
#endif
    skip();
}

static size_t shared_plainly(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b) {
    size_t n = 0;
    for (size_t i = 0; i < n_a; i++)
        for (size_t j = 0; j < n_b; j++)
            n += a[i] == b[j];
    return n;
}

static size_t random_set(kembar_random *random, uint64_t *out, size_t n, uint64_t range) {
    for (size_t i = 0; i < n; i++)
        out[i] = kembar_random_below(random, range) * (UINT64_MAX / range);
    assert_int_equal(kembar_sort_u64(out, n), KEMBAR_OK);
    return kembar_unique_u64(out, n);
}

static void shared_equals_the_plain_count(void **state) {
    (void)state;
    enum { MAX = 600 };
    uint64_t a[MAX];
    uint64_t b[MAX];
    kembar_random random = {11};
    for (int round = 0; round < 3000; round++) {
        /* Every third pair differs in size enough to gallop, either way. */
        size_t max_a = round % 3 == 1 ? 20 : MAX;
        size_t max_b = round % 3 == 2 ? 20 : MAX;
        uint64_t range = 1 + kembar_random_below(&random, 2000);
        size_t n_a = random_set(&random, a, kembar_random_below(&random, max_a), range);
        size_t n_b = random_set(&random, b, kembar_random_below(&random, max_b), range);
        assert_int_equal(kembar_shingles_shared(a, n_a, b, n_b), shared_plainly(a, n_a, b, n_b));
        assert_int_equal(kembar_shingles_shared(a, n_a, a, n_a), n_a);
    }
}

static void shared_at_the_ends(void **state) {
    (void)state;
    uint64_t many[1000];
    for (size_t i = 0; i < 1000; i++)
        many[i] = 2 * i + 1;
    const uint64_t few[] = {0, 1, 1999, UINT64_MAX};
    assert_int_equal(kembar_shingles_shared(many, 1000, few, 4), 2);
    assert_int_equal(kembar_shingles_shared(few, 4, many, 1000), 2);
    assert_int_equal(kembar_shingles_shared(many, 1000, few, 0), 0);
    assert_int_equal(kembar_shingles_shared(NULL, 0, NULL, 0), 0);
}

typedef size_t (*shared_function)(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b);

/* Sizes around those of vectors, sets with all, some and nothing in common, the highest key. */
static void assert_merges(shared_function shared) {
    enum { MAX_ITEMS = 70 };
    uint64_t a[MAX_ITEMS], b[MAX_ITEMS];
    kembar_random random = {3};
    for (size_t round = 0; round < 20000; round++) {
        uint64_t range = 1 + kembar_random_below(&random, 4 * MAX_ITEMS);
        size_t n_a = random_set(&random, a, kembar_random_below(&random, MAX_ITEMS), range);
        size_t n_b = random_set(&random, b, kembar_random_below(&random, MAX_ITEMS), range);
        if (round % 4 == 0 && n_a > 0 && n_b > 0)
            a[n_a - 1] = b[n_b - 1] = UINT64_MAX;
        assert_int_equal(shared(a, n_a, b, n_b), shared_plainly(a, n_a, b, n_b));
        assert_int_equal(shared(a, n_a, a, n_a), n_a);
    }
    assert_int_equal(shared(NULL, 0, NULL, 0), 0);
    assert_int_equal(shared(a, 1, NULL, 0), 0);
}

static void scalar_merges(void **state) {
    (void)state;
    assert_merges(kembar_shingles_shared_scalar);
}

static void avx2_merges(void **state) {
    (void)state;
#ifdef KEMBAR_X86
    if (kembar_cpu() >= KEMBAR_CPU_AVX2) {
        assert_merges(kembar_shingles_shared_avx2);
        return;
    }
#endif
    skip();
}

static void avx512_merges(void **state) {
    (void)state;
#ifdef KEMBAR_X86
    if (kembar_cpu() >= KEMBAR_CPU_AVX512) {
        assert_merges(kembar_shingles_shared_avx512);
        return;
    }
#endif
    skip();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts),
        cmocka_unit_test(each_is_a_function_of_its_run),
        cmocka_unit_test(order_and_every_token_count),
        cmocka_unit_test(short_texts_are_one_shingle),
        cmocka_unit_test(no_tokens_write_nothing),
        cmocka_unit_test(avx512_hashes_as_scalar),
        cmocka_unit_test(shared_equals_the_plain_count),
        cmocka_unit_test(shared_at_the_ends),
        cmocka_unit_test(scalar_merges),
        cmocka_unit_test(avx2_merges),
        cmocka_unit_test(avx512_merges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
