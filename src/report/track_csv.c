#include "kembar/track_report.h"

#include "report/answers.h"
#include "report/plain.h"

/* One table row: commas and quotes are seen to here. */
typedef struct csv_row {
    kembar_buffer *out;
    int n_cells;
} csv_row;

static void begin_cell(csv_row *row) {
    if (row->n_cells++)
        kembar_buffer_append_char(row->out, ',');
}

static void end_row(csv_row *row) {
    kembar_buffer_append_text(row->out, "\r\n");
    row->n_cells = 0;
}

static void put_empty(csv_row *row) {
    begin_cell(row);
}

/* Where a spreadsheet sees a formula, also in their full-width form. */
static int is_formula(uint32_t c) {
    return c == '=' || c == '+' || c == '-' || c == '@' || c == 0xff1d || c == 0xff0b ||
           c == 0xff0d || c == 0xff20;
}

/* Always quoted. Where the list separator is a semicolon, a spreadsheet begins a cell after one
 * even in here: what follows it is made harmless too. */
static void put_text(csv_row *row, kembar_view text) {
    begin_cell(row);
    if (!text.data)
        return;
    int is_start = 1;
    kembar_buffer_append_char(row->out, '"');
    for (kembar_view rest = text; rest.size > 0;) {
        uint32_t shown = kembar_plain_shown(kembar_plain_next(&rest));
        if (shown == 0)
            continue;
        if (is_start && is_formula(shown))
            kembar_buffer_append_char(row->out, '\'');
        if (shown == '"')
            kembar_buffer_append_char(row->out, '"');
        kembar_plain_append_code_point(row->out, shown);
        is_start = shown == ';' || (is_start && (shown == ' ' || shown == '"'));
    }
    kembar_buffer_append_char(row->out, '"');
}

static void put_name(csv_row *row, const char *name) {
    begin_cell(row);
    kembar_buffer_append_text(row->out, name);
}

static void put_micro(csv_row *row, int32_t micro) {
    begin_cell(row);
    if (micro >= 0)
        kembar_buffer_append_micro(row->out, micro);
}

static void put_count(csv_row *row, int is_known, uint32_t count) {
    begin_cell(row);
    if (is_known)
        kembar_buffer_append_u64(row->out, count);
}

static void put_days(csv_row *row, int32_t days) {
    begin_cell(row);
    if (days == INT32_MIN)
        return;
    if (days < 0)
        kembar_buffer_append_char(row->out, '-');
    kembar_buffer_append_u64(row->out, (uint64_t)(days < 0 ? -(int64_t)days : days));
}

static const char *const release_names[] = {"release", "release_title", "release_date",
                                            "release_source"};
static const char *const row_names[] = {
    "document", "title", "date",  "days",         "source",   "url", "language", "relation",
    "score",    "kept",  "share", "facts_differ", "replaced", "cut", "added",    "changes"};
enum {
    N_ROW_CELLS = sizeof row_names / sizeof *row_names,
    MAX_EXAMPLE_COLUMNS = 200 /* of each side of a change */
};

static void put_header(csv_row *row) {
    for (size_t i = 0; i < sizeof release_names / sizeof *release_names; i++)
        put_name(row, release_names[i]);
    for (size_t i = 0; i < N_ROW_CELLS; i++)
        put_name(row, row_names[i]);
    end_row(row);
}

static void put_release(csv_row *row, const kembar_document *release) {
    put_text(row, kembar_document_id(release));
    put_text(row, kembar_plain_title(release));
    put_text(row, kembar_document_date(release));
    put_text(row, kembar_document_source(release));
}

/* The examples in one cell: [old -> new] [cut: ...] [added: ...]. */
static void append_changes(kembar_buffer *out, const kembar_track *track,
                           const kembar_track_row *row) {
    for (uint32_t i = 0; i < row->n_changes; i++) {
        const kembar_change *change = &track->changes[row->first_change + i];
        kembar_buffer_append_text(out, i ? " [" : "[");
        if (change->is_headline)
            kembar_buffer_append_text(out, "headline: ");
        if (change->kind != KEMBAR_CHANGE_REPLACED)
            kembar_buffer_append_text(out, change->kind == KEMBAR_CHANGE_CUT ? "cut: " : "added: ");
        (void)kembar_plain_append_line(out, change->release, MAX_EXAMPLE_COLUMNS);
        if (change->kind == KEMBAR_CHANGE_REPLACED)
            kembar_buffer_append_text(out, " -> ");
        (void)kembar_plain_append_line(out, change->coverage, MAX_EXAMPLE_COLUMNS);
        kembar_buffer_append_char(out, ']');
    }
}

static void put_changes(csv_row *row, const kembar_track *track, const kembar_track_row *from) {
    kembar_buffer changes = {0};
    append_changes(&changes, track, from);
    if (changes.failed)
        row->out->failed = 1;
    put_text(row, kembar_buffer_view(&changes));
    kembar_buffer_deinit(&changes);
}

static void put_row(csv_row *row, const kembar_tracked *tracked, const kembar_track_row *from) {
    const kembar_document *document = kembar_collection_document(tracked->coverage, from->coverage);
    put_text(row, kembar_document_id(document));
    put_text(row, kembar_plain_title(document));
    put_text(row, kembar_document_date(document));
    put_days(row, from->days);
    put_text(row, kembar_document_source(document));
    put_text(row, kembar_document_url(document));
    put_name(row, kembar_language_name(kembar_document_language(document)));
    put_name(row, kembar_relation_name((kembar_relation)from->relation));
    put_micro(row, from->score);
    put_micro(row, from->kept);
    put_micro(row, from->share);
    put_name(row, from->facts_differ < 0 ? "" : from->facts_differ ? "true" : "false");
    put_count(row, from->has_changes, from->n_replaced);
    put_count(row, from->has_changes, from->n_cut);
    put_count(row, from->has_changes, from->n_added);
    put_changes(row, tracked->track, from);
}

kembar_status kembar_answer_track_csv(kembar_answer *out, const kembar_tracked *tracked,
                                      kembar_error *error) {
    kembar_buffer text = {0};
    csv_row row = {&text, 0};
    const kembar_track *track = tracked->track;
    put_header(&row);
    for (size_t i = 0; i < track->n_releases && !text.failed; i++) {
        const kembar_document *release = kembar_collection_document(tracked->releases, i);
        size_t begin = track->first_row[i], end = track->first_row[i + 1];
        for (size_t k = begin; k < end; k++) {
            put_release(&row, release);
            put_row(&row, tracked, &track->rows[k]);
            end_row(&row);
        }
        if (begin < end)
            continue;
        put_release(&row, release);
        for (size_t c = 0; c < N_ROW_CELLS; c++)
            put_empty(&row);
        end_row(&row);
    }
    return kembar_answer_take(out, &text, error);
}
