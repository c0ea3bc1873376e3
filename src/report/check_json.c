#include <stddef.h>
#include <string.h>

#include "report/check_formats.h"
#include "report/check_whole.h"
#include "report/check_words.h"
#include "report/json_put.h"

static void put_key(kembar_json_writer *json, const char *key, kembar_content_key value) {
    char hex[33];
    for (int i = 0; i < 32; i++) {
        uint64_t half = i < 16 ? value.high : value.low;
        hex[i] = "0123456789abcdef"[half >> (60 - 4 * (i % 16)) & 15];
    }
    hex[32] = '\0';
    kembar_json_put_text(json, key, hex);
}

static void put_place(kembar_json_writer *json, const char *key, const kembar_place *place) {
    kembar_json_key(json, key);
    kembar_json_begin_object(json);
    kembar_json_put_string(json, "id", place->id);
    kembar_json_put_string(json, "path", place->path);
    kembar_json_put_u64(json, "position", place->position);
    kembar_json_put_string(json, "title", place->title);
    kembar_json_put_string(json, "source", place->source);
    kembar_json_put_string(json, "date", place->date);
    put_key(json, "content_key", place->key);
    kembar_json_put_bool(json, "new", place->is_new);
    kembar_json_end_object(json);
}

typedef struct shown_side {
    uint32_t begin, end;
    uint64_t begin_line, end_line;
    kembar_view words;
    int is_cut;
} shown_side;

static void put_side(kembar_json_writer *json, const char *key, const shown_side *side) {
    kembar_json_key(json, key);
    kembar_json_begin_object(json);
    kembar_json_put_u64(json, "begin", side->begin);
    kembar_json_put_u64(json, "end", side->end);
    kembar_json_put_u64(json, "begin_line", side->begin_line);
    kembar_json_put_u64(json, "end_line", side->end_line);
    kembar_json_put_string(json, "words", side->words);
    kembar_json_put_bool(json, "cut", side->is_cut);
    kembar_json_end_object(json);
}

static void put_shown(kembar_json_writer *json, const kembar_finding *finding) {
    kembar_json_key(json, "shown");
    kembar_json_begin_array(json);
    for (size_t i = 0; i < finding->n_shown; i++) {
        const kembar_shown_passage *passage = &finding->passages[i];
        const kembar_span_pair *span = &passage->span;
        shown_side a = {span->a_begin,       span->a_end,      passage->begin_line_a,
                        passage->end_line_a, passage->words_a, passage->is_cut_a};
        shown_side b = {span->b_begin,       span->b_end,      passage->begin_line_b,
                        passage->end_line_b, passage->words_b, passage->is_cut_b};
        kembar_json_begin_object(json);
        put_side(json, "subject", &a);
        put_side(json, "other", &b);
        kembar_json_end_object(json);
    }
    kembar_json_end_array(json);
}

static void put_entry(kembar_json_writer *json, const kembar_baseline_entry *entry, uint8_t state) {
    kembar_json_begin_object(json);
    kembar_json_put_text(json, "state", kembar_check_entry_state_name(state));
    kembar_json_put_u64(json, "line", entry->line);
    kembar_json_put_text(json, "relation", kembar_relation_name((kembar_relation)entry->relation));
    put_key(json, "a", entry->a);
    put_key(json, "b", entry->b);
    kembar_json_key(json, "ids");
    kembar_json_begin_array(json);
    kembar_json_string(json, entry->id_a);
    kembar_json_string(json, entry->id_b);
    kembar_json_end_array(json);
    kembar_json_put_string(json, "expires", entry->expires);
    kembar_json_put_string(json, "note", entry->note);
    kembar_json_end_object(json);
}

static void put_message(kembar_json_writer *json, const kembar_checked *checked,
                        const kembar_finding *finding) {
    kembar_buffer message = {0};
    kembar_check_append_message(&message, checked, finding);
    kembar_json_put_string(json, "message", kembar_buffer_view(&message));
    json->out->failed |= message.failed;
    kembar_buffer_deinit(&message);
}

