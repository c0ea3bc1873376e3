/* A filter in front of a search: nearly all keys that a small set does not hold are told by one
 * bit. */
#ifndef KEMBAR_BASE_BIT_FILTER_H
#define KEMBAR_BASE_BIT_FILTER_H

#include <stdint.h>

enum { KEMBAR_BIT_FILTER_BITS = 16 };

/* Starts zeroed. Keys are hashes: their leading bits choose the bit. */
typedef struct kembar_bit_filter {
    uint64_t words[(1 << KEMBAR_BIT_FILTER_BITS) / 64];
} kembar_bit_filter;

static inline void kembar_bit_filter_add(kembar_bit_filter *filter, uint64_t key) {
    uint64_t bit = key >> (64 - KEMBAR_BIT_FILTER_BITS);
    filter->words[bit / 64] |= (uint64_t)1 << (bit % 64);
}

/* 0: the key was never added. */
static inline int kembar_bit_filter_may_hold(const kembar_bit_filter *filter, uint64_t key) {
    uint64_t bit = key >> (64 - KEMBAR_BIT_FILTER_BITS);
    return filter->words[bit / 64] >> (bit % 64) & 1;
}

#endif
