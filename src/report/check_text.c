#include <string.h>

#include "report/check_formats.h"
#include "report/check_groups.h"
#include "report/check_whole.h"
#include "report/check_words.h"
#include "report/column.h"
#include "report/plain.h"
#include "report/summary_text.h"

enum {
    COLUMNS = KEMBAR_SUMMARY_COLUMNS,
    STATE_COLUMNS = 7,
    LIST_INDENT = 4,
    MARK_COLUMNS = 2,
    MAX_LISTED = 20,
    MAX_OTHERS = 4 /* findings of a document, after its first */
};

typedef struct text_writer {
    kembar_buffer *out;
    const kembar_checked *checked;
    kembar_buffer line; /* of foreign text, to be cut */
} text_writer;

static void put_ink(text_writer *w, kembar_ink ink) {
    kembar_summary_ink(w->out, w->checked->style.color, ink);
}

static void put_spaces(kembar_buffer *out, size_t n_spaces) {
    while (n_spaces-- > 0)
        kembar_buffer_append_char(out, ' ');
}

/* The log of a CI service may take "##vso[" or "##[" for a command, wherever it stands. */
static void disarm(kembar_buffer *out, size_t begin) {
    if (out->failed)
        return;
    for (size_t i = begin; i + 2 < out->size; i++) {
        size_t end = i + 2;
        if (out->data[i] != '#' || out->data[i + 1] != '#')
            continue;
        while (end < out->size &&
               ((out->data[end] | 0x20) >= 'a' && (out->data[end] | 0x20) <= 'z'))
            end++;
        if (end < out->size && out->data[end] == '[')
            out->data[end] = '(';
    }
}

/* What is in w->line, wrapped; a line that is carried on begins with a mark, so that no foreign
 * word does: "::error" would be a command in the log of a CI service. */
static void end_line(text_writer *w, size_t indent) {
    kembar_column column = {.width = COLUMNS - indent};
    kembar_column_set(&column, kembar_buffer_view(&w->line), NULL, 0);
    for (size_t i = 0; i < column.n_lines; i++) {
        const kembar_column_line *line = &column.lines[i];
        if (i > 0) {
            put_spaces(w->out, indent - MARK_COLUMNS);
            kembar_buffer_append_text(w->out, "> ");
        }
        size_t begin = w->out->size;
        kembar_buffer_append(w->out, column.text.data + line->begin, line->end - line->begin);
        disarm(w->out, begin);
        if (i + 1 < column.n_lines)
            kembar_buffer_append_char(w->out, '\n');
    }
    w->out->failed |= w->line.failed || column.text.failed;
    kembar_column_deinit(&column);
    kembar_buffer_clear(&w->line);
}

static void put_newline(text_writer *w) {
    kembar_buffer_append_char(w->out, '\n');
}

/* A line of a finding: below its state. */
static void end_indented(text_writer *w, kembar_ink ink) {
    put_ink(w, ink);
    put_spaces(w->out, STATE_COLUMNS);
    end_line(w, STATE_COLUMNS);
    if (ink != KEMBAR_INK_PLAIN)
        put_ink(w, KEMBAR_INK_PLAIN);
    put_newline(w);
}

static void put_subject(text_writer *w, const kembar_finding *finding) {
    int is_new = finding->state == KEMBAR_FINDING_NEW;
    const char *state = is_new ? "NEW" : "noted";
    put_ink(w, is_new ? KEMBAR_INK_WARN : KEMBAR_INK_SOFT);
    kembar_buffer_append_text(w->out, state);
    put_ink(w, KEMBAR_INK_PLAIN);
    put_spaces(w->out, STATE_COLUMNS - strlen(state));
    put_ink(w, KEMBAR_INK_BOLD);
    kembar_check_append_place(&w->line, finding, 0);
    end_line(w, STATE_COLUMNS);
    put_ink(w, KEMBAR_INK_PLAIN);
    put_newline(w);
}

static void put_tie(text_writer *w, const kembar_finding *finding) {
    kembar_buffer_append_text(&w->line, kembar_relation_name((kembar_relation)finding->relation));
    kembar_buffer_append_text(&w->line, ": ");
    kembar_buffer_append_text(&w->line, kembar_check_tie(finding));
    kembar_buffer_append_char(&w->line, ' ');
    kembar_check_append_place(&w->line, finding, 1);
    end_indented(w, KEMBAR_INK_PLAIN);
}

static void put_evidence(text_writer *w, const kembar_finding *finding) {
    put_tie(w, finding);
    kembar_check_append_shared(&w->line, finding);
    end_indented(w, KEMBAR_INK_PLAIN);
    if (finding->n_shown > 0) {
        kembar_check_append_words(&w->line, finding, KEMBAR_CHECK_WORDS_COLUMNS);
        end_indented(w, KEMBAR_INK_SOFT);
    }
    if (finding->state == KEMBAR_FINDING_NOTED) {
        kembar_check_append_standing(&w->line, w->checked, finding);
        end_indented(w, KEMBAR_INK_PLAIN);
    }
}

