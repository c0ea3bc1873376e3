/* One bit for each of 64 bytes: those that are one of four, or that are no plain text. Private to
 * the floor. */
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

#ifdef __SSE2__
static inline uint64_t kembar_bits_join(__m128i a, __m128i b, __m128i c, __m128i d) {
    return (uint64_t)(unsigned)_mm_movemask_epi8(a) |
           (uint64_t)(unsigned)_mm_movemask_epi8(b) << 16 |
           (uint64_t)(unsigned)_mm_movemask_epi8(c) << 32 |
           (uint64_t)(unsigned)_mm_movemask_epi8(d) << 48;
}
#endif

/* Bytes >= 0x80 and, where `with_nul` says so, NULs. */
static inline uint64_t kembar_bits_not_ascii(const char bytes[KEMBAR_BYTE_BITS], int with_nul) {
#ifdef __SSE2__
    const __m128i *at = (const __m128i *)(const void *)bytes;
    __m128i a = _mm_loadu_si128(at), b = _mm_loadu_si128(at + 1);
    __m128i c = _mm_loadu_si128(at + 2), d = _mm_loadu_si128(at + 3);
    /* Of the bytes below 0x80 only NUL has its high bit set when one is taken off. */
    __m128i less = _mm_set1_epi8((char)(with_nul ? -1 : 0));
    a = _mm_or_si128(a, _mm_add_epi8(a, less));
    b = _mm_or_si128(b, _mm_add_epi8(b, less));
    c = _mm_or_si128(c, _mm_add_epi8(c, less));
    d = _mm_or_si128(d, _mm_add_epi8(d, less));
    __m128i any = _mm_or_si128(_mm_or_si128(a, b), _mm_or_si128(c, d));
    return _mm_movemask_epi8(any) == 0 ? 0 : kembar_bits_join(a, b, c, d);
#else
    uint64_t bits = 0;
    for (unsigned i = 0; i < KEMBAR_BYTE_BITS; i++)
        bits |= (uint64_t)((unsigned char)bytes[i] >= 0x80 || (with_nul && bytes[i] == 0)) << i;
    return bits;
#endif
}

enum { KEMBAR_BYTE_STEP = 16 };

/* Number of UTF-8 continuation bytes among KEMBAR_BYTE_STEP. */
static inline unsigned kembar_bytes_continued(const char bytes[KEMBAR_BYTE_STEP]) {
#ifdef __SSE2__
    const __m128i least = _mm_set1_epi8(-64); /* as signed bytes they are below it */
    __m128i part = _mm_loadu_si128((const __m128i *)(const void *)bytes);
    unsigned bits = (unsigned)_mm_movemask_epi8(_mm_cmplt_epi8(part, least));
    return bits == 0 ? 0 : (unsigned)__builtin_popcount(bits);
#else
    unsigned n = 0;
    for (unsigned i = 0; i < KEMBAR_BYTE_STEP; i++)
        n += ((unsigned char)bytes[i] & 0xc0) == 0x80;
    return n;
#endif
}

#endif
