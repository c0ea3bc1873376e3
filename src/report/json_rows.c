#include "report/json_rows.h"

#include "report/json_pair.h"
#include "report/json_put.h"

enum { WHOLE_MICRO = 1000000 };

/* By name, so that lists and objects of languages are sorted. */
static const kembar_language languages_by_name[KEMBAR_N_LANGUAGES] = {
    KEMBAR_LANGUAGE_EN, KEMBAR_LANGUAGE_ID, KEMBAR_LANGUAGE_OTHER};

static kembar_view id_of(const kembar_collection *collection, uint32_t doc_id) {
    return kembar_document_id(kembar_collection_document(collection, doc_id));
}

static void end_line(kembar_json_writer *json) {
    kembar_json_end_object(json);
    kembar_buffer_append_char(json->out, '\n');
}

static void put_language_shares(kembar_json_writer *json, const kembar_document *document) {
    kembar_json_key(json, "languages");
    kembar_json_begin_object(json);
    for (int i = 0; i < KEMBAR_N_LANGUAGES; i++) {
        kembar_language language = languages_by_name[i];
        kembar_json_key(json, kembar_language_name(language));
        kembar_json_micro(json, kembar_document_language_share(document, language));
    }
    kembar_json_end_object(json);
}

void kembar_json_document_row(kembar_buffer *out, const kembar_collection *collection,
                              const kembar_document_row *row, int with_text) {
    kembar_json_writer json = {.out = out};
    const kembar_document *document = row->document;
    kembar_json_begin_object(&json);
    kembar_json_put_string(&json, "id", kembar_document_id(document));
    kembar_json_put_string(&json, "source", kembar_document_source(document));
    kembar_json_put_string(&json, "date", kembar_document_date(document));
    kembar_json_put_string(&json, "title", kembar_document_title(document));
    kembar_json_put_string(&json, "url", kembar_document_url(document));
    kembar_json_put_text(&json, "language",
                         kembar_language_name(kembar_document_language(document)));
    put_language_shares(&json, document);
    kembar_json_put_u64(&json, "tokens", kembar_document_token_count(document));
    kembar_json_put_u64(&json, "content_tokens", row->content_tokens);
    kembar_json_put_text(&json, "group", row->group);
    kembar_json_put_text(&json, "story", row->story);
    kembar_json_put_string(&json, "representative", id_of(collection, row->representative));
    kembar_json_put_input(&json, document);
    if (with_text)
        kembar_json_put_string(&json, "text", kembar_document_text(document));
    end_line(&json);
}

/* Within one language there are none. */
static void put_terms(kembar_json_writer *json, const kembar_pair_row *row) {
    kembar_json_key(json, "terms");
    if (row->pair->link < 0) {
        kembar_json_null(json);
        return;
    }
    kembar_json_begin_array(json);
    for (uint32_t i = 0; i < row->pair->n_terms; i++) {
        const kembar_matched_term *term = &row->terms[i];
        kembar_json_put_term(json, term->a, term->b, term->weight_micro);
    }
    kembar_json_end_array(json);
}

void kembar_json_pair_row(kembar_buffer *out, const kembar_pair_row *row) {
    kembar_json_writer json = {.out = out};
    const kembar_pair *pair = row->pair;
    kembar_json_begin_object(&json);
    kembar_json_put_string(&json, "a", kembar_document_id(row->a));
    kembar_json_put_string(&json, "b", kembar_document_id(row->b));
    kembar_json_put_measures(&json, pair);
    kembar_json_put_spans(&json, row->spans, pair->n_spans);
    kembar_json_put_micro(&json, "link", pair->link);
    kembar_json_put_tristate(&json, "mutual", pair->mutual);
    put_terms(&json, row);
    end_line(&json);
}

static void put_views(kembar_json_writer *json, const char *key, const kembar_view *views,
                      size_t n_views) {
    kembar_json_key(json, key);
    kembar_json_begin_array(json);
    for (size_t i = 0; i < n_views; i++)
        kembar_json_string(json, views[i]);
    kembar_json_end_array(json);
}

