#include <stdlib.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/views.h"
#include "eval/results_model.h"

const kembar_result_document *kembar_results_document(const kembar_results *results,
                                                      kembar_view id) {
    size_t begin = 0, end = results->n_documents;
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        int order = kembar_view_compare(id, results->documents[middle].id);
        if (order == 0)
            return &results->documents[middle];
        if (order > 0)
            begin = middle + 1;
        else
            end = middle;
    }
    return NULL;
}

const kembar_result_pair *kembar_results_pair(const kembar_results *results, kembar_view a,
                                              kembar_view b) {
    int is_ordered = kembar_view_compare(a, b) <= 0;
    kembar_view first = is_ordered ? a : b;
    kembar_view second = is_ordered ? b : a;
    size_t begin = 0, end = results->n_pairs;
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        int order = kembar_view_compare(first, results->pairs[middle].a);
        if (order == 0)
            order = kembar_view_compare(second, results->pairs[middle].b);
        if (order == 0)
            return &results->pairs[middle];
        if (order > 0)
            begin = middle + 1;
        else
            end = middle;
    }
    return NULL;
}

const kembar_result_cluster *kembar_results_cluster(const kembar_results *results, kembar_view id) {
    size_t begin = 0, end = results->n_clusters;
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        int order = kembar_view_compare(id, results->clusters_by_id[middle]->id);
        if (order == 0)
            return results->clusters_by_id[middle];
        if (order > 0)
            begin = middle + 1;
        else
            end = middle;
    }
    return NULL;
}

/* Arrays grew while lines were read; only now do their items stay where they are. */
static void set_arrays(kembar_results *results) {
    size_t span = 0, term = 0, member = 0;
    for (size_t i = 0; i < results->n_pairs; i++) {
        kembar_result_pair *pair = &results->pairs[i];
        pair->spans = pair->n_spans > 0 ? &results->spans[span] : NULL;
        pair->terms = pair->n_terms > 0 ? &results->terms[term] : NULL;
        span += pair->n_spans;
        term += pair->n_terms;
    }
    for (size_t i = 0; i < results->n_clusters; i++) {
        kembar_result_cluster *cluster = &results->clusters[i];
        cluster->members = cluster->n_members > 0 ? &results->members[member] : NULL;
        member += cluster->n_members;
    }
}

static int compare_cluster_ids(const void *a, const void *b) {
    const kembar_result_cluster *const *left = a;
    const kembar_result_cluster *const *right = b;
    return kembar_view_compare((*left)->id, (*right)->id);
}

static kembar_status order_clusters(kembar_results *results, const char *dir, kembar_error *error) {
    size_t n = results->n_clusters;
    results->clusters_by_id = kembar_alloc(n, sizeof *results->clusters_by_id);
    if (!results->clusters_by_id)
        return kembar_error_memory(error);
    for (size_t i = 0; i < n; i++)
        results->clusters_by_id[i] = &results->clusters[i];
    qsort(results->clusters_by_id, n, sizeof *results->clusters_by_id, compare_cluster_ids);
    for (size_t i = 1; i < n; i++)
        if (compare_cluster_ids(&results->clusters_by_id[i - 1], &results->clusters_by_id[i]) == 0)
            return kembar_error_set(error, KEMBAR_ERROR_FORMAT, dir, 0,
                                    "clusters.jsonl has %s twice",
                                    results->clusters_by_id[i]->id.data);
    return KEMBAR_OK;
}

static int is_known_cluster(const kembar_results *results, kembar_view id) {
    return !id.data || kembar_results_cluster(results, id) != NULL;
}

kembar_status kembar_results_connect(kembar_results *results, const char *dir,
                                     kembar_error *error) {
    set_arrays(results);
    kembar_status status = order_clusters(results, dir, error);
    for (size_t i = 0; status == KEMBAR_OK && i < results->n_documents; i++) {
        const kembar_result_document *document = &results->documents[i];
        if (!kembar_results_document(results, document->representative))
            status = kembar_error_set(error, KEMBAR_ERROR_FORMAT, dir, i + 1,
                                      "documents.jsonl names an unknown representative");
        else if (!is_known_cluster(results, document->group) ||
                 !is_known_cluster(results, document->story))
            status = kembar_error_set(error, KEMBAR_ERROR_FORMAT, dir, i + 1,
                                      "documents.jsonl names an unknown group or story");
    }
    return status;
}
