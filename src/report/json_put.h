/* Members of a JSON object: key and value in one call. */
#ifndef KEMBAR_REPORT_JSON_PUT_H
#define KEMBAR_REPORT_JSON_PUT_H

#include "base/json_writer.h"
#include "kembar/compare.h"
#include "kembar/document.h"
#include "kembar/options.h"
#include "kembar/source.h"

void kembar_json_put_string(kembar_json_writer *json, const char *key, kembar_view value);
/* As kembar_json_string and put_string for what need not be UTF-8, such as paths: repaired. */
void kembar_json_foreign(kembar_json_writer *json, kembar_view value);
void kembar_json_put_foreign(kembar_json_writer *json, const char *key, kembar_view value);
void kembar_json_put_text(kembar_json_writer *json, const char *key, const char *value);
void kembar_json_put_u64(kembar_json_writer *json, const char *key, uint64_t value);
void kembar_json_put_bool(kembar_json_writer *json, const char *key, int value);
/* A fraction of 10^-6; a negative one is undefined and prints null. */
void kembar_json_put_micro(kembar_json_writer *json, const char *key, int32_t value);
/* 1, 0, or null for -1. */
void kembar_json_put_tristate(kembar_json_writer *json, const char *key, int value);
/* An option's value as run.json has it: true or false for a flag, null where it is not set. */
void kembar_json_put_option(kembar_json_writer *json, const char *key,
                            const kembar_option_field *field, int32_t value);
/* "input": where a document comes from. */
void kembar_json_put_input(kembar_json_writer *json, const kembar_document *document);
/* An object of its own: path, position, id, reason. */
void kembar_json_put_rejection(kembar_json_writer *json, const kembar_rejection *rejection);
/* An object of its own: the rule, whether it was met, what was measured and what it asks for. */
void kembar_json_put_rule(kembar_json_writer *json, const kembar_reason *reason);

#endif
