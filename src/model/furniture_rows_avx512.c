#include "model/furniture_rows.h"

#ifdef KEMBAR_X86

#include <immintrin.h>

enum { LANES = 8 };

_Static_assert(sizeof(kembar_token) == 16 && KEMBAR_ROW_TOKENS == 3, "as written out here");

/* The hashes of eight tokens: each second word. */
KEMBAR_TARGET_AVX512
static inline __m512i hashes_of_8(const kembar_token *tokens) {
    const __m512i even = _mm512_set_epi64(14, 12, 10, 8, 6, 4, 2, 0);
    return _mm512_permutex2var_epi64(_mm512_loadu_si512(tokens), even,
                                     _mm512_loadu_si512(tokens + LANES / 2));
}

KEMBAR_TARGET_AVX512
void kembar_furniture_rows_avx512(const kembar_token *tokens, size_t n_rows, uint32_t *out) {
    size_t i = 0;
    for (; n_rows - i >= LANES; i += LANES) {
        __m512i row = hashes_of_8(tokens + i);
        row = _mm512_xor_si512(row, _mm512_rol_epi64(hashes_of_8(tokens + i + 1), KEMBAR_ROW_TURN));
        row = _mm512_xor_si512(row,
                               _mm512_rol_epi64(hashes_of_8(tokens + i + 2), 2 * KEMBAR_ROW_TURN));
        _mm256_storeu_si256((__m256i *)(void *)(out + i),
                            _mm512_cvtepi64_epi32(_mm512_srli_epi64(row, 32)));
    }
    kembar_furniture_rows_scalar(tokens + i, n_rows - i, out + i);
}

#endif
