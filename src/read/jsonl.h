/* One line of JSON to the fields of a record. */
#ifndef KEMBAR_READ_JSONL_H
#define KEMBAR_READ_JSONL_H

#include "kembar/document.h"
#include "kembar/status.h"
#include "read/json.h"

typedef enum kembar_field {
    KEMBAR_FIELD_ID = 0,
    KEMBAR_FIELD_TEXT,
    KEMBAR_FIELD_TITLE,
    KEMBAR_FIELD_DATE,
    KEMBAR_FIELD_SOURCE,
    KEMBAR_FIELD_URL,
    KEMBAR_N_FIELDS
} kembar_field;

/* "id", "text", "title", "date", "source", "url". */
const char *kembar_field_key(kembar_field field);

/* What a line says. With a `reason` (never empty then) it is no record. */
typedef struct kembar_jsonl_row {
    kembar_view id, text, title, date, source,
        url; /* borrowed from the parser or the row; data NULL: absent */
    char id_number[KEMBAR_JSON_NUMBER_BYTES];
    char date_number[KEMBAR_JSON_NUMBER_BYTES];
    char reason[320];
    int is_valid; /* not 0: all views are sure to be valid UTF-8 without NULs */
} kembar_jsonl_row;

/* Reads one JSON text of valid UTF-8. `paths[field]` is the dotted path of each field. The row must
 * not be moved while its views are used. Only MEMORY is a failure: everything else is a reason. */
kembar_status kembar_jsonl_read(kembar_json_parser *parser,
                                const char *const paths[KEMBAR_N_FIELDS], kembar_view line,
                                kembar_jsonl_row *row) KEMBAR_MUST_CHECK;

#endif
