#include "pipeline/track_changes.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/lower_bound.h"

enum { KEPT_EQUAL = 1, KEPT_PASSAGE = 2, MAX_HEADLINE_WORDS = 30, RELEASE = 0, COVERAGE = 1 };

/* Both sides of a pair while its changes are found; a range is of content tokens. */
typedef struct two_sides {
    kembar_change_finder *finder;
    const kembar_prepared *prepared[2];
    uint32_t headline_end[2]; /* bytes */
} two_sides;

typedef struct range {
    uint32_t begin, end;
} range;

void kembar_change_finder_deinit(kembar_change_finder *finder) {
    kembar_free(finder->items);
    for (int side = 0; side < 2; side++)
        kembar_free(finder->kept[side]);
    *finder = (kembar_change_finder){0};
}

/* --- tokens --- */

static const kembar_token *token_of(const kembar_prepared *prepared, uint32_t content_i) {
    return &prepared->document->tokens.items[prepared->content.tokens[content_i]];
}

static int is_fact(const kembar_prepared *prepared, uint32_t content_i) {
    uint8_t flags = prepared->document->tokens.flags[prepared->content.tokens[content_i]];
    return (flags & KEMBAR_TOKEN_DIGIT) ||
           ((flags & KEMBAR_TOKEN_CAPITAL) && !(flags & KEMBAR_TOKEN_SENTENCE));
}

static int has_fact(const kembar_prepared *prepared, range r) {
    for (uint32_t i = r.begin; i < r.end; i++)
        if (is_fact(prepared, i))
            return 1;
    return 0;
}

static kembar_view words_of(const kembar_prepared *prepared, range r) {
    if (r.begin == r.end)
        return (kembar_view){0};
    uint32_t begin = token_of(prepared, r.begin)->begin, end = token_of(prepared, r.end - 1)->end;
    return (kembar_view){prepared->document->text.data + begin, end - begin};
}

/* The title, or a first block that is short enough for one; else nothing. */
static uint32_t headline_end(const kembar_document *document) {
    if (document->title.size)
        return (uint32_t)document->title.size;
    if (document->n_blocks < 2 || document->blocks[0].n_tokens > MAX_HEADLINE_WORDS)
        return 0;
    return document->blocks[0].end;
}

static int is_in_headline(const two_sides *in, int side, range r) {
    return r.begin < r.end &&
           token_of(in->prepared[side], r.end - 1)->end <= in->headline_end[side];
}

/* --- one change --- */

static kembar_status add_change(two_sides *in, range a, range b) {
    kembar_change_finder *finder = in->finder;
    if (kembar_array_reserve((void **)&finder->items, &finder->capacity, finder->n_items + 1,
                             sizeof *finder->items))
        return KEMBAR_ERROR_MEMORY;
    int is_replaced = a.begin < a.end && b.begin < b.end;
    int is_headline = (a.begin == a.end || is_in_headline(in, RELEASE, a)) &&
                      (b.begin == b.end || is_in_headline(in, COVERAGE, b));
    finder->items[finder->n_items++] = (kembar_change){
        .release = words_of(in->prepared[RELEASE], a),
        .coverage = words_of(in->prepared[COVERAGE], b),
        .release_words = a.end - a.begin,
        .coverage_words = b.end - b.begin,
        .kind = (uint8_t)(is_replaced       ? KEMBAR_CHANGE_REPLACED
                          : a.begin < a.end ? KEMBAR_CHANGE_CUT
                                            : KEMBAR_CHANGE_ADDED),
        .is_headline = (uint8_t)is_headline,
        .has_fact = (uint8_t)(is_replaced && (has_fact(in->prepared[RELEASE], a) ||
                                              has_fact(in->prepared[COVERAGE], b)))};
    return KEMBAR_OK;
}

/* --- inside a passage --- */

static int is_equal(const two_sides *in, uint32_t x, uint32_t y) {
    return kembar_prepared_hash(in->prepared[RELEASE], x) ==
           kembar_prepared_hash(in->prepared[COVERAGE], y);
}

