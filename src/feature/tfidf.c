#include "feature/tfidf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"

double kembar_tfidf_idf(size_t n_documents, uint32_t n_with) {
    return pow(log(1 + (double)n_documents / (double)n_with), 0.7);
}

/* Counts that tf weighs are small nearly always: their logarithms come from a table. */
enum { TF_TABLE = 64 };

static double tf_weight(const double *table, uint32_t count) {
    return count < TF_TABLE ? table[count] : log(1 + (double)count);
}

static kembar_status weigh(const kembar_terms *terms, const kembar_frequencies *frequencies,
                           kembar_sparse *matrix) {
    double tf[TF_TABLE];
    double *idf = kembar_alloc(frequencies->n_terms, sizeof *idf);
    if (!idf)
        return KEMBAR_ERROR_MEMORY;
    for (uint32_t i = 0; i < TF_TABLE; i++)
        tf[i] = log(1 + (double)i);
    for (size_t i = 0; i < frequencies->n_terms; i++)
        idf[i] = kembar_tfidf_idf(frequencies->n_documents, frequencies->documents[i]);
    for (size_t i = 0; i < matrix->n_rows; i++)
        for (size_t j = 0; j < terms[i].n_items; j++) {
            size_t at = matrix->first[i] + j;
            matrix->values[at] =
                (float)(tf_weight(tf, terms[i].counts[j]) * idf[matrix->columns[at]]);
        }
    kembar_free(idf);
    kembar_sparse_normalise(matrix);
    return KEMBAR_OK;
}

static kembar_status fit_columns(const kembar_terms *terms, size_t n_values, int n_threads,
                                 kembar_frequencies *frequencies, kembar_sparse *matrix,
                                 kembar_error *error) {
    uint64_t *flat = kembar_alloc(n_values, sizeof *flat);
    if (!flat)
        return kembar_error_memory(error);
    for (size_t i = 0; i < matrix->n_rows; i++)
        if (terms[i].n_items)
            memcpy(flat + matrix->first[i], terms[i].items, terms[i].n_items * sizeof *flat);
    kembar_status status = kembar_frequencies_fit(frequencies, flat, matrix->first, matrix->n_rows,
                                                  1, n_threads, matrix->columns, error);
    kembar_free(flat);
    return status;
}

kembar_status kembar_tfidf_fit(const kembar_terms *terms, size_t n_documents, int n_threads,
                               kembar_frequencies *frequencies, kembar_sparse *matrix,
                               kembar_error *error) {
    size_t n_values = 0;
    *frequencies = (kembar_frequencies){0};
    for (size_t i = 0; i < n_documents; i++)
        n_values += terms[i].n_items;
    if (kembar_sparse_init(matrix, n_documents, 0, n_values))
        return kembar_error_memory(error);
    for (size_t i = 0; i < n_documents; i++)
        matrix->first[i + 1] = matrix->first[i] + terms[i].n_items;
    kembar_status status = fit_columns(terms, n_values, n_threads, frequencies, matrix, error);
    matrix->n_columns = frequencies->n_terms;
    if (!status && weigh(terms, frequencies, matrix))
        status = kembar_error_memory(error);
    if (status) {
        kembar_sparse_deinit(matrix);
        kembar_frequencies_deinit(frequencies);
    }
    return status;
}
