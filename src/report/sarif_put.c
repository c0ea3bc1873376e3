#include "report/sarif_put.h"

#include "report/json_put.h"

void kembar_sarif_begin_member(kembar_json_writer *json, const char *key) {
    kembar_json_key(json, key);
    kembar_json_begin_object(json);
}

/* --- messages --- */

/* Plain text messages have a syntax of their own: {0} is a placeholder, braces are doubled, and
 * [text](target) a link, which a space prevents. */
static void put_safe(kembar_buffer *out, kembar_view text) {
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        kembar_buffer_append_char(out, c);
        if (c == '{' || c == '}')
            kembar_buffer_append_char(out, c);
        if (c == ']' && i + 1 < text.size && text.data[i + 1] == '(')
            kembar_buffer_append_char(out, ' ');
    }
}

void kembar_sarif_put_message(kembar_json_writer *json, kembar_buffer *text, const char *link) {
    kembar_buffer safe = {0};
    put_safe(&safe, kembar_buffer_view(text));
    kembar_buffer_append_text(&safe, link);
    kembar_sarif_begin_member(json, "message");
    kembar_json_put_string(json, "text", kembar_buffer_view(&safe));
    kembar_json_end_object(json);
    json->out->failed |= text->failed || safe.failed;
    kembar_buffer_deinit(text);
    kembar_buffer_deinit(&safe);
}

void kembar_sarif_put_text_object(kembar_json_writer *json, const char *key, const char *text) {
    kembar_sarif_begin_member(json, key);
    kembar_json_put_text(json, "text", text);
    kembar_json_end_object(json);
}

/* --- places --- */

static int is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~' || c == '/';
}

/* RFC 3986: a relative path stays one, without "./" in front. */
static void put_uri(kembar_json_writer *json, kembar_view path) {
    kembar_buffer uri = {0};
    path = kembar_check_tool_path(path);
    if (path.size > 0 && path.data[0] == '/')
        kembar_buffer_append_text(&uri, "file://");
    for (size_t i = 0; i < path.size; i++) {
        if (is_unreserved(path.data[i]))
            kembar_buffer_append_char(&uri, path.data[i]);
        else
            kembar_buffer_append_format(&uri, "%%%02X", (unsigned)(unsigned char)path.data[i]);
    }
    kembar_sarif_begin_member(json, "artifactLocation");
    kembar_json_put_string(json, "uri", kembar_buffer_view(&uri));
    kembar_json_end_object(json);
    json->out->failed |= uri.failed;
    kembar_buffer_deinit(&uri);
}

void kembar_sarif_put_physical(kembar_json_writer *json, kembar_view path,
                               const kembar_check_lines *lines) {
    kembar_sarif_begin_member(json, "physicalLocation");
    put_uri(json, path);
    if (lines) {
        kembar_sarif_begin_member(json, "region");
        kembar_json_put_u64(json, "startLine", lines->begin);
        kembar_json_put_u64(json, "endLine", lines->end);
        kembar_json_end_object(json);
    }
    kembar_json_end_object(json);
}

void kembar_sarif_put_rule_id(kembar_json_writer *json, const char *key, kembar_relation relation) {
    kembar_buffer id = {0};
    kembar_check_append_rule(&id, (uint8_t)relation);
    kembar_json_put_string(json, key, kembar_buffer_view(&id));
    json->out->failed |= id.failed;
    kembar_buffer_deinit(&id);
}
