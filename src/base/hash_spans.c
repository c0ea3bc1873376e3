#include "base/hash_spans.h"

void kembar_hash_spans_make(const kembar_hash_spans *spans, uint64_t *hashes) {
#ifdef KEMBAR_X86
    if (kembar_cpu() == KEMBAR_CPU_AVX512) {
        kembar_hash_spans_avx512(spans, hashes);
        return;
    }
#endif
    kembar_hash_spans_scalar(spans, hashes);
}
