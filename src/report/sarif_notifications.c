#include <string.h>

#include "report/check_whole.h"
#include "report/json_put.h"
#include "report/sarif_put.h"

static void begin_notification(kembar_json_writer *json, const char *id, const char *level) {
    kembar_json_begin_object(json);
    kembar_sarif_begin_member(json, "descriptor");
    kembar_json_put_text(json, "id", id);
    kembar_json_end_object(json);
    kembar_json_put_text(json, "level", level);
}

static void put_notified_place(kembar_json_writer *json, kembar_view path, uint64_t line) {
    kembar_check_lines lines = {line, line};
    kembar_json_key(json, "locations");
    kembar_json_begin_array(json);
    kembar_json_begin_object(json);
    kembar_sarif_put_physical(json, path, line ? &lines : NULL);
    kembar_json_end_object(json);
    kembar_json_end_array(json);
}

static void put_whole(kembar_json_writer *json, const kembar_checked *checked) {
    kembar_buffer text = {0};
    begin_notification(json, "kembar-summary", "note");
    kembar_check_append_documents(&text, checked->check);
    kembar_buffer_append_text(&text, ". ");
    kembar_check_append_verdict(&text, checked);
    kembar_buffer_append_text(&text, ".");
    kembar_sarif_put_message(json, &text, "");
    kembar_json_end_object(json);
}

/* Of n there are n_there to be listed. */
static void put_cut(kembar_json_writer *json, const char *what, size_t n, size_t n_there) {
    kembar_buffer text = {0};
    size_t n_listed = n_there < KEMBAR_CHECK_MAX_RESULTS ? n_there : KEMBAR_CHECK_MAX_RESULTS;
    if (n <= n_listed)
        return;
    begin_notification(json, "kembar-cut", "warning");
    kembar_check_append_cut(&text, what, n, n_listed);
    kembar_sarif_put_message(json, &text, "");
    kembar_json_end_object(json);
}

static void put_rejections(kembar_json_writer *json, const kembar_check *check) {
    for (size_t i = 0; i < check->n_rejections && i < KEMBAR_CHECK_MAX_RESULTS; i++) {
        kembar_buffer text = {0};
        begin_notification(json, "kembar-not-read", "warning");
        kembar_check_append_rejected_place(&text, &check->rejections[i]);
        kembar_buffer_append_text(&text, ": ");
        kembar_check_append_rejection(&text, &check->rejections[i]);
        kembar_sarif_put_message(json, &text, "");
        put_notified_place(json, check->rejections[i].path, check->rejections[i].position);
        kembar_json_end_object(json);
    }
    put_cut(json, "inputs that were not read", check->n_rejections, check->n_rejections);
}

static void put_stale(kembar_json_writer *json, const kembar_checked *checked) {
    const char *path = checked->style.baseline_path;
    size_t n = checked->n_entries, n_stale = 0;
    for (size_t i = kembar_check_next_stale(checked, 0); i < n && !json->out->failed;
         i = kembar_check_next_stale(checked, i + 1)) {
        kembar_buffer text = {0};
        if (n_stale++ >= KEMBAR_CHECK_MAX_RESULTS)
            continue;
        begin_notification(json, "kembar-baseline", "note");
        kembar_check_append_stale(&text, checked, i);
        kembar_sarif_put_message(json, &text, "");
        if (path)
            put_notified_place(json, (kembar_view){path, strlen(path)}, checked->entries[i].line);
        kembar_json_end_object(json);
    }
    put_cut(json, "entries of the baseline", n_stale, n_stale);
}

void kembar_sarif_put_invocations(kembar_json_writer *json, const kembar_checked *checked) {
    kembar_json_key(json, "invocations");
    kembar_json_begin_array(json);
    kembar_json_begin_object(json);
    kembar_json_put_bool(json, "executionSuccessful", 1);
    kembar_json_key(json, "toolExecutionNotifications");
    kembar_json_begin_array(json);
    put_whole(json, checked);
    put_cut(json, "findings", kembar_check_count_findings(checked->check),
            checked->check->n_findings);
    put_rejections(json, checked->check);
    put_stale(json, checked);
    kembar_json_end_array(json);
    kembar_json_end_object(json);
    kembar_json_end_array(json);
}
