/* What vector instructions this processor has: the only file pair that asks.
 *
 * A kernel with fast paths has one function a level, NAME_scalar, NAME_avx2, NAME_avx512 (where the
 * machine is no x86-64 the first alone), and one that chooses. All give the same bytes; tests call
 * each of them. */
#ifndef KEMBAR_BASE_CPU_H
#define KEMBAR_BASE_CPU_H

typedef enum kembar_cpu_level {
    KEMBAR_CPU_SCALAR = 0,
    KEMBAR_CPU_AVX2,  /* and BMI 1 and 2 */
    KEMBAR_CPU_AVX512 /* F, BW, DQ, VL, VBMI, VBMI2, as well as all of AVX2 */
} kembar_cpu_level;

/* The highest that it has. Costs a few loads: ask anew rather than remember. */
kembar_cpu_level kembar_cpu(void);

#if defined(__x86_64__)
#define KEMBAR_X86 1
#define KEMBAR_TARGET_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define KEMBAR_TARGET_AVX512                                                                    \
    __attribute__((target("avx2,bmi,bmi2,popcnt,avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi," \
                          "avx512vbmi2")))
#endif

#endif
