#include <string.h>

#include "base/views.h"
#include "document/document.h"
#include "report/answers.h"
#include "report/plain.h"
#include "report/summary_text.h"
#include "report/track_tally.h"

enum {
    COLUMNS = KEMBAR_SUMMARY_COLUMNS,
    DATE_COLUMNS = 10,
    DAYS_COLUMNS = 5,
    RELATION_COLUMNS = 11,
    PERCENT_COLUMNS = 5,
    MAX_OUTLET_COLUMNS = 22,
    GAP_COLUMNS = 2,
    CHANGE_INDENT = GAP_COLUMNS + DATE_COLUMNS + DAYS_COLUMNS + GAP_COLUMNS,
    MAX_EXAMPLES = 3,
    COUNT_BYTES = 32
};

typedef struct track_writer {
    kembar_buffer out;
    const kembar_tracked *tracked;
    size_t outlet_columns; /* 0 when no document names its source */
    int color;
} track_writer;

/* Short text of our own at the right. */
static void put_right(kembar_buffer *out, const char *text, size_t columns) {
    size_t size = strlen(text);
    kembar_buffer_append_spaces(out, size < columns ? columns - size : 0);
    kembar_buffer_append_text(out, text);
}

static void put_ink(track_writer *w, kembar_ink ink) {
    kembar_summary_ink(&w->out, w->color, ink);
}

/* --- columns --- */

static void put_percent(kembar_buffer *out, int32_t micro) {
    char text[COUNT_BYTES] = "-";
    kembar_buffer percent = {0};
    if (micro >= 0) {
        kembar_plain_append_percent(&percent, micro);
        if (kembar_buffer_status(&percent) != KEMBAR_OK)
            out->failed = 1;
        else {
            memcpy(text, percent.data, percent.size);
            text[percent.size] = '\0';
        }
    }
    put_right(out, text, PERCENT_COLUMNS);
    kembar_buffer_deinit(&percent);
}

static void put_days(kembar_buffer *out, int32_t days) {
    kembar_buffer text = {0};
    if (days != INT32_MIN) {
        int64_t size = days < 0 ? -(int64_t)days : days;
        kembar_buffer_append_text(&text, days < 0 ? "-" : days > 0 ? "+" : "");
        kembar_buffer_append_u64(&text, (uint64_t)size);
    }
    kembar_buffer_append_char(&text, '\0');
    if (kembar_buffer_status(&text) != KEMBAR_OK)
        out->failed = 1;
    else
        put_right(out, text.data, DAYS_COLUMNS);
    kembar_buffer_deinit(&text);
}

static void put_date(kembar_buffer *out, kembar_view date) {
    if (!date.data)
        date = kembar_view_of("undated");
    if (date.size > DATE_COLUMNS)
        date.size = DATE_COLUMNS;
    kembar_plain_append_left(out, date, DATE_COLUMNS);
}

static const kembar_document *coverage_of(const track_writer *w, const kembar_track_row *row) {
    return kembar_collection_document(w->tracked->coverage, row->coverage);
}

static void put_outlet(track_writer *w, kembar_view source) {
    if (w->outlet_columns == 0)
        return;
    kembar_plain_append_left(&w->out, source.data ? source : kembar_view_of("-"),
                             w->outlet_columns);
    kembar_buffer_append_spaces(&w->out, GAP_COLUMNS);
}

static size_t document_column(const track_writer *w) {
    size_t column = CHANGE_INDENT + RELATION_COLUMNS + 2 * PERCENT_COLUMNS + GAP_COLUMNS;
    return w->outlet_columns ? column + w->outlet_columns + GAP_COLUMNS : column;
}

static void put_head(track_writer *w) {
    kembar_buffer *out = &w->out;
    put_ink(w, KEMBAR_INK_SOFT);
    kembar_buffer_append_spaces(out, GAP_COLUMNS);
    kembar_plain_append_left(out, kembar_view_of("Date"), DATE_COLUMNS);
    put_right(out, "Days", DAYS_COLUMNS);
    kembar_buffer_append_spaces(out, GAP_COLUMNS);
    kembar_plain_append_left(out, kembar_view_of("Relation"), RELATION_COLUMNS);
    put_right(out, "Kept", PERCENT_COLUMNS);
    put_right(out, "Share", PERCENT_COLUMNS + 1);
    kembar_buffer_append_spaces(out, GAP_COLUMNS - 1);
    if (w->outlet_columns)
        put_outlet(w, kembar_view_of("Outlet"));
    kembar_buffer_append_text(out, "Document");
    put_ink(w, KEMBAR_INK_PLAIN);
    kembar_buffer_append_char(out, '\n');
}

/* --- changes --- */

static void put_quoted(kembar_buffer *out, kembar_view words, size_t columns) {
    kembar_buffer_append_char(out, '"');
    (void)kembar_plain_append_line(out, words, columns);
    kembar_buffer_append_char(out, '"');
}

