#include "pipeline/track_rows.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/lower_bound.h"
#include "pair/pair_build.h"

/* A release and a document with the same content. */
typedef struct alias {
    uint32_t document, release;
} alias;

typedef struct alias_list {
    alias *items; /* owned; by document */
    size_t n_items, capacity;
} alias_list;

/* What is picked from, and into. */
typedef struct picker {
    kembar_track_pairs *pairs;
    const kembar_track_union *both;
    const kembar_options *options;
    alias_list aliases;
} picker;

void kembar_track_pairs_deinit(kembar_track_pairs *pairs) {
    kembar_free(pairs->rows);
    kembar_free(pairs->items);
    *pairs = (kembar_track_pairs){0};
}

kembar_status kembar_track_pairs_add(kembar_track_pairs *pairs, const kembar_pair_row *row) {
    kembar_status status = kembar_array_reserve((void **)&pairs->rows, &pairs->row_capacity,
                                                pairs->n_rows + 1, sizeof *pairs->rows);
    if (!status)
        pairs->rows[pairs->n_rows++] = *row;
    return status;
}

static int is_release(const picker *in, uint32_t doc_id) {
    return in->both->sides[doc_id].release != KEMBAR_TRACK_NONE;
}

static int is_coverage(const picker *in, uint32_t doc_id) {
    return in->both->sides[doc_id].coverage != KEMBAR_TRACK_NONE;
}

static int is_wanted(const picker *in, uint32_t release, uint32_t coverage) {
    return kembar_pair_is_wanted(in->both->documents[release], in->both->documents[coverage],
                                 in->options);
}

static kembar_status add_item(picker *in, const kembar_pair_row *row, uint32_t release,
                              uint32_t coverage, int release_is_b, int is_direct) {
    kembar_track_pairs *pairs = in->pairs;
    if (release == coverage || !is_coverage(in, coverage) || !is_wanted(in, release, coverage))
        return KEMBAR_OK;
    kembar_status status = kembar_array_reserve((void **)&pairs->items, &pairs->item_capacity,
                                                pairs->n_items + 1, sizeof *pairs->items);
    if (!status)
        pairs->items[pairs->n_items++] = (kembar_track_pair){
            release, coverage, row->pair, row->spans, (uint8_t)release_is_b, (uint8_t)is_direct};
    return status;
}

static kembar_status add_alias(alias_list *list, uint32_t document, uint32_t release) {
    kembar_status status = kembar_array_reserve((void **)&list->items, &list->capacity,
                                                list->n_items + 1, sizeof *list->items);
    if (!status)
        list->items[list->n_items++] = (alias){document, release};
    return status;
}

/* The pairs that releases are in themselves. */
static kembar_status pick_direct(picker *in, const kembar_pair_row *row) {
    uint32_t ends[2] = {row->pair->a, row->pair->b};
    kembar_status status = KEMBAR_OK;
    for (int i = 0; i < 2 && !status; i++) {
        if (!is_release(in, ends[i]))
            continue;
        status = add_item(in, row, ends[i], ends[1 - i], i, 1);
        if (!status && row->pair->relation == KEMBAR_RELATION_EXACT)
            status = add_alias(&in->aliases, ends[1 - i], ends[i]);
    }
    return status;
}

static int compare_aliases(const void *x, const void *y) {
    const alias *a = x, *b = y;
    if (a->document != b->document)
        return a->document < b->document ? -1 : 1;
    return a->release < b->release ? -1 : a->release > b->release;
}

static size_t find_aliases(const alias_list *list, uint32_t document) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, list->n_items, list->items[at].document < document);
    return at;
}

/* The pairs of a release's exact copies are its own. */
static kembar_status pick_lent(picker *in, const kembar_pair_row *row) {
    uint32_t ends[2] = {row->pair->a, row->pair->b};
    const alias_list *list = &in->aliases;
    kembar_status status = KEMBAR_OK;
    for (int i = 0; i < 2; i++)
        for (size_t k = find_aliases(list, ends[i]);
             k < list->n_items && list->items[k].document == ends[i] && !status; k++)
            status = add_item(in, row, list->items[k].release, ends[1 - i], i, 0);
    return status;
}

/* Of several for the same two the direct one, else the strongest of its lenders comes first. */
static int compare_items(const void *x, const void *y) {
    const kembar_track_pair *a = x, *b = y;
    if (a->release != b->release)
        return a->release < b->release ? -1 : 1;
    if (a->coverage != b->coverage)
        return a->coverage < b->coverage ? -1 : 1;
    if (a->is_direct != b->is_direct)
        return a->is_direct ? -1 : 1;
    if (a->pair->relation != b->pair->relation)
        return a->pair->relation > b->pair->relation ? -1 : 1;
    if (a->pair->score != b->pair->score)
        return a->pair->score > b->pair->score ? -1 : 1;
    if (a->pair->a != b->pair->a)
        return a->pair->a < b->pair->a ? -1 : 1;
    return a->pair->b < b->pair->b ? -1 : a->pair->b > b->pair->b;
}

static void keep_one_each(kembar_track_pairs *pairs) {
    if (pairs->n_items == 0)
        return;
    qsort(pairs->items, pairs->n_items, sizeof *pairs->items, compare_items);
    size_t n = 1;
    for (size_t i = 1; i < pairs->n_items; i++)
        if (pairs->items[i].release != pairs->items[n - 1].release ||
            pairs->items[i].coverage != pairs->items[n - 1].coverage)
            pairs->items[n++] = pairs->items[i];
    pairs->n_items = n;
}

kembar_status kembar_track_pairs_pick(kembar_track_pairs *pairs, const kembar_track_union *both,
                                      const kembar_options *options) {
    picker in = {.pairs = pairs, .both = both, .options = options};
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < pairs->n_rows && !status; i++)
        status = pick_direct(&in, &pairs->rows[i]);
    if (in.aliases.n_items)
        qsort(in.aliases.items, in.aliases.n_items, sizeof *in.aliases.items, compare_aliases);
    for (size_t i = 0; i < pairs->n_rows && !status; i++)
        status = pick_lent(&in, &pairs->rows[i]);
    kembar_free(in.aliases.items);
    if (!status)
        keep_one_each(pairs);
    return status;
}
