#include "report/html_passages.h"

#include "base/alloc.h"
#include "report/html_excerpt.h"
#include "report/html_limits.h"
#include "report/html_put.h"
#include "report/plain.h"

enum { NAME_COLUMNS = 60 };

/* A comparison with the sides as they are shown. */
typedef struct comparison {
    const kembar_pair_row *row;
    const kembar_document *documents[2]; /* left, right */
    int is_flipped;                      /* left is row->b */
    int is_numbered;       /* sentences that correspond, not passages that are equal */
    kembar_html_diff runs; /* owned scratch */
} comparison;

typedef struct byte_range {
    size_t begin, end;
} byte_range;

static byte_range span_of(const comparison *compared, uint32_t span_id, int side) {
    const kembar_span_pair *span = &compared->row->spans[span_id];
    if (side != compared->is_flipped)
        return (byte_range){span->b_begin, span->b_end};
    return (byte_range){span->a_begin, span->a_end};
}

/* A passage with the punctuation that clings to it: spans begin and end with words. */
static byte_range range_of(const comparison *compared, uint32_t span_id, int side) {
    const kembar_document *document = compared->documents[side];
    byte_range range = span_of(compared, span_id, side);
    return (byte_range){kembar_html_stretch_widen_begin(document, range.begin),
                        kembar_html_stretch_widen_end(document, range.end)};
}

/* Passages are in the order of a; on the page in that of the left side, ties in the order given.
 * The next one after `previous` (n_spans: the first), n_spans when there is none. */
static uint32_t next_passage(const comparison *compared, uint32_t previous) {
    uint32_t n_spans = compared->row->pair->n_spans;
    uint32_t best = n_spans;
    for (uint32_t i = 0; i < n_spans; i++) {
        size_t begin = span_of(compared, i, 0).begin;
        if (previous < n_spans) {
            size_t after = span_of(compared, previous, 0).begin;
            if (begin < after || (begin == after && i <= previous))
                continue;
        }
        if (best == n_spans || begin < span_of(compared, best, 0).begin)
            best = i;
    }
    return best;
}

/* What stands before `begin`, where a passage or the end of the text is, and in no passage that
 * begins earlier. */
static byte_range gap_before(const comparison *compared, size_t begin, int side) {
    const kembar_document *document = compared->documents[side];
    size_t end_before = 0;
    for (uint32_t i = 0; i < compared->row->pair->n_spans; i++) {
        byte_range passage = span_of(compared, i, side);
        if (passage.begin < begin && passage.end > end_before)
            end_before = passage.end;
    }
    byte_range gap = {end_before > 0 ? kembar_html_stretch_widen_end(document, end_before) : 0,
                      kembar_html_stretch_widen_begin(document, begin)};
    if (gap.begin > gap.end)
        gap.begin = gap.end;
    return gap;
}

static void open_cell(kembar_buffer *out, const kembar_document *document) {
    kembar_html_put(out, "<td");
    kembar_html_put_language_attributes(out, document);
    kembar_buffer_append_char(out, '>');
}

/* A row with what only one of the texts has, unless that is no word. */
static void put_gaps(kembar_buffer *out, const comparison *compared, const byte_range gaps[2]) {
    kembar_html_stretch stretches[2];
    for (int side = 0; side < 2; side++)
        stretches[side] = kembar_html_stretch_trimmed(compared->documents[side], gaps[side].begin,
                                                      gaps[side].end);
    if (stretches[0].n_tokens == 0 && stretches[1].n_tokens == 0)
        return;
    kembar_html_put(out, compared->is_numbered ? "<tr class=\"own\"><td class=\"n\"></td>"
                                               : "<tr class=\"own\">");
    for (int side = 0; side < 2; side++) {
        open_cell(out, compared->documents[side]);
        if (stretches[side].n_tokens > 0)
            kembar_html_put_stretch(out, &stretches[side]);
        kembar_html_put(out, "</td>");
    }
    kembar_html_put(out, "</tr>\n");
}

static void put_passages(kembar_buffer *out, comparison *compared, uint32_t span_id) {
    kembar_html_stretch sides[2];
    const kembar_token *tokens[2];
    for (int side = 0; side < 2; side++) {
        byte_range range = range_of(compared, span_id, side);
        sides[side] = kembar_html_stretch_of(compared->documents[side], range.begin, range.end);
        tokens[side] = sides[side].document->tokens.items;
        if (sides[side].n_tokens > 0)
            tokens[side] += sides[side].first_token;
    }
    if (kembar_html_diff_find(&compared->runs, tokens[0], sides[0].n_tokens, tokens[1],
                              sides[1].n_tokens) != KEMBAR_OK) {
        out->failed = 1;
        return;
    }
    kembar_html_put(out, "<tr>");
    for (int side = 0; side < 2; side++) {
        open_cell(out, compared->documents[side]);
        kembar_html_put(out, "<mark>");
        kembar_html_put_passage(out, &sides[side], &compared->runs, side == 0);
        kembar_html_put(out, "</mark></td>");
    }
    kembar_html_put(out, "</tr>\n");
}

