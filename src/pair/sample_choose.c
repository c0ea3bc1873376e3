#include "base/hash_lanes.h"
#include "pair/sampled.h"

#define UPPER 0xffffffff00000000u

size_t kembar_sample_choose_scalar(const uint64_t *hashes, size_t n_items, uint64_t mask,
                                   uint64_t *out) {
    size_t n = 0;
    for (size_t i = 0; i < n_items; i++) {
        out[n] = (hashes[i] & UPPER) | i;
        n += (hashes[i] & mask) == 0;
    }
    return n;
}

#ifdef KEMBAR_X86

KEMBAR_TARGET_AVX512
size_t kembar_sample_choose_avx512(const uint64_t *hashes, size_t n_items, uint64_t mask,
                                   uint64_t *out) {
    const __m512i refused = kembar_lanes_set(mask), key = kembar_lanes_set(UPPER);
    __m512i places = _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7);
    size_t n = 0;
    for (size_t i = 0; i < n_items; i += KEMBAR_LANES) {
        __mmask8 lanes = kembar_lanes_mask(n_items - i);
        __m512i some = _mm512_maskz_loadu_epi64(lanes, hashes + i);
        __mmask8 chosen = _mm512_mask_testn_epi64_mask(lanes, some, refused);
        __m512i item = _mm512_or_si512(_mm512_and_si512(some, key), places);
        size_t n_chosen = (size_t)_mm_popcnt_u32(chosen);
        _mm512_mask_storeu_epi64(out + n, kembar_lanes_mask(n_chosen),
                                 _mm512_maskz_compress_epi64(chosen, item));
        n += n_chosen;
        places = _mm512_add_epi64(places, kembar_lanes_set(KEMBAR_LANES));
    }
    return n;
}

#endif
