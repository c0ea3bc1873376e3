/* Shingles: hashed runs of k tokens, as sorted sets. */
#ifndef KEMBAR_TEXT_SHINGLES_H
#define KEMBAR_TEXT_SHINGLES_H

#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"
#include "kembar/status.h"

enum { KEMBAR_SHINGLE_DEFAULT_TOKENS = 5 };

/* Number of shingles of n tokens: n - k + 1, at least 1 when n > 0 (a text shorter than k is one
 * shingle), 0 when n is 0. */
size_t kembar_shingles_count(size_t n_tokens, unsigned k);

/* Writes the shingle hashes of token hashes in text order into out[kembar_shingles_count(n, k)].
 * Each is a function of its k token hashes in their order alone. */
void kembar_shingles_hash(const uint64_t *token_hashes, size_t n_tokens, unsigned k, uint64_t *out);

/* What a token's hash is multiplied with for each token behind it: odd, so that none is lost. */
#define KEMBAR_SHINGLE_BASE 0x9e3779b97f4a7c15u

/* The same on one level each. */
void kembar_shingles_hash_scalar(const uint64_t *token_hashes, size_t n_tokens, unsigned k,
                                 uint64_t *out);
#ifdef KEMBAR_X86
void kembar_shingles_hash_avx512(const uint64_t *token_hashes, size_t n_tokens, unsigned k,
                                 uint64_t *out);
#endif

/* Size of the intersection of two sorted sets. */
size_t kembar_shingles_shared(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b);

/* The same by merging, on one level each. */
size_t kembar_shingles_shared_scalar(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b);
#ifdef KEMBAR_X86
size_t kembar_shingles_shared_avx2(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b);
size_t kembar_shingles_shared_avx512(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b);
#endif

#endif
