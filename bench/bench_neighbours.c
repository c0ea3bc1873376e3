/* Neighbours: the rate of the stage and of its matrix product beside plain sgemm of the same shape
 * in the same run. */
#include "feature/projection.h"
#include "pair/neighbours.h"
#include "products.h"
#include "stages.h"

enum { TILE_ROWS = 128, TILE_COLUMNS = 512 };

typedef struct neighbour_work {
    bench_stages *stages;
    kembar_blas *blas;
    kembar_neighbours neighbours;
    double product_s; /* summed over threads and rounds */
    uint64_t n_products;
} neighbour_work;

static void drop(void *context) {
    kembar_neighbours_deinit(&((neighbour_work *)context)->neighbours);
}

static void find(void *context) {
    neighbour_work *work = context;
    const kembar_near *near = &work->stages->near;
    kembar_error error = {0};
    kembar_neighbours_input input = {&work->stages->matrix,   &near->model.frequencies,
                                     near->is_representative, work->blas,
                                     &near->options,          KEMBAR_NEIGHBOUR_REACH};
    bench_need(kembar_neighbours_find(&work->neighbours, &input, &error), &error);
    work->product_s += work->neighbours.seconds;
    work->n_products += work->neighbours.n_products;
}

static void measure(bench *self, neighbour_work *work) {
    bench_product tile = {TILE_ROWS, TILE_COLUMNS, KEMBAR_PROJECTION_DIMENSIONS, 200};
    bench_times times = bench_measure(self, find, drop, work);
    double n_documents = (double)work->stages->near.n_documents;
    double flops = 2e-9 * (double)work->neighbours.n_products;
    /* product_s is summed over threads: the rate of one of them. */
    double in_product = 2e-9 * (double)work->n_products / work->product_s * self->n_threads;
    bench_rate(self, "neighbours, all threads", n_documents, "documents/s", &times);
    bench_rate(self, "neighbours, all threads: whole stage", flops, "GFLOP/s", &times);
    bench_row(self, "neighbours: in its products", in_product, "GFLOP/s");
    double plain = bench_product_measure(self, "plain sgemm, 128 x 512 x 512", work->blas, &tile,
                                         self->n_threads);
    bench_row(self, "products, of plain sgemm", 100 * in_product / plain, "%");
    bench_row(self, "whole stage, of plain sgemm", 100 * flops / times.median_s / plain, "%");
}

int main(int argc, char **argv) {
    bench self;
    bench_stages stages;
    int code = bench_begin(&self, "bench_neighbours", argc, argv);
    if (code != 0)
        return code;
    bench_stages_read(&stages, &self);
    bench_stages_near(&stages);
    bench_stages_terms(&stages);
    bench_stages_matrix(&stages);
    neighbour_work work = {.stages = &stages};
    kembar_error error = {0};
    bench_need(kembar_blas_open(&work.blas, &error), &error);
    bench_row(&self, kembar_blas_core(work.blas), 1, "core type");
    measure(&self, &work);
    drop(&work);
    kembar_blas_close(work.blas);
    bench_stages_deinit(&stages);
    return bench_end(&self);
}
