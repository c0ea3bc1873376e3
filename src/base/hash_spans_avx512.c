/* XXH3 of eight spans of up to 16 bytes at once, as its specification gives it for 1 to 3, 4 to 8
 * and 9 to 16 bytes with seed 0. A test proves it equal to xxHash. */
#include "base/hash_spans.h"

#ifdef KEMBAR_X86

#include "base/hash.h"
#include "base/hash_lanes.h"

/* Words of XXH3's default secret, combined as each length wants them. */
#define KEY_1_TO_3 0x87275a9b
#define KEY_4_TO_8 0xc73ab174c5ecd5a2
#define KEY_LOW 0x6782737bea4239b9
#define KEY_HIGH 0xaf56bc3b0996523a
#define PRIME_2 0xc2b2ae3d27d4eb4f
#define PRIME_3 0x165667b19e3779f9
#define PRIME_AVALANCHE 0x165667919e3779f9
#define PRIME_MIX 0x9fb21c651e98df25

enum { LANES = KEMBAR_LANES };

/* Eight spans: the lengths, where they begin and end, and the first eight bytes of each. What
 * begins and ends within NEAR_BYTES, as the words of a text do, is taken out of two registers,
 * which is quicker than from memory. */
typedef struct span_lanes {
    __mmask8 mask; /* lanes in use */
    int is_near;
    __m512i begins, ends, lengths;
    __m512i first;
} span_lanes;

enum { NEAR_BYTES = 2 * 64 };
_Static_assert((int)KEMBAR_HASH_SPAN_SLACK >= (int)NEAR_BYTES,
               "may be read behind the begin of any span");

/* Eight bytes from each place on; in lanes not in use anything. */
KEMBAR_TARGET_AVX512
static inline __m512i fetch(const span_lanes *lanes, const char *bytes, uint64_t base,
                            __m512i places) {
    const __m512i lowest = _mm512_set4_epi32(0x08080808, 0x08080808, 0, 0);
    if (!lanes->is_near)
        return _mm512_mask_i64gather_epi64(_mm512_setzero_si512(), lanes->mask, places, bytes, 1);
    places = _mm512_shuffle_epi8(_mm512_sub_epi64(places, kembar_lanes_set(base)), lowest);
    places = _mm512_add_epi8(places, kembar_lanes_set(0x0706050403020100));
    return _mm512_permutex2var_epi8(_mm512_loadu_si512(bytes + base), places,
                                    _mm512_loadu_si512(bytes + base + NEAR_BYTES / 2));
}

KEMBAR_TARGET_AVX512
static inline span_lanes load_lanes(const kembar_hash_spans *spans, size_t at) {
    span_lanes lanes = {.mask = kembar_lanes_mask(spans->n_spans - at)};
    const __m512i base = kembar_lanes_set(spans->begins[at]);
    lanes.begins = _mm512_cvtepu16_epi64(_mm_maskz_loadu_epi16(lanes.mask, spans->begins + at));
    lanes.ends = _mm512_cvtepu16_epi64(_mm_maskz_loadu_epi16(lanes.mask, spans->ends + at));
    lanes.lengths = _mm512_sub_epi64(lanes.ends, lanes.begins);
    __m512i farther =
        _mm512_max_epu64(_mm512_sub_epi64(lanes.begins, base), _mm512_sub_epi64(lanes.ends, base));
    lanes.is_near =
        _mm512_mask_cmpgt_epu64_mask(lanes.mask, farther, kembar_lanes_set(NEAR_BYTES)) == 0;
    lanes.first = fetch(&lanes, spans->bytes, spans->begins[at], lanes.begins);
    return lanes;
}

/* Up to eight bytes, with zeros behind them. A shift by 64 and more leaves nothing. */
KEMBAR_TARGET_AVX512
static inline __m512i own_bytes(const span_lanes *lanes) {
    __m512i n_bits = _mm512_slli_epi64(lanes->lengths, 3);
    return _mm512_andnot_si512(_mm512_sllv_epi64(kembar_lanes_set(UINT64_MAX), n_bits),
                               lanes->first);
}

/* The byte at `place`, and in lanes of up to eight bytes none above it. */
KEMBAR_TARGET_AVX512
static inline __m512i bytes_from(__m512i bytes, __m512i place) {
    return _mm512_srlv_epi64(bytes, _mm512_slli_epi64(place, 3));
}

