#include "pair/windows.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"

/* Growing by a stretch on one or both sides needs so much more in common: two bits for three
 * items. */
enum { STEP_WEIGHT = 18 * KEMBAR_STRETCH_BIT, MAX_STEPS = 400 };

kembar_status kembar_window_finder_init(kembar_window_finder *finder,
                                        const kembar_stretches *stretches) {
    size_t n_stretches = stretches->first_stretch[stretches->n_documents];
    *finder = (kembar_window_finder){.stretches = stretches};
    finder->weights = kembar_alloc_zeroed(n_stretches + 1, sizeof *finder->weights);
    finder->touched = kembar_alloc(n_stretches, sizeof *finder->touched);
    finder->marks = kembar_alloc_zeroed(stretches->n_columns, sizeof *finder->marks);
    finder->hit_of = kembar_alloc_zeroed(stretches->n_documents, sizeof *finder->hit_of);
    if (finder->weights && finder->touched && finder->marks && finder->hit_of)
        return KEMBAR_OK;
    kembar_window_finder_deinit(finder);
    return KEMBAR_ERROR_MEMORY;
}

void kembar_window_finder_deinit(kembar_window_finder *finder) {
    kembar_free(finder->weights);
    kembar_free(finder->touched);
    kembar_free(finder->marks);
    kembar_free(finder->hit_of);
    kembar_free(finder->hits);
    *finder = (kembar_window_finder){0};
}

/* --- which documents to look at, and where --- */

/* A mark that no column has yet. */
static uint32_t next_mark(kembar_window_finder *finder) {
    if (finder->mark == UINT32_MAX) {
        memset(finder->marks, 0, finder->stretches->n_columns * sizeof *finder->marks);
        finder->mark = 0;
    }
    return ++finder->mark;
}

/* Adds the weight of every rare term of a's window that begins with `stretch` to the stretches
 * [from, to) that hold it; returns how many those are. */
static size_t spread(kembar_window_finder *finder, uint32_t a, uint32_t stretch, uint32_t from,
                     uint32_t to) {
    const kembar_stretches *s = finder->stretches;
    const uint32_t *columns = s->columns + s->first_item[a];
    uint32_t k = (stretch - s->first_stretch[a]) * KEMBAR_STRETCH_ITEMS;
    uint32_t end =
        k + KEMBAR_WINDOW_ITEMS < s->n_items[a] ? k + KEMBAR_WINDOW_ITEMS : s->n_items[a];
    uint32_t mark = next_mark(finder);
    size_t n = 0;
    for (; k < end; k++) {
        uint32_t column = columns[k];
        if (column == KEMBAR_FREQUENCIES_NO_COLUMN || finder->marks[column] == mark)
            continue;
        finder->marks[column] = mark;
        for (uint32_t at = s->first_posting[column + 1];
             at-- > s->first_posting[column] && s->postings[at] >= from;) {
            uint32_t other = s->postings[at];
            if (other >= to)
                continue;
            if (finder->weights[other] == 0)
                finder->touched[n++] = other;
            finder->weights[other] += s->weights[column];
        }
    }
    return n;
}

static kembar_status add_hit(kembar_window_finder *finder, const kembar_window_hit *hit) {
    if (kembar_array_reserve((void **)&finder->hits, &finder->hits_capacity, finder->n_hits + 1,
                             sizeof *finder->hits))
        return KEMBAR_ERROR_MEMORY;
    finder->hits[finder->n_hits++] = *hit;
    return KEMBAR_OK;
}

/* Two stretches side by side make a window. */
static uint32_t window_weight(const kembar_window_finder *finder, uint32_t b) {
    const kembar_stretches *s = finder->stretches;
    uint32_t n_stretches = s->first_stretch[s->n_documents], weight = finder->weights[b];
    if (b + 1 < n_stretches && s->document[b] == s->document[b + 1])
        weight += finder->weights[b + 1];
    return weight;
}

static void forget(kembar_window_finder *finder, size_t n_touched) {
    for (size_t i = 0; i < n_touched; i++)
        finder->weights[finder->touched[i]] = 0;
}

/* A hit is better with more in common; of equals the first. */
static int is_better(const kembar_window_hit *x, const kembar_window_hit *y) {
    if (x->weight != y->weight)
        return x->weight > y->weight;
    return x->a != y->a ? x->a < y->a : x->b < y->b;
}

