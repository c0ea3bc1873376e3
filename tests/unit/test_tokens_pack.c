#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/random.h"
#include "text/tokens_pack.h"

enum { MAX_TOKENS = 70, UNTOUCHED = 77 };

typedef struct token_set {
    uint64_t hashes[MAX_TOKENS];
    uint16_t begins[MAX_TOKENS], ends[MAX_TOKENS];
} token_set;

typedef void (*pack_function)(const kembar_hash_spans *spans, const uint64_t *hashes, uint32_t base,
                              kembar_token *out);
typedef void (*hashes_function)(const kembar_token *tokens, size_t n_tokens, uint64_t *out);

static void fill(token_set *set) {
    kembar_random random = {53};
    for (size_t i = 0; i < MAX_TOKENS; i++) {
        set->hashes[i] = kembar_random_next(&random);
        set->begins[i] = (uint16_t)kembar_random_next(&random);
        set->ends[i] = (uint16_t)kembar_random_next(&random);
    }
}

/* Any number of tokens, and none behind them. */
static void check(pack_function pack, hashes_function unpack) {
    static const uint32_t bases[] = {0, 4096, UINT32_MAX - UINT16_MAX};
    kembar_token tokens[MAX_TOKENS + 1], untouched;
    uint64_t hashes[MAX_TOKENS + 1];
    token_set set;
    fill(&set);
    memset(&untouched, UNTOUCHED, sizeof untouched);
    for (size_t n = 0; n <= MAX_TOKENS; n++) {
        uint32_t base = bases[n % 3];
        kembar_hash_spans spans = {NULL, set.begins, set.ends, n};
        tokens[n] = untouched;
        hashes[n] = UNTOUCHED;
        pack(&spans, set.hashes, base, tokens);
        unpack(tokens, n, hashes);
        for (size_t i = 0; i < n; i++) {
            assert_true(tokens[i].hash == set.hashes[i]);
            assert_int_equal(tokens[i].begin, base + set.begins[i]);
            assert_int_equal(tokens[i].end, base + set.ends[i]);
        }
        assert_memory_equal(hashes, set.hashes, n * sizeof *hashes);
        assert_memory_equal(&tokens[n], &untouched, sizeof untouched);
        assert_int_equal(hashes[n], UNTOUCHED);
    }
}

static void every_level_packs_the_same(void **state) {
    (void)state;
    check(kembar_tokens_pack, kembar_tokens_hashes);
    check(kembar_tokens_pack_scalar, kembar_tokens_hashes_scalar);
#ifdef KEMBAR_X86
    if (kembar_cpu() == KEMBAR_CPU_AVX512)
        check(kembar_tokens_pack_avx512, kembar_tokens_hashes_avx512);
#endif
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_level_packs_the_same)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
