#include "base/alloc.h"
#include "document/document.h"
#include "report/answers.h"
#include "report/html_excerpt.h"
#include "report/json_pair.h"
#include "report/json_put.h"

static kembar_status take_line(kembar_answer *out, kembar_json_writer *json, kembar_error *error) {
    kembar_json_end_object(json);
    kembar_buffer_append_char(json->out, '\n');
    return kembar_answer_take(out, json->out, error);
}

static void put_fields(kembar_json_writer *json, const kembar_document *document) {
    kembar_json_put_string(json, "id", document->id);
    kembar_json_put_string(json, "title", document->title);
    kembar_json_put_string(json, "date", document->date);
    kembar_json_put_string(json, "source", document->source);
    kembar_json_put_string(json, "url", document->url);
    kembar_json_put_text(json, "language", kembar_language_name(document->language));
}

static void put_languages(kembar_json_writer *json, const kembar_document *document) {
    /* By name, as in documents.jsonl. */
    static const kembar_language by_name[KEMBAR_N_LANGUAGES] = {
        KEMBAR_LANGUAGE_EN, KEMBAR_LANGUAGE_ID, KEMBAR_LANGUAGE_OTHER};
    kembar_json_key(json, "languages");
    kembar_json_begin_object(json);
    for (size_t i = 0; i < KEMBAR_N_LANGUAGES; i++) {
        kembar_json_key(json, kembar_language_name(by_name[i]));
        kembar_json_micro(json, document->language_share[by_name[i]]);
    }
    kembar_json_end_object(json);
}

static const char *kind_name(uint8_t kind) {
    switch ((kembar_block_kind)kind) {
    case KEMBAR_BLOCK_HEADING:
        return "heading";
    case KEMBAR_BLOCK_ITEM:
        return "item";
    case KEMBAR_BLOCK_PARAGRAPH:
        break;
    }
    return "paragraph";
}

static void put_blocks(kembar_json_writer *json, const kembar_document *document) {
    kembar_json_key(json, "blocks");
    kembar_json_begin_array(json);
    for (size_t i = 0; i < document->n_blocks; i++) {
        const kembar_block *block = &document->blocks[i];
        kembar_json_begin_object(json);
        kembar_json_put_text(json, "kind", kind_name(block->kind));
        kembar_json_put_text(json, "language",
                             kembar_language_name((kembar_language)block->language));
        kembar_json_put_u64(json, "begin", block->begin);
        kembar_json_put_u64(json, "end", block->end);
        kembar_json_end_object(json);
    }
    kembar_json_end_array(json);
}

kembar_status kembar_answer_document(kembar_answer *out, const kembar_document *document,
                                     int with_text, kembar_error *error) {
    kembar_buffer text = {0};
    kembar_json_writer json = {.out = &text};
    kembar_json_begin_object(&json);
    put_fields(&json, document);
    put_languages(&json, document);
    kembar_json_put_u64(&json, "tokens", document->tokens.n_items);
    kembar_json_put_u64(&json, "repairs", document->n_repairs);
    kembar_json_put_input(&json, document);
    put_blocks(&json, document);
    if (with_text)
        kembar_json_put_string(&json, "text", document->text);
    return take_line(out, &json, error);
}

static void put_pair(kembar_json_writer *json, const kembar_pair *pair) {
    kembar_json_put_measures(json, pair);
    kembar_json_put_u64(json, "equal_tokens", pair->equal_tokens);
    kembar_json_put_u64(json, "longest_passage", pair->longest_passage);
    kembar_json_put_u64(json, "shared_shingles", pair->shared_shingles);
}

/* As in pairs.jsonl. */
static void put_terms(kembar_json_writer *json, const kembar_comparison *comparison) {
    kembar_json_key(json, "terms");
    if (!comparison->terms) {
        kembar_json_null(json);
        return;
    }
    kembar_json_begin_array(json);
    for (uint32_t i = 0; i < comparison->pair.n_terms; i++) {
        const kembar_matched_term *term = &comparison->terms[i];
        kembar_json_put_term(json, term->a, term->b, term->weight_micro);
    }
    kembar_json_end_array(json);
}

static kembar_view slice(const kembar_document *document, uint32_t begin, uint32_t end) {
    return (kembar_view){document->text.data + begin, end - begin};
}