static void put_length(kembar_buffer *out, uint32_t n_words) {
    if (n_words > 1)
        kembar_buffer_append_format(out, " (%u words)", n_words);
}

/* Two stretches in `columns`: a short one leaves its room to the other. Bytes are at least columns.
 */
static void put_two(kembar_buffer *out, kembar_view left, kembar_view right, size_t columns) {
    size_t half = columns / 2;
    size_t left_columns = right.size < half ? columns - right.size : half;
    put_quoted(out, left, left_columns);
    kembar_buffer_append_text(out, " -> ");
    put_quoted(out, right, left.size < half ? columns - left.size : columns - left_columns);
}

/* One example, on one line. */
static void put_example(track_writer *w, const kembar_change *change) {
    enum { COLUMNS_LEFT = COLUMNS - CHANGE_INDENT, QUOTES = 2, ARROW = 4, MAX_WORDS_COLUMNS = 20 };
    kembar_buffer *out = &w->out;
    size_t columns = COLUMNS_LEFT - QUOTES;
    kembar_buffer_append_spaces(out, CHANGE_INDENT);
    if (change->is_headline) {
        kembar_buffer_append_text(out, "headline ");
        columns -= strlen("headline ");
    }
    if (change->kind == KEMBAR_CHANGE_REPLACED)
        put_two(out, change->release, change->coverage, columns - QUOTES - ARROW);
    else {
        int is_cut = change->kind == KEMBAR_CHANGE_CUT;
        kembar_buffer_append_text(out, is_cut ? "cut " : "added ");
        put_quoted(out, is_cut ? change->release : change->coverage,
                   columns - strlen("added ") - MAX_WORDS_COLUMNS);
        put_length(out, is_cut ? change->release_words : change->coverage_words);
    }
    kembar_buffer_append_char(out, '\n');
}

static void put_words(kembar_buffer *out, uint32_t n_words, const char *what, int *n_parts) {
    if (n_words == 0)
        return;
    if ((*n_parts)++)
        kembar_buffer_append_text(out, ", ");
    kembar_plain_append_count(out, n_words);
    kembar_buffer_append_char(out, ' ');
    kembar_buffer_append_text(out, what);
}

static void put_changes(track_writer *w, const kembar_track_row *row) {
    kembar_buffer *out = &w->out;
    int n_parts = 0;
    if (!row->has_changes)
        return;
    kembar_buffer_append_spaces(out, CHANGE_INDENT);
    if (row->facts_differ == 1) {
        put_ink(w, KEMBAR_INK_WARN);
        kembar_buffer_append_text(out, "other facts");
        put_ink(w, KEMBAR_INK_PLAIN);
        n_parts++;
    }
    put_words(out, row->n_replaced, "replaced", &n_parts);
    put_words(out, row->n_cut, "cut", &n_parts);
    put_words(out, row->n_added, "added", &n_parts);
    kembar_buffer_append_text(out, n_parts > (row->facts_differ == 1) ? " (words)\n"
                                                                      : "no word changed\n");
    for (uint32_t i = 0; i < row->n_changes && i < MAX_EXAMPLES; i++)
        put_example(w, &w->tracked->track->changes[row->first_change + i]);
}

static void put_row(track_writer *w, const kembar_track_row *row) {
    kembar_buffer *out = &w->out;
    const kembar_document *document = coverage_of(w, row);
    kembar_buffer_append_spaces(out, GAP_COLUMNS);
    put_date(out, kembar_document_date(document));
    put_days(out, row->days);
    kembar_buffer_append_spaces(out, GAP_COLUMNS);
    kembar_plain_append_left(out,
                             kembar_view_of(kembar_relation_name((kembar_relation)row->relation)),
                             RELATION_COLUMNS);
    put_percent(out, row->kept);
    kembar_buffer_append_char(out, ' ');
    put_percent(out, row->share);
    kembar_buffer_append_spaces(out, GAP_COLUMNS - 1);
    put_outlet(w, kembar_document_source(document));
    (void)kembar_plain_append_line(out, kembar_document_id(document), COLUMNS - document_column(w));
    kembar_buffer_append_char(out, '\n');
    put_changes(w, row);
}

/* --- a release --- */

static void put_release_place(track_writer *w, const kembar_document *release) {
    kembar_buffer *out = &w->out;
    kembar_buffer line = {0};
    kembar_view date = kembar_document_date(release), source = kembar_document_source(release);
    if (date.data) {
        kembar_buffer_append(&line, date.data, date.size < DATE_COLUMNS ? date.size : DATE_COLUMNS);
        kembar_buffer_append_text(&line, " · ");
    }
    if (source.data) {
        kembar_buffer_append_view(&line, source);
        kembar_buffer_append_text(&line, " · ");
    }
    kembar_buffer_append_view(&line, kembar_document_id(release));
    kembar_buffer_append_spaces(out, GAP_COLUMNS);
    (void)kembar_plain_append_line(out, kembar_buffer_view(&line), COLUMNS - GAP_COLUMNS);
    kembar_buffer_append_char(out, '\n');
    if (line.failed)
        out->failed = 1;
    kembar_buffer_deinit(&line);
}

