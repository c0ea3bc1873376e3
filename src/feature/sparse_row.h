/* One sparse row against many. */
#ifndef KEMBAR_FEATURE_SPARSE_ROW_H
#define KEMBAR_FEATURE_SPARSE_ROW_H

#include "feature/sparse.h"

/* A row laid out for looking up columns, small enough to stay in the fastest memory however many
 * columns there are. Start from a zeroed struct. */
typedef struct kembar_sparse_row {
    uint64_t *marks;   /* owned; bits of the columns that it may hold */
    uint32_t *columns; /* owned; open addressing */
    float *values;     /* owned; of those columns */
    unsigned shift;
    size_t capacity;
} kembar_sparse_row;

kembar_status kembar_sparse_row_set(kembar_sparse_row *row, const kembar_sparse *sparse,
                                    size_t i) KEMBAR_MUST_CHECK;
void kembar_sparse_row_deinit(kembar_sparse_row *row);

/* Exactly what kembar_sparse_dot gives for the row that was set and row j, in the time of row j
 * alone. */
double kembar_sparse_row_dot(const kembar_sparse_row *row, const kembar_sparse *sparse, size_t j);
/* Asks for the memory of row j, of which the product comes soon. */
void kembar_sparse_row_prefetch(const kembar_sparse *sparse, size_t j);

#endif
