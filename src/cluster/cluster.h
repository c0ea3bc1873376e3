/* Duplicate groups and stories from verified pairs and vectors. */
#ifndef KEMBAR_CLUSTER_CLUSTER_H
#define KEMBAR_CLUSTER_CLUSTER_H

#include "feature/prepared.h"
#include "feature/sparse.h"
#include "kembar/cluster.h"
#include "kembar/compare.h"
#include "kembar/options.h"
#include "lexicon/lexicon.h"
#include "model/frequencies.h"
#include "text/roots.h"

/* All borrowed. Document indices are in the order of ids. */
typedef struct kembar_cluster_input {
    const kembar_prepared *prepared; /* one a document */
    size_t n_documents;
    const uint32_t *exact_class; /* for each document the representative of those with the same
                                    content; itself when alone */
    const kembar_pair *pairs;    /* verified, by (a, b) */
    size_t n_pairs;
    const kembar_span_pair *spans; /* of the pairs; may be NULL: then no passage is a quotation */
    const kembar_sparse *matrix;   /* TF-IDF, one row a document */
    const kembar_frequencies *frequencies; /* of its columns; a word's term is its token hash */
    const kembar_roots *roots;             /* may be NULL */
    const kembar_lexicon *lexicon;         /* its stop words; may be NULL: then no word is one */
    const kembar_options *options;
    int n_threads;
} kembar_cluster_input;

/* Clusters in the order of the results: largest first, then id. Owned; everything their views point
 * at lives as long. */
typedef struct kembar_clusters {
    kembar_cluster *items;
    size_t n_items;
    uint32_t
        *group_of; /* for each document the index of its duplicate group in items, or UINT32_MAX */
    uint32_t *story_of; /* of its story; every document of a story of at least 2, or with a group,
                           has one; else UINT32_MAX */
    struct kembar_cluster_storage *storage;
} kembar_clusters;

kembar_status kembar_clusters_build(kembar_clusters *out, const kembar_cluster_input *input,
                                    kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_clusters_deinit(kembar_clusters *clusters);

#endif
