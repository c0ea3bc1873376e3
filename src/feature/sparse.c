#include "feature/sparse.h"

#include <math.h>

#include "base/alloc.h"
#include "base/error.h"

kembar_status kembar_sparse_init(kembar_sparse *out, size_t n_rows, size_t n_columns,
                                 size_t n_values) {
    *out = (kembar_sparse){.n_rows = n_rows, .n_columns = n_columns};
    out->first = kembar_alloc_zeroed(n_rows + 1, sizeof *out->first);
    out->columns = kembar_alloc(n_values, sizeof *out->columns);
    out->values = kembar_alloc(n_values, sizeof *out->values);
    if (out->first && out->columns && out->values)
        return KEMBAR_OK;
    kembar_sparse_deinit(out);
    return KEMBAR_ERROR_MEMORY;
}

void kembar_sparse_deinit(kembar_sparse *sparse) {
    kembar_free(sparse->first);
    kembar_free(sparse->columns);
    kembar_free(sparse->values);
    *sparse = (kembar_sparse){0};
}

static double row_square(const kembar_sparse *sparse, size_t i) {
    double sum = 0;
    for (size_t j = sparse->first[i]; j < sparse->first[i + 1]; j++)
        sum += (double)sparse->values[j] * (double)sparse->values[j];
    return sum;
}

static const char *row_fault(const kembar_sparse *sparse, size_t i, int unit) {
    if (sparse->first[i] > sparse->first[i + 1])
        return "row ends before it begins";
    for (size_t j = sparse->first[i]; j < sparse->first[i + 1]; j++) {
        if (sparse->columns[j] >= sparse->n_columns)
            return "column out of range";
        if (j > sparse->first[i] && sparse->columns[j - 1] >= sparse->columns[j])
            return "columns do not ascend";
        if (!isfinite(sparse->values[j]))
            return "value is not finite";
    }
    double square = row_square(sparse, i);
    if (unit && square != 0 && fabs(sqrt(square) - 1) > 1e-5)
        return "row is not of unit length";
    return NULL;
}

kembar_status kembar_sparse_validate(const kembar_sparse *sparse, int unit, kembar_error *error) {
    if (sparse->first[0] != 0)
        return kembar_error_set(error, KEMBAR_ERROR_FORMAT, NULL, 0,
                                "first row does not begin at 0");
    for (size_t i = 0; i < sparse->n_rows; i++) {
        const char *fault = row_fault(sparse, i, unit);
        if (fault)
            return kembar_error_set(error, KEMBAR_ERROR_FORMAT, NULL, i + 1, "%s", fault);
    }
    return KEMBAR_OK;
}

double kembar_sparse_dot(const kembar_sparse *sparse, size_t i, size_t j) {
    size_t x = sparse->first[i], x_end = sparse->first[i + 1];
    size_t y = sparse->first[j], y_end = sparse->first[j + 1];
    double sum = 0;
    while (x < x_end && y < y_end) {
        uint32_t a = sparse->columns[x], b = sparse->columns[y];
        if (a == b)
            sum += (double)sparse->values[x] * (double)sparse->values[y];
        x += a <= b;
        y += b <= a;
    }
    return sum;
}

void kembar_sparse_spread(const kembar_sparse *sparse, size_t i, float *dense) {
    for (size_t x = sparse->first[i]; x < sparse->first[i + 1]; x++)
        dense[sparse->columns[x]] = sparse->values[x];
}

/* A column that row i lacks adds an exact 0, so the sum is that of the merge, term by term. */
double kembar_sparse_dot_spread(const kembar_sparse *sparse, const float *dense, size_t j) {
    double sum = 0;
    for (size_t y = sparse->first[j]; y < sparse->first[j + 1]; y++)
        sum += (double)dense[sparse->columns[y]] * (double)sparse->values[y];
    return sum;
}

void kembar_sparse_gather(const kembar_sparse *sparse, size_t i, float *dense) {
    for (size_t x = sparse->first[i]; x < sparse->first[i + 1]; x++)
        dense[sparse->columns[x]] = 0;
}

void kembar_sparse_normalise(kembar_sparse *sparse) {
    kembar_sparse_normalise_rows(sparse, 0, sparse->n_rows);
}

void kembar_sparse_normalise_rows(kembar_sparse *sparse, size_t begin, size_t end) {
    for (size_t i = begin; i < end; i++) {
        double square = row_square(sparse, i);
        if (square <= 0)
            continue;
        double scale = 1 / sqrt(square);
        for (size_t j = sparse->first[i]; j < sparse->first[i + 1]; j++)
            sparse->values[j] = (float)((double)sparse->values[j] * scale);
    }
}
