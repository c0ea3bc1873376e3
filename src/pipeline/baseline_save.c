#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/json_writer.h"
#include "base/views.h"
#include "pipeline/baseline.h"
#include "text/utf8.h"

static void put_key(kembar_json_writer *json, const char *name, kembar_content_key key) {
    char digits[33];
    kembar_hash128_format((kembar_hash128){key.high, key.low}, digits);
    kembar_json_key(json, name);
    kembar_json_text(json, digits);
}

static void put_entry(kembar_buffer *out, const kembar_baseline_entry *entry) {
    kembar_json_writer json = {.out = out};
    kembar_json_begin_object(&json);
    put_key(&json, "a", entry->a);
    put_key(&json, "b", entry->b);
    kembar_json_key(&json, "relation");
    kembar_json_text(&json, kembar_relation_name((kembar_relation)entry->relation));
    kembar_json_key(&json, "ids");
    kembar_json_begin_array(&json);
    kembar_json_string(&json, entry->id_a);
    kembar_json_string(&json, entry->id_b);
    kembar_json_end_array(&json);
    kembar_json_key(&json, "expires");
    kembar_json_string(&json, entry->expires);
    kembar_json_key(&json, "note");
    kembar_json_string(&json, entry->note);
    kembar_json_end_object(&json);
    kembar_buffer_append_char(out, '\n');
}

static void name_entry(kembar_baseline_entry *entry, const kembar_baseline_pair *pair) {
    kembar_pair_name name = kembar_pair_name_of(pair->a, pair->id_a, pair->b, pair->id_b);
    entry->a = name.a;
    entry->b = name.b;
    entry->id_a = name.id_a;
    entry->id_b = name.id_b;
    entry->relation = pair->relation;
}

/* What will stand in the file, borrowed from what was given. */
static size_t list_entries(const kembar_baseline *baseline, const kembar_baseline_update *update,
                           kembar_view note, kembar_baseline_entry *out) {
    size_t n = baseline ? baseline->n_entries : 0, n_kept = 0;
    if (n > 0)
        memcpy(out, baseline->entries, n * sizeof *out);
    for (size_t i = 0; i < update->n_pairs; i++)
        if (update->pairs[i].entry < n)
            name_entry(&out[update->pairs[i].entry], &update->pairs[i]);
    for (size_t i = 0; i < n; i++)
        if (!update->states ||
            (update->states[i] != KEMBAR_ENTRY_UNUSED && update->states[i] != KEMBAR_ENTRY_EXPIRED))
            out[n_kept++] = out[i];
    kembar_baseline_entry added = {.note = note};
    if (update->expires)
        added.expires = (kembar_view){update->expires, strlen(update->expires)};
    for (size_t i = 0; i < update->n_pairs; i++)
        if (update->pairs[i].entry == SIZE_MAX) {
            name_entry(&added, &update->pairs[i]);
            out[n_kept++] = added;
        }
    return kembar_baseline_sort(out, n_kept);
}

static kembar_status check_update(const kembar_baseline_update *update, kembar_view note,
                                  kembar_error *error) {
    if (update->expires && !kembar_baseline_is_day(update->expires))
        return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, NULL, 0,
                                "an entry cannot expire on \"%.40s\": it must be a day, YYYY-MM-DD",
                                update->expires);
    if (note.size > KEMBAR_BASELINE_TEXT_BYTES)
        return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, NULL, 0,
                                "a note of %zu bytes is over the limit of %d", note.size,
                                KEMBAR_BASELINE_TEXT_BYTES);
    return KEMBAR_OK;
}

static kembar_status make_text(const kembar_baseline *baseline,
                               const kembar_baseline_update *update, kembar_view note,
                               kembar_buffer *out, kembar_error *error) {
    size_t n_most = (baseline ? baseline->n_entries : 0) + update->n_pairs;
    kembar_baseline_entry *entries = kembar_alloc(n_most, sizeof *entries);
    if (!entries)
        return kembar_error_memory(error);
    size_t n_entries = list_entries(baseline, update, note, entries);
    for (size_t i = 0; i < n_entries; i++)
        put_entry(out, &entries[i]);
    kembar_free(entries);
    return kembar_buffer_status(out) == KEMBAR_OK ? KEMBAR_OK : kembar_error_memory(error);
}

static kembar_status write_text(kembar_view text, const char *path, kembar_temporaries *temporaries,
                                kembar_error *error) {
    kembar_file_options options = {.temporaries = temporaries};
    kembar_file_writer *file = NULL;
    kembar_file_remove_stale_of(path);
    kembar_status status = kembar_file_writer_open_with(&file, path, &options, error);
    if (status == KEMBAR_OK)
        status = kembar_file_writer_write(file, text.data, text.size, error);
    if (status == KEMBAR_OK)
        status = kembar_file_writer_seal(file, error);
    if (status == KEMBAR_OK)
        return kembar_file_writer_publish(file, error);
    kembar_file_writer_abandon(file);
    return status;
}

kembar_status kembar_baseline_text(const kembar_baseline *baseline,
                                   const kembar_baseline_update *update, kembar_buffer *out,
                                   kembar_error *error) {
    kembar_buffer note = {0};
    kembar_view repaired = {NULL, 0};
    if (update->note) {
        (void)kembar_utf8_repair((kembar_view){update->note, strlen(update->note)}, &note);
        repaired = (kembar_view){note.size > 0 ? note.data : "", note.size};
    }
    kembar_status status = note.failed ? kembar_error_memory(error) : KEMBAR_OK;
    if (status == KEMBAR_OK)
        status = check_update(update, repaired, error);
    if (status == KEMBAR_OK)
        status = make_text(baseline, update, repaired, out, error);
    kembar_buffer_deinit(&note);
    return status;
}

kembar_status kembar_baseline_save(const kembar_baseline *baseline,
                                   const kembar_baseline_update *update, const char *path,
                                   kembar_temporaries *temporaries, kembar_error *error) {
    kembar_buffer text = {0};
    kembar_status status = kembar_baseline_text(baseline, update, &text, error);
    if (status == KEMBAR_OK)
        status = write_text(kembar_buffer_view(&text), path, temporaries, error);
    kembar_buffer_deinit(&text);
    return status;
}
