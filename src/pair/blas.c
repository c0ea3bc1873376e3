#include "pair/blas.h"

#include <cblas.h>
#include <dlfcn.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/error.h"

typedef void (*sgemm_function)(CBLAS_LAYOUT, CBLAS_TRANSPOSE, CBLAS_TRANSPOSE, blasint, blasint,
                               blasint, float, const float *, blasint, const float *, blasint,
                               float, float *, blasint);

struct kembar_blas {
    void *library;
    sgemm_function sgemm;
    const char *core;
};

/* The kernels that this processor can run, or NULL where OpenBLAS may be left to choose. */
static const char *core_type(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512cd"))
        return "SkylakeX";
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return "Haswell";
#endif
    return NULL;
}

/* The environment is the only way in; it is put back as it was. */
static void *load_with(const char *name, const char *value) {
    int is_ours = value && !getenv(name) && setenv(name, value, 0) == 0;
    int is_one = !getenv("OPENBLAS_NUM_THREADS") && setenv("OPENBLAS_NUM_THREADS", "1", 0) == 0;
    void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
    if (is_ours)
        (void)unsetenv(name);
    if (is_one)
        (void)unsetenv("OPENBLAS_NUM_THREADS");
    return library;
}

/* ISO C has no cast from an object pointer to a function; POSIX promises that the bytes are the
 * same. */
typedef union symbol {
    void *object;
    sgemm_function sgemm;
    char *(*core)(void);
    void (*set_threads)(int);
} symbol;

static symbol find(void *library, const char *name) {
    return (symbol){.object = dlsym(library, name)};
}

static kembar_status bind_symbols(kembar_blas *blas, kembar_error *error) {
    symbol sgemm = find(blas->library, "cblas_sgemm");
    symbol core = find(blas->library, "openblas_get_corename");
    symbol set_threads = find(blas->library, "openblas_set_num_threads");
    if (!sgemm.object || !core.object || !set_threads.object)
        return kembar_error_set(error, KEMBAR_ERROR_LIBRARY, "libopenblas.so.0", 0,
                                "not an OpenBLAS: a function is missing");
    set_threads.set_threads(1);
    blas->sgemm = sgemm.sgemm;
    blas->core = core.core();
    return KEMBAR_OK;
}

kembar_status kembar_blas_open(kembar_blas **out, kembar_error *error) {
    *out = NULL;
    kembar_blas *blas = kembar_alloc_zeroed(1, sizeof *blas);
    if (!blas)
        return kembar_error_memory(error);
    blas->library = load_with("OPENBLAS_CORETYPE", core_type());
    kembar_status status = blas->library
                               ? bind_symbols(blas, error)
                               : kembar_error_set(error, KEMBAR_ERROR_LIBRARY, "libopenblas.so.0",
                                                  0, "cannot be loaded");
    if (status)
        kembar_blas_close(blas);
    else
        *out = blas;
    return status;
}

/* The library itself stays loaded: it does not survive being unloaded while its buffers are in use.
 */
void kembar_blas_close(kembar_blas *blas) {
    kembar_free(blas);
}

const char *kembar_blas_core(const kembar_blas *blas) {
    return blas ? blas->core : "none";
}

static void multiply_plain(size_t m, size_t n, size_t k, const float *a, const float *b, float *c) {
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < n; j++) {
            float sum = 0;
            for (size_t x = 0; x < k; x++)
                sum += a[i * k + x] * b[j * k + x];
            c[i * n + j] = sum;
        }
}

void kembar_blas_multiply(const kembar_blas *blas, size_t m, size_t n, size_t k, const float *a,
                          const float *b, float *c) {
    if (!blas) {
        multiply_plain(m, n, k, a, b, c);
        return;
    }
    blas->sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (blasint)m, (blasint)n, (blasint)k, 1, a,
                (blasint)k, b, (blasint)k, 0, c, (blasint)n);
}
