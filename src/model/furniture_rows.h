/* Rows: three tokens one after the other, in 32 bits. Token hashes are as good as random already.
 */
#ifndef KEMBAR_MODEL_FURNITURE_ROWS_H
#define KEMBAR_MODEL_FURNITURE_ROWS_H

#include "base/cpu.h"
#include "text/tokens.h"

enum {
    KEMBAR_ROW_TOKENS = 3,
    KEMBAR_ROW_TURN = 13 /* bits by which each token of a row is turned */
};

static inline uint32_t kembar_furniture_row(uint64_t first, uint64_t second, uint64_t third) {
    enum { TURN = KEMBAR_ROW_TURN, BITS = 64 };
    second = second << TURN | second >> (BITS - TURN);
    third = third << 2 * TURN | third >> (BITS - 2 * TURN);
    return (uint32_t)((first ^ second ^ third) >> 32);
}

/* The rows that begin with each of tokens[n_rows + 2] but the last two. */
void kembar_furniture_rows(const kembar_token *tokens, size_t n_rows, uint32_t *out);

/* The same on one level each. */
void kembar_furniture_rows_scalar(const kembar_token *tokens, size_t n_rows, uint32_t *out);
#ifdef KEMBAR_X86
void kembar_furniture_rows_avx512(const kembar_token *tokens, size_t n_rows, uint32_t *out);
#endif

#endif
