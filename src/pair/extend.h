/* Passages of noisy copies, carried on beyond their last seed.
 *
 * Where a scanner hit one word in three, runs of 3 equal tokens are far between: a passage ends at
 * the last of them though the text goes on. In a pair with enough look-alikes each passage is
 * therefore carried on token by token, over at most KEMBAR_EXTEND_SKIP tokens a side at a time,
 * while equal and look-alike tokens stay at 0.7, up to its neighbours; and so is each run of equal
 * tokens that was too short for a passage, which then may be one. Two words that are one on the
 * other side look alike like any others. */
#ifndef KEMBAR_PAIR_EXTEND_H
#define KEMBAR_PAIR_EXTEND_H

#include "pair/chains.h"

enum {
    KEMBAR_EXTEND_SKIP = 3,
    KEMBAR_EXTEND_NOISE = 8, /* one look-alike in so many aligned tokens makes a passage noisy */
    KEMBAR_EXTEND_NOISE_OF_PAIR = 24 /* in so many of all passages: a pair */
};

/* Start from a zeroed struct. */
typedef struct kembar_extender {
    uint8_t *taken_a, *taken_b; /* owned; tokens that lie in passages */
    size_t capacity_a, capacity_b;
} kembar_extender;

void kembar_extender_deinit(kembar_extender *extender);

/* Carries the passages of a and b on, and makes further ones of `runs`, if the pair is noisy.
 * Linear in both texts and the runs. */
kembar_status kembar_extend_passages(kembar_extender *extender, kembar_chains *chains,
                                     const kembar_equal_runs *runs, const kembar_prepared *a,
                                     const kembar_prepared *b) KEMBAR_MUST_CHECK;

#endif
