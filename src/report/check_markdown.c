#include <string.h>

#include "report/check_formats.h"
#include "report/check_whole.h"
#include "report/check_words.h"
#include "report/plain.h"

/* A job's summary on GitHub may have 1 MiB; what comes after the tables needs little. */
enum { MAX_TABLE_BYTES = 900 << 10, MAX_LIST_BYTES = 30 << 10, CELL_COLUMNS = 160 };

static size_t longest_run_of_backticks(kembar_view text) {
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < text.size; i++) {
        run = text.data[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

/* Foreign text, one line and safe, as code: there is no markup, link or mention in code. Only the
 * bar of a table counts there: a backslash takes that from it, if none stands before. */
static void put_code(kembar_buffer *out, kembar_view text, int in_table) {
    size_t n_ticks = longest_run_of_backticks(text) + 1;
    if (text.size == 0)
        return;
    for (size_t i = 0; i < n_ticks; i++)
        kembar_buffer_append_char(out, '`');
    kembar_buffer_append_char(out, ' ');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '|' && in_table)
            kembar_buffer_append_text(out, i > 0 && text.data[i - 1] == '\\' ? " \\" : "\\");
        kembar_buffer_append_char(out, text.data[i]);
    }
    kembar_buffer_append_char(out, ' ');
    for (size_t i = 0; i < n_ticks; i++)
        kembar_buffer_append_char(out, '`');
}

/* As code what `line` holds, which is emptied. */
static void put_line(kembar_buffer *out, kembar_buffer *line, int in_table) {
    put_code(out, kembar_buffer_view(line), in_table);
    out->failed |= line->failed;
    kembar_buffer_clear(line);
}

static void put_row(kembar_buffer *out, kembar_buffer *line, const kembar_finding *finding) {
    kembar_buffer_append_text(out, "| ");
    kembar_buffer_append_text(out, kembar_check_state_name(finding->state));
    kembar_buffer_append_text(out, " | ");
    kembar_check_append_place(line, finding, 0);
    put_line(out, line, 1);
    kembar_buffer_append_text(out, " | ");
    kembar_buffer_append_text(out, kembar_relation_name((kembar_relation)finding->relation));
    kembar_buffer_append_text(out, ": ");
    kembar_buffer_append_text(out, kembar_check_tie(finding));
    kembar_buffer_append_text(out, " | ");
    kembar_check_append_place(line, finding, 1);
    put_line(out, line, 1);
    kembar_buffer_append_text(out, " | ");
    kembar_check_append_shared(out, finding);
    kembar_buffer_append_text(out, " | ");
    kembar_check_append_words(line, finding, CELL_COLUMNS);
    put_line(out, line, 1);
    kembar_buffer_append_text(out, " |\n");
}

/* The findings that are, or are not, known; those that do not fit are counted. */
static void put_table(kembar_buffer *out, const kembar_check *check, int is_known) {
    kembar_buffer line = {0};
    size_t n_left = 0;
    kembar_buffer_append_text(out, "| | New document | Relation | Other document | Shared | Words "
                                   "|\n|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < check->n_findings && !out->failed; i++) {
        size_t size = out->size;
        if ((check->findings[i].state == KEMBAR_FINDING_KNOWN) != is_known)
            continue;
        if (n_left == 0)
            put_row(out, &line, &check->findings[i]);
        if (!out->failed && (n_left > 0 || out->size > MAX_TABLE_BYTES)) {
            out->size = size;
            n_left++;
        }
    }
    kembar_buffer_append_char(out, '\n');
    if (n_left) {
        kembar_plain_append_counted(out, n_left, "finding is", "findings are");
        kembar_buffer_append_text(out, " left out here: the summary would be too long.\n\n");
    }
    kembar_buffer_deinit(&line);
}

static void put_known(kembar_buffer *out, const kembar_check *check) {
    if (check->n_known == 0)
        return;
    kembar_buffer_append_text(out, "<details><summary>");
    kembar_plain_append_counted(out, check->n_known, "known finding", "known findings");
    kembar_buffer_append_text(out, "</summary>\n\n");
    put_table(out, check, 1);
    kembar_buffer_append_text(out, "</details>\n\n");
}

/* A list that ends where it gets long. */
typedef struct markdown_list {
    kembar_buffer *out;
    kembar_buffer line;
    size_t begin, n_left;
} markdown_list;

/* An item with what list->line holds. */
static void end_item(markdown_list *list) {
    if (list->n_left > 0 || list->out->size - list->begin > MAX_LIST_BYTES) {
        list->n_left++;
        kembar_buffer_clear(&list->line);
        return;
    }
    kembar_buffer_append_text(list->out, "- ");
    put_line(list->out, &list->line, 0);
    kembar_buffer_append_char(list->out, '\n');
}

static void end_list(markdown_list *list) {
    if (list->n_left) {
        kembar_buffer_append_text(list->out, "- and ");
        kembar_plain_append_count(list->out, list->n_left);
        kembar_buffer_append_text(list->out, " more\n");
    }
    kembar_buffer_append_char(list->out, '\n');
    kembar_buffer_deinit(&list->line);
}

static void put_baseline(kembar_buffer *out, const kembar_checked *checked) {
    markdown_list list = {.out = out};
    size_t n = checked->n_entries;
    if (!checked->entries)
        return;
    kembar_check_append_baseline(&list.line, checked);
    put_line(out, &list.line, 0);
    kembar_buffer_append_text(out, "\n\n");
    list.begin = out->size;
    for (size_t i = kembar_check_next_stale(checked, 0); i < n && !out->failed;
         i = kembar_check_next_stale(checked, i + 1)) {
        kembar_check_append_stale(&list.line, checked, i);
        end_item(&list);
    }
    end_list(&list);
}

static void put_rejections(kembar_buffer *out, const kembar_check *check) {
    markdown_list list = {.out = out};
    if (check->n_rejections == 0)
        return;
    kembar_plain_append_counted(out, check->n_rejections, "input was not read",
                                "inputs were not read");
    kembar_buffer_append_text(out, ":\n\n");
    list.begin = out->size;
    for (size_t i = 0; i < check->n_rejections && !out->failed; i++) {
        kembar_check_append_rejected_place(&list.line, &check->rejections[i]);
        kembar_buffer_append_text(&list.line, ": ");
        kembar_check_append_rejection(&list.line, &check->rejections[i]);
        end_item(&list);
    }
    end_list(&list);
}

void kembar_check_put_markdown(kembar_buffer *out, const kembar_checked *checked) {
    const kembar_check *check = checked->check;
    kembar_buffer_append_text(out, "### kembar check\n\n**");
    kembar_check_append_verdict(out, checked);
    kembar_buffer_append_text(out, ".** ");
    kembar_check_append_documents(out, check);
    kembar_buffer_append_text(out, ".\n\n");
    if (kembar_check_append_unshown(out, check))
        kembar_buffer_append_text(out, ".\n\n");
    if (check->n_new + check->n_noted > 0)
        put_table(out, check, 0);
    put_known(out, check);
    put_baseline(out, checked);
    put_rejections(out, check);
}
