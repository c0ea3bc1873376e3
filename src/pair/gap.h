/* What stands between two equal runs: which of its tokens are equal or look alike. */
#ifndef KEMBAR_PAIR_GAP_H
#define KEMBAR_PAIR_GAP_H

#include "base/buffer.h"
#include "feature/prepared.h"
#include "pair/align.h"

typedef struct kembar_gap {
    uint32_t n_equal;
    uint32_t n_alike;
} kembar_gap;

/* Two buffers for folded words. A word that memory was too short for marks its buffer failed: ask
 * kembar_gap_status once at the end. */
typedef struct kembar_gap_scratch {
    kembar_buffer a, b;
} kembar_gap_scratch;

kembar_status kembar_gap_status(const kembar_gap_scratch *scratch) KEMBAR_MUST_CHECK;

/* Best order-keeping match of content tokens [a_begin, a_end) with [b_begin, b_end), at most 8 a
 * side: most tokens matched, then most of them equal. */
kembar_gap kembar_gap_match(const kembar_prepared *a, uint32_t a_begin, uint32_t a_end,
                            const kembar_prepared *b, uint32_t b_begin, uint32_t b_end,
                            kembar_gap_scratch *scratch);

/* Not 0 when content token i of a and j of b look alike (and are not equal). */
int kembar_gap_alike(const kembar_prepared *a, uint32_t i, const kembar_prepared *b, uint32_t j,
                     kembar_gap_scratch *scratch);

/* A content token, or it and the next one written together. */
typedef struct kembar_gap_piece {
    const kembar_prepared *prepared;
    uint32_t first;
    uint32_t n_tokens; /* 1 or 2 */
} kembar_gap_piece;

/* Not 0 when both are written the same or look alike: a scanner loses spaces, adds some, and keeps
 * the hyphen at the end of a line. */
int kembar_gap_alike_joined(const kembar_gap_piece *x, const kembar_gap_piece *y,
                            kembar_gap_scratch *scratch);

#endif
