#include "pair/retold.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "feature/content_walk.h"

typedef struct found_passage {
    kembar_passage passage;
    uint8_t is_reordered;
} found_passage;

/* Where the items of a document begin in its content, and where the last one ends. */
typedef struct item_positions {
    uint32_t *begin; /* owned */
    size_t capacity;
} item_positions;

struct kembar_retold_finder {
    const kembar_prepared *prepared;
    kembar_window_finder windows;
    kembar_bag bag;
    item_positions of_a, of_b;
    uint32_t *documents; /* owned */
    size_t documents_capacity;
    uint32_t least; /* what two windows must have in common */
    size_t n_found;
    found_passage found[KEMBAR_RETOLD_MOST];
    kembar_passage passages[KEMBAR_RETOLD_MOST];
    uint8_t is_reordered[KEMBAR_RETOLD_MOST];
};

/* The rarest term that two documents may share stands in two places. */
static uint32_t least_weight(const kembar_stretches *stretches) {
    if (stretches->is_alone)
        return KEMBAR_RETOLD_ALONE;
    uint32_t all = kembar_stretch_log2(stretches->n_words),
             two = kembar_stretch_log2(2 * KEMBAR_WINDOW_ITEMS);
    uint32_t least = (all > two ? all - two : 0) * KEMBAR_RETOLD_TENTHS / 10;
    return least > KEMBAR_RETOLD_LEAST ? least : KEMBAR_RETOLD_LEAST;
}

kembar_status kembar_retold_finder_new(kembar_retold_finder **out,
                                       const kembar_stretches *stretches,
                                       const kembar_prepared *prepared, kembar_error *error) {
    *out = NULL;
    kembar_retold_finder *finder = kembar_alloc_zeroed(1, sizeof *finder);
    if (!finder)
        return kembar_error_memory(error);
    finder->prepared = prepared;
    finder->least = least_weight(stretches);
    if (kembar_window_finder_init(&finder->windows, stretches)) {
        kembar_retold_finder_free(finder);
        return kembar_error_memory(error);
    }
    *out = finder;
    return KEMBAR_OK;
}

void kembar_retold_finder_free(kembar_retold_finder *finder) {
    if (!finder)
        return;
    kembar_window_finder_deinit(&finder->windows);
    kembar_bag_deinit(&finder->bag);
    kembar_free(finder->of_a.begin);
    kembar_free(finder->of_b.begin);
    kembar_free(finder->documents);
    kembar_free(finder);
}

static int is_near_by(const kembar_window_hit *x, const kembar_window_hit *y) {
    return x->a + 1 >= y->a && y->a + 1 >= x->a;
}

/* Whether too many documents have as much in common with the window of a. */
static int is_form(const kembar_retold_finder *finder, uint32_t a, const kembar_window_hit *hit,
                   kembar_retold_is_copy is_copy, const void *context) {
    int n_others = 0;
    for (size_t i = 0; i < finder->windows.n_hits && n_others < KEMBAR_RETOLD_OTHERS; i++) {
        const kembar_window_hit *other = &finder->windows.hits[i];
        if (other != hit && 4 * other->weight >= 3 * hit->weight && is_near_by(other, hit) &&
            !is_copy(context, a, other->document) &&
            !is_copy(context, hit->document, other->document))
            n_others++;
    }
    return n_others == KEMBAR_RETOLD_OTHERS;
}

kembar_status kembar_retold_candidates(kembar_retold_finder *finder, uint32_t a,
                                       kembar_retold_is_copy is_copy, const void *context,
                                       const uint32_t **documents, size_t *n) {
    *n = 0;
    if (kembar_window_finder_run(&finder->windows, a, KEMBAR_RETOLD_LOOK) ||
        kembar_array_reserve((void **)&finder->documents, &finder->documents_capacity,
                             finder->windows.n_hits + 1, sizeof *finder->documents))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < finder->windows.n_hits; i++) {
        const kembar_window_hit *hit = &finder->windows.hits[i];
        if (hit->document > a && !is_copy(context, a, hit->document) &&
            kembar_window_best(&finder->windows, a, hit).weight >= finder->least &&
            !is_form(finder, a, hit, is_copy, context))
            finder->documents[(*n)++] = hit->document;
    }
    *documents = finder->documents;
    return KEMBAR_OK;
}

static kembar_status locate(item_positions *positions, const kembar_prepared *prepared) {
    kembar_content_walk walk = {.document = prepared->document, .content = &prepared->content};
    kembar_content_item item = {0};
    size_t n = 0;
    if (kembar_array_reserve((void **)&positions->begin, &positions->capacity,
                             prepared->content.n_tokens + 1, sizeof *positions->begin))
        return KEMBAR_ERROR_MEMORY;
    while (kembar_content_walk_next(&walk, &item))
        positions->begin[n++] = item.begin;
    positions->begin[n] = item.end;
    return KEMBAR_OK;
}

