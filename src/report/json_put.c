#include "report/json_put.h"

#include <string.h>

#include "text/utf8.h"

void kembar_json_put_string(kembar_json_writer *json, const char *key, kembar_view value) {
    kembar_json_key(json, key);
    kembar_json_string(json, value);
}

void kembar_json_foreign(kembar_json_writer *json, kembar_view text) {
    if (!text.data || kembar_utf8_valid_prefix(text) == text.size) {
        kembar_json_string(json, text);
        return;
    }
    kembar_buffer repaired = {0};
    (void)kembar_utf8_repair(text, &repaired);
    if (repaired.failed)
        json->out->failed = 1;
    kembar_json_string(json, kembar_buffer_view(&repaired));
    kembar_buffer_deinit(&repaired);
}

void kembar_json_put_foreign(kembar_json_writer *json, const char *key, kembar_view text) {
    kembar_json_key(json, key);
    kembar_json_foreign(json, text);
}

void kembar_json_put_text(kembar_json_writer *json, const char *key, const char *value) {
    kembar_json_key(json, key);
    kembar_json_text(json, value);
}

void kembar_json_put_u64(kembar_json_writer *json, const char *key, uint64_t value) {
    kembar_json_key(json, key);
    kembar_json_u64(json, value);
}

void kembar_json_put_bool(kembar_json_writer *json, const char *key, int value) {
    kembar_json_key(json, key);
    kembar_json_bool(json, value);
}

void kembar_json_put_micro(kembar_json_writer *json, const char *key, int32_t value) {
    kembar_json_key(json, key);
    if (value < 0)
        kembar_json_null(json);
    else
        kembar_json_micro(json, value);
}

void kembar_json_put_tristate(kembar_json_writer *json, const char *key, int value) {
    kembar_json_key(json, key);
    if (value < 0)
        kembar_json_null(json);
    else
        kembar_json_bool(json, value);
}

void kembar_json_put_option(kembar_json_writer *json, const char *key,
                            const kembar_option_field *field, int32_t value) {
    kembar_json_key(json, key);
    if (field->is_micro)
        kembar_json_micro(json, value);
    else if (field->is_flag)
        kembar_json_bool(json, value);
    else if (field->is_nullable && value < 0)
        kembar_json_null(json);
    else
        kembar_json_i64(json, value);
}

void kembar_json_put_rule(kembar_json_writer *json, const kembar_reason *reason) {
    kembar_json_begin_object(json);
    kembar_json_put_text(json, "rule", reason->rule);
    kembar_json_put_bool(json, "met", reason->met);
    kembar_json_key(json, "value");
    if (reason->is_micro)
        kembar_json_micro(json, reason->value);
    else
        kembar_json_i64(json, reason->value);
    kembar_json_key(json, "asked");
    if (reason->is_micro)
        kembar_json_micro(json, reason->threshold);
    else
        kembar_json_i64(json, reason->threshold);
    kembar_json_end_object(json);
}

void kembar_json_put_input(kembar_json_writer *json, const kembar_document *document) {
    kembar_json_key(json, "input");
    kembar_json_begin_object(json);
    kembar_json_put_string(json, "path", kembar_document_input(document));
    kembar_json_put_u64(json, "position", kembar_document_position(document));
    kembar_json_end_object(json);
}

void kembar_json_put_rejection(kembar_json_writer *json, const kembar_rejection *rejection) {
    kembar_json_begin_object(json);
    kembar_json_put_foreign(json, "path", rejection->path);
    kembar_json_put_u64(json, "position", rejection->position);
    kembar_json_put_foreign(json, "id", rejection->id);
    kembar_json_put_foreign(json, "reason",
                            (kembar_view){rejection->reason, strlen(rejection->reason)});
    kembar_json_end_object(json);
}