KEMBAR_TARGET_AVX512
static inline __m512i hash_1_to_3(__m512i bytes, __m512i lengths) {
    const __m512i low = kembar_lanes_set(0xff);
    __m512i first = _mm512_and_si512(bytes, low);
    __m512i middle = _mm512_and_si512(bytes_from(bytes, _mm512_srli_epi64(lengths, 1)), low);
    __m512i last = bytes_from(bytes, _mm512_sub_epi64(lengths, kembar_lanes_set(1)));
    __m512i x = _mm512_or_si512(_mm512_slli_epi64(first, 16), _mm512_slli_epi64(middle, 24));
    x = _mm512_or_si512(x, _mm512_or_si512(last, _mm512_slli_epi64(lengths, 8)));
    x = kembar_lanes_shift_xor(_mm512_xor_si512(x, kembar_lanes_set(KEY_1_TO_3)), 33);
    x = kembar_lanes_shift_xor(kembar_lanes_multiply(x, PRIME_2), 29);
    return kembar_lanes_shift_xor(kembar_lanes_multiply(x, PRIME_3), 32);
}

KEMBAR_TARGET_AVX512
static inline __m512i hash_4_to_8(__m512i bytes, __m512i lengths) {
    __m512i last = bytes_from(bytes, _mm512_sub_epi64(lengths, kembar_lanes_set(4)));
    __m512i x = _mm512_add_epi64(_mm512_slli_epi64(bytes, 32), last);
    x = _mm512_xor_si512(x, kembar_lanes_set(KEY_4_TO_8));
    x = _mm512_ternarylogic_epi64(x, _mm512_rol_epi64(x, 49), _mm512_rol_epi64(x, 24), 0x96);
    x = kembar_lanes_multiply(x, PRIME_MIX);
    x = _mm512_xor_si512(x, _mm512_add_epi64(_mm512_srli_epi64(x, 35), lengths));
    return kembar_lanes_shift_xor(kembar_lanes_multiply(x, PRIME_MIX), 28);
}

KEMBAR_TARGET_AVX512
static inline __m512i reverse_bytes(__m512i x) {
    const __m512i order = _mm512_set4_epi32(0x08090a0b, 0x0c0d0e0f, 0x00010203, 0x04050607);
    return _mm512_shuffle_epi8(x, order);
}

/* `last`: the last eight bytes. */
KEMBAR_TARGET_AVX512
static inline __m512i hash_9_to_16(const span_lanes *lanes, __m512i last) {
    __m512i low = _mm512_xor_si512(lanes->first, kembar_lanes_set(KEY_LOW));
    __m512i high = _mm512_xor_si512(last, kembar_lanes_set(KEY_HIGH));
    __m512i x = _mm512_add_epi64(lanes->lengths, reverse_bytes(low));
    x = _mm512_add_epi64(x, _mm512_add_epi64(high, kembar_lanes_fold(low, high)));
    return kembar_lanes_shift_xor(
        kembar_lanes_multiply(kembar_lanes_shift_xor(x, 37), PRIME_AVALANCHE), 32);
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
        __mmask8 is_short = _mm512_cmplt_epu64_mask(lanes.lengths, kembar_lanes_set(4));
        __m512i found = _mm512_mask_mov_epi64(hash_4_to_8(bytes, lanes.lengths), is_short,
                                              hash_1_to_3(bytes, lanes.lengths));
        __mmask8 is_long = _mm512_cmpgt_epu64_mask(lanes.lengths, kembar_lanes_set(8));
        if (is_long != 0) {
            __m512i last = fetch(&lanes, spans->bytes, spans->begins[at],
                                 _mm512_sub_epi64(lanes.ends, kembar_lanes_set(sizeof(uint64_t))));
            found = _mm512_mask_mov_epi64(found, is_long, hash_9_to_16(&lanes, last));
        }
        _mm512_mask_storeu_epi64(hashes + at, lanes.mask, found);
        __mmask8 is_longer = _mm512_cmpgt_epu64_mask(lanes.lengths, kembar_lanes_set(16));
        if (is_longer != 0)
            hash_longer(spans, at, is_longer, hashes);
    }
}

#endif
