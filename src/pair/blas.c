#define _DEFAULT_SOURCE 1 /* MAP_ANONYMOUS */

#include "pair/blas.h"

#include <cblas.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "base/alloc.h"
#include "base/error.h"

enum { BLAS_BYTES = 48 << 20 }; /* what it takes at its start and for one thread's buffer */

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

/* OpenBLAS, and the Fortran library under it, end the process when they get no memory. Not a
 * promise that they will, but where there is none they are not even asked. */
static int has_memory(void) {
    void *memory = kembar_alloc(BLAS_BYTES, 1);
    kembar_free(memory);
    return memory != NULL;
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
    void *(*take)(int);
    void (*give)(void *);
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
    kembar_blas *blas = has_memory() ? kembar_alloc_zeroed(1, sizeof *blas) : NULL;
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

/* The smaller of the two limits that a mapping may meet; RLIM_INFINITY: none. */
static rlim_t memory_limit(void) {
    struct rlimit data, space;
    if (getrlimit(RLIMIT_DATA, &data) != 0 || getrlimit(RLIMIT_AS, &space) != 0)
        return 0;
    return data.rlim_cur < space.rlim_cur ? data.rlim_cur : space.rlim_cur;
}

static int can_map(size_t n_bytes) {
    void *place = mmap(NULL, n_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (place == MAP_FAILED)
        return 0;
    (void)munmap(place, n_bytes);
    return 1;
}

/* The library keeps a buffer that is given back, for the next product. */
static void map_buffers(symbol take, symbol give, void **buffers, size_t n_buffers) {
    for (size_t i = 0; i < n_buffers; i++)
        buffers[i] = take.take(0);
    for (size_t i = 0; i < n_buffers; i++)
        give.give(buffers[i]);
}

kembar_status kembar_blas_reserve(kembar_blas *blas, int n_threads, kembar_error *error) {
    const size_t buffer_bytes = (size_t)129 * 1024 * 1024; /* and a little */
    rlim_t limit = memory_limit();
    size_t n_buffers = n_threads > 1 ? (size_t)n_threads : 1;
    if (limit == RLIM_INFINITY)
        return KEMBAR_OK;
    symbol take = find(blas->library, "blas_memory_alloc");
    symbol give = find(blas->library, "blas_memory_free");
    if (!take.object || !give.object || limit / 4 / buffer_bytes < n_buffers ||
        !can_map(n_buffers * buffer_bytes))
        return kembar_error_set(error, KEMBAR_ERROR_LIBRARY, "libopenblas.so.0", 0,
                                "its buffers do not fit the limit on memory");
    void **buffers = kembar_alloc(n_buffers, sizeof *buffers);
    if (!buffers)
        return kembar_error_memory(error);
    map_buffers(take, give, buffers, n_buffers);
    kembar_free(buffers);
    return KEMBAR_OK;
}

/* The library itself stays loaded: it does not survive being unloaded while its buffers are in use.
 */
void kembar_blas_close(kembar_blas *blas) {
    kembar_free(blas);
}

const char *kembar_blas_core(const kembar_blas *blas) {
    return blas ? blas->core : "none";
}

/* Sixteen sums side by side fit vector registers of every width. */
static float dot_plain(const float *a, const float *b, size_t k) {
    enum { LANES = 16 };
    float sums[LANES] = {0}, sum = 0;
    size_t x = 0;
    for (; x + LANES <= k; x += LANES)
        for (size_t lane = 0; lane < LANES; lane++)
            sums[lane] += a[x + lane] * b[x + lane];
    for (size_t lane = 0; lane < LANES; lane++)
        sum += sums[lane];
    for (; x < k; x++)
        sum += a[x] * b[x];
    return sum;
}

static void multiply_plain(size_t m, size_t n, size_t k, const float *a, const float *b, float *c) {
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < n; j++)
            c[i * n + j] = dot_plain(a + i * k, b + j * k, k);
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
