/* Reading the JSON that most records are: one object of strings, whole numbers and nulls. One pass,
 * without the tables that json.h fills for any JSON. */
#ifndef KEMBAR_READ_JSON_FLAT_H
#define KEMBAR_READ_JSON_FLAT_H

#include "base/cpu.h"
#include "read/json.h"

enum { KEMBAR_JSON_FLAT_MEMBERS = 24 };

/* A member without what its key and its value are made of. */
typedef struct kembar_json_member {
    kembar_view key;
    kembar_view text; /* of a string, or the digits of a number; data NULL: null */
    kembar_json_kind kind;
} kembar_json_member;

/* Not to be zeroed. */
typedef struct kembar_json_flat {
    kembar_json_member members[KEMBAR_JSON_FLAT_MEMBERS]; /* in order, as json.h has them */
    size_t n_members;
} kembar_json_flat;

/* Reads `text`, valid UTF-8 (borrowed); all that is found lies in `room`, which has text.size bytes
 * and KEMBAR_JSON_ROOM_SLACK, and is valid UTF-8 without NULs. 0: it is other JSON, or none. */
int kembar_json_flat_read(kembar_json_flat *flat, kembar_view text, char *room);

/* Copies what needs no second look, up to the first quotation mark, backslash or control character,
 * or all; returns its size. As many bytes and KEMBAR_JSON_ROOM_SLACK may be written. */
size_t kembar_json_copy_plain(kembar_view text, char *out);

/* The same on one level each. */
size_t kembar_json_copy_plain_scalar(kembar_view text, char *out);
#ifdef KEMBAR_X86
size_t kembar_json_copy_plain_avx2(kembar_view text, char *out);
size_t kembar_json_copy_plain_avx512(kembar_view text, char *out);
#endif

#endif
