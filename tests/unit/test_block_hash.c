#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "document/block_hash.h"

enum { MAX_TOKENS = 70 };

typedef uint64_t (*hash_function)(const kembar_token *tokens, size_t n_tokens);

static void fill(kembar_token *tokens, size_t n, uint64_t seed) {
    kembar_random random = {seed};
    for (size_t i = 0; i < n; i++)
        tokens[i] = (kembar_token){kembar_random_next(&random), (uint32_t)i, UINT32_MAX};
}

static void order_number_and_every_token_count(void **state) {
    (void)state;
    kembar_token tokens[MAX_TOKENS];
    fill(tokens, MAX_TOKENS, 1);
    for (size_t n = 2; n <= MAX_TOKENS; n++) {
        uint64_t before = kembar_block_hash_tokens(tokens, n);
        assert_true(before != 0 && before != kembar_block_hash_tokens(tokens, n - 1));
        for (size_t i = 0; i + 1 < n; i++) {
            uint64_t kept = tokens[i].hash;
            tokens[i].hash = tokens[i + 1].hash;
            tokens[i + 1].hash = kept;
            assert_true(kembar_block_hash_tokens(tokens, n) != before);
            tokens[i + 1].hash = tokens[i].hash;
            tokens[i].hash = kept;
        }
    }
}

static void places_in_the_text_do_not_count(void **state) {
    (void)state;
    kembar_token tokens[MAX_TOKENS];
    fill(tokens, MAX_TOKENS, 2);
    uint64_t before = kembar_block_hash_tokens(tokens, MAX_TOKENS);
    for (size_t i = 0; i < MAX_TOKENS; i++)
        tokens[i].begin = tokens[i].end = 7;
    assert_true(kembar_block_hash_tokens(tokens, MAX_TOKENS) == before);
}

static void avx512_is_the_scalar_one(void **state) {
    (void)state;
#ifdef KEMBAR_X86
    static kembar_token tokens[MAX_TOKENS];
    if (kembar_cpu() >= KEMBAR_CPU_AVX512) {
        for (size_t n = 0; n <= MAX_TOKENS; n++) {
            /* At the end of the memory, so that what is read behind it is found out. */
            fill(tokens + MAX_TOKENS - n, n, n);
            assert_true(kembar_block_hash_avx512(tokens + MAX_TOKENS - n, n) ==
                        kembar_block_hash_scalar(tokens + MAX_TOKENS - n, n));
        }
        return;
    }
#endif
    skip();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_number_and_every_token_count),
        cmocka_unit_test(places_in_the_text_do_not_count),
        cmocka_unit_test(avx512_is_the_scalar_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