/* Keeps the best hit of each document. */
static kembar_status note_hit(kembar_window_finder *finder, const kembar_window_hit *hit) {
    uint32_t *place = &finder->hit_of[hit->document];
    if (*place == 0) {
        if (add_hit(finder, hit))
            return KEMBAR_ERROR_MEMORY;
        *place = (uint32_t)finder->n_hits;
    } else if (is_better(hit, &finder->hits[*place - 1])) {
        finder->hits[*place - 1] = *hit;
    }
    return KEMBAR_OK;
}

static int compare_hits(const void *x, const void *y) {
    const kembar_window_hit *a = x, *b = y;
    return a->document < b->document ? -1 : a->document > b->document;
}

static kembar_status note_window(kembar_window_finder *finder, uint32_t a, uint32_t stretch,
                                 uint32_t least) {
    const kembar_stretches *s = finder->stretches;
    size_t n = spread(finder, a, stretch, 0, UINT32_MAX);
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < n && !status; i++) {
        uint32_t b = finder->touched[i];
        kembar_window_hit hit = {s->document[b], stretch, b, window_weight(finder, b)};
        if (hit.weight >= least && hit.document != a)
            status = note_hit(finder, &hit);
    }
    forget(finder, n);
    return status;
}

kembar_status kembar_window_finder_run(kembar_window_finder *finder, uint32_t a, uint32_t least) {
    const kembar_stretches *s = finder->stretches;
    kembar_status status = KEMBAR_OK;
    finder->n_hits = 0;
    for (uint32_t i = s->first_stretch[a]; i < s->first_stretch[a + 1] && !status; i++)
        status = note_window(finder, a, i, least);
    for (size_t i = 0; i < finder->n_hits; i++)
        finder->hit_of[finder->hits[i].document] = 0;
    if (finder->n_hits)
        qsort(finder->hits, finder->n_hits, sizeof *finder->hits, compare_hits);
    return status;
}

kembar_status kembar_window_finder_run_in(kembar_window_finder *finder, uint32_t a, uint32_t b,
                                          uint32_t least) {
    const kembar_stretches *s = finder->stretches;
    kembar_status status = KEMBAR_OK;
    finder->n_hits = 0;
    for (uint32_t i = s->first_stretch[a]; i < s->first_stretch[a + 1] && !status; i++) {
        size_t n = spread(finder, a, i, s->first_stretch[b], s->first_stretch[b + 1]);
        kembar_window_hit best = {b, i, 0, 0};
        for (size_t k = 0; k < n; k++) {
            kembar_window_hit hit = {b, i, finder->touched[k],
                                     window_weight(finder, finder->touched[k])};
            if (is_better(&hit, &best))
                best = hit;
        }
        forget(finder, n);
        if (best.weight >= least)
            status = add_hit(finder, &best);
    }
    return status;
}

/* --- windows by all their terms --- */

/* Stretches of a document that hold a rare term. */
static uint32_t count_in(const kembar_stretches *s, uint32_t column, uint32_t document) {
    uint32_t n = 0;
    for (uint32_t at = s->first_posting[column]; at < s->first_posting[column + 1]; at++)
        n += s->document[s->postings[at]] == document;
    return n;
}

/* The weight of a term that both windows hold, less what its being all over both documents takes
 * from the surprise: a term that stands in k stretches of one and m of the other meets itself in
 * k * m pairs of them. */
static uint32_t surprise(const kembar_stretches *s, uint32_t column, uint32_t a, uint32_t b) {
    uint64_t n_meetings = (uint64_t)count_in(s, column, a) * count_in(s, column, b);
    uint32_t usual = kembar_stretch_log2(n_meetings);
    return s->weights[column] > usual ? s->weights[column] - usual : 0;
}

static uint32_t in_common(kembar_window_finder *finder, uint32_t a, uint32_t b,
                          const kembar_window_pair *w) {
    const kembar_stretches *s = finder->stretches;
    const uint32_t *of_a = s->columns + s->first_item[a], *of_b = s->columns + s->first_item[b];
    uint32_t mark = next_mark(finder), weight = 0;
    for (uint32_t k = w->a_begin; k < w->a_end; k++)
        if (of_a[k] != KEMBAR_FREQUENCIES_NO_COLUMN)
            finder->marks[of_a[k]] = mark;
    for (uint32_t k = w->b_begin; k < w->b_end; k++) {
        if (of_b[k] == KEMBAR_FREQUENCIES_NO_COLUMN || finder->marks[of_b[k]] != mark)
            continue;
        finder->marks[of_b[k]] = 0;
        weight += surprise(s, of_b[k], a, b);
    }
    return weight;
}

/* The window of `n` items that begins with a stretch of a document of n_items, moved by `shift`
 * stretches. */
