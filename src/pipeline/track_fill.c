#include "pipeline/track_fill.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/lower_bound.h"
#include "pair/measures.h"

void kembar_track_filler_deinit(kembar_track_filler *in) {
    kembar_aligner_free(in->aligner);
    kembar_change_finder_deinit(&in->finder);
    kembar_free(in->marks);
    in->aligner = NULL;
    in->marks = NULL;
}

/* --- one row --- */

/* The first content token that begins at `byte` or after it. */
static size_t token_from(const kembar_prepared *prepared, uint32_t byte) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, prepared->content.n_tokens,
                       prepared->document->tokens.items[prepared->content.tokens[at]].begin < byte);
    return at;
}

/* Share of the content tokens that begin in a span, which may overlap; `side` 0 is a. */
static kembar_status share_in_spans(kembar_track_filler *in, const kembar_track_pair *from,
                                    int side, const kembar_prepared *prepared, int32_t *out) {
    size_t n = prepared->content.n_tokens, n_in = 0;
    if (kembar_array_reserve((void **)&in->marks, &in->mark_capacity, n + 1, 1))
        return KEMBAR_ERROR_MEMORY;
    memset(in->marks, 0, n + 1);
    for (uint32_t i = 0; i < from->pair->n_spans; i++) {
        const kembar_span_pair *span = &from->spans[i];
        size_t begin = token_from(prepared, side ? span->b_begin : span->a_begin);
        size_t end = token_from(prepared, side ? span->b_end : span->a_end);
        if (begin < end)
            memset(in->marks + begin, 1, end - begin);
    }
    for (size_t k = 0; k < n; k++)
        n_in += in->marks[k];
    *out = n ? kembar_micro(n_in, n) : -1;
    return KEMBAR_OK;
}

static kembar_status prepare(const kembar_track_filler *in, kembar_prepared *out, uint32_t doc_id) {
    return kembar_prepared_init(out, in->both->documents[doc_id], in->furniture,
                                (unsigned)in->options->shingle_tokens,
                                (unsigned)in->options->min_tokens);
}

/* Across languages no word is the same: the spans say what corresponds. */
static int is_across(const kembar_track_pair *from) {
    return from->pair->link >= 0 || from->pair->relation == KEMBAR_RELATION_TRANSLATION;
}

/* The spans are those of the documents that the pair is of: the release or its exact copy. */
static kembar_status measure_spans(kembar_track_filler *in, const kembar_track_pair *from,
                                   kembar_track_row *row) {
    const uint32_t ends[2] = {from->pair->a, from->pair->b};
    int32_t shares[2] = {-1, -1};
    kembar_status status = KEMBAR_OK;
    for (int side = 0; side < 2 && from->pair->n_spans && !status; side++) {
        kembar_prepared prepared;
        status = prepare(in, &prepared, ends[side]);
        if (status)
            return status;
        status = share_in_spans(in, from, side, &prepared, &shares[side]);
        kembar_prepared_deinit(&prepared);
    }
    row->kept = shares[from->release_is_b];
    row->share = shares[!from->release_is_b];
    return status;
}

static void measure(const kembar_track_pair *from, kembar_track_row *row) {
    const kembar_pair *pair = from->pair;
    if (pair->relation == KEMBAR_RELATION_EXACT)
        row->kept = row->share = 1000000;
    else if (pair->relation != KEMBAR_RELATION_RELATED || pair->n_spans) {
        row->kept = from->release_is_b ? pair->coverage_b : pair->coverage_a;
        row->share = from->release_is_b ? pair->coverage_a : pair->coverage_b;
    }
}

static int is_shown_before(const kembar_track *out, const kembar_track_row *row,
                           const kembar_change *change) {
    for (uint32_t i = 0; i < row->n_changes; i++) {
        const kembar_change *shown = &out->changes[row->first_change + i];
        if (shown->kind == change->kind && shown->release.size == change->release.size &&
            shown->coverage.size == change->coverage.size &&
            (!change->release.size ||
             memcmp(shown->release.data, change->release.data, change->release.size) == 0) &&
            (!change->coverage.size ||
             memcmp(shown->coverage.data, change->coverage.data, change->coverage.size) == 0))
            return 1;
    }
    return 0;
}

/* An excerpt leaves out most of the one text and adds most of the other: of it only replaced words
 * tell. */
static int is_telling(const kembar_track_row *row, const kembar_change *change) {
    return row->relation == KEMBAR_RELATION_NEAR || change->kind == KEMBAR_CHANGE_REPLACED;
}

static kembar_status keep_examples(kembar_track_filler *in, kembar_track_row *row) {
    kembar_track *out = in->out;
    row->first_change = (uint32_t)out->n_changes;
    if (kembar_array_reserve((void **)&out->changes, &in->change_capacity,
                             out->n_changes + KEMBAR_TRACK_EXAMPLES, sizeof *out->changes))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < in->finder.n_items && row->n_changes < KEMBAR_TRACK_EXAMPLES; i++) {
        if (!is_telling(row, &in->finder.items[i]) ||
            is_shown_before(out, row, &in->finder.items[i]))
            continue;
        out->changes[out->n_changes++] = in->finder.items[i];
        row->n_changes++;
    }
    return KEMBAR_OK;
}

static void count_changes(const kembar_change_finder *finder, kembar_track_row *row) {
    for (size_t i = 0; i < finder->n_items; i++) {
        const kembar_change *change = &finder->items[i];
        if (change->kind == KEMBAR_CHANGE_REPLACED)
            row->n_replaced += change->release_words;
        else if (change->kind == KEMBAR_CHANGE_CUT)
            row->n_cut += change->release_words;
        else
            row->n_added += change->coverage_words;
    }
    row->has_changes = 1;
}

