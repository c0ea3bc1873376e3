/* The terms of all documents, one document after the other. */
#ifndef KEMBAR_FEATURE_TERM_TABLE_H
#define KEMBAR_FEATURE_TERM_TABLE_H

#include "feature/prepared.h"
#include "feature/terms.h"

/* Start from a zeroed struct. */
typedef struct kembar_term_table {
    size_t n_documents;
    size_t *first;   /* owned; n_documents + 1 */
    uint64_t *terms; /* owned; document i holds terms[first[i] .. first[i + 1]), as in terms.h */
    float *counts;   /* owned; how often each stands */
} kembar_term_table;

/* Counts the content of prepared documents. `roots` is borrowed, may be NULL. */
kembar_status kembar_term_table_build(kembar_term_table *out, const kembar_prepared *prepared,
                                      size_t n_documents, const kembar_roots *roots, int n_threads,
                                      kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_term_table_deinit(kembar_term_table *table);

#endif
