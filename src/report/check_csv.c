#include "report/check_formats.h"
#include "report/check_whole.h"
#include "report/check_words.h"
#include "report/csv_put.h"

static const char *const names[] = {
    "state",          "relation",    "document",     "path",
    "begin_line",     "end_line",    "title",        "source",
    "date",           "other",       "other_path",   "other_begin_line",
    "other_end_line", "other_title", "other_source", "other_date",
    "score",          "jaccard",     "coverage",     "other_coverage",
    "facts_differ",   "equal_words", "passages",     "words",
    "other_words",    "note",        "fingerprint"};

static void put_place(kembar_csv_row *row, const kembar_finding *finding, int is_other) {
    const kembar_place *place = is_other ? &finding->other : &finding->subject;
    kembar_check_lines lines = kembar_check_lines_of(finding, 0, is_other);
    kembar_csv_put_text(row, place->id);
    kembar_csv_put_text(row, place->path);
    kembar_csv_put_u64(row, lines.begin);
    kembar_csv_put_u64(row, lines.end);
    kembar_csv_put_text(row, place->title);
    kembar_csv_put_text(row, place->source);
    kembar_csv_put_text(row, place->date);
}

static void put_finding(kembar_csv_row *row, const kembar_checked *checked,
                        const kembar_finding *finding) {
    static const kembar_view none = {0};
    const kembar_shown_passage *passage = finding->n_shown > 0 ? &finding->passages[0] : NULL;
    kembar_csv_put_name(row, kembar_check_state_name(finding->state));
    kembar_csv_put_name(row, kembar_relation_name((kembar_relation)finding->relation));
    put_place(row, finding, 0);
    put_place(row, finding, 1);
    kembar_csv_put_micro(row, finding->score);
    kembar_csv_put_micro(row, finding->jaccard);
    kembar_csv_put_micro(row, finding->coverage_subject);
    kembar_csv_put_micro(row, finding->coverage_other);
    kembar_csv_put_name(row, finding->facts_differ < 0 ? ""
                             : finding->facts_differ   ? "true"
                                                       : "false");
    kembar_csv_put_u64(row, finding->equal_tokens);
    kembar_csv_put_u64(row, finding->n_passages);
    kembar_csv_put_text(row, passage ? passage->words_a : none);
    kembar_csv_put_text(row, passage ? passage->words_b : none);
    kembar_csv_put_text(
        row, finding->entry < checked->n_entries ? checked->entries[finding->entry].note : none);
    kembar_csv_put_name(row, finding->fingerprint);
    kembar_csv_end_row(row);
}

/* A last row that is no finding: what is not listed must not look as if it were not there. */
static void put_cut(kembar_csv_row *row, const kembar_check *check) {
    enum { NOTE = 25, N_NAMES = sizeof names / sizeof *names };
    kembar_buffer text = {0};
    (void)kembar_check_append_unshown(&text, check);
    for (int i = 0; i < N_NAMES; i++) {
        if (i == NOTE)
            kembar_csv_put_text(row, kembar_buffer_view(&text));
        else
            kembar_csv_put_name(row, i == 0 ? "cut" : "");
    }
    kembar_csv_end_row(row);
    row->out->failed |= text.failed;
    kembar_buffer_deinit(&text);
}

void kembar_check_put_csv(kembar_buffer *out, const kembar_checked *checked) {
    kembar_csv_row row = {out, 0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        kembar_csv_put_name(&row, names[i]);
    kembar_csv_end_row(&row);
    for (size_t i = 0; i < checked->check->n_findings && !out->failed; i++)
        put_finding(&row, checked, &checked->check->findings[i]);
    if (checked->check->n_unshown)
        put_cut(&row, checked->check);
}
