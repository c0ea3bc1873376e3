/* Ranges of hashes by their leading bits: the keys of many sorted lists are taken one range after
 * the other, so that what sorts them never holds more than a range. */
#ifndef KEMBAR_BASE_RANGES_H
#define KEMBAR_BASE_RANGES_H

#include <stddef.h>
#include <stdint.h>

/* Leading bits for n_items in all: 2^bits ranges of some million items, at most 64. */
unsigned kembar_ranges_bits(size_t n_items);

/* Index of the first key of `sorted` in range `range` (0..2^bits) or after it. Constant time for
 * hashes, logarithmic for any keys. */
size_t kembar_ranges_begin(const uint64_t *sorted, size_t n_keys, uint64_t range, unsigned bits);

#endif
