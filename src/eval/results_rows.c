#include <string.h>

#include "base/array.h"
#include "base/views.h"
#include "eval/results_field.h"

enum { SPAN_NUMBERS = 4 };

kembar_status kembar_results_add_document(const kembar_result_line *line, kembar_error *error) {
    kembar_results *results = line->results;
    kembar_json_value root;
    kembar_results_fields fields = kembar_results_fields_open(line, &root, error);
    kembar_json_value input =
        kembar_results_fields_container(&fields, root, "input", KEMBAR_JSON_OBJECT);
    kembar_result_document document = {0};
    document.id = kembar_results_fields_string(&fields, root, "id", KEMBAR_FIELD_REQUIRED);
    document.source = kembar_results_fields_string(&fields, root, "source", KEMBAR_FIELD_NULLABLE);
    document.date = kembar_results_fields_string(&fields, root, "date", KEMBAR_FIELD_NULLABLE);
    document.title = kembar_results_fields_string(&fields, root, "title", KEMBAR_FIELD_NULLABLE);
    document.url = kembar_results_fields_string(&fields, root, "url", KEMBAR_FIELD_NULLABLE);
    document.language =
        kembar_results_fields_string(&fields, root, "language", KEMBAR_FIELD_REQUIRED);
    document.group = kembar_results_fields_string(&fields, root, "group", KEMBAR_FIELD_NULLABLE);
    document.story = kembar_results_fields_string(&fields, root, "story", KEMBAR_FIELD_NULLABLE);
    document.representative =
        kembar_results_fields_string(&fields, root, "representative", KEMBAR_FIELD_REQUIRED);
    document.input = kembar_results_fields_string(&fields, input, "path", KEMBAR_FIELD_NULLABLE);
    document.position = kembar_results_fields_count(&fields, input, "position");
    document.tokens = kembar_results_fields_count(&fields, root, "tokens");
    document.content_tokens = kembar_results_fields_count(&fields, root, "content_tokens");
    size_t n = results->n_documents;
    if (fields.status == KEMBAR_OK && n > 0 &&
        kembar_view_compare(results->documents[n - 1].id, document.id) >= 0)
        kembar_results_fields_fail(&fields, "id", "does not come after that of the line before");
    if (kembar_array_reserve((void **)&results->documents, &results->document_capacity, n + 1,
                             sizeof document) != KEMBAR_OK)
        kembar_results_fields_fail_memory(&fields);
    if (fields.status == KEMBAR_OK)
        results->documents[results->n_documents++] = document;
    return fields.status;
}

/* Four offsets of `shared` on their way into a span. */
typedef struct span_reader {
    kembar_results_fields *fields;
    uint32_t numbers[SPAN_NUMBERS];
    size_t n_numbers;
} span_reader;

static int read_offset(void *context, kembar_view key, kembar_json_value value) {
    span_reader *reader = context;
    int64_t offset = 0;
    (void)key;
    if (reader->n_numbers == SPAN_NUMBERS || !kembar_json_as_i64(value, &offset) || offset < 0 ||
        offset > UINT32_MAX) {
        kembar_results_fields_fail(reader->fields, "shared", "does not hold lists of four offsets");
        return 0;
    }
    reader->numbers[reader->n_numbers++] = (uint32_t)offset;
    return 1;
}

static int read_span(void *context, kembar_view key, kembar_json_value value) {
    kembar_results_fields *fields = context;
    kembar_results *results = fields->line->results;
    span_reader reader = {.fields = fields};
    (void)key;
    if (value.kind == KEMBAR_JSON_ARRAY)
        kembar_json_each(value, read_offset, &reader);
    const uint32_t *n = reader.numbers;
    if (reader.n_numbers != SPAN_NUMBERS || n[0] > n[1] || n[2] > n[3])
        kembar_results_fields_fail(fields, "shared", "does not hold lists of four offsets");
    if (kembar_array_reserve((void **)&results->spans, &results->span_capacity,
                             results->n_spans + 1, sizeof *results->spans) != KEMBAR_OK)
        kembar_results_fields_fail_memory(fields);
    if (fields->status != KEMBAR_OK)
        return 0;
    results->spans[results->n_spans++] = (kembar_span_pair){n[0], n[1], n[2], n[3]};
    return 1;
}

