#include "pair/neighbours.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/now.h"
#include "base/parallel.h"
#include "base/sort.h"
#include "feature/sparse_row.h"
#include "pair/cells.h"

/* Rows and columns of one product: 256 x 512 floats of result stay in the second-level cache. */
enum {
    TILE_ROWS = KEMBAR_CELLS_BLOCK,
    TILE_COLUMNS = 512,
    DIMENSIONS = KEMBAR_PROJECTION_DIMENSIONS
};

/* Tiles that go through the cells together: each cell then comes from memory once for all of them.
 * Fewer where every thread would not get several slices. */
enum { SLICE_TILES = 8, SLICES = 16 };

/* A cell larger than so many times the average shows a document no more of itself than that: cells
 * of thousands of documents that are nearly the same must not cost their square. */
enum { LARGE_CELL = 8 };

typedef struct neighbour_worker {
    kembar_cell_finder finder;
    uint32_t *nearest;  /* n_visited cells of one row */
    uint64_t *visits;   /* of all rows of a slice: cell, then row */
    float *visitors;    /* projections of rows that visit one cell, up to a tile */
    float *product;     /* TILE_ROWS x TILE_COLUMNS */
    kembar_pool *pools; /* one a row */
    kembar_sparse_row row;
    uint64_t n_products;
    double seconds;
} neighbour_worker;

typedef struct neighbour_job {
    const kembar_neighbours_input *input;
    kembar_projector projector;
    kembar_cells cells;
    const uint32_t *documents; /* cells.members: position in the projection -> document */
    size_t n_positions;
    size_t n_visited;  /* cells that each document is compared with */
    size_t slice_rows; /* a multiple of TILE_ROWS */
    float *projection;
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

static int compare_neighbours(const void *x, const void *y) {
    const kembar_neighbour *a = x, *b = y;
    if (a->similarity != b->similarity)
        return a->similarity > b->similarity ? -1 : 1;
    return a->doc_id < b->doc_id ? -1 : a->doc_id > b->doc_id;
}

static kembar_status score_best(const neighbour_job *job, neighbour_worker *worker,
                                kembar_pool *pool, size_t position, kembar_neighbour *scored,
                                size_t *n_scored) {
    const kembar_sparse *matrix = job->input->matrix;
    size_t n_best = kembar_pool_choose(pool, job->projection + position * DIMENSIONS,
                                       job->projection, DIMENSIONS);
    *n_scored = 0;
    if (kembar_sparse_row_set(&worker->row, matrix, job->documents[position]))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n_best; i++) {
        if (i + 1 < n_best)
            kembar_sparse_row_prefetch(matrix, job->documents[pool->items[i + 1].doc_id]);
        if (pool->items[i].doc_id == position)
            continue;
        uint32_t other = job->documents[pool->items[i].doc_id];
        int32_t similarity =
            kembar_similarity_micro(kembar_sparse_row_dot(&worker->row, matrix, other));
        if (similarity >= job->input->options->related_micro)
            scored[(*n_scored)++] = (kembar_neighbour){other, similarity};
    }
    qsort(scored, *n_scored, sizeof *scored, compare_neighbours);
    return KEMBAR_OK;
}

static kembar_status keep_nearest(const neighbour_job *job, neighbour_worker *worker,
                                  kembar_pool *pool, size_t position) {
    kembar_neighbour scored[KEMBAR_NEIGHBOUR_POOL];
    kembar_neighbours *out = job->out;
    uint32_t document = job->documents[position];
    size_t n;
    if (score_best(job, worker, pool, position, scored, &n))
        return KEMBAR_ERROR_MEMORY;
    if (n > out->stride)
        n = out->stride;
    memcpy(out->items + document * out->stride, scored, n * sizeof *scored);
    out->counts[document] = (uint32_t)n;
    return KEMBAR_OK;
}

/* An estimate errs by about 1/sqrt(dimensions); twice that below the threshold hardly anything is
 * lost. */
static float lowest_estimate(const kembar_options *options) {
    double floor = (double)options->related_micro * 1e-6 - 2 / sqrt((double)DIMENSIONS);
    return (float)(floor > 0.05 ? floor : 0.05);
}

/* The cells that rows [begin, end) visit, in order: (cell << 32 | row of the slice). */
static kembar_status list_visits(neighbour_job *job, neighbour_worker *worker, size_t begin,
                                 size_t end) {
    size_t n = 0;
    for (size_t at = begin, n_rows; at < end; at += n_rows) {
        const float *rows = job->projection + at * DIMENSIONS;
        n_rows = end - at < TILE_ROWS ? end - at : TILE_ROWS;
        kembar_cells_compare(&job->cells, job->input->blas, &worker->finder, rows, n_rows);
        for (size_t i = 0; i < n_rows; i++) {
            kembar_cells_nearest(&job->cells, &worker->finder, rows, i, job->n_visited,
                                 worker->nearest);
            for (size_t k = 0; k < job->n_visited; k++)
                worker->visits[n++] = (uint64_t)worker->nearest[k] << 32 | (at - begin + i);
        }
    }
    return kembar_sort_u64(worker->visits, n);
}

