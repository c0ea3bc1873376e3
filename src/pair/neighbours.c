#include "pair/neighbours.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/now.h"
#include "base/parallel.h"
#include "feature/projection.h"
#include "pair/pool.h"

/* Rows and columns of one product: 128 x 512 floats of result stay in the second-level cache. */
enum { TILE_ROWS = 128, TILE_COLUMNS = 512, DIMENSIONS = KEMBAR_PROJECTION_DIMENSIONS };

typedef struct neighbour_worker {
    float *product;     /* TILE_ROWS x TILE_COLUMNS */
    kembar_pool *pools; /* one a row */
    float *dense;       /* one row of the matrix, spread out; zeros between uses */
    double seconds;
} neighbour_worker;

typedef struct neighbour_job {
    const kembar_sparse *matrix;
    const kembar_blas *blas;
    const kembar_options *options;
    const uint32_t *documents; /* those that take part; position in the projection -> document */
    size_t n_positions;
    const float *projection;
    neighbour_worker *workers;
    kembar_neighbours *out;
} neighbour_job;

int32_t kembar_similarity_micro(double cosine) {
    if (cosine <= 0)
        return 0;
    return cosine >= 1 ? 1000000 : (int32_t)(cosine * 1000000 + 0.5);
}

int32_t kembar_similarity(const kembar_sparse *matrix, size_t i, size_t j) {
    return kembar_similarity_micro(kembar_sparse_dot(matrix, i, j));
}

/* The estimate again, summed in fixed order: what is kept must not hang on the kernel. Sixteen sums
 * side by side fit vector registers of every width. */
static float plain_product(const float *a, const float *b) {
    enum { LANES = 16 };
    float sums[LANES] = {0}, sum = 0;
    for (size_t i = 0; i < DIMENSIONS; i += LANES)
        for (size_t k = 0; k < LANES; k++)
            sums[k] += a[i + k] * b[i + k];
    for (size_t k = 0; k < LANES; k++)
        sum += sums[k];
    return sum;
}

static int compare_neighbours(const void *x, const void *y) {
    const kembar_neighbour *a = x, *b = y;
    if (a->similarity != b->similarity)
        return a->similarity > b->similarity ? -1 : 1;
    return a->doc_id < b->doc_id ? -1 : a->doc_id > b->doc_id;
}

static size_t best_estimates(const neighbour_job *job, kembar_pool *pool, size_t row) {
    kembar_pool_settle(pool);
    for (size_t i = 0; i < pool->n_items; i++)
        pool->items[i].value = plain_product(job->projection + row * DIMENSIONS,
                                             job->projection + pool->items[i].doc_id * DIMENSIONS);
    qsort(pool->items, pool->n_items, sizeof *pool->items, kembar_estimate_compare);
    return pool->n_items < KEMBAR_NEIGHBOUR_POOL ? pool->n_items : KEMBAR_NEIGHBOUR_POOL;
}

static size_t score_best(const neighbour_job *job, neighbour_worker *worker, kembar_pool *pool,
                         size_t row, kembar_neighbour *scored) {
    size_t n_best = best_estimates(job, pool, row), n = 0;
    kembar_sparse_spread(job->matrix, job->documents[row], worker->dense);
    for (size_t i = 0; i < n_best; i++) {
        if (pool->items[i].doc_id == row)
            continue;
        uint32_t other = job->documents[pool->items[i].doc_id];
        int32_t similarity =
            kembar_similarity_micro(kembar_sparse_dot_spread(job->matrix, worker->dense, other));
        if (similarity >= job->options->related_micro)
            scored[n++] = (kembar_neighbour){other, similarity};
    }
    kembar_sparse_gather(job->matrix, job->documents[row], worker->dense);
    qsort(scored, n, sizeof *scored, compare_neighbours);
    return n;
}

static void keep_nearest(const neighbour_job *job, neighbour_worker *worker, kembar_pool *pool,
                         size_t row) {
    kembar_neighbour scored[KEMBAR_NEIGHBOUR_POOL];
    uint32_t document = job->documents[row];
    size_t n = score_best(job, worker, pool, row, scored);
    if (n > job->out->stride)
        n = job->out->stride;
    memcpy(job->out->items + document * job->out->stride, scored, n * sizeof *scored);
    job->out->counts[document] = (uint32_t)n;
}

/* An estimate errs by about 1/sqrt(dimensions); twice that below the threshold hardly anything is
 * lost. */
static float pool_floor(const kembar_options *options) {
    double floor = (double)options->related_micro * 1e-6 - 2 / sqrt((double)DIMENSIONS);
    return (float)(floor > 0.05 ? floor : 0.05);
}

