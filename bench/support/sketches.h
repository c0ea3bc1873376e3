/* Sketches that the library does not use, for bench_sketch to set beside its own: items to places,
 * of which the share of equal ones estimates the Jaccard index. */
#ifndef KEMBAR_BENCH_SKETCHES_H
#define KEMBAR_BENCH_SKETCHES_H

#include <stddef.h>
#include <stdint.h>

enum { BENCH_SKETCH_PLACES = 128 };

/* Classic MinHash (Broder 1997): every item is hashed for every place. */
void bench_sketch_classic(const uint64_t *items, size_t n_items, uint32_t out[BENCH_SKETCH_PLACES]);

/* One permutation (Li, Owen, Zhang 2012) with optimal densification (Shrivastava, ICML 2017): every
 * item is hashed once, and a place that none reached takes the value of one chosen by its number.
 */
void bench_sketch_one_permutation(const uint64_t *items, size_t n_items,
                                  uint32_t out[BENCH_SKETCH_PLACES]);

#endif