/* One equal word is enough where a word was exchanged; where words came or went it takes two, since
 * one is often a mere "the". */
static int is_anchor(const two_sides *in, const kembar_passage *p, uint32_t x, uint32_t y,
                     int is_exchange) {
    if (x >= p->a_end || y >= p->b_end || !is_equal(in, x, y))
        return 0;
    int is_last = x + 1 == p->a_end || y + 1 == p->b_end;
    return is_exchange || is_last || is_equal(in, x + 1, y + 1);
}

/* Moves (x, y), which differ, to the nearest place where both go on alike. Gaps of passages are
 * short; should none be found the rest counts as changed. */
static void skip_gap(const two_sides *in, const kembar_passage *p, uint32_t *x, uint32_t *y) {
    enum { MAX_AHEAD = 2 * KEMBAR_ALIGN_MAX_GAP };
    for (uint32_t distance = 1; distance <= 2 * MAX_AHEAD; distance++) {
        uint32_t first = distance > MAX_AHEAD ? distance - MAX_AHEAD : 0;
        for (uint32_t ahead = first; ahead <= distance && ahead <= MAX_AHEAD; ahead++) {
            uint32_t other = distance - ahead;
            if (is_anchor(in, p, *x + ahead, *y + other, ahead == other)) {
                *x += ahead;
                *y += other;
                return;
            }
        }
    }
    *x = p->a_end;
    *y = p->b_end;
}

typedef kembar_status (*visit_gap)(two_sides *in, range a, range b);

/* Marks the equal tokens of a passage, or hands each gap between them to `visit`. */
static kembar_status walk_passage(two_sides *in, const kembar_passage *p, visit_gap visit) {
    kembar_status status = KEMBAR_OK;
    for (uint32_t x = p->a_begin, y = p->b_begin; (x < p->a_end || y < p->b_end) && !status;) {
        if (x < p->a_end && y < p->b_end && is_equal(in, x, y)) {
            in->finder->kept[RELEASE][x++] |= KEPT_EQUAL;
            in->finder->kept[COVERAGE][y++] |= KEPT_EQUAL;
            continue;
        }
        range a = {x, x}, b = {y, y};
        skip_gap(in, p, &a.end, &b.end);
        x = a.end;
        y = b.end;
        if (visit)
            status = visit(in, a, b);
    }
    return status;
}

/* Passages may meet on one side: what another one keeps, or has told already, is no change. */
static range trim(const uint8_t *kept, range r) {
    while (r.begin < r.end && (kept[r.begin] & KEPT_EQUAL))
        r.begin++;
    while (r.begin < r.end && (kept[r.end - 1] & KEPT_EQUAL))
        r.end--;
    return r;
}

static kembar_status add_gap(two_sides *in, range a, range b) {
    uint8_t **kept = in->finder->kept;
    a = trim(kept[RELEASE], a);
    b = trim(kept[COVERAGE], b);
    memset(kept[RELEASE] + a.begin, KEPT_EQUAL | KEPT_PASSAGE, a.end - a.begin);
    memset(kept[COVERAGE] + b.begin, KEPT_EQUAL | KEPT_PASSAGE, b.end - b.begin);
    return a.begin == a.end && b.begin == b.end ? KEMBAR_OK : add_change(in, a, b);
}

static kembar_status walk_passages(two_sides *in, const kembar_alignment *alignment,
                                   visit_gap visit) {
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < alignment->n_passages && !status; i++)
        status = walk_passage(in, &alignment->passages[i], visit);
    return status;
}

/* --- outside passages --- */

static void mark_passages(two_sides *in, const kembar_alignment *alignment) {
    for (size_t i = 0; i < alignment->n_passages; i++) {
        const kembar_passage *p = &alignment->passages[i];
        for (uint32_t x = p->a_begin; x < p->a_end; x++)
            in->finder->kept[RELEASE][x] |= KEPT_PASSAGE;
        for (uint32_t y = p->b_begin; y < p->b_end; y++)
            in->finder->kept[COVERAGE][y] |= KEPT_PASSAGE;
    }
}

