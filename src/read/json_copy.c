/* Copying JSON strings as far as they are what they say. */
#include <string.h>

#include "read/json_flat.h"

static int is_plain(char c) {
    return c != '"' && c != '\\' && (unsigned char)c >= ' ';
}

size_t kembar_json_copy_plain_scalar(kembar_view text, char *out) {
    size_t n = 0;
    for (; n < text.size && is_plain(text.data[n]); n++) {
        out[n] = text.data[n];
    }
    return n;
}

#ifdef KEMBAR_X86

#include <immintrin.h>

KEMBAR_TARGET_AVX2
size_t kembar_json_copy_plain_avx2(kembar_view text, char *out) {
    enum { STEP = 32 };
    const __m256i quote = _mm256_set1_epi8('"'), slash = _mm256_set1_epi8('\\');
    const __m256i last_control = _mm256_set1_epi8(' ' - 1);
    size_t at = 0;
    for (; text.size - at >= STEP; at += STEP) {
        __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)(text.data + at));
        __m256i found =
            _mm256_or_si256(_mm256_cmpeq_epi8(bytes, quote), _mm256_cmpeq_epi8(bytes, slash));
        found =
            _mm256_or_si256(found, _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, last_control), bytes));
        unsigned bits = (unsigned)_mm256_movemask_epi8(found);
        _mm256_storeu_si256((__m256i *)(void *)(out + at), bytes);
        if (bits != 0) {
            return at + (size_t)__builtin_ctz(bits);
        }
    }
    kembar_view rest = {text.data + at, text.size - at};
    return at + kembar_json_copy_plain_scalar(rest, out + at);
}

KEMBAR_TARGET_AVX512
size_t kembar_json_copy_plain_avx512(kembar_view text, char *out) {
    enum { STEP = 64 };
    const __m512i quote = _mm512_set1_epi8('"'), slash = _mm512_set1_epi8('\\');
    const __m512i space = _mm512_set1_epi8(' ');
    for (size_t at = 0; at < text.size; at += STEP) {
        size_t n = text.size - at;
        __mmask64 mask = n < STEP ? ((__mmask64)1 << n) - 1 : UINT64_MAX;
        __m512i bytes = _mm512_maskz_loadu_epi8(mask, text.data + at);
        uint64_t found = _mm512_cmpeq_epi8_mask(bytes, quote) |
                         _mm512_cmpeq_epi8_mask(bytes, slash) |
                         _mm512_mask_cmplt_epu8_mask(mask, bytes, space);
        _mm512_storeu_si512(out + at, bytes);
        if (found != 0) {
            return at + (size_t)__builtin_ctzll(found);
        }
    }
    return text.size;
}

#endif

size_t kembar_json_copy_plain(kembar_view text, char *out) {
#ifdef KEMBAR_X86
    kembar_cpu_level level = kembar_cpu();
    if (level == KEMBAR_CPU_AVX512) {
        return kembar_json_copy_plain_avx512(text, out);
    }
    if (level == KEMBAR_CPU_AVX2) {
        return kembar_json_copy_plain_avx2(text, out);
    }
#endif
    return kembar_json_copy_plain_scalar(text, out);
}
