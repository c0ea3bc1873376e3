/* The hash of a run of tokens: what makes two blocks or sentences the same. */
#ifndef KEMBAR_DOCUMENT_BLOCK_HASH_H
#define KEMBAR_DOCUMENT_BLOCK_HASH_H

#include "base/hash.h"
#include "text/tokens.h"

/* A function of the token hashes in order and their number alone; 0 only for an empty run. Each
 * token is multiplied with its place, none waits for the one before. */
static inline uint64_t kembar_block_hash_tokens(const kembar_token *tokens, size_t n_tokens) {
    const uint64_t step = 0x9e3779b97f4a7c15u;
    uint64_t place = step * n_tokens;
    uint64_t hash = n_tokens;
    for (size_t i = 0; i < n_tokens; i++) {
        place += step;
        hash += kembar_hash_fold(tokens[i].hash ^ place, place);
    }
    return kembar_hash_mix(hash);
}

#endif
