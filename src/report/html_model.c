#include "report/html_model.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"

kembar_html *kembar_html_new(void) {
    return kembar_alloc_zeroed(1, sizeof(kembar_html));
}

void kembar_html_free(kembar_html *html) {
    if (!html)
        return;
    kembar_free(html->documents);
    kembar_free(html->pairs);
    kembar_free(html->clusters);
    kembar_free(html->cluster_by_id);
    kembar_free(html->first_pair_of);
    kembar_free(html->pairs_of);
    kembar_free(html);
}

kembar_status kembar_html_begin(kembar_html *html, const kembar_run_facts *facts,
                                kembar_error *error) {
    html->collection = facts->collection;
    html->options = facts->options;
    size_t n_documents = kembar_collection_document_count(facts->collection);
    if (kembar_array_reserve((void **)&html->documents, &html->document_capacity, n_documents,
                             sizeof *html->documents) != KEMBAR_OK)
        return kembar_error_memory(error);
    return KEMBAR_OK;
}

kembar_status kembar_html_add_document(kembar_html *html, const kembar_document_row *row,
                                       kembar_error *error) {
    if (kembar_array_reserve((void **)&html->documents, &html->document_capacity,
                             html->n_documents + 1, sizeof *html->documents) != KEMBAR_OK)
        return kembar_error_memory(error);
    html->documents[html->n_documents++] = *row;
    return KEMBAR_OK;
}

kembar_status kembar_html_add_pair(kembar_html *html, const kembar_pair_row *row,
                                   kembar_error *error) {
    if (kembar_array_reserve((void **)&html->pairs, &html->pair_capacity, html->n_pairs + 1,
                             sizeof *html->pairs) != KEMBAR_OK)
        return kembar_error_memory(error);
    html->pairs[html->n_pairs++] = *row;
    return KEMBAR_OK;
}

kembar_status kembar_html_add_cluster(kembar_html *html, const kembar_cluster *cluster,
                                      kembar_error *error) {
    if (kembar_array_reserve((void **)&html->clusters, &html->cluster_capacity,
                             html->n_clusters + 1, sizeof *html->clusters) != KEMBAR_OK)
        return kembar_error_memory(error);
    html->clusters[html->n_clusters++] = *cluster;
    return KEMBAR_OK;
}

/* qsort has no context: it sorts pointers, which then become indices. */
static int compare_ids(const void *a, const void *b) {
    const kembar_cluster *const *left = a;
    const kembar_cluster *const *right = b;
    return strcmp((*left)->id, (*right)->id);
}

static kembar_status index_clusters(kembar_html *html) {
    size_t n = html->n_clusters;
    const kembar_cluster **order = kembar_alloc(n, sizeof *order);
    kembar_free(html->cluster_by_id);
    html->cluster_by_id = kembar_alloc(n, sizeof *html->cluster_by_id);
    if (!order || !html->cluster_by_id) {
        kembar_free(order);
        return KEMBAR_ERROR_MEMORY;
    }
    for (size_t i = 0; i < n; i++)
        order[i] = &html->clusters[i];
    qsort(order, n, sizeof *order, compare_ids);
    for (size_t i = 0; i < n; i++)
        html->cluster_by_id[i] = (uint32_t)(order[i] - html->clusters);
    kembar_free(order);
    return KEMBAR_OK;
}

/* Counts, then fills: afterwards each first_pair_of[i + 1] has moved to the end of i. */
static kembar_status index_pairs(kembar_html *html) {
    kembar_free(html->first_pair_of);
    kembar_free(html->pairs_of);
    html->first_pair_of = kembar_alloc_zeroed(html->n_documents + 2, sizeof *html->first_pair_of);
    html->pairs_of = kembar_alloc(2 * html->n_pairs, sizeof *html->pairs_of);
    if (!html->first_pair_of || !html->pairs_of)
        return KEMBAR_ERROR_MEMORY;
    size_t *first = html->first_pair_of;
    for (size_t i = 0; i < html->n_pairs; i++) {
        first[html->pairs[i].pair->a + 2]++;
        first[html->pairs[i].pair->b + 2]++;
    }
    for (size_t i = 2; i < html->n_documents + 2; i++)
        first[i] += first[i - 1];
    for (size_t i = 0; i < html->n_pairs; i++) {
        html->pairs_of[first[html->pairs[i].pair->a + 1]++] = (uint32_t)i;
        html->pairs_of[first[html->pairs[i].pair->b + 1]++] = (uint32_t)i;
    }
    return KEMBAR_OK;
}

kembar_status kembar_html_index(kembar_html *html) {
    kembar_status status = index_clusters(html);
    return status == KEMBAR_OK ? index_pairs(html) : status;
}

const uint32_t *kembar_html_pairs_of(const kembar_html *html, uint32_t doc_id, size_t *n_pairs) {
    const size_t *first = html->first_pair_of + doc_id;
    *n_pairs = first[1] - first[0];
    return html->pairs_of + first[0];
}

const kembar_pair_row *kembar_html_find_pair(const kembar_html *html, uint32_t doc_id,
                                             uint32_t other_id) {
    uint32_t a = doc_id < other_id ? doc_id : other_id;
    uint32_t b = doc_id < other_id ? other_id : doc_id;
    size_t begin = 0, end = html->n_pairs;
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        const kembar_pair *pair = html->pairs[middle].pair;
        if (pair->a == a && pair->b == b)
            return &html->pairs[middle];
        if (pair->a < a || (pair->a == a && pair->b < b))
            begin = middle + 1;
        else
            end = middle;
    }
    return NULL;
}

const kembar_cluster *kembar_html_find_cluster(const kembar_html *html, const char *id) {
    size_t begin = 0, end = id ? html->n_clusters : 0;
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        const kembar_cluster *cluster = &html->clusters[html->cluster_by_id[middle]];
        int order = strcmp(id, cluster->id);
        if (order == 0)
            return cluster;
        if (order > 0)
            begin = middle + 1;
        else
            end = middle;
    }
    return NULL;
}

const kembar_document *kembar_html_document(const kembar_html *html, uint32_t doc_id) {
    return kembar_collection_document(html->collection, doc_id);
}
