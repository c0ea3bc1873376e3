#include "products.h"

#include "base/alloc.h"
#include "base/parallel.h"
#include "base/random.h"

typedef struct product_work {
    const kembar_blas *blas;
    const bench_product *product;
    int n_threads;
    float **operands; /* a, b and c of each thread in one piece */
} product_work;

static size_t n_floats(const bench_product *product) {
    return product->m * product->k + product->n * product->k + product->m * product->n;
}

static kembar_status multiply(void *context, size_t begin, size_t end, int worker_id,
                              kembar_error *error) {
    product_work *work = context;
    const bench_product *product = work->product;
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end; i++) {
        float *a = work->operands[i];
        float *b = a + product->m * product->k;
        float *c = b + product->n * product->k;
        for (int call = 0; call < product->n_calls; call++)
            kembar_blas_multiply(work->blas, product->m, product->n, product->k, a, b, c);
    }
    return KEMBAR_OK;
}

static void multiply_all(void *context) {
    product_work *work = context;
    bench_need(
        kembar_parallel_for(work->n_threads, (size_t)work->n_threads, 1, multiply, work, NULL),
        NULL);
}

static void make_operands(product_work *work) {
    kembar_random random = {1};
    size_t n = n_floats(work->product);
    work->operands =
        bench_need_memory(kembar_alloc((size_t)work->n_threads, sizeof *work->operands));
    for (int t = 0; t < work->n_threads; t++) {
        work->operands[t] = bench_need_memory(kembar_alloc(n, sizeof **work->operands));
        for (size_t i = 0; i < n; i++)
            work->operands[t][i] = (float)kembar_random_below(&random, 1000) * 1e-3F;
    }
}

double bench_product_measure(bench *self, const char *what, const kembar_blas *blas,
                             const bench_product *product, int n_threads) {
    product_work work = {blas, product, n_threads, NULL};
    double gigaflops = 2e-9 * (double)product->m * (double)product->n * (double)product->k *
                       product->n_calls * n_threads;
    make_operands(&work);
    multiply_all(&work); /* the first call of a thread sets up the library */
    bench_times times = bench_measure(self, multiply_all, NULL, &work);
    bench_rate(self, what, gigaflops, "GFLOP/s", &times);
    for (int t = 0; t < n_threads; t++)
        kembar_free(work.operands[t]);
    kembar_free(work.operands);
    return gigaflops / times.median_s;
}
