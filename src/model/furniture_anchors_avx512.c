#include "model/furniture_anchors.h"

#ifdef KEMBAR_X86

#include <immintrin.h>

enum { LANES = 16, PART = 1024, OVERLAP = KEMBAR_ANCHOR_WINDOW };

KEMBAR_TARGET_AVX512
static inline __m256i rows_of_8(const uint64_t *hashes, __mmask8 mask) {
    __m512i row = _mm512_maskz_loadu_epi64(mask, hashes);
    __m512i b = _mm512_maskz_loadu_epi64(mask, hashes + 1);
    __m512i c = _mm512_maskz_loadu_epi64(mask, hashes + 2);
    row = _mm512_xor_si512(row, _mm512_rol_epi64(b, KEMBAR_ROW_TURN));
    row = _mm512_xor_si512(row, _mm512_rol_epi64(c, 2 * KEMBAR_ROW_TURN));
    return _mm512_cvtepi64_epi32(_mm512_srli_epi64(row, 32));
}

/* The least of the rows of the window that ends at each of sixteen places. */
KEMBAR_TARGET_AVX512
static inline __m512i least_of_window(const uint32_t *ends) {
    __m512i a = _mm512_min_epu32(_mm512_loadu_si512(ends), _mm512_loadu_si512(ends - 1));
    __m512i b = _mm512_min_epu32(_mm512_loadu_si512(ends - 2), _mm512_loadu_si512(ends - 3));
    __m512i c = _mm512_min_epu32(_mm512_loadu_si512(ends - 4), _mm512_loadu_si512(ends - 5));
    return _mm512_min_epu32(_mm512_min_epu32(a, b), c);
}

_Static_assert(KEMBAR_ROW_TOKENS == 3 && KEMBAR_ANCHOR_WINDOW == 6, "as written out here");

/* Part by part; the last rows of one part go before those of the next. */
KEMBAR_TARGET_AVX512
size_t kembar_furniture_anchors_avx512(const uint64_t *hashes, size_t n_tokens, uint32_t *out) {
    uint32_t buffer[OVERLAP + PART], *rows = buffer + OVERLAP;
    size_t n = 0, n_rows = n_tokens < KEMBAR_ROW_TOKENS ? 0 : n_tokens - KEMBAR_ROW_TOKENS + 1;
    for (size_t i = 0; i < OVERLAP; i++)
        buffer[i] = 0;
    for (size_t begin = 0; begin < n_rows; begin += PART) {
        size_t size = n_rows - begin < PART ? n_rows - begin : PART;
        for (size_t i = 0; i < size; i += LANES / 2) {
            __mmask8 mask = (__mmask8)(size - i < 8 ? (1U << (size - i)) - 1 : 0xff);
            _mm256_storeu_si256((__m256i *)(void *)(rows + i), rows_of_8(hashes + begin + i, mask));
        }
        for (size_t i = 0; i < size; i += LANES) {
            __mmask16 mask = (__mmask16)(size - i < LANES ? (1U << (size - i)) - 1 : 0xffff);
            __m512i least = least_of_window(rows + i), before = least_of_window(rows + i - 1);
            __mmask16 differs = _mm512_mask_cmpneq_epu32_mask(mask, least, before);
            /* The text's first window has none before it, and before that there is no window. */
            if (begin + i == 0)
                differs = (__mmask16)((differs & 0xffc0) | (mask & 0x20));
            _mm512_mask_compressstoreu_epi32(out + n, differs, least);
            n += (size_t)_mm_popcnt_u32(differs);
        }
        for (size_t i = 0; i < OVERLAP; i++)
            buffer[i] = buffer[PART + i];
    }
    return n;
}

#endif
