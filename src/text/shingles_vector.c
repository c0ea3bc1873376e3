/* Merging by vectors: each of several items against each of several, then on past the vector whose
 * last item is the smaller. An item stands once in each set, so that it is met once. */
#include "text/shingles.h"

#ifdef KEMBAR_X86

#include <immintrin.h>

/* How far both have come, and what they shared so far. */
typedef struct merge {
    const uint64_t *a, *b;
    size_t n_a, n_b, i, j, n_shared;
} merge;

static inline void step(merge *self, size_t n_lanes) {
    uint64_t last_a = self->a[self->i + n_lanes - 1], last_b = self->b[self->j + n_lanes - 1];
    self->i += n_lanes * (last_a <= last_b);
    self->j += n_lanes * (last_b <= last_a);
}

static inline int has_vectors(const merge *self, size_t n_lanes) {
    return self->n_a - self->i >= n_lanes && self->n_b - self->j >= n_lanes;
}

static size_t finish(const merge *self) {
    if (self->i == self->n_a || self->j == self->n_b)
        return self->n_shared;
    return self->n_shared + kembar_shingles_shared_scalar(self->a + self->i, self->n_a - self->i,
                                                          self->b + self->j, self->n_b - self->j);
}

KEMBAR_TARGET_AVX512
static inline unsigned equal_lanes_8(const uint64_t *a, const uint64_t *b) {
    __m512i x = _mm512_loadu_si512(a), y = _mm512_loadu_si512(b);
    __m512i halves = _mm512_shuffle_i64x2(y, y, 0x4e);
    unsigned lanes = _mm512_cmpeq_epi64_mask(x, y);
    lanes |= _mm512_cmpeq_epi64_mask(x, halves);
    lanes |= _mm512_cmpeq_epi64_mask(x, _mm512_alignr_epi64(y, y, 1));
    lanes |= _mm512_cmpeq_epi64_mask(x, _mm512_alignr_epi64(y, y, 2));
    lanes |= _mm512_cmpeq_epi64_mask(x, _mm512_alignr_epi64(y, y, 3));
    lanes |= _mm512_cmpeq_epi64_mask(x, _mm512_alignr_epi64(y, y, 5));
    lanes |= _mm512_cmpeq_epi64_mask(x, _mm512_alignr_epi64(y, y, 6));
    lanes |= _mm512_cmpeq_epi64_mask(x, _mm512_alignr_epi64(y, y, 7));
    return lanes;
}

KEMBAR_TARGET_AVX512
size_t kembar_shingles_shared_avx512(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b) {
    merge self = {.a = a, .b = b, .n_a = n_a, .n_b = n_b};
    while (has_vectors(&self, 8)) {
        self.n_shared += (size_t)_mm_popcnt_u32(equal_lanes_8(a + self.i, b + self.j));
        step(&self, 8);
    }
    return finish(&self);
}

KEMBAR_TARGET_AVX2
static inline unsigned equal_lanes_4(const uint64_t *a, const uint64_t *b) {
    __m256i x = _mm256_loadu_si256((const __m256i *)(const void *)a);
    __m256i y = _mm256_loadu_si256((const __m256i *)(const void *)b);
    __m256i low = _mm256_or_si256(_mm256_cmpeq_epi64(x, y),
                                  _mm256_cmpeq_epi64(x, _mm256_permute4x64_epi64(y, 0x39)));
    __m256i high = _mm256_or_si256(_mm256_cmpeq_epi64(x, _mm256_permute4x64_epi64(y, 0x4e)),
                                   _mm256_cmpeq_epi64(x, _mm256_permute4x64_epi64(y, 0x93)));
    return (unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(_mm256_or_si256(low, high)));
}

KEMBAR_TARGET_AVX2
size_t kembar_shingles_shared_avx2(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b) {
    merge self = {.a = a, .b = b, .n_a = n_a, .n_b = n_b};
    while (has_vectors(&self, 4)) {
        self.n_shared += (size_t)_mm_popcnt_u32(equal_lanes_4(a + self.i, b + self.j));
        step(&self, 4);
    }
    return finish(&self);
}

#endif
