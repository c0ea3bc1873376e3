/* Postings: which documents hold a key, for rare shingles and for bands alike. */
#ifndef KEMBAR_PAIR_POSTINGS_H
#define KEMBAR_PAIR_POSTINGS_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/status.h"

/* Documents of a list longer than KEMBAR_POSTINGS_LARGE pair with its first KEMBAR_POSTINGS_FIRST
 * documents only. */
enum { KEMBAR_POSTINGS_LARGE = 128, KEMBAR_POSTINGS_FIRST = 16 };

/* The keys of one document: distinct, ascending, borrowed. */
typedef struct kembar_key_set {
    const uint64_t *keys;
    size_t n_keys;
} kembar_key_set;

typedef struct kembar_posting {
    uint32_t doc_id;
    uint32_t n_after; /* items right after this one that it pairs with: the rest of its key's list,
                         or none where the list is large and the item not among its first */
} kembar_posting;

/* Lists by key, within a key by document. */
typedef struct kembar_postings {
    kembar_posting *items; /* owned */
    size_t n_items;
    uint32_t *of_document; /* owned; indices of items that pair with any after them, document by
                              document */
    size_t *first;         /* owned; n_documents + 1 offsets into of_document */
    uint32_t *n_frequent;  /* owned; for each document its keys that were dropped as too frequent or
                              whose list is large: pairs may share them uncounted */
    size_t n_documents;
} kembar_postings;

/* Builds postings from the keys of each document. Keys of fewer than 2 documents are dropped, and
 * those of more than `max_documents` (0: no bound). LIMIT when 2^32 - 1 items or more stay. Keys
 * are sorted one range after the other: what is dropped never takes memory together. */
kembar_status kembar_postings_build(kembar_postings *out, const kembar_key_set *sets,
                                    size_t n_documents, size_t max_documents,
                                    int n_threads) KEMBAR_MUST_CHECK;
/* Fills of_document and first by the items; on failure they are freed with the rest. */
kembar_status kembar_postings_index(kembar_postings *out) KEMBAR_MUST_CHECK;
void kembar_postings_deinit(kembar_postings *postings);

#endif
