#include "kembar/track_report.h"

#include "report/answers.h"
#include "report/csv_put.h"
#include "report/plain.h"

static const char *const release_names[] = {"release", "release_title", "release_date",
                                            "release_source"};
static const char *const row_names[] = {
    "document", "title", "date",  "days",         "source",   "url", "language", "relation",
    "score",    "kept",  "share", "facts_differ", "replaced", "cut", "added",    "changes"};
enum {
    N_ROW_CELLS = sizeof row_names / sizeof *row_names,
    MAX_EXAMPLE_COLUMNS = 200 /* of each side of a change */
};

static void put_days(kembar_csv_row *row, int32_t days) {
    if (days == INT32_MIN)
        kembar_csv_put_empty(row);
    else
        kembar_csv_put_i64(row, days);
}

static void put_count(kembar_csv_row *row, int is_known, uint32_t count) {
    if (is_known)
        kembar_csv_put_i64(row, count);
    else
        kembar_csv_put_empty(row);
}

static void put_header(kembar_csv_row *row) {
    for (size_t i = 0; i < sizeof release_names / sizeof *release_names; i++)
        kembar_csv_put_name(row, release_names[i]);
    for (size_t i = 0; i < N_ROW_CELLS; i++)
        kembar_csv_put_name(row, row_names[i]);
    kembar_csv_end_row(row);
}

static void put_release(kembar_csv_row *row, const kembar_document *release) {
    kembar_csv_put_text(row, kembar_document_id(release));
    kembar_csv_put_text(row, kembar_plain_title(release));
    kembar_csv_put_text(row, kembar_document_date(release));
    kembar_csv_put_text(row, kembar_document_source(release));
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

static void put_changes(kembar_csv_row *row, const kembar_track *track,
                        const kembar_track_row *from) {
    kembar_buffer changes = {0};
    append_changes(&changes, track, from);
    if (changes.failed)
        row->out->failed = 1;
    kembar_csv_put_text(row, kembar_buffer_view(&changes));
    kembar_buffer_deinit(&changes);
}

static void put_row(kembar_csv_row *row, const kembar_tracked *tracked,
                    const kembar_track_row *from) {
    const kembar_document *document = kembar_collection_document(tracked->coverage, from->coverage);
    kembar_csv_put_text(row, kembar_document_id(document));
    kembar_csv_put_text(row, kembar_plain_title(document));
    kembar_csv_put_text(row, kembar_document_date(document));
    put_days(row, from->days);
    kembar_csv_put_text(row, kembar_document_source(document));
    kembar_csv_put_text(row, kembar_document_url(document));
    kembar_csv_put_name(row, kembar_language_name(kembar_document_language(document)));
    kembar_csv_put_name(row, kembar_relation_name((kembar_relation)from->relation));
    kembar_csv_put_micro(row, from->score);
    kembar_csv_put_micro(row, from->kept);
    kembar_csv_put_micro(row, from->share);
    kembar_csv_put_name(row, from->facts_differ < 0 ? "" : from->facts_differ ? "true" : "false");
    put_count(row, from->has_changes, from->n_replaced);
    put_count(row, from->has_changes, from->n_cut);
    put_count(row, from->has_changes, from->n_added);
    put_changes(row, tracked->track, from);
}

kembar_status kembar_answer_track_csv(kembar_answer *out, const kembar_tracked *tracked,
                                      kembar_error *error) {
    kembar_buffer text = {0};
    kembar_csv_row row = {&text, 0};
    const kembar_track *track = tracked->track;
    put_header(&row);
    for (size_t i = 0; i < track->n_releases && !text.failed; i++) {
        const kembar_document *release = kembar_collection_document(tracked->releases, i);
        size_t begin = track->first_row[i], end = track->first_row[i + 1];
        for (size_t k = begin; k < end; k++) {
            put_release(&row, release);
            put_row(&row, tracked, &track->rows[k]);
            kembar_csv_end_row(&row);
        }
        if (begin < end)
            continue;
        put_release(&row, release);
        for (size_t c = 0; c < N_ROW_CELLS; c++)
            kembar_csv_put_empty(&row);
        kembar_csv_end_row(&row);
    }
    return kembar_answer_take(out, &text, error);
}
