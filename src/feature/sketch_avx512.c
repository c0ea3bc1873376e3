/* Eight throws at once. After the first round few places are empty: throws at the others, which
 * change nothing, are dropped before they are looked at one by one. */
#include "feature/sketch.h"

#ifdef KEMBAR_X86

#include <immintrin.h>

#include "base/hash.h"

enum { LANES = 8, EMPTY_WORDS = KEMBAR_SKETCH_MAX_PLACES / 64 };

enum { MOST_THROWS = 256 }; /* at a time */

typedef struct sketch {
    uint64_t best[KEMBAR_SKETCH_MAX_PLACES]; /* UINT64_MAX: empty */
    uint64_t empty[LANES];                   /* one bit a place; EMPTY_WORDS of them count */
    unsigned n_places;
    uint64_t hits[MOST_THROWS + LANES]; /* throws at empty places: place, then what orders */
} sketch;

KEMBAR_TARGET_AVX512
static inline __m512i set1(uint64_t x) {
    return _mm512_set1_epi64((long long)x);
}

KEMBAR_TARGET_AVX512
static inline __m512i shift_xor(__m512i x, unsigned n) {
    return _mm512_xor_si512(x, _mm512_srli_epi64(x, n));
}

/* kembar_hash_mix of each. */
KEMBAR_TARGET_AVX512
static inline __m512i mix(__m512i x) {
    x = _mm512_mullo_epi64(shift_xor(x, 30), set1(0xbf58476d1ce4e5b9));
    x = _mm512_mullo_epi64(shift_xor(x, 27), set1(0x94d049bb133111eb));
    return shift_xor(x, 31);
}

/* Those of eight places that are empty. */
KEMBAR_TARGET_AVX512
static inline __mmask8 empty_of(__m512i places, __m512i empty) {
    __m512i words = _mm512_permutexvar_epi64(_mm512_srli_epi64(places, 6), empty);
    __m512i bits = _mm512_srlv_epi64(words, _mm512_and_si512(places, set1(63)));
    return _mm512_test_epi64_mask(bits, set1(1));
}

/* Throws items[0, n), n <= MOST_THROWS; lists the throws that hit an empty place, returns their
 * number. */
KEMBAR_TARGET_AVX512
static inline size_t throw_items(sketch *self, const uint64_t *items, size_t n, uint64_t key) {
    const __m512i empty = _mm512_loadu_si512(self->empty);
    size_t n_hits = 0;
    for (size_t i = 0; i < n; i += LANES) {
        __mmask8 mask = (__mmask8)(n - i < LANES ? (1U << (n - i)) - 1 : 0xff);
        __m512i value = mix(_mm512_xor_si512(_mm512_maskz_loadu_epi64(mask, items + i), set1(key)));
        __m512i high = _mm512_shuffle_epi32(value, _MM_PERM_DDBB);
        __m512i place = _mm512_srli_epi64(_mm512_mul_epu32(high, set1(self->n_places)), 32);
        __mmask8 hits = mask & empty_of(place, empty);
        __m512i hit = _mm512_mask_blend_epi32(0x5555, _mm512_slli_epi64(place, 32), value);
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

/* Aims every item at one place: the last resort of small sets. */
static void aim(sketch *self, const uint64_t *items, size_t n_items, unsigned round) {
    uint64_t key = kembar_hash_mix(round + 1);
    uint64_t *best = &self->best[round - self->n_places];
    for (size_t i = 0; i < n_items; i++) {
        uint64_t ranked = (uint64_t)round << 32 | (uint32_t)kembar_hash_mix(items[i] ^ key);
        *best = ranked < *best ? ranked : *best;
    }
}

/* Notes the empty places; returns whether there are any. */
KEMBAR_TARGET_AVX512
static inline int find_empty(sketch *self) {
    uint64_t any = 0;
    for (unsigned word = 0; word < EMPTY_WORDS; word++) {
        self->empty[word] = 0;
        for (unsigned i = 64 * word; i < 64 * (word + 1) && i < self->n_places; i += LANES) {
            unsigned n = self->n_places - i;
            __mmask8 mask = (__mmask8)(n < LANES ? (1U << n) - 1 : 0xff);
            __m512i best = _mm512_maskz_loadu_epi64(mask, self->best + i);
            uint64_t bits = _mm512_mask_cmpeq_epi64_mask(mask, best, set1(UINT64_MAX));
            self->empty[word] |= bits << (i % 64);
        }
        any |= self->empty[word];
    }
    return any != 0;
}

KEMBAR_TARGET_AVX512
static inline void write_signature(const sketch *self, uint32_t *out) {
    for (unsigned i = 0; i < self->n_places; i += LANES) {
        unsigned n = self->n_places - i;
        __mmask8 mask = (__mmask8)(n < LANES ? (1U << n) - 1 : 0xff);
        __m512i mixed = mix(_mm512_maskz_loadu_epi64(mask, self->best + i));
        _mm256_mask_storeu_epi32(out + i, mask, _mm512_cvtepi64_epi32(mixed));
    }
}

KEMBAR_TARGET_AVX512
void kembar_sketch_make_avx512(const uint64_t *items, size_t n_items, unsigned n_places,
                               uint32_t *out) {
    sketch self;
    self.n_places = n_places;
    _mm512_storeu_si512(self.empty, _mm512_setzero_si512());
    for (unsigned i = 0; i < n_places; i++) {
        self.best[i] = UINT64_MAX;
        out[i] = UINT32_MAX;
    }
    if (n_items == 0)
        return;
    for (unsigned round = 0; find_empty(&self); round++) {
        if (round >= n_places) {
            aim(&self, items, n_items, round);
            continue;
        }
        for (size_t i = 0; i < n_items; i += MOST_THROWS) {
            size_t n = n_items - i < MOST_THROWS ? n_items - i : MOST_THROWS;
            size_t n_hits = throw_items(&self, items + i, n, kembar_hash_mix(round + 1));
            keep_best(&self, n_hits, round);
        }
    }
    write_signature(&self, out);
}

#endif
