/* Document frequencies: in how many documents a term stands. */
#ifndef KEMBAR_MODEL_FREQUENCIES_H
#define KEMBAR_MODEL_FREQUENCIES_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/status.h"

#define KEMBAR_FREQUENCIES_NO_COLUMN UINT32_MAX

/* Terms by hash, with their counts; a term's index is its column in every matrix. Start from a
 * zeroed struct. */
typedef struct kembar_frequencies {
    uint64_t *terms;     /* owned; sorted, distinct */
    uint32_t *documents; /* owned; documents that hold the term */
    size_t n_terms;
    size_t n_documents; /* of the collection */
} kembar_frequencies;

/* Counts the terms of documents: document i holds the distinct terms[first[i] .. first[i + 1]),
 * ascending. Terms of fewer than `min_documents` documents are left out. Where `columns` is not
 * NULL, columns[j] receives the column of terms[j], or NO_COLUMN. Time: one radix sort, a range of
 * terms after the other, so that little is held besides. */
kembar_status kembar_frequencies_fit(kembar_frequencies *out, const uint64_t *terms,
                                     const size_t *first, size_t n_documents,
                                     uint32_t min_documents, int n_threads, uint32_t *columns,
                                     kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_frequencies_deinit(kembar_frequencies *frequencies);

/* Column of a term, or NO_COLUMN. Logarithmic. */
uint32_t kembar_frequencies_column(const kembar_frequencies *frequencies, uint64_t term);

#endif