/* The rows of a cell that a tile at position `at` sees: all, or those nearest to it in a large one.
 */
static void window_of(const neighbour_job *job, size_t cell, size_t at, size_t *begin,
                      size_t *end) {
    size_t most = LARGE_CELL * (job->n_positions / job->cells.n_cells + 1);
    *begin = job->cells.first[cell];
    *end = job->cells.first[cell + 1];
    if (*end - *begin <= most)
        return;
    if (at > *begin + most / 2)
        *begin = at - most / 2 < *end - most ? at - most / 2 : *end - most;
    *end = *begin + most;
}

/* Up to TILE_ROWS visits of one cell with its rows [begin, end). */
static void compare_with_rows(neighbour_job *job, neighbour_worker *worker, size_t slice,
                              const uint64_t *visits, size_t n_visits, size_t begin, size_t end) {
    for (size_t i = 0; i < n_visits; i++)
        memcpy(worker->visitors + i * DIMENSIONS,
               job->projection + (slice + (uint32_t)visits[i]) * DIMENSIONS,
               DIMENSIONS * sizeof(float));
    for (size_t columns; begin < end; begin += columns) {
        columns = end - begin < TILE_COLUMNS ? end - begin : TILE_COLUMNS;
        double start = kembar_now_seconds();
        kembar_blas_multiply(job->input->blas, n_visits, columns, DIMENSIONS, worker->visitors,
                             job->projection + begin * DIMENSIONS, worker->product);
        worker->seconds += kembar_now_seconds() - start;
        worker->n_products += (uint64_t)n_visits * columns * DIMENSIONS;
        for (size_t i = 0; i < n_visits; i++)
            kembar_pool_offer(&worker->pools[(uint32_t)visits[i]], worker->product + i * columns,
                              columns, (uint32_t)begin);
    }
}

/* Visits from `from` on that see the same rows of a cell, up to TILE_ROWS: of one tile where the
 * cell is large, else of any. */
static size_t visits_end(const neighbour_job *job, const uint64_t *visits, size_t from,
                         size_t n_visits) {
    size_t cell = visits[from] >> 32, to = from + 1;
    size_t begin, end, tile = (uint32_t)visits[from] / TILE_ROWS;
    window_of(job, cell, 0, &begin, &end);
    int is_whole = end == job->cells.first[cell + 1];
    while (to < n_visits && to - from < TILE_ROWS && visits[to] >> 32 == cell &&
           (is_whole || (uint32_t)visits[to] / TILE_ROWS == tile))
        to++;
    return to;
}

static kembar_status find_rows(void *context, size_t begin, size_t end, int worker_id,
                               kembar_error *error) {
    neighbour_job *job = context;
    neighbour_worker *worker = &job->workers[worker_id];
    size_t n_visits = (end - begin) * job->n_visited;
    for (size_t i = 0; i < end - begin; i++)
        kembar_pool_start(&worker->pools[i], KEMBAR_NEIGHBOUR_POOL,
                          lowest_estimate(job->input->options));
    if (list_visits(job, worker, begin, end))
        return kembar_error_memory(error);
    for (size_t from = 0, to; from < n_visits; from = to) {
        const uint64_t *visits = worker->visits + from;
        size_t tile = begin + (uint32_t)*visits / TILE_ROWS * TILE_ROWS, first, last;
        to = visits_end(job, worker->visits, from, n_visits);
        window_of(job, *visits >> 32, tile, &first, &last);
        compare_with_rows(job, worker, begin, visits, to - from, first, last);
    }
    for (size_t i = 0; i < end - begin; i++)
        if (keep_nearest(job, worker, &worker->pools[i], begin + i))
            return kembar_error_memory(error);
    return KEMBAR_OK;
}

static kembar_status start_worker(const neighbour_job *job, neighbour_worker *worker) {
    worker->nearest = kembar_alloc(job->n_visited, sizeof *worker->nearest);
    worker->visits = kembar_alloc(job->n_visited, job->slice_rows * sizeof *worker->visits);
    worker->visitors = kembar_alloc((size_t)TILE_ROWS * DIMENSIONS, sizeof *worker->visitors);
    worker->product = kembar_alloc((size_t)TILE_ROWS * TILE_COLUMNS, sizeof *worker->product);
    worker->pools = kembar_alloc(job->slice_rows, sizeof *worker->pools);
    if (!worker->nearest || !worker->visits || !worker->visitors || !worker->product ||
        !worker->pools)
        return KEMBAR_ERROR_MEMORY;
    return kembar_cell_finder_init(&worker->finder, job->cells.n_cells);
}

