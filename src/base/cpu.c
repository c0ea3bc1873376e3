#include "base/cpu.h"

kembar_cpu_level kembar_cpu(void) {
#ifdef KEMBAR_X86
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi") ||
        !__builtin_cpu_supports("bmi2"))
        return KEMBAR_CPU_SCALAR;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2"))
        return KEMBAR_CPU_AVX512;
    return KEMBAR_CPU_AVX2;
#else
    return KEMBAR_CPU_SCALAR;
#endif
}
