#include "report/check_rules.h"
#include "report/check_words.h"
#include "report/json_put.h"
#include "report/sarif_put.h"

static void put_locations(kembar_json_writer *json, const kembar_finding *finding) {
    kembar_check_lines lines = kembar_check_lines_of(finding, 0, 0);
    kembar_json_key(json, "locations");
    kembar_json_begin_array(json);
    kembar_json_begin_object(json);
    kembar_sarif_put_physical(json, finding->subject.path, &lines);
    kembar_json_end_object(json);
    kembar_json_end_array(json);
}

/* The passages where they stand in the other text; the link of the message leads to the first. */
static void put_related(kembar_json_writer *json, const kembar_finding *finding) {
    size_t n = finding->n_shown > 0 ? finding->n_shown : 1;
    kembar_json_key(json, "relatedLocations");
    kembar_json_begin_array(json);
    for (size_t i = 0; i < n; i++) {
        kembar_check_lines lines = kembar_check_lines_of(finding, i, 1);
        kembar_buffer text = {0};
        kembar_json_begin_object(json);
        kembar_json_put_u64(json, "id", i + 1);
        kembar_sarif_put_physical(json, finding->other.path, &lines);
        kembar_check_append_passage(&text, finding, i);
        kembar_sarif_put_message(json, &text, "");
        kembar_json_end_object(json);
    }
    kembar_json_end_array(json);
}

static void put_suppressions(kembar_json_writer *json, const kembar_checked *checked,
                             const kembar_finding *finding) {
    kembar_json_key(json, "suppressions");
    kembar_json_begin_array(json);
    if (finding->state == KEMBAR_FINDING_KNOWN) {
        kembar_buffer why = {0};
        kembar_check_append_standing(&why, checked, finding);
        kembar_json_begin_object(json);
        kembar_json_put_text(json, "kind", "external");
        kembar_json_put_text(json, "status", "accepted");
        kembar_json_put_string(json, "justification", kembar_buffer_view(&why));
        kembar_json_end_object(json);
        json->out->failed |= why.failed;
        kembar_buffer_deinit(&why);
    }
    kembar_json_end_array(json);
}

static void put_measures(kembar_json_writer *json, const kembar_finding *finding) {
    kembar_sarif_begin_member(json, "properties");
    kembar_json_put_text(json, "state", kembar_check_state_name(finding->state));
    kembar_json_put_string(json, "document", finding->subject.id);
    kembar_json_put_string(json, "other", finding->other.id);
    kembar_json_put_micro(json, "score", finding->score);
    kembar_json_put_micro(json, "coverage", finding->coverage_subject);
    kembar_json_put_micro(json, "otherCoverage", finding->coverage_other);
    kembar_json_put_u64(json, "equalWords", finding->equal_tokens);
    kembar_json_put_u64(json, "passages", finding->n_passages);
    kembar_json_end_object(json);
}

void kembar_sarif_put_result(kembar_json_writer *json, const kembar_checked *checked,
                             const kembar_finding *finding) {
    kembar_buffer text = {0};
    int rule = KEMBAR_RELATION_EXACT - (int)finding->relation;
    kembar_json_begin_object(json);
    kembar_sarif_put_rule_id(json, "ruleId", (kembar_relation)finding->relation);
    if (rule >= 0 && rule < KEMBAR_CHECK_RULES)
        kembar_json_put_u64(json, "ruleIndex", (uint64_t)rule);
    kembar_json_put_text(json, "level", finding->state == KEMBAR_FINDING_NOTED ? "note" : "error");
    kembar_check_append_message(&text, checked, finding);
    kembar_sarif_put_message(json, &text, " See [the other text](1).");
    put_locations(json, finding);
    put_related(json, finding);
    kembar_sarif_begin_member(json, "partialFingerprints");
    kembar_json_put_text(json, "kembar/v1", finding->fingerprint);
    kembar_json_end_object(json);
    put_suppressions(json, checked, finding);
    put_measures(json, finding);
    kembar_json_end_object(json);
}
