#include "pair/crossing.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"
#include "base/sort.h"

enum { CAP_SHARE = 20, CAP_LEAST = 50, CAP_MOST = 500 };
/* Postings that one row may walk. */
enum { WALK = 4000 };

typedef struct crossing_posting {
    uint32_t row; /* less the first of the side */
    float value;
} crossing_posting;

typedef struct crossing_worker {
    double *sums;           /* owned; one a row of the other side, zeros between uses */
    uint32_t *touched;      /* owned; those that are not zero */
    float *dense;           /* owned; one row spread out, zeros between uses */
    uint64_t *lists;        /* owned; of one row: length << 32 | place in the row */
    kembar_neighbour *best; /* owned; n_nearest */
} crossing_worker;

typedef struct crossing_job {
    const kembar_sparse *matrix;
    kembar_row_range from, to;
    size_t *first;              /* owned; the list of each column; empty above the cap */
    crossing_posting *postings; /* owned */
    crossing_worker *workers;   /* owned */
    kembar_neighbours *out;
} crossing_job;

static size_t list_cap(size_t n_rows) {
    size_t cap = n_rows / CAP_SHARE > CAP_LEAST ? n_rows / CAP_SHARE : CAP_LEAST;
    return cap < CAP_MOST ? cap : CAP_MOST;
}

/* Transposes the rows of `to`, without columns above the cap. */
static kembar_status make_lists(crossing_job *job) {
    const kembar_sparse *matrix = job->matrix;
    size_t begin = matrix->first[job->to.begin], end = matrix->first[job->to.end];
    size_t cap = list_cap(job->to.end - job->to.begin);
    job->first = kembar_alloc_zeroed(matrix->n_columns + 2, sizeof *job->first);
    job->postings = kembar_alloc(end - begin, sizeof *job->postings);
    if (!job->first || !job->postings)
        return KEMBAR_ERROR_MEMORY;
    for (size_t at = begin; at < end; at++)
        job->first[matrix->columns[at] + 2]++;
    for (size_t c = 2; c < matrix->n_columns + 2; c++) {
        size_t n = job->first[c] <= cap ? job->first[c] : 0;
        job->first[c] = job->first[c - 1] + n;
    }
    return KEMBAR_OK;
}

static void fill_lists(crossing_job *job, const uint8_t *is_kept) {
    const kembar_sparse *matrix = job->matrix;
    for (size_t r = job->to.begin; r < job->to.end; r++)
        for (size_t at = matrix->first[r]; at < matrix->first[r + 1]; at++)
            if (is_kept[matrix->columns[at]])
                job->postings[job->first[matrix->columns[at] + 1]++] =
                    (crossing_posting){(uint32_t)(r - job->to.begin), matrix->values[at]};
}

static kembar_status build_lists(crossing_job *job) {
    if (make_lists(job))
        return KEMBAR_ERROR_MEMORY;
    size_t n_columns = job->matrix->n_columns;
    uint8_t *is_kept = kembar_alloc(n_columns, 1);
    if (!is_kept)
        return KEMBAR_ERROR_MEMORY;
    for (size_t c = 0; c < n_columns; c++)
        is_kept[c] = job->first[c + 2] > job->first[c + 1];
    fill_lists(job, is_kept);
    kembar_free(is_kept);
    return KEMBAR_OK;
}

static int comes_before(const kembar_neighbour *a, const kembar_neighbour *b) {
    if (a->similarity != b->similarity)
        return a->similarity > b->similarity;
    return a->doc_id < b->doc_id;
}

/* Keeps `best` sorted with at most `max` items. */
static size_t offer(kembar_neighbour *best, size_t n, size_t max, kembar_neighbour item) {
    if (n == max && !comes_before(&item, &best[n - 1]))
        return n;
    size_t at = n < max ? n : max - 1;
    while (at > 0 && comes_before(&item, &best[at - 1])) {
        best[at] = best[at - 1];
        at--;
    }
    best[at] = item;
    return n < max ? n + 1 : max;
}

/* The lists of row r's columns, shortest first: what is rare says most and costs least. */
static size_t order_lists(const crossing_job *job, crossing_worker *worker, size_t r) {
    const kembar_sparse *matrix = job->matrix;
    size_t begin = matrix->first[r], n = 0;
    for (size_t at = begin; at < matrix->first[r + 1]; at++) {
        uint32_t column = matrix->columns[at];
        size_t length = job->first[column + 1] - job->first[column];
        if (length)
            worker->lists[n++] = (uint64_t)length << 32 | (at - begin);
    }
    return n;
}

static size_t add_list(const crossing_job *job, crossing_worker *worker, size_t at, size_t n) {
    double value = (double)job->matrix->values[at];
    uint32_t column = job->matrix->columns[at];
    for (size_t p = job->first[column]; p < job->first[column + 1]; p++) {
        const crossing_posting *posting = &job->postings[p];
        if (worker->sums[posting->row] == 0)
            worker->touched[n++] = posting->row;
        worker->sums[posting->row] += value * (double)posting->value;
    }
    return n;
}

