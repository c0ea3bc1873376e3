#include <string.h>

#include "report/answers.h"
#include "report/json_pair.h"
#include "report/json_put.h"

static const char *end_name(kembar_trace_end end) {
    switch (end) {
    case KEMBAR_TRACE_SAME_CONTENT:
        return "same content";
    case KEMBAR_TRACE_TOO_SHORT:
        return "too short";
    case KEMBAR_TRACE_NO_CANDIDATE:
        return "no candidate";
    case KEMBAR_TRACE_APART:
        return "in one family";
    case KEMBAR_TRACE_FILTERED:
        return "not aligned";
    case KEMBAR_TRACE_ALIGNED:
        break;
    }
    return "aligned";
}

static kembar_view id_of(const kembar_explanation *in, uint32_t i) {
    size_t n;
    return kembar_results_documents(in->results, &n)[i].id;
}

static void put_document(kembar_json_writer *json, const kembar_result_document *document) {
    kembar_json_begin_object(json);
    kembar_json_put_string(json, "id", document->id);
    kembar_json_put_string(json, "language", document->language);
    kembar_json_put_u64(json, "tokens", document->tokens);
    kembar_json_put_u64(json, "content_tokens", document->content_tokens);
    kembar_json_put_string(json, "group", document->group);
    kembar_json_put_string(json, "story", document->story);
    kembar_json_put_string(json, "representative", document->representative);
    kembar_json_end_object(json);
}

static void put_terms(kembar_json_writer *json, const kembar_result_pair *pair) {
    kembar_json_key(json, "terms");
    if (pair->n_terms == 0) {
        kembar_json_null(json);
        return;
    }
    kembar_json_begin_array(json);
    for (size_t i = 0; i < pair->n_terms; i++)
        kembar_json_put_term(json, pair->terms[i].a, pair->terms[i].b, pair->terms[i].weight);
    kembar_json_end_array(json);
}

static void put_pair(kembar_json_writer *json, const kembar_result_pair *pair) {
    const kembar_pair measures = {.relation = pair->relation,
                                  .facts_differ = pair->facts_differ,
                                  .score = pair->score,
                                  .jaccard = pair->jaccard,
                                  .containment_a = pair->containment_a,
                                  .containment_b = pair->containment_b,
                                  .coverage_a = pair->coverage_a,
                                  .coverage_b = pair->coverage_b,
                                  .similarity = pair->similarity};
    kembar_json_begin_object(json);
    kembar_json_put_string(json, "a", pair->a);
    kembar_json_put_string(json, "b", pair->b);
    kembar_json_put_measures(json, &measures);
    kembar_json_put_spans(json, pair->spans, pair->n_spans);
    kembar_json_put_micro(json, "link", pair->link);
    kembar_json_put_tristate(json, "mutual", pair->mutual);
    put_terms(json, pair);
    kembar_json_end_object(json);
}

static int is_id(kembar_view a, kembar_view b) {
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static int is_asked_for(const kembar_explanation *in, const kembar_result_pair *pair) {
    int has_a = is_id(pair->a, in->a->id) || is_id(pair->b, in->a->id);
    if (!in->b)
        return has_a;
    return has_a && (is_id(pair->a, in->b->id) || is_id(pair->b, in->b->id));
}

static void put_pairs(kembar_json_writer *json, const kembar_explanation *in) {
    size_t n;
    const kembar_result_pair *pairs = kembar_results_pairs(in->results, &n);
    kembar_json_key(json, "pairs");
    kembar_json_begin_array(json);
    for (size_t i = 0; i < n; i++)
        if (is_asked_for(in, &pairs[i]))
            put_pair(json, &pairs[i]);
    kembar_json_end_array(json);
}

static void put_rules(kembar_json_writer *json, const char *key, const kembar_reason *rules,
                      size_t n_rules) {
    kembar_json_key(json, key);
    kembar_json_begin_array(json);
    for (size_t i = 0; i < n_rules; i++)
        kembar_json_put_rule(json, &rules[i]);
    kembar_json_end_array(json);
}

static void put_traced(kembar_json_writer *json, const kembar_explanation *in,
                       const kembar_traced *traced) {
    const kembar_pair *pair = &traced->pair;
    kembar_json_begin_object(json);
    kembar_json_put_string(json, "a", id_of(in, traced->a));
    kembar_json_put_string(json, "b", id_of(in, traced->b));
    kembar_json_put_string(json, "looked_at_a", id_of(in, traced->head_a));
    kembar_json_put_string(json, "looked_at_b", id_of(in, traced->head_b));
    kembar_json_put_text(json, "end", end_name(traced->end));
    kembar_json_put_bool(json, "retold", traced->is_retold);
    kembar_json_put_u64(json, "rare_shingles", traced->n_rare);
    kembar_json_put_u64(json, "bands", traced->n_bands);
    kembar_json_put_u64(json, "family_shingles", traced->n_family);
    kembar_json_put_u64(json, "shared_shingles", traced->n_shared);
    kembar_json_put_u64(json, "shingles_a", traced->n_shingles_a);
    kembar_json_put_u64(json, "shingles_b", traced->n_shingles_b);
    put_rules(json, "filter", traced->filter, traced->n_filter);
    kembar_json_put_text(json, "relation", kembar_relation_name((kembar_relation)pair->relation));
    kembar_json_put_micro(json, "coverage_a", pair->coverage_a);
    kembar_json_put_micro(json, "coverage_b", pair->coverage_b);
    kembar_json_put_tristate(json, "facts_differ", pair->facts_differ);
    put_rules(json, "rules", traced->reasons, traced->n_reasons);
    kembar_json_end_object(json);
}

static void put_all_traced(kembar_json_writer *json, const kembar_explanation *in) {
    kembar_json_key(json, "looked_at");
    if (!in->traced) {
        kembar_json_null(json);
        return;
    }
    kembar_json_begin_array(json);
    for (size_t i = 0; i < in->n_traced; i++)
        put_traced(json, in, &in->traced[i]);
    kembar_json_end_array(json);
}

static void put_likeness(kembar_json_writer *json, const kembar_trace_likeness *likeness) {
    kembar_json_key(json, "likeness");
    if (!likeness) {
        kembar_json_null(json);
        return;
    }
    kembar_json_begin_object(json);
    kembar_json_put_micro(json, "similarity", likeness->similarity);
    kembar_json_put_u64(json, "nearer_a", likeness->n_nearer_a);
    kembar_json_put_u64(json, "nearer_b", likeness->n_nearer_b);
    kembar_json_end_object(json);
}

kembar_status kembar_answer_explanation(kembar_answer *out, const kembar_explanation *explanation,
                                        kembar_error *error) {
    kembar_buffer text = {0};
    kembar_json_writer json = {.out = &text};
    kembar_json_begin_object(&json);
    kembar_json_key(&json, "documents");
    kembar_json_begin_array(&json);
    put_document(&json, explanation->a);
    if (explanation->b)
        put_document(&json, explanation->b);
    kembar_json_end_array(&json);
    put_pairs(&json, explanation);
    kembar_json_put_string(&json, "changed_input", explanation->fault);
    put_all_traced(&json, explanation);
    put_likeness(&json, explanation->likeness);
    kembar_json_end_object(&json);
    kembar_buffer_append_char(&text, '\n');
    return kembar_answer_take(out, &text, error);
}