static void put_finding(kembar_json_writer *json, const kembar_checked *checked,
                        const kembar_finding *finding) {
    kembar_json_begin_object(json);
    kembar_json_put_text(json, "state", kembar_check_state_name(finding->state));
    kembar_json_put_text(json, "relation",
                         kembar_relation_name((kembar_relation)finding->relation));
    kembar_json_put_text(json, "fingerprint", finding->fingerprint);
    put_message(json, checked, finding);
    put_place(json, "subject", &finding->subject);
    put_place(json, "other", &finding->other);
    kembar_json_put_micro(json, "score", finding->score);
    kembar_json_put_micro(json, "jaccard", finding->jaccard);
    kembar_json_put_micro(json, "coverage_subject", finding->coverage_subject);
    kembar_json_put_micro(json, "coverage_other", finding->coverage_other);
    kembar_json_put_micro(json, "link", finding->link);
    kembar_json_put_tristate(json, "facts_differ", finding->facts_differ);
    kembar_json_put_u64(json, "equal_words", finding->equal_tokens);
    kembar_json_put_u64(json, "passages", finding->n_passages);
    put_shown(json, finding);
    kembar_json_key(json, "entry");
    if (finding->entry < checked->n_entries)
        put_entry(json, &checked->entries[finding->entry],
                  checked->check->entry_states[finding->entry]);
    else
        kembar_json_null(json);
    kembar_json_end_object(json);
}

static void put_findings(kembar_json_writer *json, const kembar_checked *checked) {
    kembar_json_key(json, "findings");
    kembar_json_begin_array(json);
    for (size_t i = 0; i < checked->check->n_findings && !json->out->failed; i++)
        put_finding(json, checked, &checked->check->findings[i]);
    kembar_json_end_array(json);
}

static void put_foreign_text(kembar_json_writer *json, const char *key, const char *text) {
    kembar_json_put_foreign(json, key, (kembar_view){text, text ? strlen(text) : 0});
}

static void put_baseline(kembar_json_writer *json, const kembar_checked *checked) {
    size_t counts[KEMBAR_CHECK_ENTRY_STATES];
    kembar_json_key(json, "baseline");
    if (!checked->entries && !checked->style.baseline_path) {
        kembar_json_null(json);
        return;
    }
    kembar_check_count_entries(checked, counts);
    kembar_json_begin_object(json);
    put_foreign_text(json, "path", checked->style.baseline_path);
    kembar_json_put_u64(json, "entries", checked->n_entries);
    for (int state = 0; state < KEMBAR_CHECK_ENTRY_STATES; state++)
        kembar_json_put_u64(json, kembar_check_entry_state_name(state), counts[state]);
    kembar_json_key(json, "stale");
    kembar_json_begin_array(json);
    for (size_t i = kembar_check_next_stale(checked, 0); i < checked->n_entries;
         i = kembar_check_next_stale(checked, i + 1))
        put_entry(json, &checked->entries[i], checked->check->entry_states[i]);
    kembar_json_end_array(json);
    kembar_json_end_object(json);
}

static void put_rejections(kembar_json_writer *json, const kembar_check *check) {
    kembar_json_key(json, "rejected");
    kembar_json_begin_array(json);
    for (size_t i = 0; i < check->n_rejections; i++) {
        kembar_json_put_rejection(json, &check->rejections[i]);
    }
    kembar_json_end_array(json);
}

static void put_options(kembar_json_writer *json, const kembar_check_options *options) {
    size_t n_fields;
    const kembar_option_field *fields = kembar_option_fields(&n_fields);
    kembar_json_key(json, "options");
    kembar_json_begin_object(json);
    kembar_json_put_text(json, "fail_on", kembar_relation_name(options->fail_on));
    kembar_json_put_u64(json, "max", options->max_findings);
    kembar_json_put_bool(json, "facts_differ", options->facts_differ);
    for (size_t i = 0; i < n_fields; i++) {
        const char *value = (const char *)&options->run + fields[i].offset;
        /* The number of threads changes nothing and is not the same everywhere. */
        if (fields[i].offset != offsetof(kembar_options, n_threads))
            kembar_json_put_option(json, fields[i].name, &fields[i],
                                   *(const int32_t *)(const void *)value);
    }
    kembar_json_end_object(json);
}

void kembar_check_put_json(kembar_buffer *out, const kembar_checked *checked) {
    const kembar_check *check = checked->check;
    kembar_json_writer json = {.out = out};
    kembar_json_begin_object(&json);
    kembar_json_put_bool(&json, "tripped", check->is_tripped);
    kembar_json_put_u64(&json, "documents", check->n_documents);
    kembar_json_put_u64(&json, "new_documents", check->n_new_documents);
    kembar_json_put_u64(&json, "new", check->n_new);
    kembar_json_put_u64(&json, "noted", check->n_noted);
    kembar_json_put_u64(&json, "known", check->n_known);
    kembar_json_put_u64(&json, "unlisted", check->n_unshown);
    put_options(&json, &check->options);
    put_findings(&json, checked);
    put_baseline(&json, checked);
    put_rejections(&json, check);
    kembar_json_end_object(&json);
    kembar_buffer_append_char(out, '\n');
}
