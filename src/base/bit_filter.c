#include "base/bit_filter.h"

#include "base/alloc.h"

kembar_status kembar_bit_filter_init(kembar_bit_filter *filter, size_t n_keys) {
    enum { MIN_WORDS = 256 };
    size_t n_words = MIN_WORDS;
    while (n_words < n_keys && n_words < KEMBAR_BIT_FILTER_MAX_WORDS)
        n_words *= 2;
    *filter = (kembar_bit_filter){.words = kembar_alloc_zeroed(n_words, sizeof *filter->words)};
    if (!filter->words)
        return KEMBAR_ERROR_MEMORY;
    filter->n_words = n_words;
    return KEMBAR_OK;
}

void kembar_bit_filter_deinit(kembar_bit_filter *filter) {
    kembar_free(filter->words);
    *filter = (kembar_bit_filter){0};
}

uint64_t kembar_bit_filter_mask_scalar(const kembar_bit_filter *filter, const uint32_t *keys,
                                       size_t n_keys) {
    uint64_t mask = 0;
    for (size_t i = 0; i < n_keys; i++)
        mask |= (uint64_t)kembar_bit_filter_may_hold(filter, keys[i]) << i;
    return mask;
}

uint64_t kembar_bit_filter_mask(const kembar_bit_filter *filter, const uint32_t *keys,
                                size_t n_keys) {
#ifdef KEMBAR_X86
    if (kembar_cpu() == KEMBAR_CPU_AVX512)
        return kembar_bit_filter_mask_avx512(filter, keys, n_keys);
#endif
    return kembar_bit_filter_mask_scalar(filter, keys, n_keys);
}
