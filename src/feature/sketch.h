/* MinHash signatures by FastSimilaritySketch (Dahlgaard, Knudsen, Thorup, FOCS 2017, arXiv
 * 1704.04370): the share of equal places of two signatures estimates the Jaccard similarity of the
 * sets without bias, and concentrates like independent samples do. */
#ifndef KEMBAR_FEATURE_SKETCH_H
#define KEMBAR_FEATURE_SKETCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"
#include "kembar/options.h"

enum { KEMBAR_SKETCH_MAX_PLACES = KEMBAR_MAX_SKETCH_PLACES };

/* Writes the signature of a set of hashes (any order) into out[n_places], 1 <= n_places <= 256. An
 * empty set gives all UINT32_MAX. Expected time O(n_items + n_places log n_places). */
void kembar_sketch_make(const uint64_t *items, size_t n_items, unsigned n_places, uint32_t *out);

/* The same on one level each. */
void kembar_sketch_make_scalar(const uint64_t *items, size_t n_items, unsigned n_places,
                               uint32_t *out);
#ifdef KEMBAR_X86
void kembar_sketch_make_avx512(const uint64_t *items, size_t n_items, unsigned n_places,
                               uint32_t *out);
#endif

/* Equal places of two signatures. */
unsigned kembar_sketch_equal_places(const uint32_t *a, const uint32_t *b, unsigned n_places);

#endif