/* Further findings of a document, by their places alone; *left: those that stay to be counted. */
static void put_others(text_writer *w, const kembar_check_groups *groups,
                       const kembar_check_group *group, size_t left[KEMBAR_FINDING_NOTED + 1]) {
    size_t n_listed = 0;
    for (size_t i = group->begin + 1; i < group->end && n_listed < MAX_OTHERS; i++) {
        const kembar_finding *finding = &w->checked->check->findings[groups->order[i]];
        if (finding->state == KEMBAR_FINDING_KNOWN)
            continue;
        kembar_buffer_append_text(&w->line,
                                  finding->state == KEMBAR_FINDING_NOTED ? "noted " : "also ");
        put_tie(w, finding);
        left[finding->state <= KEMBAR_FINDING_NOTED ? finding->state : KEMBAR_FINDING_NEW]--;
        n_listed++;
    }
}

static void append_more(kembar_buffer *out, size_t n, const char *state, int *n_parts) {
    if (n == 0)
        return;
    kembar_buffer_append_text(out, (*n_parts)++ ? ", " : "and ");
    kembar_plain_append_count(out, n);
    kembar_buffer_append_text(out, " more ");
    kembar_buffer_append_text(out, state);
}

static void put_group(text_writer *w, const kembar_check_groups *groups,
                      const kembar_check_group *group) {
    const kembar_finding *first = &w->checked->check->findings[groups->order[group->begin]];
    size_t left[KEMBAR_FINDING_NOTED + 1];
    int n_parts = 0;
    if (first->state == KEMBAR_FINDING_KNOWN)
        return;
    memcpy(left, group->n_state, sizeof left);
    left[first->state <= KEMBAR_FINDING_NOTED ? first->state : KEMBAR_FINDING_NEW]--;
    put_subject(w, first);
    put_evidence(w, first);
    put_others(w, groups, group, left);
    append_more(&w->line, left[KEMBAR_FINDING_NEW], "new", &n_parts);
    append_more(&w->line, left[KEMBAR_FINDING_NOTED], "noted", &n_parts);
    append_more(&w->line, left[KEMBAR_FINDING_KNOWN], "known", &n_parts);
    if (n_parts)
        end_indented(w, KEMBAR_INK_PLAIN);
    put_newline(w);
}

/* A line of a list. */
static void end_item(text_writer *w) {
    put_spaces(w->out, LIST_INDENT);
    end_line(w, LIST_INDENT);
    put_newline(w);
}

static void put_stale(text_writer *w) {
    size_t n_listed = 0, n_left = 0, n = w->checked->n_entries;
    for (size_t i = kembar_check_next_stale(w->checked, 0); i < n;
         i = kembar_check_next_stale(w->checked, i + 1)) {
        if (n_listed == MAX_LISTED) {
            n_left++;
            continue;
        }
        n_listed++;
        kembar_buffer_append_text(&w->line, "line ");
        kembar_buffer_append_u64(&w->line, w->checked->entries[i].line);
        kembar_buffer_append_text(&w->line, ": ");
        kembar_check_append_stale(&w->line, w->checked, i);
        end_item(w);
    }
    if (n_left)
        kembar_buffer_append_format(w->out, "    and %zu more\n", n_left);
}

static void put_rejections(text_writer *w) {
    const kembar_check *check = w->checked->check;
    if (check->n_rejections == 0)
        return;
    kembar_plain_append_counted(w->out, check->n_rejections, "input was not read",
                                "inputs were not read");
    kembar_buffer_append_text(w->out, ":\n");
    for (size_t i = 0; i < check->n_rejections && i < MAX_LISTED; i++) {
        kembar_buffer_append_text(&w->line, "in ");
        kembar_check_append_rejected_place(&w->line, &check->rejections[i]);
        kembar_buffer_append_text(&w->line, ": ");
        kembar_check_append_rejection(&w->line, &check->rejections[i]);
        end_item(w);
    }
    if (check->n_rejections > MAX_LISTED)
        kembar_buffer_append_format(w->out, "    and %zu more\n", check->n_rejections - MAX_LISTED);
}

static void put_whole(text_writer *w) {
    kembar_check_append_documents(w->out, w->checked->check);
    put_newline(w);
    if (w->checked->entries || w->checked->style.baseline_path) {
        kembar_check_append_baseline(&w->line, w->checked);
        end_line(w, MARK_COLUMNS);
        put_newline(w);
        put_stale(w);
    }
    put_rejections(w);
    if (kembar_check_append_unshown(w->out, w->checked->check))
        put_newline(w);
    put_ink(w, w->checked->check->is_tripped ? KEMBAR_INK_WARN : KEMBAR_INK_BOLD);
    kembar_check_append_verdict(w->out, w->checked);
    put_ink(w, KEMBAR_INK_PLAIN);
    put_newline(w);
}

void kembar_check_put_text(kembar_buffer *out, const kembar_checked *checked) {
    text_writer w = {.out = out, .checked = checked};
    kembar_check_groups groups;
    if (kembar_check_groups_init(&groups, checked->check) != KEMBAR_OK) {
        out->failed = 1;
        return;
    }
    for (size_t i = 0; i < groups.n_groups && !out->failed; i++)
        put_group(&w, &groups, &groups.groups[i]);
    put_whole(&w);
    kembar_check_groups_deinit(&groups);
    kembar_buffer_deinit(&w.line);
}
