/* Postings: which documents hold a key, for rare shingles and for bands alike. */
#ifndef KEMBAR_PAIR_POSTINGS_H
#define KEMBAR_PAIR_POSTINGS_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/status.h"

/* Documents of a list longer than KEMBAR_POSTINGS_LARGE pair with its first KEMBAR_POSTINGS_FIRST
 * documents only. */
enum { KEMBAR_POSTINGS_LARGE = 256, KEMBAR_POSTINGS_FIRST = 6 };
/* Dropped keys that more documents hold than this are told (families.h). */
enum { KEMBAR_POSTINGS_FAMILY = 100 };

/* The keys of one document: distinct, ascending, borrowed. */
typedef struct kembar_key_set {
    const uint64_t *keys;
    size_t n_keys;
} kembar_key_set;

typedef struct kembar_posting {
    uint32_t doc_id;
    uint32_t n_after; /* items right after this one that it pairs with: the rest of its key's list,
                         or none where the list is large and the item not among its first. Where
                         the postings have places these are above it */
} kembar_posting;

/* The 32 bits of n_after where there are places. */
enum { KEMBAR_POSTING_PLACE_BITS = 7, KEMBAR_POSTING_AFTER_BITS = 32 - KEMBAR_POSTING_PLACE_BITS };

static inline uint32_t kembar_posting_place(const kembar_posting *item) {
    return item->n_after >> KEMBAR_POSTING_AFTER_BITS;
}

static inline uint32_t kembar_posting_n_after(const kembar_posting *item) {
    return item->n_after & (((uint32_t)1 << KEMBAR_POSTING_AFTER_BITS) - 1);
}

/* Lists by key, within a key by document. */
typedef struct kembar_postings {
    kembar_posting *items; /* owned */
    size_t n_items;
    uint32_t *of_document; /* owned; indices of items that pair with any after them, document by
                              document */
    size_t *first;         /* owned; n_documents + 1 offsets into of_document */
    uint32_t *n_frequent;  /* owned; for each document its keys that were dropped as too frequent or
                              whose list is large: pairs may share them uncounted */
    uint64_t *family_keys; /* owned; ascending: the dropped keys that more than
                              KEMBAR_POSTINGS_FAMILY documents hold; of kembar_postings_build */
    size_t n_family_keys;
    size_t n_documents;
    int has_places; /* not 0: each item says where in its document the key stands */
} kembar_postings;

/* Builds postings from the keys of each document. Keys of fewer than 2 documents are dropped, and
 * those of more than `max_documents` (0: no bound). LIMIT when 2^32 - 1 items or more stay. Keys
 * are sorted one range after the other: what is dropped never takes memory together. These have no
 * places (sampled.h makes some that do), so that n_after is the number alone. */
kembar_status kembar_postings_build(kembar_postings *out, const kembar_key_set *sets,
                                    size_t n_documents, size_t max_documents,
                                    int n_threads) KEMBAR_MUST_CHECK;
/* Fills of_document and first by the items; on failure they are freed with the rest. */
kembar_status kembar_postings_index(kembar_postings *out, int n_threads) KEMBAR_MUST_CHECK;
void kembar_postings_deinit(kembar_postings *postings);

#endif
