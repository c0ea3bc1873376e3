#include "text/line_marks.h"

#include <string.h>

#include "text/byte_bits.h"

void kembar_line_marks_scalar(kembar_line_marks *marks, const char *data, size_t size) {
    static const kembar_byte_set ends = {{'\n', '\r', '\n', '\r'}};
    for (size_t at = 0; at < size; at += KEMBAR_BYTE_BITS) {
        char last[KEMBAR_BYTE_BITS] = {0};
        const char *from = data + at;
        if (size - at < KEMBAR_BYTE_BITS)
            from = memcpy(last, from, size - at);
        marks->ends[at / KEMBAR_BYTE_BITS] = kembar_bits_in(from, ends);
        marks->others[at / KEMBAR_BYTE_BITS] = kembar_bits_not_ascii(from, 0);
    }
}

#ifdef KEMBAR_X86

KEMBAR_TARGET_AVX512
void kembar_line_marks_avx512(kembar_line_marks *marks, const char *data, size_t size) {
    const __m512i lf = _mm512_set1_epi8('\n'), cr = _mm512_set1_epi8('\r');
    for (size_t at = 0; at < size; at += KEMBAR_BYTE_BITS) {
        size_t n = size - at;
        __mmask64 mask = n < KEMBAR_BYTE_BITS ? ((__mmask64)1 << n) - 1 : UINT64_MAX;
        __m512i bytes = _mm512_maskz_loadu_epi8(mask, data + at);
        marks->ends[at / KEMBAR_BYTE_BITS] =
            _mm512_cmpeq_epi8_mask(bytes, lf) | _mm512_cmpeq_epi8_mask(bytes, cr);
        marks->others[at / KEMBAR_BYTE_BITS] = _mm512_movepi8_mask(bytes);
    }
}

#endif

void kembar_line_marks_make(kembar_line_marks *marks, const char *data, size_t size) {
#ifdef KEMBAR_X86
    if (kembar_cpu() == KEMBAR_CPU_AVX512) {
        kembar_line_marks_avx512(marks, data, size);
        return;
    }
#endif
    kembar_line_marks_scalar(marks, data, size);
}
