#include "base/bit_filter.h"

#ifdef KEMBAR_X86

#include <immintrin.h>

enum { LANES = 16 };

KEMBAR_TARGET_AVX512
uint64_t kembar_bit_filter_mask_avx512(const kembar_bit_filter *filter, const uint32_t *keys,
                                       size_t n_keys) {
    uint64_t found = 0;
    if (filter->n_words == 0)
        return 0;
    const __m512i last = _mm512_set1_epi32((int)(filter->n_words - 1)), one = _mm512_set1_epi32(1);
    for (size_t i = 0; i < n_keys; i += LANES) {
        size_t n = n_keys - i < LANES ? n_keys - i : LANES;
        __mmask16 mask = (__mmask16)((1U << n) - 1);
        __m512i key = _mm512_maskz_loadu_epi32(mask, keys + i);
        __m512i word = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), mask,
                                                   _mm512_and_si512(key, last), filter->words, 4);
        /* Turned so that the key's bits come last, each in its turn. */
        __m512i first = _mm512_rorv_epi32(word, _mm512_srli_epi32(key, KEMBAR_BIT_FILTER_FIRST));
        __m512i second = _mm512_rorv_epi32(word, _mm512_srli_epi32(key, KEMBAR_BIT_FILTER_SECOND));
        __mmask16 has = _mm512_test_epi32_mask(_mm512_and_si512(first, second), one);
        found |= (uint64_t)has << i;
    }
    return found;
}

#endif
