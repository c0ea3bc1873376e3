/* Which documents are in large families, and which of their shingles the families share. */
#ifndef KEMBAR_PAIR_FAMILY_KEYS_H
#define KEMBAR_PAIR_FAMILY_KEYS_H

#include "feature/prepared.h"
#include "kembar/options.h"
#include "pair/postings.h"

/* A document is in a large family when at least one in KEMBAR_FAMILY_SHARE of its shingles is in
 * too many documents to be rare: one that holds a formula or two is not. */
enum { KEMBAR_FAMILY_SHARE = 8 };

/* Keys are named by their place among rare->family_keys. */
typedef struct kembar_family_keys {
    uint32_t *members; /* owned; ascending */
    size_t n_members;
    size_t *first;  /* owned; n_members + 1 offsets into keys */
    uint32_t *keys; /* owned; of each member those that it holds */
} kembar_family_keys;

/* `rare` as kembar_rare_build makes it of the same documents. Time: nothing where no key is that
 * frequent, else the shingles of the documents that may be members. */
kembar_status kembar_family_keys_build(kembar_family_keys *out, const kembar_prepared *prepared,
                                       size_t n_documents, const kembar_postings *rare,
                                       int n_threads) KEMBAR_MUST_CHECK;
void kembar_family_keys_deinit(kembar_family_keys *keys);

#endif
