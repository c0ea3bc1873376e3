#include "feature/projection.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "base/parallel.h"

/* Places a term falls on: two halve the harm that two heavy terms do where they meet. */
enum { PLACES = 2, PLACE_BITS = 16 };

typedef struct projection_job {
    const kembar_sparse *matrix;
    const kembar_frequencies *frequencies;
    float *out;
} projection_job;

static void project_row(const projection_job *job, size_t i) {
    const kembar_sparse *matrix = job->matrix;
    float *row = job->out + i * KEMBAR_PROJECTION_DIMENSIONS;
    const float scale = (float)(1 / sqrt((double)PLACES));
    memset(row, 0, KEMBAR_PROJECTION_DIMENSIONS * sizeof *row);
    for (size_t j = matrix->first[i]; j < matrix->first[i + 1]; j++) {
        uint64_t bits = kembar_hash_mix(job->frequencies->terms[matrix->columns[j]]);
        float value = matrix->values[j] * scale;
        for (int place = 0; place < PLACES; place++, bits >>= PLACE_BITS) {
            size_t at = (bits >> 1) % KEMBAR_PROJECTION_DIMENSIONS;
            row[at] += bits & 1 ? value : -value;
        }
    }
}

static kembar_status project_rows(void *context, size_t begin, size_t end, int worker_id,
                                  kembar_error *error) {
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end; i++)
        project_row(context, i);
    return KEMBAR_OK;
}

kembar_status kembar_projection_apply(const kembar_sparse *matrix,
                                      const kembar_frequencies *frequencies, int n_threads,
                                      float *out, kembar_error *error) {
    projection_job job = {matrix, frequencies, out};
    return kembar_parallel_for(n_threads, matrix->n_rows, 64, project_rows, &job, error);
}
