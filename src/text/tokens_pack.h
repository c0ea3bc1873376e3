/* Tokens of hashes and spans, and hashes of tokens, which lie 16 bytes apart. */
#ifndef KEMBAR_TEXT_TOKENS_PACK_H
#define KEMBAR_TEXT_TOKENS_PACK_H

#include "base/cpu.h"
#include "base/hash_spans.h"
#include "text/tokens.h"

/* out[i] becomes a token with hashes[i] of span i, whose bytes lie at `base` of the text. */
void kembar_tokens_pack(const kembar_hash_spans *spans, const uint64_t *hashes, uint32_t base,
                        kembar_token *out);
/* out[i] becomes tokens[i].hash. */
void kembar_tokens_hashes(const kembar_token *tokens, size_t n_tokens, uint64_t *out);

/* The same on one level each. */
void kembar_tokens_pack_scalar(const kembar_hash_spans *spans, const uint64_t *hashes,
                               uint32_t base, kembar_token *out);
void kembar_tokens_hashes_scalar(const kembar_token *tokens, size_t n_tokens, uint64_t *out);
#ifdef KEMBAR_X86
void kembar_tokens_pack_avx512(const kembar_hash_spans *spans, const uint64_t *hashes,
                               uint32_t base, kembar_token *out);
void kembar_tokens_hashes_avx512(const kembar_token *tokens, size_t n_tokens, uint64_t *out);
#endif

#endif
