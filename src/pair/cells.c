#include "pair/cells.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"

/* More rounds or a larger sample find hardly any more neighbours. */
enum { DIMENSIONS = KEMBAR_PROJECTION_DIMENSIONS, ROUNDS = 4, SAMPLE_OF_CELL = 64, GRAIN = 8 };

typedef struct cells_job {
    const kembar_cells_input *input;
    kembar_cells *cells;
    const uint32_t *rows; /* what is assigned: the sample, then all rows */
    uint32_t *home;       /* owned; the nearest cell of each */
    float *sample;        /* owned; the sample's projections */
    float *block; /* owned; KEMBAR_CELLS_BLOCK projections a thread, where there is no sample */
    kembar_cell_finder *finders; /* owned; one a thread */
} cells_job;

static kembar_status assign_block(void *context, size_t begin, size_t end, int worker_id,
                                  kembar_error *error) {
    cells_job *job = context;
    kembar_cell_finder *finder = &job->finders[worker_id];
    const float *projections;
    (void)error;
    if (job->rows != job->input->rows) {
        projections = job->sample + begin * DIMENSIONS;
    } else {
        float *block = job->block + (size_t)worker_id * KEMBAR_CELLS_BLOCK * DIMENSIONS;
        for (size_t i = begin; i < end; i++)
            kembar_projector_row(job->input->projector, job->rows[i],
                                 block + (i - begin) * DIMENSIONS);
        projections = block;
    }
    kembar_cells_compare(job->cells, job->input->blas, finder, projections, end - begin);
    for (size_t i = begin; i < end; i++)
        kembar_cells_nearest(job->cells, finder, projections, i - begin, 1, &job->home[i]);
    return KEMBAR_OK;
}

/* Lists `values` (NULL: 0, 1, 2...) by home, in order within each. */
static void group(cells_job *job, const uint32_t *values, size_t n) {
    kembar_cells *cells = job->cells;
    memset(cells->first, 0, (cells->n_cells + 1) * sizeof *cells->first);
    for (size_t i = 0; i < n; i++)
        cells->first[job->home[i] + 1]++;
    for (size_t c = 0; c < cells->n_cells; c++)
        cells->first[c + 1] += cells->first[c];
    for (size_t i = n; i-- > 0;)
        cells->members[--cells->first[job->home[i] + 1]] = values ? values[i] : (uint32_t)i;
    /* Every start now stands one place on. */
    memmove(cells->first, cells->first + 1, cells->n_cells * sizeof *cells->first);
    cells->first[cells->n_cells] = (uint32_t)n;
}

static void scale_to_unit(float *centre) {
    double square = 0;
    for (size_t k = 0; k < DIMENSIONS; k++)
        square += (double)centre[k] * (double)centre[k];
    double scale = square > 0 ? 1 / sqrt(square) : 0;
    for (size_t k = 0; k < DIMENSIONS; k++)
        centre[k] = (float)((double)centre[k] * scale);
}

/* A centre that nothing is near stays where it was. */
static kembar_status move_centres(void *context, size_t begin, size_t end, int worker_id,
                                  kembar_error *error) {
    cells_job *job = context;
    const kembar_cells *cells = job->cells;
    (void)worker_id;
    (void)error;
    for (size_t c = begin; c < end; c++) {
        float *centre = cells->centres + c * DIMENSIONS;
        if (cells->first[c] == cells->first[c + 1])
            continue;
        memset(centre, 0, DIMENSIONS * sizeof *centre);
        for (size_t i = cells->first[c]; i < cells->first[c + 1]; i++)
            for (size_t k = 0; k < DIMENSIONS; k++)
                centre[k] += job->sample[cells->members[i] * (size_t)DIMENSIONS + k];
        scale_to_unit(centre);
    }
    return KEMBAR_OK;
}

static kembar_status assign(cells_job *job, size_t n, kembar_error *error) {
    return kembar_parallel_for(job->input->n_threads, n, KEMBAR_CELLS_BLOCK, assign_block, job,
                               error);
}

