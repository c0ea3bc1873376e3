/* Cutting a piece of text into words at a vector's speed: what the fast path of tokens.c stands on.
 * Private to tokens*.c. */
#ifndef KEMBAR_TEXT_TOKENS_CUT_H
#define KEMBAR_TEXT_TOKENS_CUT_H

#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"
#include "base/hash_spans.h"

enum {
    KEMBAR_CUT_MAX_BYTES = 4096,
    KEMBAR_CUT_SLACK = 64 /* items that a level may write behind the last */
};

/* The words of one piece. Every byte >= 0x80 parts words, as a space does. */
typedef struct kembar_token_cut {
    char folded[KEMBAR_CUT_MAX_BYTES + KEMBAR_HASH_SPAN_SLACK]; /* the piece, A-Z as a-z */
    uint16_t begins[KEMBAR_CUT_MAX_BYTES / 2 + KEMBAR_CUT_SLACK];
    uint16_t ends[KEMBAR_CUT_MAX_BYTES / 2 + KEMBAR_CUT_SLACK];
    uint8_t flags[KEMBAR_CUT_MAX_BYTES / 2 + KEMBAR_CUT_SLACK];
    size_t n_words;
} kembar_token_cut;

/* Cuts data[0, size), at most KEMBAR_CUT_MAX_BYTES. The struct need not be zeroed. */
void kembar_token_cut_make(kembar_token_cut *cut, const char *data, size_t size);

/* The same on one level each. */
void kembar_token_cut_scalar(kembar_token_cut *cut, const char *data, size_t size);
#ifdef KEMBAR_X86
void kembar_token_cut_avx2(kembar_token_cut *cut, const char *data, size_t size);
void kembar_token_cut_avx512(kembar_token_cut *cut, const char *data, size_t size);
#endif

#endif
