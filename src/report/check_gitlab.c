#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/check_formats.h"
#include "report/check_whole.h"
#include "report/check_words.h"
#include "report/json_put.h"
#include "report/plain.h"

/* GitLab Code Quality: an array of issues, each at a line of a file. */

static const char *severity_of(const kembar_finding *finding) {
    if (finding->state != KEMBAR_FINDING_NEW)
        return "info";
    switch ((kembar_relation)finding->relation) {
    case KEMBAR_RELATION_EXACT:
        return "critical";
    case KEMBAR_RELATION_NEAR:
    case KEMBAR_RELATION_TRANSLATION:
        return "major";
    case KEMBAR_RELATION_EXCERPT:
    case KEMBAR_RELATION_RELATED:
    case KEMBAR_RELATION_NONE:
        break;
    }
    return "minor";
}

/* --- fingerprints --- */

/* GitLab shows one issue of several with the same fingerprint, and copies of one text have it: the
 * second of them and those that follow are numbered. */
typedef struct numbered {
    const char *fingerprint;
    size_t index;
} numbered;

static int compare_fingerprints(const void *left, const void *right) {
    const numbered *a = left, *b = right;
    int difference = strcmp(a->fingerprint, b->fingerprint);
    return difference ? difference : a->index < b->index ? -1 : a->index > b->index;
}

/* For each of the first `n` findings how many before it have its fingerprint. NULL without memory.
 */
static size_t *count_repeats(const kembar_check *check, size_t n) {
    numbered *items = kembar_alloc(n, sizeof *items);
    size_t *repeats = kembar_alloc(n, sizeof *repeats);
    if (!items || !repeats) {
        kembar_free(items);
        kembar_free(repeats);
        return NULL;
    }
    for (size_t i = 0; i < n; i++)
        items[i] = (numbered){check->findings[i].fingerprint, i};
    if (n > 0)
        qsort(items, n, sizeof *items, compare_fingerprints);
    for (size_t i = 0; i < n; i++) {
        int is_repeat = i > 0 && strcmp(items[i].fingerprint, items[i - 1].fingerprint) == 0;
        repeats[items[i].index] = is_repeat ? repeats[items[i - 1].index] + 1 : 0;
    }
    kembar_free(items);
    return repeats;
}

/* --- issues --- */

static void put_taken(kembar_json_writer *json, const char *key, kembar_buffer *text) {
    kembar_json_put_string(json, key, kembar_buffer_view(text));
    json->out->failed |= text->failed;
    kembar_buffer_deinit(text);
}

static void put_fingerprint(kembar_json_writer *json, const char *of, size_t n_before) {
    kembar_buffer text = {0};
    kembar_buffer_append_text(&text, of);
    if (n_before > 0) {
        kembar_buffer_append_char(&text, '-');
        kembar_buffer_append_u64(&text, n_before + 1);
    }
    put_taken(json, "fingerprint", &text);
}

static void put_place(kembar_json_writer *json, kembar_view path, kembar_check_lines lines) {
    kembar_json_begin_object(json);
    kembar_json_put_foreign(json, "path", kembar_check_tool_path(path));
    kembar_json_key(json, "lines");
    kembar_json_begin_object(json);
    kembar_json_put_u64(json, "begin", lines.begin);
    kembar_json_put_u64(json, "end", lines.end);
    kembar_json_end_object(json);
    kembar_json_end_object(json);
}

static void put_other_places(kembar_json_writer *json, const kembar_finding *finding) {
    size_t n = finding->n_shown > 0 ? finding->n_shown : 1;
    kembar_json_key(json, "other_locations");
    kembar_json_begin_array(json);
    for (size_t i = 0; i < n; i++)
        put_place(json, finding->other.path, kembar_check_lines_of(finding, i, 1));
    kembar_json_end_array(json);
}

static void begin_issue(kembar_json_writer *json, kembar_buffer *description,
                        const char *severity) {
    kembar_json_begin_object(json);
    kembar_json_put_text(json, "type", "issue");
    kembar_json_key(json, "categories");
    kembar_json_begin_array(json);
    kembar_json_text(json, "Duplication");
    kembar_json_end_array(json);
    put_taken(json, "description", description);
    kembar_json_put_text(json, "severity", severity);
}

static void put_finding(kembar_json_writer *json, const kembar_checked *checked,
                        const kembar_finding *finding, size_t n_before) {
    kembar_buffer description = {0}, rule = {0};
    kembar_check_append_message(&description, checked, finding);
    kembar_check_append_rule(&rule, finding->relation);
    begin_issue(json, &description, severity_of(finding));
    put_taken(json, "check_name", &rule);
    put_fingerprint(json, finding->fingerprint, n_before);
    kembar_json_key(json, "location");
    put_place(json, finding->subject.path, kembar_check_lines_of(finding, 0, 0));
    put_other_places(json, finding);
    kembar_json_end_object(json);
}

/* Where the first finding is that is not listed, or the last one where that is not known. */
static void put_cut(kembar_json_writer *json, const kembar_check *check, size_t n_listed) {
    const kembar_finding *next =
        &check->findings[n_listed < check->n_findings ? n_listed : n_listed - 1];
    kembar_buffer description = {0};
    kembar_check_append_cut(&description, "findings", kembar_check_count_findings(check), n_listed);
    begin_issue(json, &description, "info");
    kembar_json_put_text(json, "check_name", "kembar-cut");
    put_fingerprint(json, "kembar-cut", 0);
    kembar_json_key(json, "location");
    put_place(json, next->subject.path, kembar_check_lines_of(next, 0, 0));
    kembar_json_key(json, "other_locations");
    kembar_json_begin_array(json);
    kembar_json_end_array(json);
    kembar_json_end_object(json);
}

void kembar_check_put_gitlab(kembar_buffer *out, const kembar_checked *checked) {
    const kembar_check *check = checked->check;
    size_t n =
        check->n_findings < KEMBAR_CHECK_MAX_RESULTS ? check->n_findings : KEMBAR_CHECK_MAX_RESULTS;
    size_t *repeats = count_repeats(check, n);
    kembar_json_writer json = {.out = out};
    if (!repeats) {
        out->failed = 1;
        return;
    }
    kembar_json_begin_array(&json);
    for (size_t i = 0; i < n && !out->failed; i++)
        put_finding(&json, checked, &check->findings[i], repeats[i]);
    if (n > 0 && n < kembar_check_count_findings(check) && !out->failed)
        put_cut(&json, check, n);
    kembar_json_end_array(&json);
    kembar_buffer_append_char(out, '\n');
    kembar_free(repeats);
}