static kembar_status learn(cells_job *job, const uint32_t *sampled, size_t n, kembar_error *error) {
    const kembar_cells_input *input = job->input;
    kembar_cells *cells = job->cells;
    kembar_status status =
        kembar_projector_apply(input->projector, sampled, n, input->n_threads, job->sample, error);
    for (size_t c = 0; c < cells->n_cells && !status; c++) {
        memcpy(cells->centres + c * DIMENSIONS, job->sample + c * n / cells->n_cells * DIMENSIONS,
               DIMENSIONS * sizeof(float));
        scale_to_unit(cells->centres + c * DIMENSIONS);
    }
    job->rows = sampled;
    for (int round = 0; round < ROUNDS && !status; round++) {
        status = assign(job, n, error);
        if (status)
            break;
        group(job, NULL, n);
        status =
            kembar_parallel_for(input->n_threads, cells->n_cells, GRAIN, move_centres, job, error);
    }
    return status;
}

static kembar_status learn_from_sample(cells_job *job, kembar_error *error) {
    const kembar_cells_input *input = job->input;
    size_t n = input->n_cells * SAMPLE_OF_CELL < input->n_rows ? input->n_cells * SAMPLE_OF_CELL
                                                               : input->n_rows;
    uint32_t *sampled = kembar_alloc(n, sizeof *sampled);
    job->sample = kembar_alloc(n, DIMENSIONS * sizeof *job->sample);
    if (!sampled || !job->sample) {
        kembar_free(sampled);
        return kembar_error_memory(error);
    }
    for (size_t i = 0; i < n; i++)
        sampled[i] = input->rows[i * input->n_rows / n];
    kembar_status status = learn(job, sampled, n, error);
    kembar_free(sampled);
    return status;
}

static kembar_status start_job(cells_job *job) {
    const kembar_cells_input *input = job->input;
    size_t n_threads = (size_t)input->n_threads;
    job->home = kembar_alloc_zeroed(input->n_rows, sizeof *job->home);
    job->block =
        kembar_alloc(n_threads, (size_t)KEMBAR_CELLS_BLOCK * DIMENSIONS * sizeof *job->block);
    job->finders = kembar_alloc_zeroed(n_threads, sizeof *job->finders);
    job->cells->centres = kembar_alloc(input->n_cells, DIMENSIONS * sizeof(float));
    if (!job->home || !job->block || !job->finders || !job->cells->centres)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n_threads; i++)
        if (kembar_cell_finder_init(&job->finders[i], input->n_cells))
            return KEMBAR_ERROR_MEMORY;
    return KEMBAR_OK;
}

static void stop_job(cells_job *job) {
    for (int i = 0; job->finders && i < job->input->n_threads; i++)
        kembar_cell_finder_deinit(&job->finders[i]);
    kembar_free(job->finders);
    kembar_free(job->block);
    kembar_free(job->home);
    kembar_free(job->sample);
}

static kembar_status make_cells(kembar_cells *out, const kembar_cells_input *input,
                                kembar_error *error) {
    cells_job job = {.input = input, .cells = out};
    kembar_status status = start_job(&job) ? kembar_error_memory(error) : KEMBAR_OK;
    if (!status)
        status = learn_from_sample(&job, error);
    job.rows = input->rows;
    if (!status)
        status = assign(&job, input->n_rows, error);
    if (!status)
        group(&job, input->rows, input->n_rows);
    stop_job(&job);
    return status;
}

static void make_one_cell(kembar_cells *out, const kembar_cells_input *input) {
    if (input->n_rows)
        memcpy(out->members, input->rows, input->n_rows * sizeof *out->members);
    out->first[0] = 0;
    out->first[1] = (uint32_t)input->n_rows;
}

kembar_status kembar_cells_build(kembar_cells *out, const kembar_cells_input *input,
                                 kembar_error *error) {
    kembar_status status = KEMBAR_OK;
    *out = (kembar_cells){.n_cells = input->n_cells};
    out->members = kembar_alloc(input->n_rows, sizeof *out->members);
    out->first = kembar_alloc(input->n_cells + 1, sizeof *out->first);
    if (!out->members || !out->first)
        status = kembar_error_memory(error);
    else if (input->n_cells > 1)
        status = make_cells(out, input, error);
    else
        make_one_cell(out, input);
    if (status)
        kembar_cells_deinit(out);
    return status;
}

void kembar_cells_deinit(kembar_cells *cells) {
    kembar_free(cells->centres);
    kembar_free(cells->members);
    kembar_free(cells->first);
    *cells = (kembar_cells){0};
}
