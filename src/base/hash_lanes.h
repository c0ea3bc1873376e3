/* The mixes of hash.h on eight lanes of 64 bits: what the AVX-512 kernels share. */
#ifndef KEMBAR_BASE_HASH_LANES_H
#define KEMBAR_BASE_HASH_LANES_H

#include "base/cpu.h"

#ifdef KEMBAR_X86

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

enum { KEMBAR_LANES = 8 };

KEMBAR_TARGET_AVX512
static inline __m512i kembar_lanes_set(uint64_t x) {
    return _mm512_set1_epi64((long long)x);
}

/* The lanes that `n_left` more items fill. */
static inline __mmask8 kembar_lanes_mask(size_t n_left) {
    return (__mmask8)(n_left < KEMBAR_LANES ? (1U << n_left) - 1 : 0xff);
}

KEMBAR_TARGET_AVX512
static inline __m512i kembar_lanes_shift_xor(__m512i x, unsigned n) {
    return _mm512_xor_si512(x, _mm512_srli_epi64(x, n));
}

KEMBAR_TARGET_AVX512
static inline __m512i kembar_lanes_multiply(__m512i x, uint64_t y) {
    return _mm512_mullo_epi64(x, kembar_lanes_set(y));
}

/* kembar_hash_mix of each. */
KEMBAR_TARGET_AVX512
static inline __m512i kembar_lanes_mix(__m512i x) {
    x = kembar_lanes_multiply(kembar_lanes_shift_xor(x, 30), 0xbf58476d1ce4e5b9);
    x = kembar_lanes_multiply(kembar_lanes_shift_xor(x, 27), 0x94d049bb133111eb);
    return kembar_lanes_shift_xor(x, 31);
}

/* kembar_hash_fold of each two. */
KEMBAR_TARGET_AVX512
static inline __m512i kembar_lanes_fold(__m512i a, __m512i b) {
    const __m512i low = kembar_lanes_set(UINT32_MAX);
    __m512i a_high = _mm512_srli_epi64(a, 32), b_high = _mm512_srli_epi64(b, 32);
    __m512i bottom = _mm512_mul_epu32(a, b), top = _mm512_mul_epu32(a_high, b_high);
    __m512i one = _mm512_mul_epu32(a, b_high), other = _mm512_mul_epu32(a_high, b);
    __m512i cross = _mm512_add_epi64(_mm512_srli_epi64(bottom, 32), _mm512_and_si512(one, low));
    cross = _mm512_add_epi64(cross, other);
    top = _mm512_add_epi64(top, _mm512_srli_epi64(one, 32));
    top = _mm512_add_epi64(top, _mm512_srli_epi64(cross, 32));
    bottom = _mm512_mask_shuffle_epi32(bottom, 0xaaaa, cross, _MM_PERM_CCAA);
    return _mm512_xor_si512(bottom, top);
}

#endif

#endif