static void put_outcome(track_writer *w, const kembar_track_tally *tally) {
    kembar_buffer *out = &w->out;
    kembar_buffer_append_spaces(out, GAP_COLUMNS);
    if (tally->n_ran) {
        kembar_buffer_append_text(out, "run by ");
        kembar_plain_append_counted(out, tally->n_ran, "document", "documents");
        kembar_buffer_append_text(out, ": ");
        kembar_track_tally_append(out, tally);
    } else {
        put_ink(w, KEMBAR_INK_WARN);
        kembar_buffer_append_text(out, "nobody ran it");
        put_ink(w, KEMBAR_INK_PLAIN);
    }
    if (tally->n_facts_differ || tally->n_relation[KEMBAR_RELATION_RELATED])
        kembar_buffer_append_text(out, "; ");
    kembar_track_tally_append_others(out, tally);
    kembar_buffer_append_char(out, '\n');
}

static void put_release(track_writer *w, size_t i) {
    const kembar_track *track = w->tracked->track;
    const kembar_document *release = kembar_collection_document(w->tracked->releases, i);
    kembar_view title = kembar_plain_title(release);
    kembar_track_tally tally = {0};
    kembar_track_tally_add(&tally, track, i);
    kembar_buffer_append_char(&w->out, '\n');
    put_ink(w, KEMBAR_INK_BOLD);
    (void)kembar_plain_append_line(&w->out, title.data ? title : kembar_view_of("(no text)"),
                                   COLUMNS);
    put_ink(w, KEMBAR_INK_PLAIN);
    kembar_buffer_append_char(&w->out, '\n');
    put_release_place(w, release);
    put_outcome(w, &tally);
    if (track->first_row[i] < track->first_row[i + 1])
        put_head(w);
    for (size_t k = track->first_row[i]; k < track->first_row[i + 1]; k++)
        put_row(w, &track->rows[k]);
}

/* --- all --- */

static size_t widest_outlet(const kembar_tracked *tracked) {
    size_t widest = 0;
    kembar_buffer line = {0};
    for (size_t i = 0; i < tracked->track->n_rows; i++) {
        const kembar_document *document =
            kembar_collection_document(tracked->coverage, tracked->track->rows[i].coverage);
        kembar_view source = kembar_document_source(document);
        size_t columns =
            source.size ? kembar_plain_append_line(&line, source, MAX_OUTLET_COLUMNS) : 0;
        widest = columns > widest ? columns : widest;
        kembar_buffer_clear(&line);
    }
    kembar_buffer_deinit(&line);
    return widest && widest < strlen("Outlet") ? strlen("Outlet") : widest;
}

static void put_summary(track_writer *w) {
    const kembar_tracked *tracked = w->tracked;
    kembar_track_tally all = {0};
    uint64_t n_run = 0, n_releases = tracked->track->n_releases;
    for (size_t i = 0; i < n_releases; i++) {
        uint64_t before = all.n_ran;
        kembar_track_tally_add(&all, tracked->track, i);
        n_run += all.n_ran > before;
    }
    kembar_buffer *out = &w->out;
    kembar_plain_append_counted(out, n_releases, "release", "releases");
    kembar_buffer_append_text(out, ": ");
    kembar_plain_append_count(out, n_run);
    kembar_buffer_append_text(out, " run, ");
    kembar_plain_append_count(out, n_releases - n_run);
    kembar_buffer_append_text(out, " not; looked for in ");
    kembar_plain_append_counted(out, kembar_collection_document_count(tracked->coverage),
                                "document", "documents");
    kembar_buffer_append_char(out, '\n');
    if (tracked->track->n_rows == 0)
        return;
    size_t start = out->size;
    kembar_track_tally_append(out, &all);
    if (out->size > start && (all.n_facts_differ || all.n_relation[KEMBAR_RELATION_RELATED]))
        kembar_buffer_append_text(out, "; ");
    kembar_track_tally_append_others(out, &all);
    kembar_buffer_append_char(out, '\n');
}

kembar_status kembar_answer_track(kembar_answer *out, const kembar_tracked *tracked, int color,
                                  kembar_error *error) {
    track_writer w = {.tracked = tracked, .color = color};
    w.outlet_columns = widest_outlet(tracked);
    put_summary(&w);
    for (size_t i = 0; i < tracked->track->n_releases && !w.out.failed; i++)
        put_release(&w, i);
    return kembar_answer_take(out, &w.out, error);
}
