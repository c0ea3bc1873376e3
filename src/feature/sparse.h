/* Compressed sparse rows. */
#ifndef KEMBAR_FEATURE_SPARSE_H
#define KEMBAR_FEATURE_SPARSE_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/status.h"

/* Row i holds columns[first[i] .. first[i + 1]) (ascending, distinct) with their values. */
typedef struct kembar_sparse {
    size_t n_rows, n_columns;
    size_t *first;     /* owned; n_rows + 1 */
    uint32_t *columns; /* owned */
    float *values;     /* owned */
} kembar_sparse;

/* Allocates for n_rows and n_values with `first` zeroed. */
kembar_status kembar_sparse_init(kembar_sparse *out, size_t n_rows, size_t n_columns,
                                 size_t n_values) KEMBAR_MUST_CHECK;
void kembar_sparse_deinit(kembar_sparse *sparse);

/* Shape, order and range of every row, finite values; and rows of length 0 or 1 (to 1e-5) where
 * `unit` is set. */
kembar_status kembar_sparse_validate(const kembar_sparse *sparse, int unit,
                                     kembar_error *error) KEMBAR_MUST_CHECK;

/* Dot product of rows i and j, summed in double in the order of columns: the same on every machine.
 */
double kembar_sparse_dot(const kembar_sparse *sparse, size_t i, size_t j);
/* The same for one row against many: `dense` holds n_columns zeros between uses. spread writes row
 * i into it, dot_spread gives exactly what kembar_sparse_dot gives for i and j, in the time of row
 * j alone; gather puts the zeros back. */
void kembar_sparse_spread(const kembar_sparse *sparse, size_t i, float *dense);
double kembar_sparse_dot_spread(const kembar_sparse *sparse, const float *dense, size_t j);
void kembar_sparse_gather(const kembar_sparse *sparse, size_t i, float *dense);
/* Divides each row by its Euclidean length; rows of length 0 stay. */
void kembar_sparse_normalise(kembar_sparse *sparse);
/* The same for rows [begin, end). */
void kembar_sparse_normalise_rows(kembar_sparse *sparse, size_t begin, size_t end);

#endif