static kembar_status find_rows(void *context, size_t begin, size_t end, int worker_id,
                               kembar_error *error) {
    neighbour_job *job = context;
    neighbour_worker *worker = &job->workers[worker_id];
    size_t rows = end - begin;
    (void)error;
    for (size_t i = 0; i < rows; i++)
        kembar_pool_start(&worker->pools[i], KEMBAR_NEIGHBOUR_POOL, pool_floor(job->options));
    for (size_t at = 0; at < job->n_positions; at += TILE_COLUMNS) {
        size_t columns =
            job->n_positions - at < TILE_COLUMNS ? job->n_positions - at : TILE_COLUMNS;
        double start = kembar_now_seconds();
        kembar_blas_multiply(job->blas, rows, columns, DIMENSIONS,
                             job->projection + begin * DIMENSIONS,
                             job->projection + at * DIMENSIONS, worker->product);
        worker->seconds += kembar_now_seconds() - start;
        for (size_t i = 0; i < rows; i++)
            kembar_pool_offer(&worker->pools[i], worker->product + i * columns, columns,
                              (uint32_t)at);
    }
    for (size_t i = 0; i < rows; i++)
        keep_nearest(job, worker, &worker->pools[i], begin + i);
    return KEMBAR_OK;
}

static kembar_status start_workers(neighbour_job *job) {
    size_t n = (size_t)job->options->n_threads;
    job->workers = kembar_alloc_zeroed(n, sizeof *job->workers);
    if (!job->workers)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        job->workers[i].product =
            kembar_alloc((size_t)TILE_ROWS * TILE_COLUMNS, sizeof *job->workers[i].product);
        job->workers[i].pools = kembar_alloc(TILE_ROWS, sizeof *job->workers[i].pools);
        job->workers[i].dense =
            kembar_alloc_zeroed(job->matrix->n_columns, sizeof *job->workers[i].dense);
        if (!job->workers[i].product || !job->workers[i].pools || !job->workers[i].dense)
            return KEMBAR_ERROR_MEMORY;
    }
    return KEMBAR_OK;
}

static void stop_workers(neighbour_job *job) {
    for (int32_t i = 0; job->workers && i < job->options->n_threads; i++) {
        job->out->seconds += job->workers[i].seconds;
        kembar_free(job->workers[i].product);
        kembar_free(job->workers[i].pools);
        kembar_free(job->workers[i].dense);
    }
    kembar_free(job->workers);
}

/* Rows of the projection are those that take part, one after the other. */
static kembar_status project(neighbour_job *job, const kembar_frequencies *frequencies,
                             const uint8_t *take, float **projection, uint32_t **documents,
                             kembar_error *error) {
    const kembar_sparse *matrix = job->matrix;
    *documents = kembar_alloc(matrix->n_rows, sizeof **documents);
    *projection = kembar_alloc(matrix->n_rows, DIMENSIONS * sizeof **projection);
    if (!*documents || !*projection)
        return kembar_error_memory(error);
    kembar_status status =
        kembar_projection_apply(matrix, frequencies, job->options->n_threads, *projection, error);
    if (status)
        return status;
    for (size_t i = 0; i < matrix->n_rows; i++) {
        if ((take && !take[i]) || matrix->first[i] == matrix->first[i + 1])
            continue;
        memmove(*projection + job->n_positions * DIMENSIONS, *projection + i * DIMENSIONS,
                DIMENSIONS * sizeof **projection);
        (*documents)[job->n_positions++] = (uint32_t)i;
    }
    job->projection = *projection;
    job->documents = *documents;
    return KEMBAR_OK;
}

static kembar_status find(neighbour_job *job, const kembar_frequencies *frequencies,
                          const uint8_t *take, kembar_error *error) {
    float *projection = NULL;
    uint32_t *documents = NULL;
    kembar_status status = project(job, frequencies, take, &projection, &documents, error);
    if (!status && start_workers(job))
        status = kembar_error_memory(error);
    if (!status)
        status = kembar_parallel_for(job->options->n_threads, job->n_positions, TILE_ROWS,
                                     find_rows, job, error);
    stop_workers(job);
    job->out->n_products = (uint64_t)job->n_positions * job->n_positions * DIMENSIONS;
    kembar_free(projection);
    kembar_free(documents);
    return status;
}

kembar_status kembar_neighbours_find(kembar_neighbours *out, const kembar_sparse *matrix,
                                     const kembar_frequencies *frequencies, const uint8_t *take,
                                     const kembar_blas *blas, const kembar_options *options,
                                     kembar_error *error) {
    *out =
        (kembar_neighbours){.n_documents = matrix->n_rows, .stride = (size_t)options->n_neighbours};
    neighbour_job job = {.matrix = matrix, .blas = blas, .options = options, .out = out};
    out->items = kembar_alloc(matrix->n_rows, out->stride * sizeof *out->items);
    out->counts = kembar_alloc_zeroed(matrix->n_rows, sizeof *out->counts);
    kembar_status status = out->items && out->counts ? find(&job, frequencies, take, error)
                                                     : kembar_error_memory(error);
    if (status)
        kembar_neighbours_deinit(out);
    return status;
}

void kembar_neighbours_deinit(kembar_neighbours *neighbours) {
    kembar_free(neighbours->items);
    kembar_free(neighbours->counts);
    *neighbours = (kembar_neighbours){0};
}
