#include "kembar/diff.h"

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/views.h"
#include "eval/diff_clusters.h"
#include "eval/results_model.h"

const char *kembar_cluster_change_name(kembar_cluster_change change) {
    static const char *const names[KEMBAR_N_CLUSTER_CHANGES] = {
        "new", "gone", "grew", "shrank", "exchanged", "split", "merged", "regrouped"};
    return change < KEMBAR_N_CLUSTER_CHANGES ? names[change] : "";
}

/* The documents of `results` that `other` lacks. */
static kembar_status list_missing(const kembar_results *results, const kembar_results *other,
                                  const kembar_result_document ***out, size_t *n_out) {
    size_t n;
    const kembar_result_document *documents = kembar_results_documents(results, &n);
    *out = kembar_alloc(n, sizeof **out);
    if (!*out)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++)
        if (!kembar_results_document(other, documents[i].id))
            (*out)[(*n_out)++] = &documents[i];
    return KEMBAR_OK;
}

/* --- pairs --- */

static int compare_pairs(const kembar_result_pair *x, const kembar_result_pair *y) {
    int order = kembar_view_compare(x->a, y->a);
    return order ? order : kembar_view_compare(x->b, y->b);
}

static int is_same_pair(const kembar_result_pair *x, const kembar_result_pair *y) {
    return x->relation == y->relation && x->facts_differ == y->facts_differ;
}

static int lacks_document(const kembar_results *results, const kembar_result_pair *pair) {
    return pair && (!kembar_results_document(results, pair->a) ||
                    !kembar_results_document(results, pair->b));
}

static kembar_status add_pair(kembar_diff *out, size_t *capacity, const kembar_result_pair *before,
                              const kembar_result_pair *after) {
    if (kembar_array_reserve((void **)&out->pairs, capacity, out->n_pairs + 1, sizeof *out->pairs))
        return KEMBAR_ERROR_MEMORY;
    int with_document = (!before && lacks_document(out->before, after)) ||
                        (!after && lacks_document(out->after, before));
    out->pairs[out->n_pairs++] = (kembar_diff_pair){before, after, (uint8_t)with_document};
    return KEMBAR_OK;
}

static kembar_status find_pairs(kembar_diff *out) {
    size_t n, m, capacity = 0;
    const kembar_result_pair *before = kembar_results_pairs(out->before, &n);
    const kembar_result_pair *after = kembar_results_pairs(out->after, &m);
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0, j = 0; (i < n || j < m) && !status;) {
        int order = i == n ? 1 : j == m ? -1 : compare_pairs(&before[i], &after[j]);
        if (order != 0 || !is_same_pair(&before[i], &after[j]))
            status = add_pair(out, &capacity, order <= 0 ? &before[i] : NULL,
                              order >= 0 ? &after[j] : NULL);
        i += order <= 0;
        j += order >= 0;
    }
    return status;
}

kembar_status kembar_diff_run(const kembar_results *before, const kembar_results *after,
                              kembar_diff *out, kembar_error *error) {
    *out = (kembar_diff){.before = before, .after = after};
    kembar_status status = list_missing(after, before, &out->appeared, &out->n_appeared);
    if (!status)
        status = list_missing(before, after, &out->left, &out->n_left);
    if (!status)
        status = find_pairs(out);
    if (!status)
        status = kembar_diff_find_clusters(out);
    if (status) {
        kembar_diff_deinit(out);
        return kembar_error_memory(error);
    }
    return KEMBAR_OK;
}

void kembar_diff_deinit(kembar_diff *diff) {
    kembar_free((void *)diff->appeared);
    kembar_free((void *)diff->left);
    kembar_free(diff->pairs);
    kembar_free(diff->clusters);
    kembar_free((void *)diff->clusters_of);
    kembar_free(diff->members);
    *diff = (kembar_diff){0};
}