static uint32_t block_end(const kembar_document *document, uint32_t byte) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, document->n_blocks, document->blocks[at].end <= byte);
    return at < document->n_blocks ? document->blocks[at].end : UINT32_MAX;
}

static kembar_status add_outside(two_sides *in, int side) {
    const kembar_prepared *prepared = in->prepared[side];
    const uint8_t *kept = in->finder->kept[side];
    uint32_t n = (uint32_t)prepared->content.n_tokens;
    kembar_status status = KEMBAR_OK;
    for (uint32_t i = 0; i < n && !status;) {
        if (kept[i]) {
            i++;
            continue;
        }
        range r = {i, i};
        uint32_t limit = block_end(prepared->document, token_of(prepared, i)->begin);
        while (r.end < n && !kept[r.end] && token_of(prepared, r.end)->begin < limit)
            r.end++;
        range none = {0, 0};
        status = side == RELEASE ? add_change(in, r, none) : add_change(in, none, r);
        i = r.end;
    }
    return status;
}

/* A headline that is cut and one that is added are one that is replaced. */
static void join_headlines(kembar_change_finder *finder) {
    kembar_change *cut = NULL, *added = NULL;
    for (size_t i = 0; i < finder->n_items; i++) {
        kembar_change *change = &finder->items[i];
        if (change->is_headline && change->kind == KEMBAR_CHANGE_CUT && !cut)
            cut = change;
        if (change->is_headline && change->kind == KEMBAR_CHANGE_ADDED && !added)
            added = change;
    }
    if (!cut || !added)
        return;
    cut->coverage = added->coverage;
    cut->coverage_words = added->coverage_words;
    cut->kind = KEMBAR_CHANGE_REPLACED;
    *added = finder->items[--finder->n_items];
}

/* --- the most telling first --- */

static int rank_of(const kembar_change *change) {
    if (change->kind != KEMBAR_CHANGE_REPLACED)
        return 2;
    return change->is_headline ? 0 : change->has_fact ? 1 : 2;
}

static kembar_view place_of(const kembar_change *change) {
    return change->release.data ? change->release : change->coverage;
}

static int compare_changes(const void *x, const void *y) {
    const kembar_change *a = x, *b = y;
    int rank_a = rank_of(a), rank_b = rank_of(b);
    if (rank_a != rank_b)
        return rank_a - rank_b;
    uint32_t words_a = a->release_words + a->coverage_words;
    uint32_t words_b = b->release_words + b->coverage_words;
    if (rank_a == 2 && words_a != words_b)
        return words_a > words_b ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    /* Of one kind both stand in the same text: in its order. */
    const char *at_a = place_of(a).data, *at_b = place_of(b).data;
    return at_a < at_b ? -1 : at_a > at_b;
}

static kembar_status clear(kembar_change_finder *finder, const kembar_prepared *prepared,
                           int side) {
    size_t n = prepared->content.n_tokens;
    if (kembar_array_reserve((void **)&finder->kept[side], &finder->kept_capacity[side], n + 1, 1))
        return KEMBAR_ERROR_MEMORY;
    memset(finder->kept[side], 0, n + 1);
    return KEMBAR_OK;
}

kembar_status kembar_changes_find(kembar_change_finder *finder, const kembar_prepared *release,
                                  const kembar_prepared *coverage,
                                  const kembar_alignment *alignment, int is_whole) {
    two_sides in = {finder,
                    {release, coverage},
                    {headline_end(release->document), headline_end(coverage->document)}};
    finder->n_items = 0;
    if (clear(finder, release, RELEASE) || clear(finder, coverage, COVERAGE))
        return KEMBAR_ERROR_MEMORY;
    mark_passages(&in, alignment);
    kembar_status status = walk_passages(&in, alignment, NULL);
    if (!status)
        status = walk_passages(&in, alignment, add_gap);
    for (int side = 0; side < 2 && !status; side++)
        status = add_outside(&in, side);
    if (status)
        return status;
    if (is_whole)
        join_headlines(finder);
    if (finder->n_items)
        qsort(finder->items, finder->n_items, sizeof *finder->items, compare_changes);
    return KEMBAR_OK;
}
