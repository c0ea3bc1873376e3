/* The order in which documents may stand for others: earliest date (undated last), most content
 * tokens, smallest id. */
#ifndef KEMBAR_PAIR_RANKS_H
#define KEMBAR_PAIR_RANKS_H

#include "feature/prepared.h"

typedef struct kembar_ranks {
    uint32_t *of_document; /* owned; place of each document in the order of
                              kembar_representative_compare */
    uint32_t *documents;   /* owned; the documents in that order */
} kembar_ranks;

kembar_status kembar_ranks_build(kembar_ranks *out, const kembar_prepared *prepared,
                                 size_t n_documents, int n_threads) KEMBAR_MUST_CHECK;
void kembar_ranks_deinit(kembar_ranks *ranks);

#endif
