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
    uint32_t *places; /* owned; by the leading bits of a hash the last of those that begin so, from
                         1; 0: none. NULL until so much was asked that listing them pays */
    uint32_t *next;   /* behind the places: of each hash the one before it with its place, from 1 */
    unsigned shift;   /* from a hash to its place */
    uint64_t *sorted; /* owned; for crowded places, once sorting pays */
    size_t n_sorted;
    size_t n_passed; /* hashes that were looked at so far */
} kembar_held_hashes;

/* Sets *found. The first questions look at every hash, most others at one or two, and where
 * somebody made the hashes so that they get in each other's way they are logarithmic. */
kembar_status kembar_held_hashes_have(kembar_held_hashes *self, uint64_t hash,
                                      int *found) KEMBAR_MUST_CHECK;
void kembar_held_hashes_deinit(kembar_held_hashes *self);

#endif
