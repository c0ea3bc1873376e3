/* Dense sketches of sparse rows: every term falls on a few signed places of a short vector (sparse
 * Johnson-Lindenstrauss, Kane and Nelson, J. ACM 2014), so that dot products of rows are kept up to
 * about 1/sqrt(n_dimensions). */
#ifndef KEMBAR_FEATURE_PROJECTION_H
#define KEMBAR_FEATURE_PROJECTION_H

#include "feature/sparse.h"
#include "model/frequencies.h"

enum { KEMBAR_PROJECTION_DIMENSIONS = 512 };

/* Writes n_rows x KEMBAR_PROJECTION_DIMENSIONS floats, row by row, into `out`. Places depend on a
 * term's hash, not on its column. Deterministic for any n_threads. */
kembar_status kembar_projection_apply(const kembar_sparse *matrix,
                                      const kembar_frequencies *frequencies, int n_threads,
                                      float *out, kembar_error *error) KEMBAR_MUST_CHECK;

#endif
