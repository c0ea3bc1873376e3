/* The rows of a run as the page needs them. */
#ifndef KEMBAR_REPORT_HTML_MODEL_H
#define KEMBAR_REPORT_HTML_MODEL_H

#include "report/html.h"

struct kembar_html {
    const kembar_collection *collection; /* borrowed, as all that rows point to */
    const kembar_options *options;
    kembar_document_row *documents; /* owned; one a doc_id */
    size_t n_documents, document_capacity;
    kembar_pair_row *pairs; /* owned; by (a, b) */
    size_t n_pairs, pair_capacity;
    kembar_cluster *clusters; /* owned; largest first, then id */
    size_t n_clusters, cluster_capacity;
    /* Made for writing; owned. */
    uint32_t *cluster_by_id; /* indices of clusters by id */
    size_t *first_pair_of;   /* of each doc_id in pairs_of; one more at the end */
    uint32_t *pairs_of;      /* indices of pairs, each with both of its documents */
};

/* Makes what is made for writing. */
kembar_status kembar_html_index(kembar_html *html) KEMBAR_MUST_CHECK;
/* The pair of two documents in either order, NULL when there is none. Logarithmic. */
const kembar_pair_row *kembar_html_find_pair(const kembar_html *html, uint32_t doc_id,
                                             uint32_t other_id);
/* The pairs of a document, as indices of html->pairs, ascending. */
const uint32_t *kembar_html_pairs_of(const kembar_html *html, uint32_t doc_id, size_t *n_pairs);
/* The cluster with this id (may be NULL), NULL when there is none. Logarithmic. */
const kembar_cluster *kembar_html_find_cluster(const kembar_html *html, const char *id);
const kembar_document *kembar_html_document(const kembar_html *html, uint32_t doc_id);

#endif
