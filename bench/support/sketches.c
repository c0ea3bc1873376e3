#include "sketches.h"

#include <string.h>

#include "base/hash.h"

/* clang 14 does not link clones of a function that a header declares. */
#if defined(__x86_64__) && !defined(__clang__)
#define WITH_VECTORS __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define WITH_VECTORS
#endif

WITH_VECTORS
void bench_sketch_classic(const uint64_t *items, size_t n_items,
                          uint32_t out[BENCH_SKETCH_PLACES]) {
    uint32_t factors[BENCH_SKETCH_PLACES], masks[BENCH_SKETCH_PLACES], best[BENCH_SKETCH_PLACES];
    for (size_t i = 0; i < BENCH_SKETCH_PLACES; i++) {
        factors[i] = (uint32_t)kembar_hash_mix(i + 1) | 1;
        masks[i] = (uint32_t)kembar_hash_mix(~(uint64_t)i);
        best[i] = UINT32_MAX;
    }
    for (size_t k = 0; k < n_items; k++) {
        uint32_t hash = (uint32_t)kembar_hash_mix(items[k]);
        for (size_t i = 0; i < BENCH_SKETCH_PLACES; i++) {
            uint32_t value = (hash ^ masks[i]) * factors[i];
            best[i] = value < best[i] ? value : best[i];
        }
    }
    memcpy(out, best, sizeof best);
}

void bench_sketch_one_permutation(const uint64_t *items, size_t n_items,
                                  uint32_t out[BENCH_SKETCH_PLACES]) {
    uint64_t best[BENCH_SKETCH_PLACES];
    for (size_t i = 0; i < BENCH_SKETCH_PLACES; i++)
        best[i] = UINT64_MAX;
    for (size_t i = 0; i < n_items; i++) {
        uint64_t hash = kembar_hash_mix(items[i]);
        uint64_t *place = &best[(hash >> 32) * BENCH_SKETCH_PLACES >> 32];
        *place = (uint32_t)hash < *place ? (uint32_t)hash : *place;
    }
    for (size_t i = 0; i < BENCH_SKETCH_PLACES; i++) {
        size_t from = i;
        for (uint64_t round = 1; best[from] == UINT64_MAX && n_items > 0; round++)
            from = (size_t)(kembar_hash_mix(i << 32 | round) % BENCH_SKETCH_PLACES);
        out[i] = (uint32_t)best[from];
    }
}
