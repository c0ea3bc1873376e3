#include <string.h>

#include "report/check_formats.h"
#include "report/check_whole.h"
#include "report/check_words.h"
#include "report/plain.h"

/* Workflow commands: ::error file=PATH,line=N::MESSAGE. GitHub shows the first ten of each level
 * that a step prints; all of them stand in its log. */

enum { IN_MESSAGE = 0, IN_PROPERTY = 1, SHOWN_BY_GITHUB = 10 };

/* Bytes that are syntax in a command, as %XX. */
static void put_escaped(kembar_buffer *out, kembar_view text, int where) {
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '%' || c == '\r' || c == '\n' || (where == IN_PROPERTY && (c == ':' || c == ',')))
            kembar_buffer_append_format(out, "%%%02X", (unsigned)(unsigned char)c);
        else
            kembar_buffer_append_char(out, c);
    }
}

/* The bytes of a path as they are, but for controls and what is not shown: it must name the file.
 */
static void put_path(kembar_buffer *out, kembar_view path) {
    kembar_buffer shown = {0};
    for (kembar_view rest = kembar_check_tool_path(path); rest.size > 0;) {
        uint32_t c = kembar_plain_shown(kembar_plain_next(&rest));
        if (c)
            kembar_plain_append_code_point(&shown, c);
    }
    put_escaped(out, kembar_buffer_view(&shown), IN_PROPERTY);
    out->failed |= shown.failed;
    kembar_buffer_deinit(&shown);
}

static void put_message(kembar_buffer *out, kembar_buffer *message) {
    kembar_buffer_append_text(out, "::");
    put_escaped(out, kembar_buffer_view(message), IN_MESSAGE);
    kembar_buffer_append_char(out, '\n');
    out->failed |= message->failed;
    kembar_buffer_deinit(message);
}

static void put_finding(kembar_buffer *out, const kembar_checked *checked,
                        const kembar_finding *finding) {
    kembar_check_lines lines = kembar_check_lines_of(finding, 0, 0);
    kembar_buffer title = {0}, message = {0};
    kembar_buffer_append_text(out, finding->state == KEMBAR_FINDING_NEW ? "::error file="
                                                                        : "::notice file=");
    put_path(out, finding->subject.path);
    kembar_buffer_append_text(out, ",line=");
    kembar_buffer_append_u64(out, lines.begin);
    kembar_buffer_append_text(out, ",endLine=");
    kembar_buffer_append_u64(out, lines.end);
    kembar_buffer_append_text(out, ",title=");
    kembar_buffer_append_text(&title, kembar_relation_name((kembar_relation)finding->relation));
    kembar_buffer_append_text(&title, ": ");
    kembar_buffer_append_text(&title, kembar_check_tie(finding));
    kembar_buffer_append_text(&title, " ");
    kembar_check_append_place(&title, finding, 1);
    put_escaped(out, kembar_buffer_view(&title), IN_PROPERTY);
    out->failed |= title.failed;
    kembar_buffer_deinit(&title);
    kembar_check_append_message(&message, checked, finding);
    put_message(out, &message);
}

static void put_warning(kembar_buffer *out, kembar_view path, uint64_t line, const char *title) {
    kembar_buffer_append_text(out, "::warning file=");
    put_path(out, path);
    if (line) {
        kembar_buffer_append_text(out, ",line=");
        kembar_buffer_append_u64(out, line);
    }
    kembar_buffer_append_text(out, ",title=");
    kembar_buffer_append_text(out, title);
}

static void put_rejections(kembar_buffer *out, const kembar_check *check) {
    for (size_t i = 0; i < check->n_rejections && !out->failed; i++) {
        kembar_buffer message = {0};
        put_warning(out, check->rejections[i].path, check->rejections[i].position, "not read");
        kembar_check_append_rejected_place(&message, &check->rejections[i]);
        kembar_buffer_append_text(&message, ": ");
        kembar_check_append_rejection(&message, &check->rejections[i]);
        put_message(out, &message);
    }
}

static void put_stale(kembar_buffer *out, const kembar_checked *checked) {
    const char *path = checked->style.baseline_path ? checked->style.baseline_path : "baseline";
    size_t n = checked->n_entries;
    for (size_t i = kembar_check_next_stale(checked, 0); i < n && !out->failed;
         i = kembar_check_next_stale(checked, i + 1)) {
        kembar_buffer message = {0};
        put_warning(out, (kembar_view){path, strlen(path)}, checked->entries[i].line,
                    "baseline entry");
        kembar_check_append_stale(&message, checked, i);
        put_message(out, &message);
    }
}

void kembar_check_put_github(kembar_buffer *out, const kembar_checked *checked) {
    const kembar_check *check = checked->check;
    for (size_t i = 0; i < check->n_findings && !out->failed; i++)
        if (check->findings[i].state != KEMBAR_FINDING_KNOWN)
            put_finding(out, checked, &check->findings[i]);
    put_rejections(out, check);
    put_stale(out, checked);
    /* No command: constants and numbers, in the log alone, where all of them stand. */
    kembar_check_append_documents(out, check);
    kembar_buffer_append_text(out, ". ");
    kembar_check_append_verdict(out, checked);
    kembar_buffer_append_text(out, ".");
    if (check->n_new > SHOWN_BY_GITHUB || check->n_noted > SHOWN_BY_GITHUB)
        kembar_buffer_append_format(out, " GitHub shows the first %d of a kind, this log %s.",
                                    SHOWN_BY_GITHUB, check->n_unshown ? "more" : "all");
    if (check->n_unshown) {
        kembar_buffer_append_char(out, ' ');
        (void)kembar_check_append_unshown(out, check);
        kembar_buffer_append_char(out, '.');
    }
    kembar_buffer_append_char(out, '\n');
}
