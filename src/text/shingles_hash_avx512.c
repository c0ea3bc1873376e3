/* Eight shingles at once, each by Horner's rule: no sum waits for the one before. */
#include "text/shingles.h"

#ifdef KEMBAR_X86

#include "base/hash.h"
#include "base/hash_lanes.h"

KEMBAR_TARGET_AVX512
void kembar_shingles_hash_avx512(const uint64_t *token_hashes, size_t n_tokens, unsigned k,
                                 uint64_t *out) {
    size_t n = kembar_shingles_count(n_tokens, k), size = n_tokens < k ? n_tokens : k;
    const __m512i length_key = kembar_lanes_set(kembar_hash_mix(size));
    for (size_t i = 0; i < n; i += KEMBAR_LANES) {
        __mmask8 mask = kembar_lanes_mask(n - i);
        __m512i sum = _mm512_maskz_loadu_epi64(mask, token_hashes + i);
        for (size_t j = 1; j < size; j++)
            sum = _mm512_add_epi64(kembar_lanes_multiply(sum, KEMBAR_SHINGLE_BASE),
                                   _mm512_maskz_loadu_epi64(mask, token_hashes + i + j));
        _mm512_mask_storeu_epi64(out + i, mask,
                                 kembar_lanes_mix(_mm512_xor_si512(sum, length_key)));
    }
}

#endif
