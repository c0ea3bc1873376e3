/* What this machine gives at the most: matrix products, copies of memory, hashes. No input. */
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "products.h"

enum { COPY_BYTES = 1 << 28, PIECE_BYTES = 1 << 20, WORD_BYTES = 7, HASHED_BYTES = 1 << 24 };

typedef struct limit_work {
    int n_threads;
    char *from, *to;
    uint64_t sum; /* keeps the hashes from being optimised away */
} limit_work;

static kembar_status copy_pieces(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    limit_work *work = context;
    (void)worker_id;
    (void)error;
    memcpy(work->to + begin * PIECE_BYTES, work->from + begin * PIECE_BYTES,
           (end - begin) * PIECE_BYTES);
    return KEMBAR_OK;
}

static void copy(void *context) {
    limit_work *work = context;
    bench_need(
        kembar_parallel_for(work->n_threads, COPY_BYTES / PIECE_BYTES, 16, copy_pieces, work, NULL),
        NULL);
}

static void hash_words(void *context) {
    limit_work *work = context;
    for (size_t i = 0; i + WORD_BYTES <= HASHED_BYTES; i += WORD_BYTES)
        work->sum += kembar_hash_bytes(work->from + i, WORD_BYTES, 0);
}

static void hash_pieces(void *context) {
    limit_work *work = context;
    for (size_t i = 0; i < COPY_BYTES; i += PIECE_BYTES)
        work->sum += kembar_hash_bytes(work->from + i, PIECE_BYTES, 0);
}

static void measure_memory(bench *self) {
    limit_work work = {.n_threads = 1};
    work.from = bench_need_memory(kembar_alloc(COPY_BYTES, 1));
    work.to = bench_need_memory(kembar_alloc(COPY_BYTES, 1));
    memset(work.from, 1, COPY_BYTES);
    memset(work.to, 2, COPY_BYTES);
    bench_times times = bench_measure(self, copy, NULL, &work);
    bench_rate(self, "copy of 256 MiB, 1 thread", COPY_BYTES * 1e-9, "GB/s", &times);
    work.n_threads = self->n_threads;
    times = bench_measure(self, copy, NULL, &work);
    bench_rate(self, "copy of 256 MiB, all threads", COPY_BYTES * 1e-9, "GB/s", &times);
    times = bench_measure(self, hash_words, NULL, &work);
    bench_rate(self, "hashes of 7 bytes, 1 thread", (double)HASHED_BYTES / WORD_BYTES * 1e-6, "M/s",
               &times);
    times = bench_measure(self, hash_pieces, NULL, &work);
    bench_rate(self, "hashes of 1 MiB, 1 thread", COPY_BYTES * 1e-9, "GB/s", &times);
    kembar_free(work.from);
    kembar_free(work.to);
}

static void measure_products(bench *self) {
    bench_product tile = {128, 512, 512, 200}, square = {2048, 2048, 2048, 1};
    kembar_blas *blas;
    kembar_error error = {0};
    bench_need(kembar_blas_open(&blas, &error), &error);
    bench_row(self, kembar_blas_core(blas), 1, "core type");
    bench_product_measure(self, "sgemm, 128 x 512 x 512, 1 thread", blas, &tile, 1);
    bench_product_measure(self, "sgemm, 128 x 512 x 512, all threads", blas, &tile,
                          self->n_threads);
    bench_product_measure(self, "sgemm, 2048 x 2048 x 2048, 1 thread", blas, &square, 1);
    bench_product_measure(self, "sgemm, 2048 x 2048 x 2048, all threads", blas, &square,
                          self->n_threads);
    kembar_blas_close(blas);
}

int main(int argc, char **argv) {
    bench self;
    int code = bench_begin(&self, "bench_limits", argc, argv);
    if (code != 0)
        return code;
    measure_memory(&self);
    measure_products(&self);
    return bench_end(&self);
}
