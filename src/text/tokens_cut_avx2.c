#include "text/tokens_cut.h"

#ifdef KEMBAR_X86

#include <immintrin.h>
#include <string.h>

#include "text/tokens_masks.h"

/* Bytes of [low, high] as ones; what is above 0x7f is negative and never between. */
KEMBAR_TARGET_AVX2
static inline __m256i between(__m256i bytes, int low, int high) {
    return _mm256_and_si256(_mm256_cmpgt_epi8(bytes, _mm256_set1_epi8((char)(low - 1))),
                            _mm256_cmpgt_epi8(_mm256_set1_epi8((char)(high + 1)), bytes));
}

KEMBAR_TARGET_AVX2
static inline __m256i equal(__m256i bytes, int c) {
    return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8((char)c));
}

KEMBAR_TARGET_AVX2
static inline uint64_t bits_of(__m256i bytes, unsigned shift) {
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(bytes) << shift;
}

KEMBAR_TARGET_AVX2
static inline void classify_half(kembar_byte_masks *masks, const char *data, unsigned shift,
                                 char *folded) {
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)data);
    __m256i upper = between(bytes, 'A', 'Z'), lower = between(bytes, 'a', 'z');
    __m256i digit = between(bytes, '0', '9');
    __m256i underscore = equal(bytes, '_');
    __m256i mark = _mm256_or_si256(_mm256_or_si256(equal(bytes, '.'), equal(bytes, '!')),
                                   _mm256_or_si256(equal(bytes, '?'), equal(bytes, 0xe2)));
    __m256i letter = _mm256_or_si256(upper, lower);
    __m256i word = _mm256_or_si256(letter, _mm256_or_si256(digit, underscore));
    __m256i change = _mm256_and_si256(upper, _mm256_set1_epi8('a' - 'A'));
    _mm256_storeu_si256((__m256i *)(void *)folded, _mm256_add_epi8(bytes, change));
    masks->word |= bits_of(word, shift);
    masks->upper |= bits_of(upper, shift);
    masks->lower |= bits_of(lower, shift);
    masks->digit |= bits_of(digit, shift);
    masks->mark |= bits_of(mark, shift);
}

KEMBAR_TARGET_AVX2
void kembar_token_cut_avx2(kembar_token_cut *cut, const char *data, size_t size) {
    kembar_mask_carry carry = {0};
    size_t n_begins = 0;
    cut->n_words = 0;
    for (size_t at = 0; at <= size; at += 64) {
        char last[64] = {0};
        const char *from = data + at;
        if (size - at < 64)
            from = memcpy(last, from, size - at);
        kembar_byte_masks masks = {0};
        classify_half(&masks, from, 0, cut->folded + at);
        classify_half(&masks, from + 32, 32, cut->folded + at + 32);
        kembar_word_edges edges = kembar_masks_find_edges(masks, &carry);
        kembar_masks_add_words(cut, &n_begins, at, masks.upper, &edges);
    }
}

#endif
