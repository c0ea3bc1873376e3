#include "kembar/version.h"
#include "report/check_formats.h"
#include "report/check_rules.h"
#include "report/check_whole.h"
#include "report/json_put.h"
#include "report/sarif_put.h"

/* Static Analysis Results Interchange Format 2.1.0 (OASIS, 2020, with errata 01 of 2023). */

#define SCHEMA                                                            \
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/" \
    "sarif-schema-2.1.0.json"

static void put_rules(kembar_json_writer *json) {
    const kembar_check_rule *rules = kembar_check_rules();
    kembar_json_key(json, "rules");
    kembar_json_begin_array(json);
    for (int i = 0; i < KEMBAR_CHECK_RULES; i++) {
        kembar_json_begin_object(json);
        kembar_sarif_put_rule_id(json, "id", rules[i].relation);
        kembar_json_put_text(json, "name", rules[i].name);
        kembar_sarif_put_text_object(json, "shortDescription", rules[i].brief);
        kembar_sarif_put_text_object(json, "fullDescription", rules[i].help);
        kembar_sarif_put_text_object(json, "help", rules[i].help);
        kembar_sarif_begin_member(json, "defaultConfiguration");
        kembar_json_put_text(json, "level", "error");
        kembar_json_end_object(json);
        kembar_json_end_object(json);
    }
    kembar_json_end_array(json);
}

static void put_notification_kinds(kembar_json_writer *json) {
    static const char *const kinds[][2] = {
        {"kembar-summary", "What was checked and what came of it."},
        {"kembar-cut", "There is more than is listed here."},
        {"kembar-not-read", "An input that is not among the documents."},
        {"kembar-baseline", "An entry of the baseline that covers nothing."}};
    kembar_json_key(json, "notifications");
    kembar_json_begin_array(json);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        kembar_json_begin_object(json);
        kembar_json_put_text(json, "id", kinds[i][0]);
        kembar_sarif_put_text_object(json, "shortDescription", kinds[i][1]);
        kembar_json_end_object(json);
    }
    kembar_json_end_array(json);
}

static void put_tool(kembar_json_writer *json) {
    kembar_sarif_begin_member(json, "tool");
    kembar_sarif_begin_member(json, "driver");
    kembar_json_put_text(json, "name", "kembar");
    kembar_json_put_text(json, "semanticVersion", KEMBAR_VERSION);
    put_rules(json);
    put_notification_kinds(json);
    kembar_json_end_object(json);
    kembar_json_end_object(json);
}

static void put_properties(kembar_json_writer *json, const kembar_check *check, size_t n_results) {
    kembar_sarif_begin_member(json, "properties");
    kembar_json_put_bool(json, "tripped", check->is_tripped);
    kembar_json_put_text(json, "failOn", kembar_relation_name(check->options.fail_on));
    kembar_json_put_u64(json, "max", check->options.max_findings);
    kembar_json_put_u64(json, "documents", check->n_documents);
    kembar_json_put_u64(json, "newDocuments", check->n_new_documents);
    kembar_json_put_u64(json, "findings", kembar_check_count_findings(check));
    kembar_json_put_u64(json, "new", check->n_new);
    kembar_json_put_u64(json, "noted", check->n_noted);
    kembar_json_put_u64(json, "known", check->n_known);
    kembar_json_put_u64(json, "listed", n_results);
    kembar_json_end_object(json);
}

void kembar_check_put_sarif(kembar_buffer *out, const kembar_checked *checked) {
    const kembar_check *check = checked->check;
    size_t n =
        check->n_findings < KEMBAR_CHECK_MAX_RESULTS ? check->n_findings : KEMBAR_CHECK_MAX_RESULTS;
    kembar_json_writer json = {.out = out};
    kembar_json_begin_object(&json);
    kembar_json_put_text(&json, "$schema", SCHEMA);
    kembar_json_put_text(&json, "version", "2.1.0");
    kembar_json_key(&json, "runs");
    kembar_json_begin_array(&json);
    kembar_json_begin_object(&json);
    put_tool(&json);
    kembar_sarif_put_invocations(&json, checked);
    kembar_json_key(&json, "results");
    kembar_json_begin_array(&json);
    for (size_t i = 0; i < n && !out->failed; i++)
        kembar_sarif_put_result(&json, checked, &check->findings[i]);
    kembar_json_end_array(&json);
    put_properties(&json, check, n);
    kembar_json_end_object(&json);
    kembar_json_end_array(&json);
    kembar_json_end_object(&json);
    kembar_buffer_append_char(out, '\n');
}
