/* Sixteen keys at once; those whose slot another key has taken go on to the next together. */
#include "pair/sample_table.h"

#ifdef KEMBAR_X86

#include <immintrin.h>

enum { LANES = 16 };

/* Where each of the keys stands that the table holds; `wanted` and what is returned are a bit a
 * key. */
KEMBAR_TARGET_AVX512
static inline __mmask16 find_slots(const kembar_sample_table *a, __m512i keys, __mmask16 wanted,
                                   uint32_t slots_of[LANES]) {
    const __m512i none = _mm512_set1_epi32(KEMBAR_SAMPLE_NO_KEY), one = _mm512_set1_epi32(1);
    const __m512i last = _mm512_set1_epi32((int)(a->n_slots - 1));
    __m512i slots = _mm512_srl_epi32(keys, _mm_cvtsi32_si128((int)a->shift));
    __mmask16 found = 0;
    while (wanted) {
        __m512i held = _mm512_mask_i32gather_epi32(none, wanted, slots, a->keys, sizeof *a->keys);
        found |= _mm512_mask_cmpeq_epi32_mask(wanted, held, keys);
        wanted = _mm512_mask_cmpneq_epi32_mask(wanted, held, keys);
        wanted = _mm512_mask_cmpneq_epi32_mask(wanted, held, none);
        slots = _mm512_mask_and_epi32(slots, wanted, _mm512_add_epi32(slots, one), last);
    }
    _mm512_storeu_si512(slots_of, slots);
    return found;
}

KEMBAR_TARGET_AVX512
kembar_sample_overlap kembar_sample_compare_avx512(const kembar_sample_table *a,
                                                   const kembar_sample *b) {
    unsigned level = a->sample->level > b->level ? a->sample->level : b->level;
    const __m512i below = _mm512_set1_epi32((int)(((uint32_t)1 << level) - 1));
    kembar_sample_overlap out = {.n_a = a->n_at[level]};
    uint32_t slots[LANES];
    for (uint32_t i = 0; i < b->n_keys; i += LANES) {
        uint32_t left = b->n_keys - i;
        __mmask16 lanes = (__mmask16)(left < LANES ? (1U << left) - 1 : 0xffff);
        __m512i keys = _mm512_maskz_loadu_epi32(lanes, b->keys + i);
        lanes = _mm512_mask_testn_epi32_mask(lanes, keys, below);
        out.n_b += (size_t)_mm_popcnt_u32(lanes);
        unsigned found = find_slots(a, keys, lanes, slots);
        for (; found; found = _blsr_u32(found)) {
            unsigned lane = _tzcnt_u32(found);
            kembar_sample_overlap_add(&out, a->places[slots[lane]], b->places[i + lane]);
        }
    }
    return out;
}

#endif
