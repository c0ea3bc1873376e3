/* XXH3 and XXH128: the only file pair that knows xxHash. */
#ifndef KEMBAR_BASE_HASH_H
#define KEMBAR_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

typedef struct kembar_hash128 {
    uint64_t high;
    uint64_t low;
} kembar_hash128;

/* XXH3_64bits_withSeed. */
uint64_t kembar_hash_bytes(const void *data, size_t size, uint64_t seed);
/* XXH3_128bits. Same digest as XXH128 of the bytes. */
kembar_hash128 kembar_hash128_bytes(const void *data, size_t size);

/* XXH128 of `n` words of 64 bits that lie `stride` bytes apart from `first` on: the digest of the
 * words side by side. Takes no heap. */
kembar_hash128 kembar_hash128_words(const void *first, size_t n, size_t stride);

/* Streaming XXH128, for files written piece by piece. */
typedef struct kembar_hash_stream kembar_hash_stream;
kembar_hash_stream *kembar_hash_stream_new(void); /* NULL when memory is out */
void kembar_hash_stream_free(kembar_hash_stream *stream);
void kembar_hash_stream_add(kembar_hash_stream *stream, const void *data, size_t size);
kembar_hash128 kembar_hash_stream_digest(const kembar_hash_stream *stream);

/* 32 lower-case hex digits and a NUL, in canonical (big-endian) order. */
void kembar_hash128_format(kembar_hash128 hash, char out[33]);

/* A bijective mix of 64 bits (splitmix64 finaliser): for combining and re-keying hashes. */
static inline uint64_t kembar_hash_mix(uint64_t x) {
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9u;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

/* The halves of the 128-bit product, one xor the other: where one factor is fixed and odd or
 * random, as good as a mix, and quicker. */
static inline uint64_t kembar_hash_fold(uint64_t a, uint64_t b) {
    __extension__ typedef unsigned __int128 u128;
    u128 product = (u128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

#endif
