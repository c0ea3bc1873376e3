#include "read/jsonl.h"

#include <stdio.h>

const char *kembar_field_key(kembar_field field) {
    static const char *const keys[KEMBAR_N_FIELDS] = {"id",   "text",   "title",
                                                      "date", "source", "url"};
    return keys[field];
}

static const char *kind_name(kembar_json_kind kind) {
    static const char *const names[] = {"nothing",  "null",     "true or false", "a number",
                                        "a string", "an array", "an object"};
    return names[kind];
}

/* A string, absent when empty: an empty id or date says nothing. */
static kembar_view string_of(kembar_json_value value) {
    kembar_view text = kembar_json_as_string(value);
    return text.size == 0 ? (kembar_view){NULL, 0} : text;
}

static kembar_view string_or_number(kembar_json_value value,
                                    char number[KEMBAR_JSON_NUMBER_BYTES]) {
    if (value.kind == KEMBAR_JSON_NUMBER) {
        return (kembar_view){number, kembar_json_number_text(value, number)};
    }
    return string_of(value);
}

static void read_id(kembar_json_value value, kembar_jsonl_row *row) {
    row->id = string_or_number(value, row->id_number);
    if (value.kind == KEMBAR_JSON_BOOL || value.kind >= KEMBAR_JSON_ARRAY) {
        (void)snprintf(row->reason, sizeof row->reason, "the id is %s, not a string or a number",
                       kind_name(value.kind));
    }
}

static void read_text(kembar_json_value value, kembar_jsonl_row *row) {
    row->text = kembar_json_as_string(value);
    if (value.kind > KEMBAR_JSON_NULL && value.kind != KEMBAR_JSON_STRING) {
        (void)snprintf(row->reason, sizeof row->reason, "the text is %s, not a string",
                       kind_name(value.kind));
    }
}

kembar_status kembar_jsonl_read(kembar_json_parser *parser,
                                const char *const paths[KEMBAR_N_FIELDS], kembar_view line,
                                kembar_jsonl_row *row) {
    *row = (kembar_jsonl_row){0};
    kembar_json_value root;
    kembar_error error;
    kembar_status status = kembar_json_parse(parser, line, &root, &error);
    if (status == KEMBAR_ERROR_MEMORY) {
        return status;
    }
    if (status != KEMBAR_OK) {
        (void)snprintf(row->reason, sizeof row->reason, "broken JSON: %s", error.message);
        return KEMBAR_OK;
    }
    if (root.kind != KEMBAR_JSON_OBJECT) {
        (void)snprintf(row->reason, sizeof row->reason, "%s, not an object", kind_name(root.kind));
        return KEMBAR_OK;
    }
    read_id(kembar_json_find(root, paths[KEMBAR_FIELD_ID]), row);
    if (row->reason[0] == '\0') {
        read_text(kembar_json_find(root, paths[KEMBAR_FIELD_TEXT]), row);
    }
    row->title = string_of(kembar_json_find(root, paths[KEMBAR_FIELD_TITLE]));
    row->date =
        string_or_number(kembar_json_find(root, paths[KEMBAR_FIELD_DATE]), row->date_number);
    row->source = string_of(kembar_json_find(root, paths[KEMBAR_FIELD_SOURCE]));
    row->url = string_of(kembar_json_find(root, paths[KEMBAR_FIELD_URL]));
    return KEMBAR_OK;
}
