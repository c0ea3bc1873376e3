#include "text/tokens_pack.h"

void kembar_tokens_pack_scalar(const kembar_hash_spans *spans, const uint64_t *hashes,
                               uint32_t base, kembar_token *out) {
    for (size_t i = 0; i < spans->n_spans; i++)
        out[i] = (kembar_token){hashes[i], base + spans->begins[i], base + spans->ends[i]};
}

void kembar_tokens_hashes_scalar(const kembar_token *tokens, size_t n_tokens, uint64_t *out) {
    for (size_t i = 0; i < n_tokens; i++)
        out[i] = tokens[i].hash;
}

void kembar_tokens_pack(const kembar_hash_spans *spans, const uint64_t *hashes, uint32_t base,
                        kembar_token *out) {
#ifdef KEMBAR_X86
    if (kembar_cpu() == KEMBAR_CPU_AVX512) {
        kembar_tokens_pack_avx512(spans, hashes, base, out);
        return;
    }
#endif
    kembar_tokens_pack_scalar(spans, hashes, base, out);
}

void kembar_tokens_hashes(const kembar_token *tokens, size_t n_tokens, uint64_t *out) {
#ifdef KEMBAR_X86
    if (kembar_cpu() == KEMBAR_CPU_AVX512) {
        kembar_tokens_hashes_avx512(tokens, n_tokens, out);
        return;
    }
#endif
    kembar_tokens_hashes_scalar(tokens, n_tokens, out);
}