static int read_term(void *context, kembar_view key, kembar_json_value value) {
    kembar_results_fields *fields = context;
    kembar_results *results = fields->line->results;
    (void)key;
    kembar_result_term term = {0};
    term.a = kembar_results_fields_string(fields, value, "a", KEMBAR_FIELD_REQUIRED);
    term.b = kembar_results_fields_string(fields, value, "b", KEMBAR_FIELD_REQUIRED);
    term.weight = kembar_results_fields_micro(fields, value, "weight");
    if (kembar_array_reserve((void **)&results->terms, &results->term_capacity,
                             results->n_terms + 1, sizeof term) != KEMBAR_OK)
        kembar_results_fields_fail_memory(fields);
    if (fields->status != KEMBAR_OK)
        return 0;
    results->terms[results->n_terms++] = term;
    return 1;
}

/* Within one language there is null in place of the list. */
static size_t read_terms(kembar_results_fields *fields, kembar_json_value root) {
    kembar_results *results = fields->line->results;
    kembar_json_value terms = kembar_json_get(root, "terms");
    size_t first_term = results->n_terms;
    if (terms.kind == KEMBAR_JSON_ARRAY)
        kembar_json_each(terms, read_term, fields);
    else if (terms.kind != KEMBAR_JSON_NULL)
        kembar_results_fields_fail(fields, "terms", "is no list");
    return results->n_terms - first_term;
}

static uint8_t read_relation(kembar_results_fields *fields, kembar_json_value object) {
    kembar_json_value value = kembar_json_get(object, "relation");
    kembar_relation relation = kembar_relation_parse(kembar_json_as_string(value));
    if (relation == KEMBAR_RELATION_NONE)
        kembar_results_fields_fail(fields, "relation", "is no relation");
    return (uint8_t)relation;
}

static void check_pair_order(kembar_results_fields *fields, const kembar_result_pair *pair) {
    const kembar_results *results = fields->line->results;
    if (fields->status != KEMBAR_OK)
        return;
    if (kembar_view_compare(pair->a, pair->b) >= 0)
        kembar_results_fields_fail(fields, "b", "does not come after a");
    if (results->n_pairs == 0)
        return;
    const kembar_result_pair *before = &results->pairs[results->n_pairs - 1];
    int order = kembar_view_compare(before->a, pair->a);
    if (order > 0 || (order == 0 && kembar_view_compare(before->b, pair->b) >= 0))
        kembar_results_fields_fail(fields, "a", "is out of order");
}

kembar_status kembar_results_add_pair(const kembar_result_line *line, kembar_error *error) {
    kembar_results *results = line->results;
    kembar_json_value root;
    kembar_results_fields fields = kembar_results_fields_open(line, &root, error);
    kembar_json_value shared =
        kembar_results_fields_container(&fields, root, "shared", KEMBAR_JSON_ARRAY);
    kembar_result_pair pair = {0};
    pair.a = kembar_results_fields_document_id(&fields, root, "a");
    pair.b = kembar_results_fields_document_id(&fields, root, "b");
    pair.relation = read_relation(&fields, root);
    pair.facts_differ = kembar_results_fields_tristate(&fields, root, "facts_differ");
    pair.mutual = kembar_results_fields_tristate(&fields, root, "mutual");
    pair.score = kembar_results_fields_micro(&fields, root, "score");
    pair.jaccard = kembar_results_fields_micro(&fields, root, "jaccard");
    pair.containment_a = kembar_results_fields_micro(&fields, root, "containment_a");
    pair.containment_b = kembar_results_fields_micro(&fields, root, "containment_b");
    pair.coverage_a = kembar_results_fields_micro(&fields, root, "coverage_a");
    pair.coverage_b = kembar_results_fields_micro(&fields, root, "coverage_b");
    pair.similarity = kembar_results_fields_micro(&fields, root, "similarity");
    pair.link = kembar_results_fields_micro(&fields, root, "link");
    size_t first_span = results->n_spans;
    kembar_json_each(shared, read_span, &fields);
    pair.n_spans = results->n_spans - first_span;
    pair.n_terms = read_terms(&fields, root);
    check_pair_order(&fields, &pair);
    if (kembar_array_reserve((void **)&results->pairs, &results->pair_capacity,
                             results->n_pairs + 1, sizeof pair) != KEMBAR_OK)
        kembar_results_fields_fail_memory(&fields);
    if (fields.status == KEMBAR_OK)
        results->pairs[results->n_pairs++] = pair;
    return fields.status;
}

