#include "feature/projection.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/parallel.h"

/* Places a term falls on: two halve the harm that two heavy terms do where they meet. */
enum { PLACES = 2, PLACE_BITS = 16 };

/* A term of one document adds nothing to any product of two, only noise. */
#define NO_PLACE UINT32_MAX

typedef struct projection_job {
    const kembar_projector *projector;
    const uint32_t *rows;
    float *out;
} projection_job;

kembar_status kembar_projector_init(kembar_projector *out, const kembar_sparse *matrix,
                                    const kembar_frequencies *frequencies) {
    *out = (kembar_projector){.matrix = matrix};
    out->places = kembar_alloc(matrix->n_columns, sizeof *out->places);
    if (!out->places)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < matrix->n_columns; i++)
        out->places[i] = frequencies->documents[i] == 1
                             ? NO_PLACE
                             : (uint32_t)kembar_hash_mix(frequencies->terms[i]);
    return KEMBAR_OK;
}

void kembar_projector_deinit(kembar_projector *projector) {
    kembar_free(projector->places);
    *projector = (kembar_projector){0};
}

void kembar_projector_row(const kembar_projector *projector, size_t i, float *out) {
    const kembar_sparse *matrix = projector->matrix;
    const float scale = (float)(1 / sqrt((double)PLACES));
    memset(out, 0, KEMBAR_PROJECTION_DIMENSIONS * sizeof *out);
    for (size_t j = matrix->first[i]; j < matrix->first[i + 1]; j++) {
        uint32_t bits = projector->places[matrix->columns[j]];
        float value = matrix->values[j] * scale;
        if (bits == NO_PLACE)
            continue;
        for (int place = 0; place < PLACES; place++, bits >>= PLACE_BITS) {
            size_t at = (bits >> 1) % KEMBAR_PROJECTION_DIMENSIONS;
            out[at] += bits & 1 ? value : -value;
        }
    }
}

static kembar_status project_rows(void *context, size_t begin, size_t end, int worker_id,
                                  kembar_error *error) {
    const projection_job *job = context;
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end; i++)
        kembar_projector_row(job->projector, job->rows[i],
                             job->out + i * KEMBAR_PROJECTION_DIMENSIONS);
    return KEMBAR_OK;
}

kembar_status kembar_projector_apply(const kembar_projector *projector, const uint32_t *rows,
                                     size_t n_rows, int n_threads, float *out,
                                     kembar_error *error) {
    projection_job job = {projector, rows, out};
    return kembar_parallel_for(n_threads, n_rows, 64, project_rows, &job, error);
}
