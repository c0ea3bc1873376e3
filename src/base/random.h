/* Seeded pseudo-random numbers (splitmix64): tests, benches and hash keys; not for secrets. */
#ifndef KEMBAR_BASE_RANDOM_H
#define KEMBAR_BASE_RANDOM_H

#include <stdint.h>

#include "base/hash.h"

typedef struct kembar_random {
    uint64_t state;
} kembar_random;

static inline uint64_t kembar_random_next(kembar_random *random) {
    random->state += 0x9e3779b97f4a7c15u;
    return kembar_hash_mix(random->state);
}

/* 0 <= result < bound, bound > 0. */
static inline uint64_t kembar_random_below(kembar_random *random, uint64_t bound) {
    __extension__ typedef unsigned __int128 u128;
    return (uint64_t)(((u128)kembar_random_next(random) * bound) >> 64);
}

#endif
