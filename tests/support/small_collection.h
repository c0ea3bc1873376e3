/* A few documents made ready for clustering, without the stages that find their pairs. */
#ifndef TESTS_SUPPORT_SMALL_COLLECTION_H
#define TESTS_SUPPORT_SMALL_COLLECTION_H

#include "cluster/cluster.h"

typedef struct small_document {
    const char *id;                           /* in ascending order */
    const char *source, *date, *title, *text; /* NULL: absent; text is required */
} small_document;

typedef struct small_collection {
    kembar_document **documents; /* all owned */
    kembar_prepared *prepared;
    uint32_t *exact_class;
    kembar_sparse matrix;
    kembar_frequencies frequencies;
    kembar_options options;
    size_t n_documents;
} small_collection;

/* Fails the test when anything does. */
void small_collection_init(small_collection *out, const small_document *documents,
                           size_t n_documents);
void small_collection_deinit(small_collection *collection);

/* Borrows both; one thread. */
kembar_cluster_input small_collection_input(const small_collection *collection,
                                            const kembar_pair *pairs, size_t n_pairs);

/* A verified pair, a < b; coverages both equal the score. */
kembar_pair small_pair(uint32_t a, uint32_t b, kembar_relation relation, int32_t score);

#endif
