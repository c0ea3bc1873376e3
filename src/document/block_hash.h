/* The hash of a run of tokens: what makes two blocks or sentences the same. */
#ifndef KEMBAR_DOCUMENT_BLOCK_HASH_H
#define KEMBAR_DOCUMENT_BLOCK_HASH_H

#include "text/tokens.h"

/* A function of the token hashes in order and their number alone; 0 only for an empty run. Each
 * token is multiplied with its place, none waits for the one before. */
uint64_t kembar_block_hash_tokens(const kembar_token *tokens, size_t n_tokens);

#endif
