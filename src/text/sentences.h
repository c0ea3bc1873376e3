/* Sentence starts. */
#ifndef KEMBAR_TEXT_SENTENCES_H
#define KEMBAR_TEXT_SENTENCES_H

#include "text/tokens.h"

/* Sets KEMBAR_TOKEN_SENTENCE on the first token of each sentence of tokens [first, first + n) that
 * lie in one block of `text`. A sentence ends at . ! ? ... (with closing quotes or brackets) before
 * white space and an upper-case letter, digit or opening quote; common English and Indonesian
 * abbreviations (Dr., Mr., No., Jl., dll., a single initial) do not end one. */
void kembar_sentences_mark(kembar_view text, kembar_tokens *tokens, size_t first, size_t n);
/* The same for all tokens of a text that kembar_tokens_append_plain has cut alone. Those that have
 * KEMBAR_TOKEN_SENTENCE keep it. */
void kembar_sentences_settle(kembar_view text, kembar_tokens *tokens);

/* Whether token i, which has KEMBAR_TOKEN_MARKED and one before it, begins a sentence: what
 * kembar_sentences_settle asks of each. */
int kembar_sentences_start_at(kembar_view text, const kembar_tokens *tokens, size_t i);

/* Whether token i begins a sentence, be that settled or not. Token 0 does by its flag alone. */
static inline int kembar_sentences_begin_at(kembar_view text, const kembar_tokens *tokens,
                                            size_t i) {
    if ((tokens->flags[i] & KEMBAR_TOKEN_SENTENCE) != 0)
        return 1;
    return (tokens->flags[i] & KEMBAR_TOKEN_MARKED) != 0 &&
           kembar_sentences_start_at(text, tokens, i);
}

#endif
