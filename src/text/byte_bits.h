/* One bit for each of 64 bytes: those that are one of four. Private to the floor. */
#ifndef KEMBAR_TEXT_BYTE_BITS_H
#define KEMBAR_TEXT_BYTE_BITS_H

#include <stdint.h>

#ifdef __SSE2__
#include <immintrin.h>
#endif

enum { KEMBAR_BYTE_BITS = 64 };

typedef struct kembar_byte_set {
    char bytes[4];
} kembar_byte_set;

#ifdef __SSE2__
static inline uint64_t kembar_bits_of_16(const char *bytes, const __m128i set[4]) {
    __m128i part = _mm_loadu_si128((const __m128i *)(const void *)bytes);
    __m128i low = _mm_or_si128(_mm_cmpeq_epi8(part, set[0]), _mm_cmpeq_epi8(part, set[1]));
    __m128i high = _mm_or_si128(_mm_cmpeq_epi8(part, set[2]), _mm_cmpeq_epi8(part, set[3]));
    return (uint64_t)(unsigned)_mm_movemask_epi8(_mm_or_si128(low, high));
}
#endif

static inline uint64_t kembar_bits_in(const char bytes[KEMBAR_BYTE_BITS], kembar_byte_set set) {
#ifdef __SSE2__
    const __m128i wide[4] = {_mm_set1_epi8(set.bytes[0]), _mm_set1_epi8(set.bytes[1]),
                             _mm_set1_epi8(set.bytes[2]), _mm_set1_epi8(set.bytes[3])};
    return kembar_bits_of_16(bytes, wide) | kembar_bits_of_16(bytes + 16, wide) << 16 |
           kembar_bits_of_16(bytes + 32, wide) << 32 | kembar_bits_of_16(bytes + 48, wide) << 48;
#else
    uint64_t bits = 0;
    for (unsigned i = 0; i < KEMBAR_BYTE_BITS; i++)
        bits |= (uint64_t)(bytes[i] == set.bytes[0] || bytes[i] == set.bytes[1] ||
                           bytes[i] == set.bytes[2] || bytes[i] == set.bytes[3])
                << i;
    return bits;
#endif
}

#endif
