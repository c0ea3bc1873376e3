#include "report/check_formats.h"
#include "report/check_groups.h"
#include "report/check_whole.h"
#include "report/check_words.h"
#include "report/plain.h"

/* JUnit's XML: a new document is a test case, a new finding its failure. */

/* Content and attributes. What XML 1.0 cannot hold is not shown anywhere. */
static void put_xml(kembar_buffer *out, kembar_view text) {
    for (kembar_view rest = text; rest.size > 0;) {
        uint32_t shown = kembar_plain_shown(kembar_plain_next(&rest));
        switch (shown) {
        case 0:
            break;
        case '&':
            kembar_buffer_append_text(out, "&amp;");
            break;
        case '<':
            kembar_buffer_append_text(out, "&lt;");
            break;
        case '>':
            kembar_buffer_append_text(out, "&gt;");
            break;
        case '"':
            kembar_buffer_append_text(out, "&quot;");
            break;
        default:
            kembar_plain_append_code_point(out, shown);
        }
    }
}

static void put_attribute(kembar_buffer *out, const char *name, kembar_view value) {
    kembar_buffer_append_char(out, ' ');
    kembar_buffer_append_text(out, name);
    kembar_buffer_append_text(out, "=\"");
    put_xml(out, value);
    kembar_buffer_append_char(out, '"');
}

static void put_number(kembar_buffer *out, const char *name, uint64_t value) {
    kembar_buffer_append_char(out, ' ');
    kembar_buffer_append_text(out, name);
    kembar_buffer_append_text(out, "=\"");
    kembar_buffer_append_u64(out, value);
    kembar_buffer_append_char(out, '"');
}

/* `text` is one line of its own and emptied. */
static void put_line(kembar_buffer *out, kembar_buffer *text) {
    put_xml(out, kembar_buffer_view(text));
    kembar_buffer_append_char(out, '\n');
    out->failed |= text->failed;
    kembar_buffer_clear(text);
}

typedef struct junit_writer {
    kembar_buffer *out;
    const kembar_checked *checked;
    const kembar_check_groups *groups;
    kembar_buffer line;
} junit_writer;

/* The messages of a case in one state. */
static void put_messages(junit_writer *w, const kembar_check_group *group, uint8_t state) {
    for (size_t i = group->begin; i < group->end && !w->out->failed; i++) {
        const kembar_finding *finding = &w->checked->check->findings[w->groups->order[i]];
        if (finding->state != state)
            continue;
        kembar_check_append_message(&w->line, w->checked, finding);
        put_line(w->out, &w->line);
    }
}

static void put_failure(junit_writer *w, const kembar_check_group *group,
                        const kembar_finding *first) {
    if (group->n_state[KEMBAR_FINDING_NEW] == 0)
        return;
    kembar_buffer_append_text(&w->line, "is ");
    kembar_buffer_append_text(&w->line, kembar_check_tie(first));
    kembar_buffer_append_char(&w->line, ' ');
    kembar_check_append_place(&w->line, first, 1);
    kembar_buffer_append_text(w->out, "<failure");
    put_attribute(w->out, "message", kembar_buffer_view(&w->line));
    kembar_buffer_append_text(w->out, " type=\"");
    kembar_check_append_rule(w->out, first->relation);
    kembar_buffer_append_text(w->out, "\">");
    kembar_buffer_clear(&w->line);
    put_messages(w, group, KEMBAR_FINDING_NEW);
    kembar_buffer_append_text(w->out, "</failure>\n");
}

static int is_skipped(const kembar_check_group *group) {
    return group->n_state[KEMBAR_FINDING_NEW] == 0 && group->n_state[KEMBAR_FINDING_KNOWN] > 0;
}

