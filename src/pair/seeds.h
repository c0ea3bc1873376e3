/* Where each run of 3 tokens of a document stands. */
#ifndef KEMBAR_PAIR_SEEDS_H
#define KEMBAR_PAIR_SEEDS_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/status.h"

/* The hashes of a content's tokens, one after the other; borrowed. */
typedef struct kembar_token_hashes {
    const uint64_t *hashes;
    size_t n_tokens;
} kembar_token_hashes;

/* Nobody looks at more positions of one slot. */
enum { KEMBAR_SEEDS_WALK = 132, KEMBAR_SEEDS_FILTER = 4 };

/* A hash table of positions; those of one slot are chained in ascending order. Start from a zeroed
 * struct. */
typedef struct kembar_seeds {
    const uint64_t *tokens; /* borrowed */
    size_t n_tokens;
    uint32_t *slots;    /* owned; first position + 1, 0: empty */
    uint32_t *next;     /* owned; next position + 1 with the same slot */
    uint8_t *is_single; /* owned; of each position not 0: its seed is known to stand nowhere else,
                           and no slot holds KEMBAR_SEEDS_WALK positions */
    uint8_t *n_behind;  /* owned; scratch: how many follow each position in its slot */
    uint64_t *filter;   /* owned; KEMBAR_SEEDS_FILTER bits a slot: by its hash of each seed not 0;
                           all where that some slot holds KEMBAR_SEEDS_WALK positions is possible */
    size_t n_slots;     /* a power of two */
    size_t slots_capacity, next_capacity, single_capacity, behind_capacity, filter_capacity;
} kembar_seeds;

kembar_status kembar_seeds_build(kembar_seeds *seeds, const uint64_t *tokens,
                                 size_t n_tokens) KEMBAR_MUST_CHECK;
void kembar_seeds_deinit(kembar_seeds *seeds);

static inline uint64_t kembar_seeds_hash(const uint64_t *tokens) {
    uint64_t x = tokens[0] * 0x9e3779b97f4a7c15u + tokens[1];
    x = (x ^ (x >> 29)) * 0xbf58476d1ce4e5b9u + tokens[2];
    return (x ^ (x >> 32)) * 0x94d049bb133111ebu;
}

/* The seed's bit in the filter; the lower bits say its slot. */
static inline size_t kembar_seeds_bit(const kembar_seeds *seeds, const uint64_t *tokens) {
    return (kembar_seeds_hash(tokens) >> 20) & (KEMBAR_SEEDS_FILTER * seeds->n_slots - 1);
}

/* First position + 1 whose slot is that of the 3 tokens at `tokens`; 0: none, or none of them is
 * the same seed and nobody would say otherwise. The tokens there may still differ. */
static inline uint32_t kembar_seeds_first(const kembar_seeds *seeds, const uint64_t *tokens) {
    size_t bit = kembar_seeds_bit(seeds, tokens);
    if (!(seeds->filter[bit / 64] >> (bit % 64) & 1))
        return 0;
    return seeds->slots[bit & (seeds->n_slots - 1)];
}

#endif