static void put_languages(kembar_json_writer *json, unsigned languages) {
    kembar_json_key(json, "languages");
    kembar_json_begin_array(json);
    for (int i = 0; i < KEMBAR_N_LANGUAGES; i++)
        if (languages & 1u << languages_by_name[i])
            kembar_json_text(json, kembar_language_name(languages_by_name[i]));
    kembar_json_end_array(json);
}

static void put_labels(kembar_json_writer *json, const kembar_cluster *cluster) {
    kembar_json_key(json, "label");
    kembar_json_begin_object(json);
    for (int i = 0; i < KEMBAR_N_LANGUAGES; i++)
        for (size_t j = 0; j < cluster->n_labels; j++) {
            const kembar_label *label = &cluster->labels[j];
            if (label->language == languages_by_name[i])
                put_views(json, kembar_language_name(label->language), label->terms,
                          label->n_terms);
        }
    kembar_json_end_object(json);
}

static void put_weakest(kembar_json_writer *json, const kembar_collection *collection,
                        const kembar_cluster *cluster) {
    kembar_json_key(json, "weakest");
    if (cluster->weakest_score < 0) {
        kembar_json_null(json);
        return;
    }
    /* Documents are numbered in the order of their ids. */
    int is_ordered = cluster->weakest_a <= cluster->weakest_b;
    uint32_t a = is_ordered ? cluster->weakest_a : cluster->weakest_b;
    uint32_t b = is_ordered ? cluster->weakest_b : cluster->weakest_a;
    kembar_json_begin_object(json);
    kembar_json_put_string(json, "a", id_of(collection, a));
    kembar_json_put_string(json, "b", id_of(collection, b));
    kembar_json_put_micro(json, "score", cluster->weakest_score);
    kembar_json_end_object(json);
}

static const char *member_relation(const kembar_member *member) {
    if (member->is_self)
        return "self";
    if (member->relation == KEMBAR_RELATION_NONE)
        return NULL;
    return kembar_relation_name((kembar_relation)member->relation);
}

static int32_t member_score(const kembar_member *member) {
    if (member->is_self)
        return WHOLE_MICRO;
    return member->relation == KEMBAR_RELATION_NONE ? -1 : member->score;
}

static void put_members(kembar_json_writer *json, const kembar_collection *collection,
                        const kembar_cluster *cluster) {
    kembar_json_key(json, "members");
    kembar_json_begin_array(json);
    for (size_t i = 0; i < cluster->n_members; i++) {
        const kembar_member *member = &cluster->members[i];
        kembar_json_begin_object(json);
        kembar_json_put_string(json, "id", id_of(collection, member->doc_id));
        kembar_json_put_text(json, "relation", member_relation(member));
        kembar_json_put_micro(json, "score", member_score(member));
        kembar_json_end_object(json);
    }
    kembar_json_end_array(json);
}

void kembar_json_cluster_row(kembar_buffer *out, const kembar_collection *collection,
                             const kembar_cluster *cluster) {
    kembar_json_writer json = {.out = out};
    int is_story = cluster->kind == KEMBAR_CLUSTER_STORY;
    kembar_json_begin_object(&json);
    kembar_json_put_text(&json, "id", cluster->id);
    kembar_json_put_text(&json, "kind", is_story ? "story" : "duplicates");
    kembar_json_put_u64(&json, "size", cluster->n_members);
    put_languages(&json, cluster->languages);
    put_views(&json, "sources", cluster->sources, cluster->n_sources);
    kembar_json_put_string(&json, "first_date", cluster->first_date);
    kembar_json_put_string(&json, "last_date", cluster->last_date);
    kembar_json_put_string(&json, "representative", id_of(collection, cluster->representative));
    put_labels(&json, cluster);
    put_weakest(&json, collection, cluster);
    put_members(&json, collection, cluster);
    end_line(&json);
}
