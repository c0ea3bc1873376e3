/* The hash of a run of tokens: what makes two blocks or sentences the same. */
#ifndef KEMBAR_DOCUMENT_BLOCK_HASH_H
#define KEMBAR_DOCUMENT_BLOCK_HASH_H

#include "base/cpu.h"
#include "text/tokens.h"

/* A function of the token hashes in order and their number alone; 0 only for an empty run. Each
 * token is multiplied with its place, none waits for the one before. */
uint64_t kembar_block_hash_tokens(const kembar_token *tokens, size_t n_tokens);

/* From one place to the next. */
#define KEMBAR_BLOCK_HASH_STEP 0x9e3779b97f4a7c15u

/* The same on one level each. */
uint64_t kembar_block_hash_scalar(const kembar_token *tokens, size_t n_tokens);
#ifdef KEMBAR_X86
uint64_t kembar_block_hash_avx512(const kembar_token *tokens, size_t n_tokens);
#endif

#endif
