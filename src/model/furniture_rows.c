#include "model/furniture_rows.h"

void kembar_furniture_rows_scalar(const kembar_token *tokens, size_t n_rows, uint32_t *out) {
    for (size_t i = 0; i < n_rows; i++)
        out[i] = kembar_furniture_row(tokens[i].hash, tokens[i + 1].hash, tokens[i + 2].hash);
}

void kembar_furniture_rows(const kembar_token *tokens, size_t n_rows, uint32_t *out) {
#ifdef KEMBAR_X86
    if (kembar_cpu() == KEMBAR_CPU_AVX512) {
        kembar_furniture_rows_avx512(tokens, n_rows, out);
        return;
    }
#endif
    kembar_furniture_rows_scalar(tokens, n_rows, out);
}
