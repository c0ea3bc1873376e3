#include "kembar/baseline.h"

#include "base/hash.h"
#include "pipeline/baseline.h"
#include "report/answers.h"
#include "report/json_put.h"

static void put_key(kembar_json_writer *json, const char *name, kembar_content_key key) {
    char digits[33];
    kembar_hash128_format((kembar_hash128){key.high, key.low}, digits);
    kembar_json_put_text(json, name, digits);
}

/* What a line of the file has, and the line. */
static void put_entry(kembar_json_writer *json, const kembar_baseline_entry *entry) {
    put_key(json, "a", entry->a);
    put_key(json, "b", entry->b);
    kembar_json_put_text(json, "relation", kembar_relation_name((kembar_relation)entry->relation));
    kembar_json_key(json, "ids");
    kembar_json_begin_array(json);
    kembar_json_string(json, entry->id_a);
    kembar_json_string(json, entry->id_b);
    kembar_json_end_array(json);
    kembar_json_put_string(json, "expires", entry->expires);
    kembar_json_put_string(json, "note", entry->note);
    kembar_json_put_u64(json, "line", entry->line);
}

kembar_status kembar_answer_baseline(kembar_answer *out, const kembar_baseline *baseline,
                                     const char *today, kembar_error *error) {
    kembar_buffer text = {0};
    kembar_json_writer json = {.out = &text};
    size_t n_entries;
    const kembar_baseline_entry *entries = kembar_baseline_entries(baseline, &n_entries);
    kembar_json_begin_object(&json);
    kembar_json_put_text(&json, "today", today);
    kembar_json_key(&json, "pairs");
    kembar_json_begin_array(&json);
    for (size_t i = 0; i < n_entries; i++) {
        kembar_json_begin_object(&json);
        put_entry(&json, &entries[i]);
        kembar_json_put_bool(&json, "expired", kembar_baseline_is_expired(&entries[i], today));
        kembar_json_end_object(&json);
    }
    kembar_json_end_array(&json);
    kembar_json_end_object(&json);
    kembar_buffer_append_char(&text, '\n');
    return kembar_answer_take(out, &text, error);
}

kembar_status kembar_answer_pruned(kembar_answer *out, const kembar_baseline *baseline,
                                   const uint8_t *states, int is_dry_run, kembar_error *error) {
    kembar_buffer text = {0};
    kembar_json_writer json = {.out = &text};
    size_t n_entries, n_kept = 0;
    const kembar_baseline_entry *entries = kembar_baseline_entries(baseline, &n_entries);
    kembar_json_begin_object(&json);
    kembar_json_put_bool(&json, "dry_run", is_dry_run);
    kembar_json_key(&json, "removed");
    kembar_json_begin_array(&json);
    for (size_t i = 0; i < n_entries; i++) {
        int is_expired = states[i] == KEMBAR_ENTRY_EXPIRED;
        if (!is_expired && states[i] != KEMBAR_ENTRY_UNUSED) {
            n_kept++;
            continue;
        }
        kembar_json_begin_object(&json);
        put_entry(&json, &entries[i]);
        kembar_json_put_text(&json, "reason", is_expired ? "expired" : "gone");
        kembar_json_end_object(&json);
    }
    kembar_json_end_array(&json);
    kembar_json_put_u64(&json, "kept", n_kept);
    kembar_json_end_object(&json);
    kembar_buffer_append_char(&text, '\n');
    return kembar_answer_take(out, &text, error);
}

kembar_status kembar_answer_new_baseline(kembar_answer *out, const kembar_baseline *baseline,
                                         const kembar_baseline_update *update,
                                         kembar_error *error) {
    kembar_buffer text = {0};
    kembar_status status = kembar_baseline_text(baseline, update, &text, error);
    if (status == KEMBAR_OK)
        return kembar_answer_take(out, &text, error);
    *out = (kembar_answer){0};
    kembar_buffer_deinit(&text);
    return status;
}
