/* Postings: which documents hold a key, for rare shingles and for bands alike. */
#ifndef KEMBAR_PAIR_POSTINGS_H
#define KEMBAR_PAIR_POSTINGS_H

#include <stddef.h>
#include <stdint.h>

#include "base/sort.h"

/* Documents of a list longer than KEMBAR_POSTINGS_LARGE pair with its first KEMBAR_POSTINGS_FIRST
 * documents only. */
enum { KEMBAR_POSTINGS_LARGE = 128, KEMBAR_POSTINGS_FIRST = 16 };

/* Sorted by key, within a key by document. An item pairs with the `extra` - 1 items that follow it:
 * the rest of its key's list, or none where the list is large and the item not among its first. */
typedef struct kembar_postings {
    kembar_keyed *items; /* owned; value: document */
    size_t n_items;
    uint32_t *of_document; /* owned; indices into items, document by document */
    size_t *first;         /* owned; n_documents + 1 offsets into of_document */
    uint32_t *n_frequent;  /* owned; for each document its keys that were dropped as too frequent or
                              whose list is large: pairs may share them uncounted */
    size_t n_documents;
} kembar_postings;

/* Builds postings from (key, document) items (moved: freed by deinit, also after a failure). Keys
 * of fewer than 2 documents are dropped, and those of more than `max_documents` (0: no bound). A
 * document must not hold a key twice. */
kembar_status kembar_postings_build(kembar_postings *out, kembar_keyed *items, size_t n_items,
                                    size_t n_documents, size_t max_documents,
                                    int n_threads) KEMBAR_MUST_CHECK;
void kembar_postings_deinit(kembar_postings *postings);

#endif
