#include "text/tokens_pack.h"

#ifdef KEMBAR_X86

#include "base/hash_lanes.h"

_Static_assert(sizeof(kembar_token) == 16 && offsetof(kembar_token, hash) == 0 &&
                   offsetof(kembar_token, begin) == 8 && offsetof(kembar_token, end) == 12,
               "a hash is the first of two words, of the span the end the upper half");

enum { LANES = KEMBAR_LANES };

/* Of the 16 words of eight tokens those that there are. */
static inline unsigned words_of(size_t n_left) {
    return n_left < LANES ? (1U << 2 * n_left) - 1 : 0xffff;
}

KEMBAR_TARGET_AVX512
void kembar_tokens_pack_avx512(const kembar_hash_spans *spans, const uint64_t *hashes,
                               uint32_t base, kembar_token *out) {
    const __m512i first = _mm512_setr_epi64(0, 8, 1, 9, 2, 10, 3, 11);
    const __m512i second = _mm512_setr_epi64(4, 12, 5, 13, 6, 14, 7, 15);
    const __m512i bases = _mm512_set1_epi32((int)base);
    for (size_t at = 0; at < spans->n_spans; at += LANES) {
        __mmask8 mask = kembar_lanes_mask(spans->n_spans - at);
        unsigned words = words_of(spans->n_spans - at);
        __m512i begins = _mm512_cvtepu16_epi64(_mm_maskz_loadu_epi16(mask, spans->begins + at));
        __m512i ends = _mm512_cvtepu16_epi64(_mm_maskz_loadu_epi16(mask, spans->ends + at));
        __m512i places = _mm512_or_si512(begins, _mm512_slli_epi64(ends, 32));
        __m512i some = _mm512_maskz_loadu_epi64(mask, hashes + at);
        places = _mm512_add_epi32(places, bases);
        _mm512_mask_storeu_epi64(out + at, (__mmask8)(words & 0xff),
                                 _mm512_permutex2var_epi64(some, first, places));
        _mm512_mask_storeu_epi64(out + at + LANES / 2, (__mmask8)(words >> 8),
                                 _mm512_permutex2var_epi64(some, second, places));
    }
}

KEMBAR_TARGET_AVX512
void kembar_tokens_hashes_avx512(const kembar_token *tokens, size_t n_tokens, uint64_t *out) {
    const __m512i hashes = _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14);
    for (size_t at = 0; at < n_tokens; at += LANES) {
        unsigned words = words_of(n_tokens - at);
        __m512i first = _mm512_maskz_loadu_epi64((__mmask8)(words & 0xff), tokens + at);
        __m512i second = _mm512_maskz_loadu_epi64((__mmask8)(words >> 8), tokens + at + LANES / 2);
        _mm512_mask_storeu_epi64(out + at, kembar_lanes_mask(n_tokens - at),
                                 _mm512_permutex2var_epi64(first, hashes, second));
    }
}

#endif
