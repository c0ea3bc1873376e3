/* OpenBLAS, loaded when it is first needed: the only file pair that knows cblas.
 *
 * Debian 12's 0.3.21 takes newer Intel processors for a Prescott and runs at a fifth of their
 * speed; OPENBLAS_CORETYPE mends that but counts only before the library loads, hence dlopen. */
#ifndef KEMBAR_PAIR_BLAS_H
#define KEMBAR_PAIR_BLAS_H

#include <stddef.h>

#include "kembar/status.h"

/* A loaded library. NULL stands for "none": the plain C product below is used then. */
typedef struct kembar_blas kembar_blas;

/* Loads libopenblas.so.0 with the core type that CPUID calls for, unless OPENBLAS_CORETYPE says
 * otherwise; one thread a call. LIBRARY when it is not there. The first load of a process decides
 * its core type. Not for several threads at a time. */
kembar_status kembar_blas_open(kembar_blas **out, kembar_error *error) KEMBAR_MUST_CHECK;
/* Where a limit on memory is set (RLIMIT_DATA or RLIMIT_AS): maps now the buffers of `n_threads`
 * products at a time, 128 MiB of address space each, of which little is touched. OpenBLAS would
 * otherwise map them when they are needed, and try for ever where that is refused. LIBRARY when
 * they would take more than a quarter of the limit: use no library then. */
kembar_status kembar_blas_reserve(kembar_blas *blas, int n_threads,
                                  kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_blas_close(kembar_blas *blas);
/* Name of the kernel set in use ("SkylakeX"), borrowed; "none" for NULL. */
const char *kembar_blas_core(const kembar_blas *blas);

/* c (m x n, rows n apart) = a (m x k) * transposed b (n x k), all row by row. Safe from several
 * threads. With blas NULL: plain C in fixed order. */
void kembar_blas_multiply(const kembar_blas *blas, size_t m, size_t n, size_t k, const float *a,
                          const float *b, float *c);

#endif
