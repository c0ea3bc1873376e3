/* Whether a text holds a word: asked a few times of most texts, and of some very often. */
#ifndef KEMBAR_PAIR_HELD_HASHES_H
#define KEMBAR_PAIR_HELD_HASHES_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/status.h"

/* Start with the hashes (borrowed, in any order), the rest zero. */
typedef struct kembar_held_hashes {
    const uint64_t *hashes;
    size_t n_hashes;
    uint64_t *sorted; /* owned; NULL until so much was asked that sorting pays */
    size_t n_sorted;
    size_t n_passed; /* hashes that were looked at so far */
} kembar_held_hashes;

/* Sets *found. The first questions look at every hash, the others are logarithmic. */
kembar_status kembar_held_hashes_have(kembar_held_hashes *self, uint64_t hash,
                                      int *found) KEMBAR_MUST_CHECK;
void kembar_held_hashes_deinit(kembar_held_hashes *self);

#endif