/* Adds up the lists of row r's columns. *n_touched receives how many rows they touch. */
static kembar_status add_lists(const crossing_job *job, crossing_worker *worker, size_t r,
                               size_t *n_touched) {
    size_t n_lists = order_lists(job, worker, r), n_walked = 0;
    *n_touched = 0;
    if (kembar_sort_u64(worker->lists, n_lists))
        return KEMBAR_ERROR_MEMORY;
    for (size_t k = 0; k < n_lists && n_walked < WALK; k++) {
        n_walked += worker->lists[k] >> 32;
        *n_touched =
            add_list(job, worker, job->matrix->first[r] + (uint32_t)worker->lists[k], *n_touched);
    }
    return KEMBAR_OK;
}

static kembar_status find_row(const crossing_job *job, crossing_worker *worker, size_t r) {
    size_t stride = job->out->stride, i = r - job->from.begin, n_touched, n_best = 0, n = 0;
    if (add_lists(job, worker, r, &n_touched))
        return KEMBAR_ERROR_MEMORY;
    for (size_t t = 0; t < n_touched; t++) {
        uint32_t row = worker->touched[t];
        int32_t estimate = (int32_t)(worker->sums[row] * 1000000 + 0.5);
        worker->sums[row] = 0;
        n_best = offer(worker->best, n_best, stride,
                       (kembar_neighbour){(uint32_t)(row + job->to.begin), estimate});
    }
    kembar_sparse_spread(job->matrix, r, worker->dense);
    for (size_t b = 0; b < n_best; b++) {
        double cosine =
            kembar_sparse_dot_spread(job->matrix, worker->dense, worker->best[b].doc_id);
        kembar_neighbour scored = {worker->best[b].doc_id, kembar_similarity_micro(cosine)};
        n = offer(job->out->items + i * stride, n, stride, scored);
    }
    kembar_sparse_gather(job->matrix, r, worker->dense);
    job->out->counts[i] = (uint32_t)n;
    return KEMBAR_OK;
}

static kembar_status find_slice(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    crossing_job *job = context;
    for (size_t i = begin; i < end; i++)
        if (find_row(job, &job->workers[worker_id], job->from.begin + i))
            return kembar_error_memory(error);
    return KEMBAR_OK;
}

static size_t longest_row(const crossing_job *job) {
    size_t longest = 0;
    for (size_t r = job->from.begin; r < job->from.end; r++) {
        size_t n = job->matrix->first[r + 1] - job->matrix->first[r];
        longest = n > longest ? n : longest;
    }
    return longest;
}

static kembar_status start_workers(crossing_job *job, int n_threads) {
    size_t n_rows = job->to.end - job->to.begin, n_lists = longest_row(job);
    job->workers = kembar_alloc_zeroed((size_t)n_threads, sizeof *job->workers);
    if (!job->workers)
        return KEMBAR_ERROR_MEMORY;
    for (int i = 0; i < n_threads; i++) {
        crossing_worker *worker = &job->workers[i];
        worker->sums = kembar_alloc_zeroed(n_rows, sizeof *worker->sums);
        worker->touched = kembar_alloc(n_rows, sizeof *worker->touched);
        worker->dense = kembar_alloc_zeroed(job->matrix->n_columns, sizeof *worker->dense);
        worker->best = kembar_alloc(job->out->stride, sizeof *worker->best);
        worker->lists = kembar_alloc(n_lists, sizeof *worker->lists);
        if (!worker->sums || !worker->touched || !worker->dense || !worker->best || !worker->lists)
            return KEMBAR_ERROR_MEMORY;
    }
    return KEMBAR_OK;
}

static void job_deinit(crossing_job *job, int n_threads) {
    for (int i = 0; job->workers && i < n_threads; i++) {
        kembar_free(job->workers[i].sums);
        kembar_free(job->workers[i].touched);
        kembar_free(job->workers[i].dense);
        kembar_free(job->workers[i].best);
        kembar_free(job->workers[i].lists);
    }
    kembar_free(job->workers);
    kembar_free(job->first);
    kembar_free(job->postings);
}

kembar_status kembar_crossing_find(kembar_neighbours *out, const kembar_sparse *matrix,
                                   kembar_row_range from, kembar_row_range to, size_t n_nearest,
                                   int n_threads, kembar_error *error) {
    crossing_job job = {.matrix = matrix, .from = from, .to = to, .out = out};
    size_t n = from.end - from.begin;
    *out = (kembar_neighbours){.n_documents = n, .stride = n_nearest};
    out->items = kembar_alloc(n, n_nearest * sizeof *out->items);
    out->counts = kembar_alloc_zeroed(n, sizeof *out->counts);
    kembar_status status = KEMBAR_OK;
    if (!out->items || !out->counts || build_lists(&job) || start_workers(&job, n_threads))
        status = kembar_error_memory(error);
    if (!status)
        status = kembar_parallel_for(n_threads, n, 8, find_slice, &job, error);
    job_deinit(&job, n_threads);
    if (status)
        kembar_neighbours_deinit(out);
    return status;
}
