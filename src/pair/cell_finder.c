#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "pair/cells.h"

enum { DIMENSIONS = KEMBAR_PROJECTION_DIMENSIONS };

kembar_status kembar_cell_finder_init(kembar_cell_finder *finder, size_t n_cells) {
    *finder = (kembar_cell_finder){0};
    finder->products = kembar_alloc(n_cells, KEMBAR_CELLS_BLOCK * sizeof *finder->products);
    finder->ranked = kembar_alloc(n_cells, sizeof *finder->ranked);
    finder->unsure = kembar_alloc(n_cells, sizeof *finder->unsure);
    if (finder->products && finder->ranked && finder->unsure)
        return KEMBAR_OK;
    kembar_cell_finder_deinit(finder);
    return KEMBAR_ERROR_MEMORY;
}

void kembar_cell_finder_deinit(kembar_cell_finder *finder) {
    kembar_free(finder->products);
    kembar_free(finder->ranked);
    kembar_free(finder->unsure);
    *finder = (kembar_cell_finder){0};
}

void kembar_cells_compare(const kembar_cells *cells, const kembar_blas *blas,
                          kembar_cell_finder *finder, const float *rows, size_t n_rows) {
    if (cells->n_cells > 1)
        kembar_blas_multiply(blas, n_rows, cells->n_cells, DIMENSIONS, rows, cells->centres,
                             finder->products);
}

static void swap(float *a, float *b) {
    float kept = *a;
    *a = *b;
    *b = kept;
}

/* The k-th largest of n values (k from 1), by quickselect; reorders them. */
static float kth_largest(float *values, size_t n, size_t k) {
    size_t begin = 0, end = n;
    while (end - begin > 1) {
        float pivot = values[begin + (end - begin) / 2];
        size_t above = begin, at = begin, below = end;
        while (at < below) {
            if (values[at] > pivot)
                swap(&values[above++], &values[at++]);
            else if (values[at] < pivot)
                swap(&values[at], &values[--below]);
            else
                at++;
        }
        if (k <= above)
            end = above;
        else if (k <= below)
            return pivot;
        else
            begin = below;
    }
    return values[begin];
}

/* Sure are the cells beyond what kernels may differ by; the rest is ranked by exact products. */
void kembar_cells_nearest(const kembar_cells *cells, kembar_cell_finder *finder, const float *rows,
                          size_t i, size_t n_best, uint32_t *out) {
    const float *products = finder->products + i * cells->n_cells, *row = rows + i * DIMENSIONS;
    size_t n = 0, n_unsure = 0;
    if (cells->n_cells == 1) {
        out[0] = 0;
        return;
    }
    memcpy(finder->ranked, products, cells->n_cells * sizeof *products);
    float bound = kth_largest(finder->ranked, cells->n_cells, n_best);
    for (uint32_t c = 0; c < cells->n_cells; c++) {
        if (products[c] > bound + 2 * KEMBAR_ESTIMATE_MARGIN)
            out[n++] = c;
        else if (products[c] >= bound - 2 * KEMBAR_ESTIMATE_MARGIN)
            finder->unsure[n_unsure++] = (kembar_estimate){
                kembar_estimate_product(row, cells->centres + c * DIMENSIONS, DIMENSIONS), c};
    }
    qsort(finder->unsure, n_unsure, sizeof *finder->unsure, kembar_estimate_compare);
    for (size_t u = 0; n < n_best; u++)
        out[n++] = finder->unsure[u].doc_id;
}
