#include "read/jsonl.h"

#include <stdio.h>
#include <string.h>

#include "read/json_flat.h"

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
static kembar_view string_of(const kembar_json_member *member) {
    int is_string = member->kind == KEMBAR_JSON_STRING && member->text.size > 0;
    return is_string ? member->text : (kembar_view){NULL, 0};
}

static kembar_view string_or_number(const kembar_json_member *member) {
    return member->kind == KEMBAR_JSON_NUMBER ? member->text : string_of(member);
}

static void take_id(const kembar_json_member *member, kembar_jsonl_row *row) {
    row->id = string_or_number(member);
    if (member->kind == KEMBAR_JSON_BOOL || member->kind >= KEMBAR_JSON_ARRAY) {
        (void)snprintf(row->reason, sizeof row->reason, "the id is %s, not a string or a number",
                       kind_name(member->kind));
    }
}

static void take_text(const kembar_json_member *member, kembar_jsonl_row *row) {
    row->text = member->kind == KEMBAR_JSON_STRING ? member->text : (kembar_view){NULL, 0};
    if (member->kind > KEMBAR_JSON_NULL && member->kind != KEMBAR_JSON_STRING) {
        (void)snprintf(row->reason, sizeof row->reason, "the text is %s, not a string",
                       kind_name(member->kind));
    }
}

static void take_fields(const kembar_json_member fields[KEMBAR_N_FIELDS], kembar_jsonl_row *row) {
    take_id(&fields[KEMBAR_FIELD_ID], row);
    if (row->reason[0] == '\0') {
        take_text(&fields[KEMBAR_FIELD_TEXT], row);
    }
    row->title = string_of(&fields[KEMBAR_FIELD_TITLE]);
    row->date = string_or_number(&fields[KEMBAR_FIELD_DATE]);
    row->source = string_of(&fields[KEMBAR_FIELD_SOURCE]);
    row->url = string_of(&fields[KEMBAR_FIELD_URL]);
}

/* --- an object of strings, as most lines are --- */

/* Where nothing lies in anything, a path is a key. */
static kembar_json_member find_flat(const kembar_json_flat *flat, const char *path) {
    size_t size = strlen(path);
    for (size_t i = 0; i < flat->n_members; i++) {
        kembar_view key = flat->members[i].key;
        if (key.size == size && memcmp(key.data, path, size) == 0) {
            return flat->members[i];
        }
    }
    return (kembar_json_member){.kind = KEMBAR_JSON_NONE};
}

static int read_flat(kembar_json_parser *parser, const char *const paths[KEMBAR_N_FIELDS],
                     kembar_view line, kembar_jsonl_row *row) {
    kembar_json_flat flat;
    kembar_json_member fields[KEMBAR_N_FIELDS];
    char *room = kembar_json_room(parser, line.size);
    if (room == NULL || !kembar_json_flat_read(&flat, line, room)) {
        return 0;
    }
    for (size_t i = 0; i < KEMBAR_N_FIELDS; i++) {
        fields[i] = find_flat(&flat, paths[i]);
    }
    take_fields(fields, row);
    row->is_valid = 1;
    return 1;
}

/* --- any other --- */

/* `number`: where the digits of a number go; NULL: they are not asked for. */
static kembar_json_member find_deep(kembar_json_value root, const char *path, char *number) {
    kembar_json_value value = kembar_json_find(root, path);
    kembar_json_member member = {.text = kembar_json_as_string(value), .kind = value.kind};
    if (value.kind == KEMBAR_JSON_NUMBER && number != NULL) {
        member.text = (kembar_view){number, kembar_json_number_text(value, number)};
    }
    return member;
}

kembar_status kembar_jsonl_read(kembar_json_parser *parser,
                                const char *const paths[KEMBAR_N_FIELDS], kembar_view line,
                                kembar_jsonl_row *row) {
    *row = (kembar_jsonl_row){0};
    if (read_flat(parser, paths, line, row)) {
        return KEMBAR_OK;
    }
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
    char *const numbers[KEMBAR_N_FIELDS] = {
        [KEMBAR_FIELD_ID] = row->id_number, [KEMBAR_FIELD_DATE] = row->date_number};
    kembar_json_member fields[KEMBAR_N_FIELDS];
    for (size_t i = 0; i < KEMBAR_N_FIELDS; i++) {
        fields[i] = find_deep(root, paths[i], numbers[i]);
    }
    take_fields(fields, row);
    return KEMBAR_OK;
}