static void put_range(kembar_json_writer *json, const kembar_html_stretch *stretch, size_t first,
                      size_t end) {
    if (first == end)
        return;
    const kembar_token *tokens = stretch->document->tokens.items + stretch->first_token;
    kembar_json_begin_array(json);
    kembar_json_u64(json, tokens[first].begin);
    kembar_json_u64(json, tokens[end - 1].end);
    kembar_json_end_array(json);
}

/* The bytes of words that the other side does not have at the same place. */
static void put_changed(kembar_json_writer *json, const char *key,
                        const kembar_html_stretch *stretch, const kembar_html_diff *diff,
                        int is_left) {
    size_t next = 0;
    kembar_json_key(json, key);
    kembar_json_begin_array(json);
    for (size_t i = 0; i < diff->n_runs; i++) {
        size_t begin = is_left ? diff->runs[i].left : diff->runs[i].right;
        put_range(json, stretch, next, begin);
        next = begin + diff->runs[i].n_tokens;
    }
    put_range(json, stretch, next, stretch->n_tokens);
    kembar_json_end_array(json);
}

static void put_changes(kembar_json_writer *json, const kembar_span_pair *span,
                        const kembar_document *a, const kembar_document *b) {
    kembar_html_stretch x = kembar_html_stretch_of(a, span->a_begin, span->a_end);
    kembar_html_stretch y = kembar_html_stretch_of(b, span->b_begin, span->b_end);
    kembar_html_diff diff = {0};
    if (kembar_html_diff_find(&diff, a->tokens.items + x.first_token, x.n_tokens,
                              b->tokens.items + y.first_token, y.n_tokens) != KEMBAR_OK)
        json->out->failed = 1;
    put_changed(json, "changed_a", &x, &diff, 1);
    put_changed(json, "changed_b", &y, &diff, 0);
    kembar_free(diff.runs);
}

/* Of two languages nothing corresponds word by word. */
static void put_passage(kembar_json_writer *json, const kembar_span_pair *span,
                        const kembar_document *a, const kembar_document *b, int is_sentence) {
    const uint32_t ends[] = {span->a_begin, span->a_end, span->b_begin, span->b_end};
    kembar_json_begin_object(json);
    kembar_json_key(json, "shared");
    kembar_json_begin_array(json);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        kembar_json_u64(json, ends[i]);
    kembar_json_end_array(json);
    kembar_json_put_string(json, "text_a", slice(a, span->a_begin, span->a_end));
    kembar_json_put_string(json, "text_b", slice(b, span->b_begin, span->b_end));
    if (is_sentence) {
        kembar_json_put_string(json, "changed_a", (kembar_view){NULL, 0});
        kembar_json_put_string(json, "changed_b", (kembar_view){NULL, 0});
    } else {
        put_changes(json, span, a, b);
    }
    kembar_json_end_object(json);
}

kembar_status kembar_answer_comparison(kembar_answer *out, const kembar_document *a,
                                       const kembar_document *b,
                                       const kembar_comparison *comparison, kembar_error *error) {
    kembar_buffer text = {0};
    kembar_json_writer json = {.out = &text};
    kembar_json_begin_object(&json);
    kembar_json_put_string(&json, "a", a->id);
    kembar_json_put_string(&json, "b", b->id);
    put_pair(&json, &comparison->pair);
    put_terms(&json, comparison);
    kembar_json_key(&json, "rules");
    kembar_json_begin_array(&json);
    for (size_t i = 0; i < comparison->n_reasons; i++)
        kembar_json_put_rule(&json, &comparison->reasons[i]);
    kembar_json_end_array(&json);
    kembar_json_key(&json, "passages");
    kembar_json_begin_array(&json);
    for (uint32_t i = 0; i < comparison->pair.n_spans; i++)
        put_passage(&json, &comparison->spans[i], a, b, comparison->terms != NULL);
    kembar_json_end_array(&json);
    return take_line(out, &json, error);
}

kembar_status kembar_answer_counts(kembar_answer *out, const kembar_count *counts, size_t n_counts,
                                   kembar_error *error) {
    kembar_buffer text = {0};
    kembar_json_writer json = {.out = &text};
    kembar_json_begin_object(&json);
    for (size_t i = 0; i < n_counts; i++)
        kembar_json_put_u64(&json, counts[i].name, counts[i].value);
    return take_line(out, &json, error);
}
