/* Exact classes: documents with the same content, collapsed before anything is paired. */
#ifndef KEMBAR_PAIR_CLASSES_H
#define KEMBAR_PAIR_CLASSES_H

#include "feature/prepared.h"

/* Pairs within a class, and between the members of two, are listed up to this size; beyond it those
 * with the representative stand for all (see listed.h). */
enum { KEMBAR_CLASS_LISTED = 64 };

typedef struct kembar_classes {
    uint32_t *of_document; /* owned; the class's representative (representative.h); itself when
                              alone or without content */
    uint32_t *members;     /* owned; class by class, ascending */
    size_t *first; /* owned; for each representative its offset into members; n_documents + 1
                      entries, empty ranges for others */
    size_t n_documents;
} kembar_classes;

/* Documents are the same when their content hashes and, beyond the hash, their token sequences are.
 */
kembar_status kembar_classes_build(kembar_classes *out, const kembar_prepared *prepared,
                                   size_t n_documents, int n_threads) KEMBAR_MUST_CHECK;
void kembar_classes_deinit(kembar_classes *classes);

/* Not 0 when two documents have the same content (fewer than min_tokens: the same whole text),
 * token by token. */
int kembar_classes_same(const kembar_prepared *a, const kembar_prepared *b);

#endif
