/* Reading JSON: the only file pair that knows simdjson.
 *
 * A parser holds one parsed text at a time; values and string views are borrowed from it until the
 * next parse. One parser for each thread. Depth is bounded at 64. */
#ifndef KEMBAR_READ_JSON_H
#define KEMBAR_READ_JSON_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/status.h"
#include "kembar/view.h"

typedef struct kembar_json_parser kembar_json_parser;

enum { KEMBAR_JSON_NUMBER_BYTES = 32, KEMBAR_JSON_ROOM_SLACK = 64 };

typedef enum kembar_json_kind {
    KEMBAR_JSON_NONE = 0, /* no such value */
    KEMBAR_JSON_NULL,
    KEMBAR_JSON_BOOL,
    KEMBAR_JSON_NUMBER,
    KEMBAR_JSON_STRING,
    KEMBAR_JSON_ARRAY,
    KEMBAR_JSON_OBJECT
} kembar_json_kind;

/* Opaque position in the parsed text; kind NONE when absent. */
typedef struct kembar_json_value {
    kembar_json_kind kind;
    const void *document;
    uint64_t index;
} kembar_json_value;

#ifdef __cplusplus
extern "C" {
#endif

kembar_status kembar_json_parser_new(kembar_json_parser **out) KEMBAR_MUST_CHECK;
void kembar_json_parser_free(kembar_json_parser *parser);

/* Memory of the parser, good until the next room or parse: `size` bytes and KEMBAR_JSON_ROOM_SLACK.
 * NULL: there is none, as kembar_json_parse of a text of that size would say. */
char *kembar_json_room(kembar_json_parser *parser, size_t size);
/* Parses one JSON text of valid UTF-8 (borrowed, copied). A number that fits neither 64 bits nor a
 * double reads as a string. FORMAT says what is wrong in `error`. */
kembar_status kembar_json_parse(kembar_json_parser *parser, kembar_view text,
                                kembar_json_value *root, kembar_error *error) KEMBAR_MUST_CHECK;

/* The member `key` of an object; NONE when absent or when `object` is none. The first of repeated
 * keys. */
kembar_json_value kembar_json_get(kembar_json_value object, const char *key);
/* As kembar_json_get along a dotted path: "body.content". A key that itself holds the whole path is
 * found first. */
kembar_json_value kembar_json_find(kembar_json_value object, const char *path);
/* Calls `visit` for each element (key empty) or member in order, until it returns 0. */
void kembar_json_each(kembar_json_value container,
                      int (*visit)(void *context, kembar_view key, kembar_json_value value),
                      void *context);

kembar_view kembar_json_as_string(kembar_json_value value);    /* data NULL unless a string */
int kembar_json_as_i64(kembar_json_value value, int64_t *out); /* 0 unless an integer in range */
int kembar_json_as_micro(
    kembar_json_value value,
    int64_t *out); /* a number times 10^6, rounded; 0 unless a number in range */
int kembar_json_as_bool(kembar_json_value value, int *out); /* 0 unless true or false */
/* Writes a number in the shortest form that reads back the same (no NUL) and returns its size; 0
 * unless a number. */
size_t kembar_json_number_text(kembar_json_value value, char out[KEMBAR_JSON_NUMBER_BYTES]);

#ifdef __cplusplus
}
#endif

#endif
