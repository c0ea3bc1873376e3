/* What the parts of a SARIF file are made of. */
#ifndef KEMBAR_REPORT_SARIF_PUT_H
#define KEMBAR_REPORT_SARIF_PUT_H

#include "base/json_writer.h"
#include "report/check_formats.h"
#include "report/check_words.h"

/* A key and the beginning of its object. */
void kembar_sarif_begin_member(kembar_json_writer *json, const char *key);
/* The member `message` with what `text` holds, made safe, and `link`, a constant, as it is. Frees
 * `text`. */
void kembar_sarif_put_message(kembar_json_writer *json, kembar_buffer *text, const char *link);
/* A constant as an object with `text`. */
void kembar_sarif_put_text_object(kembar_json_writer *json, const char *key, const char *text);
void kembar_sarif_put_rule_id(kembar_json_writer *json, const char *key, kembar_relation relation);
/* The member `physicalLocation`; `lines` may be NULL: the whole file. */
void kembar_sarif_put_physical(kembar_json_writer *json, kembar_view path,
                               const kembar_check_lines *lines);

/* The larger parts, each in a file of its own. A finding as an object. */
void kembar_sarif_put_result(kembar_json_writer *json, const kembar_checked *checked,
                             const kembar_finding *finding);
/* The member `invocations`: what was checked, what was not read, the baseline, what is not listed.
 */
void kembar_sarif_put_invocations(kembar_json_writer *json, const kembar_checked *checked);

#endif
