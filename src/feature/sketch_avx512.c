/* Eight throws at once. After the first round few places are empty: throws at the others, which
 * change nothing, are dropped before they are looked at one by one. */
#include "feature/sketch.h"

#ifdef KEMBAR_X86

#include "base/hash.h"
#include "base/hash_lanes.h"

enum { LANES = KEMBAR_LANES, EMPTY_WORDS = KEMBAR_SKETCH_MAX_PLACES / 64 };

enum { MOST_THROWS = 256 }; /* at a time */

typedef struct sketch {
    uint64_t best[KEMBAR_SKETCH_MAX_PLACES]; /* UINT64_MAX: empty */
    uint64_t empty[LANES]; /* when the round began: one bit a place; EMPTY_WORDS of them count */
    uint64_t left[EMPTY_WORDS]; /* the same now */
    unsigned n_places;
    uint64_t hits[MOST_THROWS + LANES]; /* throws at empty places: place, then what orders */
} sketch;

/* Those of eight places that are empty. */
KEMBAR_TARGET_AVX512
static inline __mmask8 empty_of(__m512i places, __m512i empty) {
    __m512i words = _mm512_permutexvar_epi64(_mm512_srli_epi64(places, 6), empty);
    return _mm512_test_epi64_mask(_mm512_rorv_epi64(words, places), kembar_lanes_set(1));
}

/* Throws eight items: in the upper half of each the place that it hits, in the lower what orders.
 */
KEMBAR_TARGET_AVX512
static inline __m512i throw_lanes(__m512i items, __m512i key, __m512i n_places, __m512i *place) {
    __m512i value = kembar_lanes_mix(_mm512_xor_si512(items, key));
    __m512i high = _mm512_shuffle_epi32(value, _MM_PERM_DDBB);
    __m512i product = _mm512_mul_epu32(high, n_places);
    *place = _mm512_srli_epi64(product, 32);
    return _mm512_mask_blend_epi32(0x5555, product, value);
}

/* Throws items[0, n), n <= MOST_THROWS, in the first round, where every throw hits. */
KEMBAR_TARGET_AVX512
static inline size_t throw_first(sketch *self, const uint64_t *items, size_t n, uint64_t key) {
    const __m512i keys = kembar_lanes_set(key), n_places = kembar_lanes_set(self->n_places);
    __m512i place;
    for (size_t i = 0; i < n; i += LANES) {
        __m512i some = _mm512_maskz_loadu_epi64(kembar_lanes_mask(n - i), items + i);
        _mm512_storeu_si512(self->hits + i, throw_lanes(some, keys, n_places, &place));
    }
    return n;
}

/* In the rounds that follow; lists the throws that hit an empty place, returns their number. */
KEMBAR_TARGET_AVX512
static inline size_t throw_next(sketch *self, const uint64_t *items, size_t n, uint64_t key) {
    const __m512i keys = kembar_lanes_set(key), n_places = kembar_lanes_set(self->n_places);
    const __m512i empty = _mm512_loadu_si512(self->empty);
    size_t n_hits = 0;
    __m512i place;
    for (size_t i = 0; i < n; i += LANES) {
        __mmask8 mask = kembar_lanes_mask(n - i);
        __m512i some = _mm512_maskz_loadu_epi64(mask, items + i);
        __m512i hit = throw_lanes(some, keys, n_places, &place);
        __mmask8 hits = mask & empty_of(place, empty);
        _mm512_storeu_si512(self->hits + n_hits, _mm512_maskz_compress_epi64(hits, hit));
        n_hits += (size_t)_mm_popcnt_u32(hits);
    }
    return n_hits;
}

static inline void keep_best(sketch *self, size_t n_hits, uint64_t round) {
    for (size_t i = 0; i < n_hits; i++) {
        uint64_t *best = &self->best[self->hits[i] >> 32];
        uint64_t ranked = round << 32 | (uint32_t)self->hits[i];
        *best = ranked < *best ? ranked : *best;
    }
}

