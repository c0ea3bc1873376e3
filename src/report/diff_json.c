#include "kembar/diff_report.h"
#include "report/answers.h"
#include "report/json_put.h"

static void put_counts(kembar_json_writer *json, const char *key, const kembar_results *results) {
    size_t n_documents, n_pairs, n_clusters, n_kind[2] = {0, 0};
    (void)kembar_results_documents(results, &n_documents);
    (void)kembar_results_pairs(results, &n_pairs);
    const kembar_result_cluster *clusters = kembar_results_clusters(results, &n_clusters);
    for (size_t i = 0; i < n_clusters; i++)
        n_kind[clusters[i].kind == KEMBAR_CLUSTER_STORY]++;
    kembar_json_key(json, key);
    kembar_json_begin_object(json);
    kembar_json_put_u64(json, "documents", n_documents);
    kembar_json_put_u64(json, "pairs", n_pairs);
    kembar_json_put_u64(json, "duplicate_groups", n_kind[0]);
    kembar_json_put_u64(json, "stories", n_kind[1]);
    kembar_json_end_object(json);
}

static int32_t value_of(const kembar_results *results, const kembar_option_field *field) {
    const char *options = (const char *)kembar_results_options(results);
    return *(const int32_t *)(const void *)(options + field->offset);
}

static void put_options(kembar_json_writer *json, const kembar_diff *diff) {
    size_t n_fields;
    const kembar_option_field *fields = kembar_option_fields(&n_fields);
    kembar_json_key(json, "options");
    kembar_json_begin_array(json);
    for (size_t i = 0; i < n_fields; i++) {
        int32_t before = value_of(diff->before, &fields[i]);
        int32_t after = value_of(diff->after, &fields[i]);
        if (before == after)
            continue;
        kembar_json_begin_object(json);
        kembar_json_put_text(json, "name", fields[i].name);
        kembar_json_put_option(json, "before", &fields[i], before);
        kembar_json_put_option(json, "after", &fields[i], after);
        kembar_json_end_object(json);
    }
    kembar_json_end_array(json);
}

static void put_ids(kembar_json_writer *json, const char *key,
                    const kembar_result_document *const *documents, size_t n) {
    kembar_json_key(json, key);
    kembar_json_begin_array(json);
    for (size_t i = 0; i < n; i++)
        kembar_json_string(json, documents[i]->id);
    kembar_json_end_array(json);
}

static void put_documents(kembar_json_writer *json, const kembar_diff *diff) {
    kembar_json_key(json, "documents");
    kembar_json_begin_object(json);
    put_ids(json, "appeared", diff->appeared, diff->n_appeared);
    put_ids(json, "left", diff->left, diff->n_left);
    kembar_json_end_object(json);
}

static void put_side(kembar_json_writer *json, const char *key, const kembar_result_pair *pair) {
    kembar_json_key(json, key);
    if (!pair) {
        kembar_json_null(json);
        return;
    }
    kembar_json_begin_object(json);
    kembar_json_put_text(json, "relation", kembar_relation_name((kembar_relation)pair->relation));
    kembar_json_put_micro(json, "score", pair->score);
    kembar_json_put_tristate(json, "facts_differ", pair->facts_differ);
    kembar_json_end_object(json);
}

static const char *pair_change(const kembar_diff_pair *pair) {
    return !pair->before ? "appeared" : !pair->after ? "left" : "changed";
}

static void put_pairs(kembar_json_writer *json, const kembar_diff *diff) {
    kembar_json_key(json, "pairs");
    kembar_json_begin_array(json);
    for (size_t i = 0; i < diff->n_pairs; i++) {
        const kembar_diff_pair *pair = &diff->pairs[i];
        const kembar_result_pair *either = pair->after ? pair->after : pair->before;
        kembar_json_begin_object(json);
        kembar_json_put_string(json, "a", either->a);
        kembar_json_put_string(json, "b", either->b);
        kembar_json_put_text(json, "change", pair_change(pair));
        kembar_json_put_bool(json, "with_document", pair->with_document);
        put_side(json, "before", pair->before);
        put_side(json, "after", pair->after);
        kembar_json_end_object(json);
    }
    kembar_json_end_array(json);
}

static void put_clusters_of(kembar_json_writer *json, const char *key,
                            const kembar_result_cluster *const *clusters, size_t n) {
    kembar_json_key(json, key);
    kembar_json_begin_array(json);
    for (size_t i = 0; i < n; i++) {
        kembar_json_begin_object(json);
        kembar_json_put_string(json, "id", clusters[i]->id);
        kembar_json_put_u64(json, "size", clusters[i]->n_members);
        kembar_json_put_string(json, "representative", clusters[i]->representative);
        kembar_json_end_object(json);
    }
    kembar_json_end_array(json);
}

static void put_members(kembar_json_writer *json, const char *key, const kembar_view *members,
                        size_t n) {
    kembar_json_key(json, key);
    kembar_json_begin_array(json);
    for (size_t i = 0; i < n; i++)
        kembar_json_string(json, members[i]);
    kembar_json_end_array(json);
}

static void put_cluster(kembar_json_writer *json, const kembar_diff *diff,
                        const kembar_diff_cluster *found) {
    const kembar_result_cluster *const *clusters = diff->clusters_of + found->first_cluster;
    kembar_json_begin_object(json);
    kembar_json_put_text(json, "kind",
                         found->kind == KEMBAR_CLUSTER_STORY ? "story" : "duplicates");
    kembar_json_put_text(json, "change",
                         kembar_cluster_change_name((kembar_cluster_change)found->change));
    put_clusters_of(json, "before", clusters, found->n_before);
    put_clusters_of(json, "after", clusters + found->n_before, found->n_after);
    const kembar_view *members =
        found->n_gained || found->n_lost ? diff->members + found->first_member : diff->members;
    put_members(json, "gained", members, found->n_gained);
    put_members(json, "lost", found->n_lost ? members + found->n_gained : members, found->n_lost);
    kembar_json_end_object(json);
}

kembar_status kembar_answer_diff_json(kembar_answer *out, const kembar_diff *diff,
                                      kembar_error *error) {
    kembar_buffer text = {0};
    kembar_json_writer json = {.out = &text};
    kembar_json_begin_object(&json);
    put_counts(&json, "before", diff->before);
    put_counts(&json, "after", diff->after);
    put_options(&json, diff);
    put_documents(&json, diff);
    put_pairs(&json, diff);
    kembar_json_key(&json, "clusters");
    kembar_json_begin_array(&json);
    for (size_t i = 0; i < diff->n_clusters; i++)
        put_cluster(&json, diff, &diff->clusters[i]);
    kembar_json_end_array(&json);
    kembar_json_end_object(&json);
    kembar_buffer_append_char(&text, '\n');
    return kembar_answer_take(out, &text, error);
}
