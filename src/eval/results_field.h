/* Fields of one JSON line with their types checked. The first fault is kept; what is read after it
 * is zero. */
#ifndef KEMBAR_EVAL_RESULTS_FIELD_H
#define KEMBAR_EVAL_RESULTS_FIELD_H

#include "eval/results_model.h"
#include "read/json.h"

typedef struct kembar_results_fields {
    const kembar_result_line *line; /* borrowed */
    kembar_error *error;
    kembar_status status;
} kembar_results_fields;

/* Parses the line; it must be an object. */
kembar_results_fields kembar_results_fields_open(const kembar_result_line *line,
                                                 kembar_json_value *root, kembar_error *error);
/* Notes a fault of the line unless there is one already. `key` is the field's name. */
void kembar_results_fields_fail(kembar_results_fields *fields, const char *key, const char *what);
void kembar_results_fields_fail_memory(kembar_results_fields *fields);

enum { KEMBAR_FIELD_REQUIRED = 0, KEMBAR_FIELD_NULLABLE = 1 };

/* A string, copied into the results' pool. */
kembar_view kembar_results_fields_string(kembar_results_fields *fields, kembar_json_value object,
                                         const char *key, int is_nullable);
/* The id of a document that the results have, borrowed from it. */
kembar_view kembar_results_fields_document_id(kembar_results_fields *fields,
                                              kembar_json_value object, const char *key);
uint64_t kembar_results_fields_count(kembar_results_fields *fields, kembar_json_value object,
                                     const char *key);
/* A fraction 0..1 in 10^-6, or -1 for null. */
int32_t kembar_results_fields_micro(kembar_results_fields *fields, kembar_json_value object,
                                    const char *key);
/* 1, 0, or -1 for null. */
int8_t kembar_results_fields_tristate(kembar_results_fields *fields, kembar_json_value object,
                                      const char *key);
/* An array or object; must be there. */
kembar_json_value kembar_results_fields_container(kembar_results_fields *fields,
                                                  kembar_json_value object, const char *key,
                                                  kembar_json_kind kind);

#endif
