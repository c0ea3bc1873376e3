#include "base/sort_groups.h"

#ifdef KEMBAR_X86

#include <immintrin.h>

/* Orders the pairs that begin at keys[first], keys[first + 2] ... */
KEMBAR_TARGET_AVX512
static inline void order_pairs(uint64_t *keys, size_t n_keys, size_t first) {
    for (size_t i = first; i + 1 < n_keys; i += 8) {
        size_t n = (n_keys - i) & ~(size_t)1;
        __mmask8 mask = (__mmask8)(n < 8 ? (1U << n) - 1 : 0xff);
        __m512i pairs = _mm512_maskz_loadu_epi64(mask, keys + i);
        __m512i turned = _mm512_permutex_epi64(pairs, 0xb1);
        __m512i ordered =
            _mm512_mask_max_epu64(_mm512_min_epu64(pairs, turned), 0xaa, pairs, turned);
        _mm512_mask_storeu_epi64(keys + i, mask, ordered);
    }
}

KEMBAR_TARGET_AVX512
void kembar_sort_groups_avx512(uint64_t *keys, size_t n_keys, size_t largest) {
    for (size_t round = 0; round < largest; round++)
        order_pairs(keys, n_keys, round % 2);
}

#endif