static void put_case(junit_writer *w, const kembar_check_group *group) {
    const kembar_finding *first = &w->checked->check->findings[w->groups->order[group->begin]];
    kembar_buffer_append_text(w->out, "<testcase");
    put_attribute(w->out, "name", first->subject.id);
    put_attribute(w->out, "classname", first->subject.path);
    put_attribute(w->out, "file", kembar_check_tool_path(first->subject.path));
    put_number(w->out, "line", kembar_check_lines_of(first, 0, 0).begin);
    kembar_buffer_append_text(w->out, ">\n");
    put_failure(w, group, first);
    if (is_skipped(group))
        kembar_buffer_append_text(w->out, "<skipped message=\"stands in the baseline\"/>\n");
    if (group->n_state[KEMBAR_FINDING_NOTED] + group->n_state[KEMBAR_FINDING_KNOWN] > 0) {
        kembar_buffer_append_text(w->out, "<system-out>");
        put_messages(w, group, KEMBAR_FINDING_NOTED);
        put_messages(w, group, KEMBAR_FINDING_KNOWN);
        kembar_buffer_append_text(w->out, "</system-out>\n");
    }
    kembar_buffer_append_text(w->out, "</testcase>\n");
}

static void put_counts(junit_writer *w) {
    size_t n_failures = 0, n_skipped = 0;
    for (size_t i = 0; i < w->groups->n_groups; i++) {
        n_failures += w->groups->groups[i].n_state[KEMBAR_FINDING_NEW] > 0;
        n_skipped += is_skipped(&w->groups->groups[i]) > 0;
    }
    put_number(w->out, "tests", w->groups->n_groups);
    put_number(w->out, "failures", n_failures);
    put_number(w->out, "errors", 0);
    put_number(w->out, "skipped", n_skipped);
}

static void put_whole(junit_writer *w) {
    const kembar_check *check = w->checked->check;
    size_t n = w->checked->n_entries;
    kembar_buffer_append_text(w->out, "<system-out>");
    kembar_check_append_documents(&w->line, check);
    put_line(w->out, &w->line);
    kembar_check_append_verdict(&w->line, w->checked);
    put_line(w->out, &w->line);
    if (kembar_check_append_unshown(&w->line, check))
        put_line(w->out, &w->line);
    if (w->checked->entries) {
        kembar_check_append_baseline(&w->line, w->checked);
        put_line(w->out, &w->line);
    }
    for (size_t i = kembar_check_next_stale(w->checked, 0); i < n && !w->out->failed;
         i = kembar_check_next_stale(w->checked, i + 1)) {
        kembar_check_append_stale(&w->line, w->checked, i);
        put_line(w->out, &w->line);
    }
    kembar_buffer_append_text(w->out, "</system-out>\n<system-err>");
    for (size_t i = 0; i < check->n_rejections && !w->out->failed; i++) {
        kembar_check_append_rejected_place(&w->line, &check->rejections[i]);
        kembar_buffer_append_text(&w->line, ": ");
        kembar_check_append_rejection(&w->line, &check->rejections[i]);
        put_line(w->out, &w->line);
    }
    kembar_buffer_append_text(w->out, "</system-err>\n");
}

void kembar_check_put_junit(kembar_buffer *out, const kembar_checked *checked) {
    kembar_check_groups groups;
    junit_writer w = {.out = out, .checked = checked, .groups = &groups};
    if (kembar_check_groups_init(&groups, checked->check) != KEMBAR_OK) {
        out->failed = 1;
        return;
    }
    kembar_buffer_append_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    put_counts(&w);
    kembar_buffer_append_text(out, ">\n<testsuite name=\"kembar check\"");
    put_counts(&w);
    kembar_buffer_append_text(out, ">\n");
    for (size_t i = 0; i < groups.n_groups && !out->failed; i++)
        put_case(&w, &groups.groups[i]);
    put_whole(&w);
    kembar_buffer_append_text(out, "</testsuite>\n</testsuites>\n");
    kembar_check_groups_deinit(&groups);
    kembar_buffer_deinit(&w.line);
}