static void place(uint32_t n_items, uint32_t stretch, int shift, uint32_t *begin, uint32_t *end) {
    int64_t at = ((int64_t)stretch + shift) * KEMBAR_STRETCH_ITEMS;
    int64_t last = (int64_t)n_items - KEMBAR_WINDOW_ITEMS;
    at = at > last ? last : at;
    *begin = at > 0 ? (uint32_t)at : 0;
    *end = *begin + KEMBAR_WINDOW_ITEMS < n_items ? *begin + KEMBAR_WINDOW_ITEMS : n_items;
}

kembar_window_pair kembar_window_best(kembar_window_finder *finder, uint32_t a,
                                      const kembar_window_hit *hit) {
    const kembar_stretches *s = finder->stretches;
    uint32_t b = hit->document;
    kembar_window_pair best = {0}, w = {0};
    for (int i = -1; i <= 1; i++)
        for (int j = -1; j <= 1; j++) {
            place(s->n_items[a], hit->a - s->first_stretch[a], i, &w.a_begin, &w.a_end);
            place(s->n_items[b], hit->b - s->first_stretch[b], j, &w.b_begin, &w.b_end);
            w.weight = in_common(finder, a, b, &w);
            if (w.weight > best.weight)
                best = w;
        }
    return best;
}

/* --- growing --- */

/* Moves a border outwards by a stretch, or as far as the document goes; returns whether it moved.
 */
static int widen(uint32_t *begin, uint32_t *end, uint32_t n_items, int direction) {
    uint32_t old_begin = *begin, old_end = *end;
    if (direction < 0)
        *begin = *begin > KEMBAR_STRETCH_ITEMS ? *begin - KEMBAR_STRETCH_ITEMS : 0;
    if (direction > 0)
        *end = *end + KEMBAR_STRETCH_ITEMS < n_items ? *end + KEMBAR_STRETCH_ITEMS : n_items;
    return *begin != old_begin || *end != old_end;
}

/* The best of the eight ways to widen one or both windows; returns whether it is worth it. */
static int widen_best(kembar_window_finder *finder, uint32_t a, uint32_t b,
                      kembar_window_pair *windows) {
    const kembar_stretches *s = finder->stretches;
    kembar_window_pair best = *windows;
    int64_t best_gain = -1;
    for (int i = -1; i <= 1; i++)
        for (int j = -1; j <= 1; j++) {
            kembar_window_pair w = *windows;
            int moved = widen(&w.a_begin, &w.a_end, s->n_items[a], i) +
                        widen(&w.b_begin, &w.b_end, s->n_items[b], j);
            if (moved == 0)
                continue;
            w.weight = in_common(finder, a, b, &w);
            int64_t gain = (int64_t)w.weight - windows->weight - STEP_WEIGHT * moved / 2;
            if (gain > best_gain) {
                best_gain = gain;
                best = w;
            }
        }
    *windows = best;
    return best_gain >= 0;
}

static int is_shared(const kembar_window_finder *finder, uint32_t column, uint32_t mark) {
    return column != KEMBAR_FREQUENCIES_NO_COLUMN && finder->marks[column] == mark;
}

/* Draws [*begin, *end) of `own` in to the first and last item whose term stands in `other`. */
static void draw_in(kembar_window_finder *finder, const uint32_t *own, uint32_t *begin,
                    uint32_t *end, const uint32_t *other, uint32_t other_begin,
                    uint32_t other_end) {
    const uint16_t *weights = finder->stretches->weights;
    uint32_t mark = next_mark(finder);
    for (uint32_t k = other_begin; k < other_end; k++)
        if (other[k] != KEMBAR_FREQUENCIES_NO_COLUMN && weights[other[k]])
            finder->marks[other[k]] = mark;
    while (*begin < *end && !is_shared(finder, own[*begin], mark))
        ++*begin;
    while (*end > *begin && !is_shared(finder, own[*end - 1], mark))
        --*end;
}

void kembar_window_grow(kembar_window_finder *finder, uint32_t a, uint32_t b,
                        kembar_window_pair *windows) {
    const kembar_stretches *s = finder->stretches;
    const uint32_t *of_a = s->columns + s->first_item[a], *of_b = s->columns + s->first_item[b];
    for (int step = 0; step < MAX_STEPS; step++)
        if (!widen_best(finder, a, b, windows))
            break;
    uint32_t a_begin = windows->a_begin, a_end = windows->a_end;
    draw_in(finder, of_a, &windows->a_begin, &windows->a_end, of_b, windows->b_begin,
            windows->b_end);
    draw_in(finder, of_b, &windows->b_begin, &windows->b_end, of_a, a_begin, a_end);
}