static inline void keep_filled(sketch *self, size_t n_hits) {
    for (size_t i = 0; i < n_hits; i++) {
        uint64_t place = self->hits[i] >> 32;
        self->left[place / 64] &= ~((uint64_t)1 << place % 64);
    }
}

/* Aims every item at one place: the last resort of small sets. */
static void aim(sketch *self, const uint64_t *items, size_t n_items, unsigned round) {
    uint64_t key = kembar_hash_mix(round + 1);
    unsigned place = round - self->n_places;
    uint64_t *best = &self->best[place];
    for (size_t i = 0; i < n_items; i++) {
        uint64_t ranked = (uint64_t)round << 32 | (uint32_t)kembar_hash_mix(items[i] ^ key);
        *best = ranked < *best ? ranked : *best;
    }
    self->left[place / 64] &= ~((uint64_t)1 << place % 64);
}

/* Notes the places that the first round has left empty. */
KEMBAR_TARGET_AVX512
static inline void find_empty(sketch *self) {
    uint64_t word = 0;
    for (unsigned i = 0; i < self->n_places; i += LANES) {
        __mmask8 mask = kembar_lanes_mask(self->n_places - i);
        __m512i best = _mm512_maskz_loadu_epi64(mask, self->best + i);
        uint64_t bits = _mm512_mask_cmpeq_epi64_mask(mask, best, kembar_lanes_set(UINT64_MAX));
        word = (i % 64 == 0 ? 0 : word) | bits << i % 64;
        self->left[i / 64] = word;
    }
}

static inline int has_empty(const sketch *self) {
    uint64_t any = 0;
    for (unsigned word = 0; word < EMPTY_WORDS; word++)
        any |= self->left[word];
    return any != 0;
}

KEMBAR_TARGET_AVX512
static inline void throw_round(sketch *self, const uint64_t *items, size_t n_items,
                               unsigned round) {
    uint64_t key = kembar_hash_mix(round + 1);
    for (size_t i = 0; i < n_items; i += MOST_THROWS) {
        size_t n = n_items - i < MOST_THROWS ? n_items - i : MOST_THROWS;
        size_t n_hits =
            round ? throw_next(self, items + i, n, key) : throw_first(self, items + i, n, key);
        keep_best(self, n_hits, round);
        if (round)
            keep_filled(self, n_hits);
    }
}

KEMBAR_TARGET_AVX512
static inline void write_signature(const sketch *self, uint32_t *out) {
    for (unsigned i = 0; i < self->n_places; i += LANES) {
        __mmask8 mask = kembar_lanes_mask(self->n_places - i);
        __m512i mixed = kembar_lanes_mix(_mm512_maskz_loadu_epi64(mask, self->best + i));
        _mm256_mask_storeu_epi32(out + i, mask, _mm512_cvtepi64_epi32(mixed));
    }
}

KEMBAR_TARGET_AVX512
void kembar_sketch_make_avx512(const uint64_t *items, size_t n_items, unsigned n_places,
                               uint32_t *out) {
    sketch self;
    self.n_places = n_places;
    for (unsigned i = 0; n_items == 0 && i < n_places; i++)
        out[i] = UINT32_MAX;
    if (n_items == 0)
        return;
    for (unsigned i = 0; i < n_places; i += LANES)
        _mm512_storeu_si512(self.best + i, kembar_lanes_set(UINT64_MAX));
    for (unsigned word = 0; word < EMPTY_WORDS; word++)
        self.left[word] = 0;
    throw_round(&self, items, n_items, 0);
    find_empty(&self);
    for (unsigned round = 1; has_empty(&self); round++) {
        _mm512_storeu_si512(self.empty, _mm512_setzero_si512());
        for (unsigned word = 0; word < EMPTY_WORDS; word++)
            self.empty[word] = self.left[word];
        if (round < n_places)
            throw_round(&self, items, n_items, round);
        else
            aim(&self, items, n_items, round);
    }
    write_signature(&self, out);
}

#endif
