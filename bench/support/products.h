/* Plain sgemm on all threads, as a measure for stages that are made of it. */
#ifndef KEMBAR_BENCH_PRODUCTS_H
#define KEMBAR_BENCH_PRODUCTS_H

#include "bench.h"
#include "pair/blas.h"

/* The shape of one product: m x k by n x k transposed, done `n_calls` times on each thread. */
typedef struct bench_product {
    size_t m, n, k;
    int n_calls;
} bench_product;

/* Flops over the rounds go into the table as GFLOP/s of all threads together; returns the median.
 */
double bench_product_measure(bench *self, const char *what, const kembar_blas *blas,
                             const bench_product *product, int n_threads);

#endif
