/* XXH3 of eight spans of up to 16 bytes at once, as its specification gives it for 1 to 3, 4 to 8
 * and 9 to 16 bytes with seed 0. A test proves it equal to xxHash. */
#include "base/hash_spans.h"

#ifdef KEMBAR_X86

#include <immintrin.h>

#include "base/hash.h"

/* Words of XXH3's default secret, combined as each length wants them. */
#define KEY_1_TO_3 0x87275a9b
#define KEY_4_TO_8 0xc73ab174c5ecd5a2
#define KEY_LOW 0x6782737bea4239b9
#define KEY_HIGH 0xaf56bc3b0996523a
#define PRIME_2 0xc2b2ae3d27d4eb4f
#define PRIME_3 0x165667b19e3779f9
#define PRIME_AVALANCHE 0x165667919e3779f9
#define PRIME_MIX 0x9fb21c651e98df25

enum { LANES = 8 };

/* Eight spans: the lengths, where they begin and end, and the first eight bytes of each. */
typedef struct span_lanes {
    __mmask8 mask; /* lanes in use */
    __m512i begins, ends, lengths;
    __m512i first;
} span_lanes;

KEMBAR_TARGET_AVX512
static inline __m512i set1(uint64_t x) {
    return _mm512_set1_epi64((long long)x);
}

KEMBAR_TARGET_AVX512
static inline __m512i shift_xor(__m512i x, unsigned n) {
    return _mm512_xor_si512(x, _mm512_srli_epi64(x, n));
}

KEMBAR_TARGET_AVX512
static inline __m512i multiply(__m512i x, uint64_t y) {
    return _mm512_mullo_epi64(x, set1(y));
}

KEMBAR_TARGET_AVX512
static inline span_lanes load_lanes(const kembar_hash_spans *spans, size_t at) {
    size_t n = spans->n_spans - at;
    span_lanes lanes = {.mask = (__mmask8)(n < LANES ? (1U << n) - 1 : 0xff)};
    lanes.begins = _mm512_cvtepu16_epi64(_mm_maskz_loadu_epi16(lanes.mask, spans->begins + at));
    lanes.ends = _mm512_cvtepu16_epi64(_mm_maskz_loadu_epi16(lanes.mask, spans->ends + at));
    lanes.lengths = _mm512_sub_epi64(lanes.ends, lanes.begins);
    lanes.first = _mm512_mask_i64gather_epi64(_mm512_setzero_si512(), lanes.mask, lanes.begins,
                                              spans->bytes, 1);
    return lanes;
}

/* Up to eight bytes, with zeros behind them. A shift by 64 and more leaves nothing. */
KEMBAR_TARGET_AVX512
static inline __m512i own_bytes(const span_lanes *lanes) {
    __m512i n_bits = _mm512_slli_epi64(lanes->lengths, 3);
    return _mm512_andnot_si512(_mm512_sllv_epi64(set1(UINT64_MAX), n_bits), lanes->first);
}

/* The byte at `place`, and in lanes of up to eight bytes none above it. */
KEMBAR_TARGET_AVX512
static inline __m512i bytes_from(__m512i bytes, __m512i place) {
    return _mm512_srlv_epi64(bytes, _mm512_slli_epi64(place, 3));
}

KEMBAR_TARGET_AVX512
static inline __m512i hash_1_to_3(__m512i bytes, __m512i lengths) {
    const __m512i low = set1(0xff);
    __m512i first = _mm512_and_si512(bytes, low);
    __m512i middle = _mm512_and_si512(bytes_from(bytes, _mm512_srli_epi64(lengths, 1)), low);
    __m512i last = bytes_from(bytes, _mm512_sub_epi64(lengths, set1(1)));
    __m512i x = _mm512_or_si512(_mm512_slli_epi64(first, 16), _mm512_slli_epi64(middle, 24));
    x = _mm512_or_si512(x, _mm512_or_si512(last, _mm512_slli_epi64(lengths, 8)));
    x = shift_xor(_mm512_xor_si512(x, set1(KEY_1_TO_3)), 33);
    x = shift_xor(multiply(x, PRIME_2), 29);
    return shift_xor(multiply(x, PRIME_3), 32);
}

