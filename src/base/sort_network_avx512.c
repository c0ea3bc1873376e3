#include "base/sort_network.h"

#ifdef KEMBAR_X86

#include <immintrin.h>

#include "base/hash_lanes.h"

enum { LANES = 8, MOST_VECTORS = KEMBAR_SORT_NETWORK_KEYS / LANES };

/* Each lane against the one that was turned to its place; those in `upper` keep the larger. */
KEMBAR_TARGET_AVX512
static inline __m512i order(__m512i keys, __m512i turned, __mmask8 upper) {
    return _mm512_mask_max_epu64(_mm512_min_epu64(keys, turned), upper, keys, turned);
}

KEMBAR_TARGET_AVX512
static inline __m512i reverse(__m512i keys) {
    return _mm512_permutexvar_epi64(_mm512_setr_epi64(7, 6, 5, 4, 3, 2, 1, 0), keys);
}

KEMBAR_TARGET_AVX512
static inline __m512i order_neighbours(__m512i keys) {
    return order(keys, _mm512_permutex_epi64(keys, 0xb1), 0xaa);
}

/* Sorts lanes that ascend and then descend, or the other way round. */
KEMBAR_TARGET_AVX512
static inline __m512i merge_lanes(__m512i keys) {
    keys = order(keys, _mm512_shuffle_i64x2(keys, keys, 0x4e), 0xf0);
    keys = order(keys, _mm512_permutex_epi64(keys, 0x4e), 0xcc);
    return order_neighbours(keys);
}

KEMBAR_TARGET_AVX512
static inline __m512i sort_lanes(__m512i keys) {
    keys = order_neighbours(keys);
    keys = order_neighbours(order(keys, _mm512_permutex_epi64(keys, 0x1b), 0xcc));
    keys = order(keys, reverse(keys), 0xf0);
    return order_neighbours(order(keys, _mm512_permutex_epi64(keys, 0x4e), 0xcc));
}

KEMBAR_TARGET_AVX512
static inline void order_vectors(__m512i *lower, __m512i *upper) {
    __m512i keys = *lower;
    *lower = _mm512_min_epu64(keys, *upper);
    *upper = _mm512_max_epu64(keys, *upper);
}

/* Two sorted runs of `half` vectors, one behind the other, become one. The larger of two always
 * goes farther back, so that of `n` vectors the others need not be there. */
KEMBAR_TARGET_AVX512
static inline void merge_runs(__m512i *run, size_t n, size_t half) {
    for (size_t i = 2 * half > n ? 2 * half - n : 0; i < half; i++) {
        __m512i *upper = &run[2 * half - 1 - i];
        *upper = reverse(*upper);
        order_vectors(&run[i], upper);
        *upper = reverse(*upper);
    }
    for (size_t step = half / 2; step > 0; step /= 2)
        for (size_t i = 0; i + step < n; i++)
            if ((i & step) == 0)
                order_vectors(&run[i], &run[i + step]);
    for (size_t i = 0; i < n; i++)
        run[i] = merge_lanes(run[i]);
}

/* Lanes behind the keys hold the largest value, which stays there. */
KEMBAR_TARGET_AVX512
void kembar_sort_network_avx512(uint64_t *keys, size_t n_keys) {
    const __m512i largest = _mm512_set1_epi64(-1);
    __m512i vectors[MOST_VECTORS];
    size_t n = 0;
    for (size_t at = 0; at < n_keys; at += LANES)
        vectors[n++] =
            sort_lanes(_mm512_mask_loadu_epi64(largest, kembar_lanes_mask(n_keys - at), keys + at));
    for (size_t half = 1; half < n; half *= 2)
        for (size_t first = 0; first + half < n; first += 2 * half)
            merge_runs(vectors + first, n - first < 2 * half ? n - first : 2 * half, half);
    for (size_t i = 0; i < n; i++)
        _mm512_mask_storeu_epi64(keys + i * LANES, kembar_lanes_mask(n_keys - i * LANES),
                                 vectors[i]);
}

#endif