/* Words of two languages have no equals to mark: the number says what belongs together. */
static void put_sentences(kembar_buffer *out, const comparison *compared, uint32_t span_id,
                          size_t number) {
    kembar_html_put(out, "<tr><td class=\"n\">");
    kembar_plain_append_count(out, number);
    kembar_html_put(out, "</td>");
    for (int side = 0; side < 2; side++) {
        byte_range range = range_of(compared, span_id, side);
        kembar_html_stretch stretch =
            kembar_html_stretch_of(compared->documents[side], range.begin, range.end);
        open_cell(out, compared->documents[side]);
        kembar_html_put_stretch(out, &stretch);
        kembar_html_put(out, "</td>");
    }
    kembar_html_put(out, "</tr>\n");
}

static void put_one(kembar_buffer *out, comparison *compared, uint32_t span_id, size_t number) {
    byte_range gaps[2];
    for (int side = 0; side < 2; side++)
        gaps[side] = gap_before(compared, span_of(compared, span_id, side).begin, side);
    put_gaps(out, compared, gaps);
    if (compared->is_numbered)
        put_sentences(out, compared, span_id, number);
    else
        put_passages(out, compared, span_id);
}

static void put_end(kembar_buffer *out, const comparison *compared) {
    byte_range gaps[2];
    for (int side = 0; side < 2; side++)
        gaps[side] =
            gap_before(compared, kembar_document_text(compared->documents[side]).size, side);
    put_gaps(out, compared, gaps);
}

static void put_heads(kembar_buffer *out, const comparison *compared, const char *const names[2]) {
    kembar_html_put(out,
                    compared->is_numbered ? "<thead><tr><th class=\"n\"></th>" : "<thead><tr>");
    for (int side = 0; side < 2; side++) {
        kembar_view source = kembar_document_source(compared->documents[side]);
        kembar_html_put(out, "<th scope=\"col\">");
        kembar_html_put(out, names[side]);
        kembar_html_put(out, " <span dir=\"auto\">");
        kembar_html_put_line(
            out, source.size > 0 ? source : kembar_document_id(compared->documents[side]),
            NAME_COLUMNS);
        kembar_html_put(out, "</span></th>");
    }
    kembar_html_put(out, "</tr></thead>\n<tbody>\n");
}

static void put_rows_left(kembar_buffer *out, const comparison *compared, uint32_t n_left) {
    kembar_html_put(out, "<p class=\"more\">");
    if (compared->is_numbered)
        kembar_plain_append_counted(out, n_left, "more pair of sentences",
                                    "more pairs of sentences");
    else
        kembar_plain_append_counted(out, n_left, "more shared passage", "more shared passages");
    kembar_html_put(out, "</p>\n");
}

int kembar_html_has_sentences(const kembar_pair_row *row) {
    return row->pair->relation == KEMBAR_RELATION_TRANSLATION ||
           (row->pair->relation == KEMBAR_RELATION_RELATED && row->pair->link >= 0);
}

void kembar_html_put_comparison(kembar_buffer *out, const kembar_pair_row *row,
                                const kembar_document *left, const char *left_name,
                                const char *right_name) {
    int is_flipped = left == row->b;
    comparison compared = {.row = row,
                           .documents = {left, is_flipped ? row->a : row->b},
                           .is_flipped = is_flipped,
                           .is_numbered = kembar_html_has_sentences(row)};
    uint32_t n_spans = row->pair->n_spans;
    uint32_t max_shown =
        compared.is_numbered ? KEMBAR_HTML_MAX_SENTENCES : KEMBAR_HTML_MAX_PASSAGES;
    uint32_t n_shown = 0;
    const char *names[2] = {left_name, right_name};
    kembar_html_put(out, compared.is_numbered ? "<table class=\"sides sentences\">"
                                              : "<table class=\"sides\">");
    put_heads(out, &compared, names);
    for (uint32_t i = next_passage(&compared, n_spans); i < n_spans && n_shown < max_shown;
         i = next_passage(&compared, i))
        put_one(out, &compared, i, ++n_shown);
    if (n_shown == n_spans)
        put_end(out, &compared);
    kembar_html_put(out, "</tbody></table>\n");
    if (n_shown < n_spans)
        put_rows_left(out, &compared, n_spans - n_shown);
    kembar_free(compared.runs.runs);
}
