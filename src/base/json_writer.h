/* JSON text into a buffer: commas and escapes are seen to here. */
#ifndef KEMBAR_BASE_JSON_WRITER_H
#define KEMBAR_BASE_JSON_WRITER_H

#include "base/buffer.h"

enum { KEMBAR_JSON_MAX_DEPTH = 16 };

/* Start from a zeroed struct with `out` set (borrowed). With `indent` > 0 objects and arrays are
 * laid out on lines. Values at depth 0 follow each other without commas or newlines: the caller
 * parts them. Nesting deeper than KEMBAR_JSON_MAX_DEPTH, or an end without a begin, sets `failed`
 * of `out`. */
typedef struct kembar_json_writer {
    kembar_buffer *out;
    int indent;
    int depth;
    unsigned char has_item[KEMBAR_JSON_MAX_DEPTH + 1];
    int after_key;
} kembar_json_writer;

void kembar_json_begin_object(kembar_json_writer *json);
void kembar_json_end_object(kembar_json_writer *json);
void kembar_json_begin_array(kembar_json_writer *json);
void kembar_json_end_array(kembar_json_writer *json);
void kembar_json_key(kembar_json_writer *json, const char *key);
/* A view whose data is NULL prints null. Bytes are valid UTF-8; escaped are quote, backslash,
 * control characters (C0, DEL, C1), line and paragraph separators, and what changes the direction
 * of text or is not seen at all, but for the two joiners: what is parsed again is the same, and the
 * bytes harm no terminal or editor. */
void kembar_json_string(kembar_json_writer *json, kembar_view text);
void kembar_json_text(kembar_json_writer *json, const char *text); /* NULL prints null */
void kembar_json_u64(kembar_json_writer *json, uint64_t value);
void kembar_json_i64(kembar_json_writer *json, int64_t value);
void kembar_json_micro(kembar_json_writer *json, int64_t micro); /* six decimals */
void kembar_json_bool(kembar_json_writer *json, int value);
void kembar_json_null(kembar_json_writer *json);

#endif
