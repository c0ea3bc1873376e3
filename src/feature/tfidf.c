#include "feature/tfidf.h"

#include <math.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"

/* Counts that tf weighs are small nearly always: their logarithms come from a table. */
enum { TF_TABLE = 64, GRAIN = 64 };

typedef struct weigh_job {
    kembar_sparse *matrix; /* with counts for values */
    double tf[TF_TABLE];
    double *idf; /* owned; of each column */
} weigh_job;

double kembar_tfidf_idf(size_t n_documents, uint32_t n_with) {
    return pow(log(1 + (double)n_documents / (double)n_with), 0.7);
}

static double tf_weight(const weigh_job *job, float count) {
    return count < TF_TABLE ? job->tf[(size_t)count] : log(1 + (double)count);
}

static kembar_status weigh_rows(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    weigh_job *job = context;
    kembar_sparse *matrix = job->matrix;
    (void)worker_id;
    (void)error;
    for (size_t at = matrix->first[begin]; at < matrix->first[end]; at++)
        matrix->values[at] =
            (float)(tf_weight(job, matrix->values[at]) * job->idf[matrix->columns[at]]);
    kembar_sparse_normalise_rows(matrix, begin, end);
    return KEMBAR_OK;
}

static kembar_status weigh(kembar_sparse *matrix, const kembar_frequencies *frequencies,
                           int n_threads, kembar_error *error) {
    weigh_job job = {.matrix = matrix, .idf = kembar_alloc(frequencies->n_terms, sizeof *job.idf)};
    if (!job.idf)
        return kembar_error_memory(error);
    for (uint32_t i = 0; i < TF_TABLE; i++)
        job.tf[i] = log(1 + (double)i);
    for (size_t i = 0; i < frequencies->n_terms; i++)
        job.idf[i] = kembar_tfidf_idf(frequencies->n_documents, frequencies->documents[i]);
    kembar_status status =
        kembar_parallel_for(n_threads, matrix->n_rows, GRAIN, weigh_rows, &job, error);
    kembar_free(job.idf);
    return status;
}

kembar_status kembar_tfidf_fit(kembar_term_table *table, int n_threads,
                               kembar_frequencies *frequencies, kembar_sparse *matrix,
                               kembar_error *error) {
    *frequencies = (kembar_frequencies){0};
    *matrix = (kembar_sparse){
        .n_rows = table->n_documents, .first = table->first, .values = table->counts};
    table->first = NULL;
    table->counts = NULL;
    matrix->columns = kembar_alloc(matrix->first[matrix->n_rows], sizeof *matrix->columns);
    kembar_status status = matrix->columns ? KEMBAR_OK : kembar_error_memory(error);
    if (!status)
        status = kembar_frequencies_fit(frequencies, table->terms, matrix->first, matrix->n_rows, 1,
                                        n_threads, matrix->columns, error);
    kembar_term_table_deinit(table);
    matrix->n_columns = frequencies->n_terms;
    if (!status)
        status = weigh(matrix, frequencies, n_threads, error);
    if (status) {
        kembar_sparse_deinit(matrix);
        kembar_frequencies_deinit(frequencies);
    }
    return status;
}
