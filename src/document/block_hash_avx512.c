#include "document/block_hash.h"

#ifdef KEMBAR_X86

#include "base/hash.h"
#include "base/hash_lanes.h"

/* The hashes of eight tokens, zeros where there are fewer. */
KEMBAR_TARGET_AVX512
static inline __m512i load_hashes(const kembar_token *tokens, size_t n_left) {
    const __m512i hashes = _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14);
    unsigned words = n_left < KEMBAR_LANES ? (1U << 2 * n_left) - 1 : 0xffff;
    __m512i first = _mm512_maskz_loadu_epi64((__mmask8)(words & 0xff), tokens);
    __m512i second = _mm512_maskz_loadu_epi64((__mmask8)(words >> 8), tokens + KEMBAR_LANES / 2);
    return _mm512_permutex2var_epi64(first, hashes, second);
}

_Static_assert(sizeof(kembar_token) == 16 && offsetof(kembar_token, hash) == 0,
               "the hash is the first of two words");

KEMBAR_TARGET_AVX512
uint64_t kembar_block_hash_avx512(const kembar_token *tokens, size_t n_tokens) {
    const uint64_t step = KEMBAR_BLOCK_HASH_STEP;
    const __m512i ordinals = _mm512_setr_epi64(1, 2, 3, 4, 5, 6, 7, 8);
    __m512i places =
        _mm512_add_epi64(kembar_lanes_set(step * n_tokens), kembar_lanes_multiply(ordinals, step));
    __m512i sum = _mm512_setzero_si512();
    for (size_t i = 0; i < n_tokens; i += KEMBAR_LANES) {
        __m512i hashes = load_hashes(tokens + i, n_tokens - i);
        __m512i folded = kembar_lanes_fold(_mm512_xor_si512(hashes, places), places);
        sum = _mm512_mask_add_epi64(sum, kembar_lanes_mask(n_tokens - i), sum, folded);
        places = _mm512_add_epi64(places, kembar_lanes_set(step * KEMBAR_LANES));
    }
    return kembar_hash_mix(n_tokens + (uint64_t)_mm512_reduce_add_epi64(sum));
}

#endif
