/* XXH3 of eight spans of up to 8 bytes at once, as its specification gives it for 1 to 3 and for 4
 * to 8 bytes with seed 0. Both forms put some of the bytes together and multiply twice, so that
 * they differ in constants alone. Longer spans, of which a text has few, are hashed one by one. A
 * test proves it all equal to xxHash. */
#include "base/hash_spans.h"

#ifdef KEMBAR_X86

#include <string.h>

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

enum { LANES = KEMBAR_LANES, SPANS_A_MASK = 64 };

/* By length (8: the first): where each byte of the word that is hashed comes from, counted from the
 * begin of the span; Z: it is zero. Up to three bytes: the last, room for the length, the first,
 * the middle. More: the last four, then the first four. */
enum { Z = 0x80 };
static const uint8_t orders[LANES][sizeof(uint64_t)] = {
    {4, 5, 6, 7, 0, 1, 2, 3}, {0, Z, 0, 0, Z, Z, Z, Z}, {1, Z, 0, 1, Z, Z, Z, Z},
    {2, Z, 0, 1, Z, Z, Z, Z}, {0, 1, 2, 3, 0, 1, 2, 3}, {1, 2, 3, 4, 0, 1, 2, 3},
    {2, 3, 4, 5, 0, 1, 2, 3}, {3, 4, 5, 6, 0, 1, 2, 3}};

/* What that word is xored with: of up to three bytes the length too. */
static const uint64_t keys[LANES] = {KEY_4_TO_8,         KEY_1_TO_3 ^ 0x100, KEY_1_TO_3 ^ 0x200,
                                     KEY_1_TO_3 ^ 0x300, KEY_4_TO_8,         KEY_4_TO_8,
                                     KEY_4_TO_8,         KEY_4_TO_8};

KEMBAR_TARGET_AVX512
static inline __m512i choose(__mmask8 second, uint64_t a, uint64_t b) {
    return _mm512_mask_blend_epi64(second, kembar_lanes_set(a), kembar_lanes_set(b));
}

/* `words`: eight bytes from the begin of each span on. A table looks at the lower three bits of a
 * length alone. */
KEMBAR_TARGET_AVX512
static inline __m512i hash_lanes(__m512i words, __m512i lengths) {
    const __m512i upper_halves = _mm512_set4_epi32(0x08080808, 0x08080808, 0, 0);
    __mmask8 has_four = _mm512_cmpge_epu64_mask(lengths, kembar_lanes_set(4));
    __m512i order = _mm512_permutexvar_epi64(lengths, _mm512_loadu_si512(orders));
    __m512i x = _mm512_shuffle_epi8(words, _mm512_or_si512(order, upper_halves));
    x = _mm512_xor_si512(x, _mm512_permutexvar_epi64(lengths, _mm512_loadu_si512(keys)));
    x = _mm512_mask_ternarylogic_epi64(x, has_four, _mm512_rol_epi64(x, 49),
                                       _mm512_rol_epi64(x, 24), 0x96);
    x = _mm512_mullo_epi64(x, choose(has_four, PRIME_2, PRIME_MIX));
    __m512i shifted = _mm512_srlv_epi64(x, choose(has_four, 29, 35));
    x = _mm512_xor_si512(x, _mm512_mask_add_epi64(shifted, has_four, shifted, lengths));
    x = _mm512_mullo_epi64(x, choose(has_four, PRIME_3, PRIME_MIX));
    return _mm512_xor_si512(x, _mm512_srlv_epi64(x, choose(has_four, 32, 28)));
}

/* Hashes eight spans, or those that are left; returns which are longer than eight bytes, whose
 * hashes say nothing. */
KEMBAR_TARGET_AVX512
static inline unsigned hash_eight(const kembar_hash_spans *spans, size_t at, uint64_t *hashes) {
    __mmask8 mask = kembar_lanes_mask(spans->n_spans - at);
    __m512i begins = _mm512_cvtepu16_epi64(_mm_maskz_loadu_epi16(mask, spans->begins + at));
    __m512i ends = _mm512_cvtepu16_epi64(_mm_maskz_loadu_epi16(mask, spans->ends + at));
    __m512i lengths = _mm512_sub_epi64(ends, begins);
    __m512i words =
        _mm512_mask_i64gather_epi64(_mm512_setzero_si512(), mask, begins, spans->bytes, 1);
    _mm512_mask_storeu_epi64(hashes + at, mask, hash_lanes(words, lengths));
    return _mm512_cmpgt_epu64_mask(lengths, kembar_lanes_set(8));
}

static inline uint64_t hash_longer(const char *bytes, size_t size) {
    uint64_t low, high;
    if (size > 2 * sizeof low)
        return kembar_hash_bytes(bytes, size, 0);
    memcpy(&low, bytes, sizeof low);
    memcpy(&high, bytes + size - sizeof high, sizeof high);
    low ^= KEY_LOW;
    high ^= KEY_HIGH;
    uint64_t x = size + __builtin_bswap64(low) + high + kembar_hash_fold(low, high);
    x = (x ^ x >> 37) * PRIME_AVALANCHE;
    return x ^ x >> 32;
}

KEMBAR_TARGET_AVX512
void kembar_hash_spans_avx512(const kembar_hash_spans *spans, uint64_t *hashes) {
    for (size_t begin = 0; begin < spans->n_spans; begin += SPANS_A_MASK) {
        uint64_t longer = 0;
        for (size_t at = begin; at < begin + SPANS_A_MASK && at < spans->n_spans; at += LANES)
            longer |= (uint64_t)hash_eight(spans, at, hashes) << (at - begin);
        for (; longer != 0; longer &= longer - 1) {
            size_t i = begin + (size_t)__builtin_ctzll(longer);
            size_t size = (size_t)spans->ends[i] - spans->begins[i];
            hashes[i] = hash_longer(spans->bytes + spans->begins[i], size);
        }
    }
}

#endif