static int is_text(kembar_json_value value, const char *text) {
    kembar_view view = kembar_json_as_string(value);
    return kembar_view_equal(view, (kembar_view){text, strlen(text)});
}

static int read_member(void *context, kembar_view key, kembar_json_value value) {
    kembar_results_fields *fields = context;
    kembar_results *results = fields->line->results;
    (void)key;
    kembar_result_member member = {0};
    member.id = kembar_results_fields_document_id(fields, value, "id");
    member.score = kembar_results_fields_micro(fields, value, "score");
    kembar_json_value relation = kembar_json_get(value, "relation");
    member.is_self = (uint8_t)is_text(relation, "self");
    if (!member.is_self && relation.kind != KEMBAR_JSON_NULL)
        member.relation = read_relation(fields, value);
    if (kembar_array_reserve((void **)&results->members, &results->member_capacity,
                             results->n_members + 1, sizeof member) != KEMBAR_OK)
        kembar_results_fields_fail_memory(fields);
    if (fields->status != KEMBAR_OK)
        return 0;
    results->members[results->n_members++] = member;
    return 1;
}

static uint8_t read_kind(kembar_results_fields *fields, kembar_json_value root) {
    kembar_json_value kind = kembar_json_get(root, "kind");
    if (is_text(kind, "story"))
        return KEMBAR_CLUSTER_STORY;
    if (!is_text(kind, "duplicates"))
        kembar_results_fields_fail(fields, "kind", "is neither duplicates nor story");
    return KEMBAR_CLUSTER_DUPLICATES;
}

kembar_status kembar_results_add_cluster(const kembar_result_line *line, kembar_error *error) {
    kembar_results *results = line->results;
    kembar_json_value root;
    kembar_results_fields fields = kembar_results_fields_open(line, &root, error);
    kembar_json_value members =
        kembar_results_fields_container(&fields, root, "members", KEMBAR_JSON_ARRAY);
    kembar_result_cluster cluster = {0};
    cluster.id = kembar_results_fields_string(&fields, root, "id", KEMBAR_FIELD_REQUIRED);
    cluster.kind = read_kind(&fields, root);
    cluster.representative = kembar_results_fields_document_id(&fields, root, "representative");
    cluster.first_date =
        kembar_results_fields_string(&fields, root, "first_date", KEMBAR_FIELD_NULLABLE);
    cluster.last_date =
        kembar_results_fields_string(&fields, root, "last_date", KEMBAR_FIELD_NULLABLE);
    size_t first_member = results->n_members;
    kembar_json_each(members, read_member, &fields);
    cluster.n_members = results->n_members - first_member;
    if (kembar_results_fields_count(&fields, root, "size") != cluster.n_members)
        kembar_results_fields_fail(&fields, "size", "is not the number of members");
    if (kembar_array_reserve((void **)&results->clusters, &results->cluster_capacity,
                             results->n_clusters + 1, sizeof cluster) != KEMBAR_OK)
        kembar_results_fields_fail_memory(&fields);
    if (fields.status == KEMBAR_OK)
        results->clusters[results->n_clusters++] = cluster;
    return fields.status;
}
