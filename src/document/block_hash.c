#include "document/block_hash.h"

#include "base/hash.h"

/* Never inlined: inside of larger functions the products go through memory (gcc 12). */
uint64_t kembar_block_hash_scalar(const kembar_token *tokens, size_t n_tokens) {
    const uint64_t step = KEMBAR_BLOCK_HASH_STEP;
    uint64_t place = step * n_tokens;
    uint64_t hash = n_tokens;
    for (size_t i = 0; i < n_tokens; i++) {
        place += step;
        hash += kembar_hash_fold(tokens[i].hash ^ place, place);
    }
    return kembar_hash_mix(hash);
}

uint64_t kembar_block_hash_tokens(const kembar_token *tokens, size_t n_tokens) {
#ifdef KEMBAR_X86
    if (kembar_cpu() == KEMBAR_CPU_AVX512)
        return kembar_block_hash_avx512(tokens, n_tokens);
#endif
    return kembar_block_hash_scalar(tokens, n_tokens);
}