/* Aligns the two again: the run keeps where passages lie, but not what changed within them. The
 * aligner has the release set. */
static kembar_status find_changes(kembar_track_filler *in, const kembar_prepared *release,
                                  uint32_t coverage, kembar_track_row *row) {
    kembar_prepared prepared;
    kembar_alignment alignment;
    if (prepare(in, &prepared, coverage))
        return KEMBAR_ERROR_MEMORY;
    kembar_status status = kembar_aligner_run(in->aligner, &prepared, &alignment);
    if (!status)
        status = kembar_changes_find(&in->finder, release, &prepared, &alignment,
                                     row->relation == KEMBAR_RELATION_NEAR);
    if (!status) {
        count_changes(&in->finder, row);
        status = keep_examples(in, row);
    }
    kembar_prepared_deinit(&prepared);
    return status;
}

static int32_t days_between(const kembar_document *from, const kembar_document *to) {
    int32_t first = kembar_document_day(from), last = kembar_document_day(to);
    return first == INT32_MIN || last == INT32_MIN ? INT32_MIN : last - first;
}

static kembar_track_row start_row(const kembar_track_filler *in, const kembar_track_pair *from) {
    const kembar_track_union *both = in->both;
    return (kembar_track_row){
        .release = both->sides[from->release].release,
        .coverage = both->sides[from->coverage].coverage,
        .relation = from->pair->relation,
        .facts_differ = from->pair->facts_differ,
        .days = days_between(both->documents[from->release], both->documents[from->coverage]),
        .score = from->pair->score,
        .kept = -1,
        .share = -1};
}

static int has_changes(const kembar_track_pair *from) {
    return from->pair->relation == KEMBAR_RELATION_NEAR ||
           from->pair->relation == KEMBAR_RELATION_EXCERPT;
}

/* --- all rows --- */

/* items[0 .. n) are those of one release. */
static kembar_status add_rows(kembar_track_filler *in, const kembar_track_pair *items, size_t n) {
    kembar_prepared release;
    if (prepare(in, &release, items[0].release))
        return KEMBAR_ERROR_MEMORY;
    kembar_status status = kembar_aligner_set(in->aligner, &release);
    for (size_t i = 0; i < n && !status; i++) {
        kembar_track_row row = start_row(in, &items[i]);
        if (is_across(&items[i]))
            status = measure_spans(in, &items[i], &row);
        else
            measure(&items[i], &row);
        if (!status && has_changes(&items[i]))
            status = find_changes(in, &release, items[i].coverage, &row);
        in->out->rows[in->out->n_rows++] = row;
    }
    kembar_prepared_deinit(&release);
    return status;
}

static int32_t day_of(const kembar_track_filler *in, const kembar_track_pair *item) {
    return kembar_document_day(in->both->documents[item->coverage]);
}

/* A pair on its way into the order of rows. */
typedef struct ordered_pair {
    kembar_track_pair item;
    int32_t day;
} ordered_pair;

static int compare_ordered(const void *x, const void *y) {
    const ordered_pair *a = x, *b = y;
    const kembar_pair *p = a->item.pair, *q = b->item.pair;
    if (a->item.release != b->item.release)
        return a->item.release < b->item.release ? -1 : 1;
    if (a->day != b->day)
        return a->day == INT32_MIN || (b->day != INT32_MIN && a->day > b->day) ? 1 : -1;
    if (p->relation != q->relation)
        return p->relation > q->relation ? -1 : 1;
    if (p->score != q->score)
        return p->score > q->score ? -1 : 1;
    return a->item.coverage < b->item.coverage ? -1 : a->item.coverage > b->item.coverage;
}

static kembar_status order_pairs(kembar_track_filler *in) {
    size_t n = in->pairs->n_items;
    ordered_pair *ordered = kembar_alloc(n, sizeof *ordered);
    if (!ordered)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++)
        ordered[i] = (ordered_pair){in->pairs->items[i], day_of(in, &in->pairs->items[i])};
    if (n)
        qsort(ordered, n, sizeof *ordered, compare_ordered);
    for (size_t i = 0; i < n; i++)
        in->pairs->items[i] = ordered[i].item;
    kembar_free(ordered);
    return KEMBAR_OK;
}

static kembar_status set_first_rows(kembar_track_filler *in) {
    kembar_track *out = in->out;
    out->n_releases = in->n_releases;
    out->first_row = kembar_alloc_zeroed(out->n_releases + 1, sizeof *out->first_row);
    if (!out->first_row)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < out->n_rows; i++)
        out->first_row[out->rows[i].release + 1]++;
    for (size_t i = 0; i < out->n_releases; i++)
        out->first_row[i + 1] += out->first_row[i];
    return KEMBAR_OK;
}

kembar_status kembar_track_fill(kembar_track_filler *in) {
    size_t n = in->pairs->n_items;
    if (kembar_aligner_new(&in->aligner, NULL) || order_pairs(in))
        return KEMBAR_ERROR_MEMORY;
    in->out->rows = kembar_alloc(n, sizeof *in->out->rows);
    kembar_status status = in->out->rows ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    for (size_t begin = 0, end; begin < n && !status; begin = end) {
        for (end = begin + 1;
             end < n && in->pairs->items[end].release == in->pairs->items[begin].release; end++) {
        }
        status = add_rows(in, in->pairs->items + begin, end - begin);
    }
    return status ? status : set_first_rows(in);
}
