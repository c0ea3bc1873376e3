/* The hash of a run of tokens: what makes two blocks or sentences the same. */
#ifndef KEMBAR_DOCUMENT_BLOCK_HASH_H
#define KEMBAR_DOCUMENT_BLOCK_HASH_H

#include "base/hash.h"
#include "text/tokens.h"

/* A function of the token hashes in order and their number alone; 0 only for an empty run. */
static inline uint64_t kembar_block_hash_tokens(const kembar_token *tokens, size_t n_tokens) {
    uint64_t hash = n_tokens;
    for (size_t i = 0; i < n_tokens; i++)
        hash = kembar_hash_mix((hash + 0x9e3779b97f4a7c15u) ^ tokens[i].hash);
    return hash;
}

#endif
