#include "base/hash.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/alloc.h"
#include "base/hash_spans.h"

enum { STATE_ALIGNMENT = 64 };

struct kembar_hash_stream {
    XXH3_state_t state;
    void *block; /* owned: the allocation that holds this struct */
};

static kembar_hash128 from_xxh(XXH128_hash_t hash) {
    return (kembar_hash128){hash.high64, hash.low64};
}

uint64_t kembar_hash_bytes(const void *data, size_t size, uint64_t seed) {
    return XXH3_64bits_withSeed(data, size, seed);
}

void kembar_hash_spans_scalar(const kembar_hash_spans *spans, uint64_t *hashes) {
    for (size_t i = 0; i < spans->n_spans; i++)
        hashes[i] =
            XXH3_64bits(spans->bytes + spans->begins[i], (size_t)spans->ends[i] - spans->begins[i]);
}

kembar_hash128 kembar_hash128_bytes(const void *data, size_t size) {
    return from_xxh(XXH3_128bits(data, size));
}

kembar_hash128 kembar_hash128_words(const void *first, size_t n, size_t stride) {
    enum { BATCH = 128 };
    uint64_t words[BATCH];
    XXH3_state_t state;
    XXH3_INITSTATE(&state);
    (void)XXH3_128bits_reset(&state);
    const char *next = first;
    while (n > 0) {
        size_t n_words = n < BATCH ? n : BATCH;
        for (size_t i = 0; i < n_words; i++, next += stride)
            memcpy(&words[i], next, sizeof *words);
        (void)XXH3_128bits_update(&state, words, n_words * sizeof *words);
        n -= n_words;
    }
    return from_xxh(XXH3_128bits_digest(&state));
}

kembar_hash_stream *kembar_hash_stream_new(void) {
    /* XXH3_state_t wants more alignment than the heap promises. */
    unsigned char *block = kembar_alloc(1, sizeof(kembar_hash_stream) + STATE_ALIGNMENT);
    if (!block)
        return NULL;
    size_t offset = STATE_ALIGNMENT - (uintptr_t)block % STATE_ALIGNMENT;
    kembar_hash_stream *stream = (kembar_hash_stream *)(void *)(block + offset);
    stream->block = block;
    XXH3_INITSTATE(&stream->state);
    (void)XXH3_128bits_reset(&stream->state);
    return stream;
}

void kembar_hash_stream_free(kembar_hash_stream *stream) {
    if (stream)
        kembar_free(stream->block);
}

void kembar_hash_stream_add(kembar_hash_stream *stream, const void *data, size_t size) {
    if (size != 0)
        (void)XXH3_128bits_update(&stream->state, data, size);
}

kembar_hash128 kembar_hash_stream_digest(const kembar_hash_stream *stream) {
    return from_xxh(XXH3_128bits_digest(&stream->state));
}

void kembar_hash128_format(kembar_hash128 hash, char out[33]) {
    for (int i = 0; i < 32; i++) {
        uint64_t half = i < 16 ? hash.high : hash.low;
        out[i] = "0123456789abcdef"[(half >> (60 - 4 * (i % 16))) & 15];
    }
    out[32] = '\0';
}
