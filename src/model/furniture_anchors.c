#include "model/furniture_anchors.h"

static uint32_t least_of(const uint32_t rows[KEMBAR_ANCHOR_WINDOW]) {
    uint32_t least = rows[0];
    for (size_t i = 1; i < KEMBAR_ANCHOR_WINDOW; i++)
        least = rows[i] < least ? rows[i] : least;
    return least;
}

size_t kembar_furniture_anchors_scalar(const uint64_t *hashes, size_t n_tokens, uint32_t *out) {
    size_t n = 0;
    uint32_t rows[KEMBAR_ANCHOR_WINDOW];
    for (size_t i = 0; i + KEMBAR_ROW_TOKENS <= n_tokens; i++) {
        rows[i % KEMBAR_ANCHOR_WINDOW] =
            kembar_furniture_row(hashes[i], hashes[i + 1], hashes[i + 2]);
        if (i + 1 < KEMBAR_ANCHOR_WINDOW)
            continue;
        uint32_t least = least_of(rows);
        if (n == 0 || out[n - 1] != least)
            out[n++] = least;
    }
    return n;
}

size_t kembar_furniture_anchors(const uint64_t *hashes, size_t n_tokens, uint32_t *out) {
#ifdef KEMBAR_X86
    if (kembar_cpu() == KEMBAR_CPU_AVX512)
        return kembar_furniture_anchors_avx512(hashes, n_tokens, out);
#endif
    return kembar_furniture_anchors_scalar(hashes, n_tokens, out);
}