KEMBAR_TARGET_AVX512
static inline __m512i hash_4_to_8(__m512i bytes, __m512i lengths) {
    __m512i last = bytes_from(bytes, _mm512_sub_epi64(lengths, set1(4)));
    __m512i x = _mm512_add_epi64(_mm512_slli_epi64(bytes, 32), last);
    x = _mm512_xor_si512(x, set1(KEY_4_TO_8));
    x = _mm512_ternarylogic_epi64(x, _mm512_rol_epi64(x, 49), _mm512_rol_epi64(x, 24), 0x96);
    x = multiply(x, PRIME_MIX);
    x = _mm512_xor_si512(x, _mm512_add_epi64(_mm512_srli_epi64(x, 35), lengths));
    return shift_xor(multiply(x, PRIME_MIX), 28);
}

/* The halves of the 128-bit product, one xor the other. */
KEMBAR_TARGET_AVX512
static inline __m512i multiply_fold(__m512i a, __m512i b) {
    const __m512i low = set1(UINT32_MAX);
    __m512i a_high = _mm512_srli_epi64(a, 32), b_high = _mm512_srli_epi64(b, 32);
    __m512i bottom = _mm512_mul_epu32(a, b), top = _mm512_mul_epu32(a_high, b_high);
    __m512i one = _mm512_mul_epu32(a, b_high), other = _mm512_mul_epu32(a_high, b);
    __m512i cross = _mm512_add_epi64(_mm512_srli_epi64(bottom, 32), _mm512_and_si512(one, low));
    cross = _mm512_add_epi64(cross, other);
    top = _mm512_add_epi64(top, _mm512_srli_epi64(one, 32));
    top = _mm512_add_epi64(top, _mm512_srli_epi64(cross, 32));
    bottom = _mm512_or_si512(_mm512_and_si512(bottom, low), _mm512_slli_epi64(cross, 32));
    return _mm512_xor_si512(bottom, top);
}

KEMBAR_TARGET_AVX512
static inline __m512i reverse_bytes(__m512i x) {
    const __m512i order = _mm512_set4_epi32(0x08090a0b, 0x0c0d0e0f, 0x00010203, 0x04050607);
    return _mm512_shuffle_epi8(x, order);
}

KEMBAR_TARGET_AVX512
static inline __m512i hash_9_to_16(const span_lanes *lanes, __mmask8 mask, const char *bytes) {
    __m512i last = _mm512_mask_i64gather_epi64(_mm512_setzero_si512(), mask,
                                               _mm512_sub_epi64(lanes->ends, set1(8)), bytes, 1);
    __m512i low = _mm512_xor_si512(lanes->first, set1(KEY_LOW));
    __m512i high = _mm512_xor_si512(last, set1(KEY_HIGH));
    __m512i x = _mm512_add_epi64(lanes->lengths, reverse_bytes(low));
    x = _mm512_add_epi64(x, _mm512_add_epi64(high, multiply_fold(low, high)));
    return shift_xor(multiply(shift_xor(x, 37), PRIME_AVALANCHE), 32);
}

static void hash_longer(const kembar_hash_spans *spans, size_t at, unsigned mask,
                        uint64_t *hashes) {
    for (; mask != 0; mask &= mask - 1) {
        size_t i = at + (size_t)__builtin_ctz(mask);
        size_t size = (size_t)spans->ends[i] - spans->begins[i];
        hashes[i] = kembar_hash_bytes(spans->bytes + spans->begins[i], size, 0);
    }
}

KEMBAR_TARGET_AVX512
void kembar_hash_spans_avx512(const kembar_hash_spans *spans, uint64_t *hashes) {
    for (size_t at = 0; at < spans->n_spans; at += LANES) {
        span_lanes lanes = load_lanes(spans, at);
        __m512i bytes = own_bytes(&lanes);
        __mmask8 is_short = _mm512_cmplt_epu64_mask(lanes.lengths, set1(4));
        __m512i found = _mm512_mask_mov_epi64(hash_4_to_8(bytes, lanes.lengths), is_short,
                                              hash_1_to_3(bytes, lanes.lengths));
        __mmask8 is_long = _mm512_cmpgt_epu64_mask(lanes.lengths, set1(8));
        if (is_long != 0)
            found =
                _mm512_mask_mov_epi64(found, is_long, hash_9_to_16(&lanes, is_long, spans->bytes));
        _mm512_mask_storeu_epi64(hashes + at, lanes.mask, found);
        __mmask8 is_longer = _mm512_cmpgt_epu64_mask(lanes.lengths, set1(16));
        if (is_longer != 0)
            hash_longer(spans, at, is_longer, hashes);
    }
}

#endif
