#include "eval/results_field.h"

#include "base/error.h"

enum { WHOLE_MICRO = 1000000 };

kembar_results_fields kembar_results_fields_open(const kembar_result_line *line,
                                                 kembar_json_value *root, kembar_error *error) {
    kembar_results_fields fields = {.line = line, .error = error};
    kembar_error cause = {0};
    *root = (kembar_json_value){0};
    fields.status = kembar_json_parse(line->parser, line->line, root, &cause);
    if (fields.status != KEMBAR_OK) {
        fields.status =
            kembar_error_set(error, fields.status, line->path, line->position, "%s", cause.message);
    } else if (root->kind != KEMBAR_JSON_OBJECT) {
        fields.status = kembar_error_set(error, KEMBAR_ERROR_FORMAT, line->path, line->position,
                                         "not a JSON object");
    }
    return fields;
}

void kembar_results_fields_fail(kembar_results_fields *fields, const char *key, const char *what) {
    if (fields->status == KEMBAR_OK)
        fields->status = kembar_error_set(fields->error, KEMBAR_ERROR_FORMAT, fields->line->path,
                                          fields->line->position, "field \"%s\" %s", key, what);
}

void kembar_results_fields_fail_memory(kembar_results_fields *fields) {
    if (fields->status == KEMBAR_OK)
        fields->status = kembar_error_memory(fields->error);
}

/* The value of a key that must be there. Kind NONE after a fault. */
static kembar_json_value find(kembar_results_fields *fields, kembar_json_value object,
                              const char *key) {
    if (fields->status != KEMBAR_OK)
        return (kembar_json_value){0};
    kembar_json_value value = kembar_json_get(object, key);
    if (value.kind == KEMBAR_JSON_NONE)
        kembar_results_fields_fail(fields, key, "is missing");
    return value;
}

kembar_view kembar_results_fields_string(kembar_results_fields *fields, kembar_json_value object,
                                         const char *key, int is_nullable) {
    kembar_view copy = {NULL, 0};
    kembar_json_value value = find(fields, object, key);
    if (value.kind == KEMBAR_JSON_NULL && is_nullable)
        return copy;
    if (value.kind != KEMBAR_JSON_STRING)
        kembar_results_fields_fail(fields, key, "is not a string");
    else if (kembar_string_pool_copy(&fields->line->results->strings, kembar_json_as_string(value),
                                     &copy) != KEMBAR_OK)
        kembar_results_fields_fail_memory(fields);
    return copy;
}

kembar_view kembar_results_fields_document_id(kembar_results_fields *fields,
                                              kembar_json_value object, const char *key) {
    kembar_json_value value = find(fields, object, key);
    if (value.kind != KEMBAR_JSON_STRING) {
        kembar_results_fields_fail(fields, key, "is not a string");
        return (kembar_view){NULL, 0};
    }
    const kembar_result_document *document =
        kembar_results_document(fields->line->results, kembar_json_as_string(value));
    if (!document) {
        kembar_results_fields_fail(fields, key,
                                   "names a document that documents.jsonl does not have");
        return (kembar_view){NULL, 0};
    }
    return document->id;
}

uint64_t kembar_results_fields_count(kembar_results_fields *fields, kembar_json_value object,
                                     const char *key) {
    int64_t count = 0;
    kembar_json_value value = find(fields, object, key);
    if (!kembar_json_as_i64(value, &count) || count < 0) {
        kembar_results_fields_fail(fields, key, "is not a count");
        return 0;
    }
    return (uint64_t)count;
}

int32_t kembar_results_fields_micro(kembar_results_fields *fields, kembar_json_value object,
                                    const char *key) {
    int64_t micro = 0;
    kembar_json_value value = find(fields, object, key);
    if (value.kind == KEMBAR_JSON_NULL)
        return -1;
    if (!kembar_json_as_micro(value, &micro) || micro < 0 || micro > WHOLE_MICRO) {
        kembar_results_fields_fail(fields, key, "is not a number from 0 to 1");
        return -1;
    }
    return (int32_t)micro;
}

int8_t kembar_results_fields_tristate(kembar_results_fields *fields, kembar_json_value object,
                                      const char *key) {
    int is_true = 0;
    kembar_json_value value = find(fields, object, key);
    if (value.kind == KEMBAR_JSON_NULL)
        return -1;
    if (!kembar_json_as_bool(value, &is_true))
        kembar_results_fields_fail(fields, key, "is neither true nor false nor null");
    return (int8_t)is_true;
}

kembar_json_value kembar_results_fields_container(kembar_results_fields *fields,
                                                  kembar_json_value object, const char *key,
                                                  kembar_json_kind kind) {
    kembar_json_value value = find(fields, object, key);
    if (value.kind == kind)
        return value;
    kembar_results_fields_fail(fields, key,
                               kind == KEMBAR_JSON_ARRAY ? "is not a list" : "is no object");
    return (kembar_json_value){0};
}
