/* Cells: rows grouped around centres (spherical k-means; Dhillon and Modha 2001), so that a row
 * need only be compared with the rows of the cells nearest to it. As sgemm is not exact, whatever
 * it leaves open is settled by products in fixed order: the cells do not depend on threads or
 * kernels.
 */
#ifndef KEMBAR_PAIR_CELLS_H
#define KEMBAR_PAIR_CELLS_H

#include "feature/projection.h"
#include "pair/blas.h"
#include "pair/pool.h"

/* Rows that one product compares with all centres. */
enum { KEMBAR_CELLS_BLOCK = 256 };

typedef struct kembar_cells {
    float *centres; /* owned; n_cells x KEMBAR_PROJECTION_DIMENSIONS, of unit length; NULL for one
                       cell */
    uint32_t *members; /* owned; rows, cell by cell, ascending in each */
    uint32_t *first;   /* owned; n_cells + 1 offsets into members */
    size_t n_cells;
} kembar_cells;

typedef struct kembar_cells_input {
    const kembar_projector *projector;
    const uint32_t *rows; /* of the projector's matrix: those that are put into cells, ascending */
    size_t n_rows, n_cells; /* n_cells: 1..n_rows, or 1 without rows */
    const kembar_blas *blas;
    int n_threads;
} kembar_cells_input;

/* Time: n_rows * n_cells products; centres are learnt from a sample, so that this is little more
 * than one pass. */
kembar_status kembar_cells_build(kembar_cells *out, const kembar_cells_input *input,
                                 kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_cells_deinit(kembar_cells *cells);

/* What finding cells needs. One for each thread. */
typedef struct kembar_cell_finder {
    float *products;         /* owned; KEMBAR_CELLS_BLOCK x n_cells */
    float *ranked;           /* owned; n_cells */
    kembar_estimate *unsure; /* owned; n_cells */
} kembar_cell_finder;

kembar_status kembar_cell_finder_init(kembar_cell_finder *finder, size_t n_cells) KEMBAR_MUST_CHECK;
void kembar_cell_finder_deinit(kembar_cell_finder *finder);

/* Compares up to KEMBAR_CELLS_BLOCK projected rows with all centres. */
void kembar_cells_compare(const kembar_cells *cells, const kembar_blas *blas,
                          kembar_cell_finder *finder, const float *rows, size_t n_rows);
/* Writes the n_best (1..n_cells) cells nearest to row `i` of those, in no order. */
void kembar_cells_nearest(const kembar_cells *cells, kembar_cell_finder *finder, const float *rows,
                          size_t i, size_t n_best, uint32_t *out);

#endif
