/* A filter in front of a search: nearly all keys that a set does not hold are told by two bits of
 * one word (a blocked Bloom filter; Putze, Sanders, Singler 2007). */
#ifndef KEMBAR_BASE_BIT_FILTER_H
#define KEMBAR_BASE_BIT_FILTER_H

#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"
#include "kembar/status.h"

enum {
    /* Where the bits of a key say which bits of its word are set; what lies below says which word.
     */
    KEMBAR_BIT_FILTER_FIRST = 17,
    KEMBAR_BIT_FILTER_SECOND = 22,
    KEMBAR_BIT_FILTER_MAX_WORDS = 1 << KEMBAR_BIT_FILTER_FIRST,
    KEMBAR_BIT_FILTER_MASK_KEYS = 64
};

/* Keys are hashes, or at least their trailing 27 bits are. Zeroed: holds nothing. */
typedef struct kembar_bit_filter {
    uint32_t *words; /* owned */
    size_t n_words;  /* a power of two, or 0 */
} kembar_bit_filter;

/* Room for n keys, of which it then holds none: of other keys one in a hundred passes at most, up
 * to KEMBAR_BIT_FILTER_MAX_WORDS keys. MEMORY. */
kembar_status kembar_bit_filter_init(kembar_bit_filter *filter, size_t n_keys) KEMBAR_MUST_CHECK;
void kembar_bit_filter_deinit(kembar_bit_filter *filter);

/* The bits of a key in its word. */
static inline uint32_t kembar_bit_filter_bits(uint32_t key) {
    return (uint32_t)1 << (key >> KEMBAR_BIT_FILTER_FIRST & 31) |
           (uint32_t)1 << (key >> KEMBAR_BIT_FILTER_SECOND & 31);
}

/* Not to one without room. */
static inline void kembar_bit_filter_add(kembar_bit_filter *filter, uint32_t key) {
    filter->words[key & (filter->n_words - 1)] |= kembar_bit_filter_bits(key);
}

/* 0: the key was never added. */
static inline int kembar_bit_filter_may_hold(const kembar_bit_filter *filter, uint32_t key) {
    uint32_t bits = kembar_bit_filter_bits(key);
    return filter->n_words > 0 && (filter->words[key & (filter->n_words - 1)] & bits) == bits;
}

/* The same of up to KEMBAR_BIT_FILTER_MASK_KEYS at once: bit i is of keys[i]. */
uint64_t kembar_bit_filter_mask(const kembar_bit_filter *filter, const uint32_t *keys,
                                size_t n_keys);
/* The same on one level each. */
uint64_t kembar_bit_filter_mask_scalar(const kembar_bit_filter *filter, const uint32_t *keys,
                                       size_t n_keys);
#ifdef KEMBAR_X86
uint64_t kembar_bit_filter_mask_avx512(const kembar_bit_filter *filter, const uint32_t *keys,
                                       size_t n_keys);
#endif

#endif
