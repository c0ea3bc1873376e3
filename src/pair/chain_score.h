/* Scores of chains: +3 for a matched token, -7 for any other of the longer side, so that a
 * stretch's score is not negative exactly when its identity is at least 0.7. */
#ifndef KEMBAR_PAIR_CHAIN_SCORE_H
#define KEMBAR_PAIR_CHAIN_SCORE_H

#include <stdint.h>

#include "pair/gap.h"

enum { KEMBAR_CHAIN_GAIN = 3, KEMBAR_CHAIN_LOSS = 7 };

static inline int64_t kembar_chain_gap_score(uint32_t a_gap, uint32_t b_gap, kembar_gap gap) {
    int64_t span = a_gap > b_gap ? a_gap : b_gap, matched = (int64_t)gap.n_equal + gap.n_alike;
    return KEMBAR_CHAIN_GAIN * matched - KEMBAR_CHAIN_LOSS * (span - matched);
}

#endif
