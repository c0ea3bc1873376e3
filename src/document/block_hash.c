#include "document/block_hash.h"

#include "base/hash.h"

/* Never inlined: inside of larger functions the products go through memory (gcc 12). */
uint64_t kembar_block_hash_tokens(const kembar_token *tokens, size_t n_tokens) {
    const uint64_t step = 0x9e3779b97f4a7c15u;
    uint64_t place = step * n_tokens;
    uint64_t hash = n_tokens;
    for (size_t i = 0; i < n_tokens; i++) {
        place += step;
        hash += kembar_hash_fold(tokens[i].hash ^ place, place);
    }
    return kembar_hash_mix(hash);
}
