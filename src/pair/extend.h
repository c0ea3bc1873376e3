/* Passages of noisy copies, carried on beyond their last seed.
 *
 * Where a scanner hit one word in three, runs of 3 equal tokens are far between: a passage ends at
 * the last of them though the text goes on. A passage with enough look-alikes is therefore carried
 * on token by token, over at most KEMBAR_EXTEND_SKIP tokens a side at a time, while equal and
 * look-alike tokens stay at 0.7, up to its neighbours. */
#ifndef KEMBAR_PAIR_EXTEND_H
#define KEMBAR_PAIR_EXTEND_H

#include "pair/gap.h"

enum {
    KEMBAR_EXTEND_SKIP = 3,
    KEMBAR_EXTEND_NOISE = 8 /* one look-alike in so many aligned tokens makes a passage noisy */
};

/* Start from a zeroed struct. */
typedef struct kembar_extender {
    uint8_t *taken_a, *taken_b; /* owned; tokens that lie in passages */
    size_t capacity_a, capacity_b;
} kembar_extender;

void kembar_extender_deinit(kembar_extender *extender);

/* Carries the noisy ones of all passages of a and b on. Linear in both texts, if there are any. */
kembar_status kembar_extend_passages(kembar_extender *extender, kembar_passage *passages,
                                     size_t n_passages, const kembar_prepared *a,
                                     const kembar_prepared *b,
                                     kembar_gap_scratch *scratch) KEMBAR_MUST_CHECK;

#endif
