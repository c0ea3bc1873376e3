/* TF-IDF: log(1 + tf) * idf^0.7, rows of unit length. */
#ifndef KEMBAR_FEATURE_TFIDF_H
#define KEMBAR_FEATURE_TFIDF_H

#include "feature/sparse.h"
#include "feature/term_table.h"
#include "model/frequencies.h"

/* The weight of idf in a term of `n_with` out of `n_documents` documents: ln(1 + n_documents /
 * n_with)^0.7. */
double kembar_tfidf_idf(size_t n_documents, uint32_t n_with);

/* Fits `frequencies` on the terms of all documents and makes their matrix, one row a document in
 * order. Terms of a single document stay: they lengthen its vector, as they should. `table` is
 * moved: empty afterwards, also after a failure. Both outputs are the caller's to deinit. */
kembar_status kembar_tfidf_fit(kembar_term_table *table, int n_threads,
                               kembar_frequencies *frequencies, kembar_sparse *matrix,
                               kembar_error *error) KEMBAR_MUST_CHECK;

#endif
