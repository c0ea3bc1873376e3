/* Dense sketches of sparse rows: every term falls on a few signed places of a short vector (sparse
 * Johnson-Lindenstrauss, Kane and Nelson, J. ACM 2014), so that dot products of rows are kept up to
 * about 1/sqrt(n_dimensions). */
#ifndef KEMBAR_FEATURE_PROJECTION_H
#define KEMBAR_FEATURE_PROJECTION_H

#include "feature/sparse.h"
#include "model/frequencies.h"

enum { KEMBAR_PROJECTION_DIMENSIONS = 512 };

/* What projects the rows of one matrix. Read-only once made: any number of threads. */
typedef struct kembar_projector {
    const kembar_sparse *matrix; /* borrowed */
    uint32_t *places;            /* owned; of each column its signed places */
} kembar_projector;

/* Places depend on a term's hash, not on its column. Terms of one document have none: rows are
 * shorter by them, products of two rows only more exact. */
kembar_status kembar_projector_init(kembar_projector *out, const kembar_sparse *matrix,
                                    const kembar_frequencies *frequencies) KEMBAR_MUST_CHECK;
void kembar_projector_deinit(kembar_projector *projector);

/* Writes KEMBAR_PROJECTION_DIMENSIONS floats. */
void kembar_projector_row(const kembar_projector *projector, size_t i, float *out);
/* The same for n_rows rows of the matrix, one after the other. Deterministic for any n_threads. */
kembar_status kembar_projector_apply(const kembar_projector *projector, const uint32_t *rows,
                                     size_t n_rows, int n_threads, float *out,
                                     kembar_error *error) KEMBAR_MUST_CHECK;

#endif