static kembar_status start_workers(neighbour_job *job) {
    size_t n = (size_t)job->input->options->n_threads;
    kembar_status status = KEMBAR_OK;
    job->workers = kembar_alloc_zeroed(n, sizeof *job->workers);
    if (!job->workers)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n && !status; i++)
        status = start_worker(job, &job->workers[i]);
    return status;
}

static void stop_workers(neighbour_job *job) {
    for (int32_t i = 0; job->workers && i < job->input->options->n_threads; i++) {
        neighbour_worker *worker = &job->workers[i];
        job->out->seconds += worker->seconds;
        job->out->n_products += worker->n_products;
        kembar_cell_finder_deinit(&worker->finder);
        kembar_sparse_row_deinit(&worker->row);
        kembar_free(worker->nearest);
        kembar_free(worker->visits);
        kembar_free(worker->visitors);
        kembar_free(worker->product);
        kembar_free(worker->pools);
    }
    kembar_free(job->workers);
}

/* One cell while all can be compared with all; else few enough that finding the nearest costs less
 * than looking into them, and small enough that they fit what a document is near to. */
static size_t choose_cells(size_t n, size_t reach) {
    return n <= reach ? 1 : (size_t)(2 * sqrt((double)n));
}

/* Rows of the projection are those that take part, cell by cell. */
static kembar_status project(neighbour_job *job, kembar_error *error) {
    const kembar_neighbours_input *input = job->input;
    const kembar_sparse *matrix = input->matrix;
    uint32_t *rows = kembar_alloc(matrix->n_rows, sizeof *rows);
    if (!rows || kembar_projector_init(&job->projector, matrix, input->frequencies)) {
        kembar_free(rows);
        return kembar_error_memory(error);
    }
    for (size_t i = 0; i < matrix->n_rows; i++)
        if ((!input->take || input->take[i]) && matrix->first[i] != matrix->first[i + 1])
            rows[job->n_positions++] = (uint32_t)i;
    kembar_cells_input cells = {&job->projector,  rows,
                                job->n_positions, choose_cells(job->n_positions, input->reach),
                                input->blas,      input->options->n_threads};
    kembar_status status = kembar_cells_build(&job->cells, &cells, error);
    kembar_free(rows);
    if (status)
        return status;
    job->documents = job->cells.members;
    job->projection = kembar_alloc(job->n_positions, DIMENSIONS * sizeof *job->projection);
    if (!job->projection)
        return kembar_error_memory(error);
    return kembar_projector_apply(&job->projector, job->documents, job->n_positions,
                                  input->options->n_threads, job->projection, error);
}

/* As many cells as hold about `reach` documents. Those near to a document are larger than the
 * average, though not as large as the cell that a document lies in on average: between the two, by
 * their geometric mean. */
static size_t choose_visited(const neighbour_job *job) {
    const kembar_cells *cells = &job->cells;
    double squares = 0;
    if (cells->n_cells == 1)
        return 1;
    for (size_t c = 0; c < cells->n_cells; c++) {
        double n = cells->first[c + 1] - cells->first[c];
        squares += n * n;
    }
    double size = sqrt(squares / (double)cells->n_cells);
    size_t n = (size_t)((double)job->input->reach / size) + 1;
    return n < cells->n_cells ? n : cells->n_cells;
}

static size_t choose_slice(size_t n_positions) {
    size_t tiles = n_positions / ((size_t)SLICES * TILE_ROWS);
    tiles = tiles < SLICE_TILES ? tiles : SLICE_TILES;
    return (tiles ? tiles : 1) * TILE_ROWS;
}

static kembar_status find(neighbour_job *job, kembar_error *error) {
    const kembar_neighbours_input *input = job->input;
    kembar_status status = project(job, error);
    if (!status) {
        job->n_visited = choose_visited(job);
        job->slice_rows = choose_slice(job->n_positions);
        if (start_workers(job))
            status = kembar_error_memory(error);
    }
    if (!status)
        status = kembar_parallel_for(input->options->n_threads, job->n_positions, job->slice_rows,
                                     find_rows, job, error);
    stop_workers(job);
    kembar_projector_deinit(&job->projector);
    kembar_cells_deinit(&job->cells);
    kembar_free(job->projection);
    return status;
}

kembar_status kembar_neighbours_find(kembar_neighbours *out, const kembar_neighbours_input *input,
                                     kembar_error *error) {
    size_t n = input->matrix->n_rows;
    *out = (kembar_neighbours){.n_documents = n, .stride = (size_t)input->options->n_neighbours};
    neighbour_job job = {.input = input, .out = out};
    out->items = kembar_alloc(n, out->stride * sizeof *out->items);
    out->counts = kembar_alloc_zeroed(n, sizeof *out->counts);
    kembar_status status =
        out->items && out->counts ? find(&job, error) : kembar_error_memory(error);
    if (status)
        kembar_neighbours_deinit(out);
    return status;
}

void kembar_neighbours_deinit(kembar_neighbours *neighbours) {
    kembar_free(neighbours->items);
    kembar_free(neighbours->counts);
    *neighbours = (kembar_neighbours){0};
}
