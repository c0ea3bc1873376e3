#include "feature/sketch.h"

#include "base/hash.h"

/* What no throw can reach: an empty place. */
static const uint64_t EMPTY = UINT64_MAX;

/* In the first n rounds every item throws itself at a random place; in the next n rounds all aim at
 * one place after the other, so that none stays empty. A place keeps its smallest value, and as a
 * value begins with its round, the earliest round that reached the place. */
static void throw_items(uint64_t *best, unsigned n_places, const uint64_t *items, size_t n_items,
                        unsigned round) {
    uint64_t key = kembar_hash_mix(round + 1);
    for (size_t i = 0; i < n_items; i++) {
        uint64_t value = kembar_hash_mix(items[i] ^ key);
        uint64_t place = round < n_places ? ((value >> 32) * n_places) >> 32 : round - n_places;
        /* The low half orders: the high half has chosen the place. */
        uint64_t ranked = (uint64_t)round << 32 | (uint32_t)value;
        best[place] = ranked < best[place] ? ranked : best[place];
    }
}

static int has_empty(const uint64_t *best, unsigned n_places) {
    for (unsigned i = 0; i < n_places; i++)
        if (best[i] == EMPTY)
            return 1;
    return 0;
}

void kembar_sketch_make_scalar(const uint64_t *items, size_t n_items, unsigned n_places,
                               uint32_t *out) {
    uint64_t best[KEMBAR_SKETCH_MAX_PLACES];
    for (unsigned i = 0; i < n_places; i++)
        best[i] = EMPTY;
    for (unsigned round = 0; n_items && has_empty(best, n_places); round++)
        throw_items(best, n_places, items, n_items, round);
    /* The round goes into the value: equal places must come from the same throw of the same item.
     */
    for (unsigned i = 0; i < n_places; i++)
        out[i] = n_items ? (uint32_t)kembar_hash_mix(best[i]) : UINT32_MAX;
}

void kembar_sketch_make(const uint64_t *items, size_t n_items, unsigned n_places, uint32_t *out) {
#ifdef KEMBAR_X86
    if (kembar_cpu() == KEMBAR_CPU_AVX512) {
        kembar_sketch_make_avx512(items, n_items, n_places, out);
        return;
    }
#endif
    kembar_sketch_make_scalar(items, n_items, n_places, out);
}

unsigned kembar_sketch_equal_places(const uint32_t *a, const uint32_t *b, unsigned n_places) {
    unsigned n = 0;
    for (unsigned i = 0; i < n_places; i++)
        n += a[i] == b[i];
    return n;
}