static int compare_hits(const void *x, const void *y) {
    const kembar_window_hit *a = x, *b = y;
    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    return a->a < b->a ? -1 : a->a > b->a;
}

static uint32_t overlap(uint32_t begin, uint32_t end, uint32_t from, uint32_t to) {
    uint32_t low = begin > from ? begin : from, high = end < to ? end : to;
    return high > low ? high - low : 0;
}

/* Whether half of either side of the passage lies in one that was found before. */
static int is_taken(const kembar_retold_finder *finder, const kembar_passage *p) {
    for (size_t i = 0; i < finder->n_found; i++) {
        const kembar_passage *q = &finder->found[i].passage;
        if (2 * overlap(p->a_begin, p->a_end, q->a_begin, q->a_end) >= p->a_end - p->a_begin ||
            2 * overlap(p->b_begin, p->b_end, q->b_begin, q->b_end) >= p->b_end - p->b_begin)
            return 1;
    }
    return 0;
}

static kembar_passage passage_of(const kembar_retold_finder *finder,
                                 const kembar_window_pair *windows) {
    return (kembar_passage){.a_begin = finder->of_a.begin[windows->a_begin],
                            .a_end = finder->of_a.begin[windows->a_end],
                            .b_begin = finder->of_b.begin[windows->b_begin],
                            .b_end = finder->of_b.begin[windows->b_end]};
}

static kembar_status look_at(kembar_retold_finder *finder, uint32_t a,
                             const kembar_window_hit *hit) {
    uint32_t b = hit->document;
    kembar_window_pair windows = kembar_window_best(&finder->windows, a, hit);
    if (windows.weight < finder->least)
        return KEMBAR_OK;
    kembar_passage passage = passage_of(finder, &windows);
    if (is_taken(finder, &passage))
        return KEMBAR_OK;
    kembar_window_grow(&finder->windows, a, b, &windows);
    passage = passage_of(finder, &windows);
    if (passage.a_begin == passage.a_end || passage.b_begin == passage.b_end)
        return KEMBAR_OK;
    kembar_passage fitted = passage;
    int is_reordered = 0;
    if (kembar_reorder_fit(&finder->bag, &finder->prepared[a], &finder->prepared[b],
                           KEMBAR_STRETCH_ITEMS, &fitted, &is_reordered))
        return KEMBAR_ERROR_MEMORY;
    if (is_reordered)
        passage = fitted;
    if (!is_taken(finder, &passage))
        finder->found[finder->n_found++] = (found_passage){passage, (uint8_t)is_reordered};
    return KEMBAR_OK;
}

static int compare_found(const void *x, const void *y) {
    const kembar_passage *a = &((const found_passage *)x)->passage;
    const kembar_passage *b = &((const found_passage *)y)->passage;
    if (a->a_begin != b->a_begin)
        return a->a_begin < b->a_begin ? -1 : 1;
    return a->b_begin < b->b_begin ? -1 : a->b_begin > b->b_begin;
}

static void list_found(kembar_retold_finder *finder, kembar_retold *out) {
    *out = (kembar_retold){finder->passages, finder->is_reordered, finder->n_found, 0};
    qsort(finder->found, finder->n_found, sizeof *finder->found, compare_found);
    for (size_t i = 0; i < finder->n_found; i++) {
        finder->passages[i] = finder->found[i].passage;
        finder->is_reordered[i] = finder->found[i].is_reordered;
        out->n_reordered += finder->found[i].is_reordered;
    }
}

kembar_status kembar_retold_find(kembar_retold_finder *finder, uint32_t a, uint32_t b,
                                 kembar_retold *out) {
    kembar_window_finder *windows = &finder->windows;
    *out = (kembar_retold){0};
    finder->n_found = 0;
    if (locate(&finder->of_a, &finder->prepared[a]) ||
        locate(&finder->of_b, &finder->prepared[b]) ||
        kembar_window_finder_run_in(windows, a, b, KEMBAR_RETOLD_LOOK))
        return KEMBAR_ERROR_MEMORY;
    if (windows->n_hits)
        qsort(windows->hits, windows->n_hits, sizeof *windows->hits, compare_hits);
    for (size_t i = 0; i < windows->n_hits && finder->n_found < KEMBAR_RETOLD_MOST; i++)
        if (look_at(finder, a, &windows->hits[i]))
            return KEMBAR_ERROR_MEMORY;
    if (finder->n_found)
        list_found(finder, out);
    return KEMBAR_OK;
}
