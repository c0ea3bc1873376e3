#include "pair/pair_merge.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/lower_bound.h"

static int compare_pairs(const void *x, const void *y) {
    const kembar_pair *a = x, *b = y;
    if (a->a != b->a)
        return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

static void append(kembar_pair_list *out, kembar_pair_list *list) {
    for (size_t i = 0; i < list->n_items; i++) {
        out->items[out->n_items] = list->items[i];
        out->items[out->n_items].first_term += (uint32_t)out->n_terms;
        out->items[out->n_items++].first_span += (uint32_t)out->n_spans;
    }
    if (list->n_spans)
        memcpy(out->spans + out->n_spans, list->spans, list->n_spans * sizeof *out->spans);
    if (list->n_terms)
        memcpy(out->terms + out->n_terms, list->terms, list->n_terms * sizeof *out->terms);
    out->n_spans += list->n_spans;
    out->n_terms += list->n_terms;
    kembar_pair_list_deinit(list);
}

kembar_status kembar_pair_merge(kembar_pair_list *out, kembar_pair_list *lists, size_t n_lists,
                                kembar_error *error) {
    size_t n_items = out->n_items, n_spans = out->n_spans, n_terms = out->n_terms;
    for (size_t i = 0; i < n_lists; i++) {
        n_items += lists[i].n_items;
        n_spans += lists[i].n_spans;
        n_terms += lists[i].n_terms;
    }
    if (n_spans > UINT32_MAX || n_terms > UINT32_MAX)
        return kembar_error_set(error, KEMBAR_ERROR_LIMIT, NULL, 0,
                                "too many passages for one run");
    if (kembar_array_reserve((void **)&out->items, &out->items_capacity, n_items,
                             sizeof *out->items) ||
        kembar_array_reserve((void **)&out->spans, &out->spans_capacity, n_spans,
                             sizeof *out->spans) ||
        kembar_array_reserve((void **)&out->terms, &out->terms_capacity, n_terms,
                             sizeof *out->terms))
        return kembar_error_memory(error);
    for (size_t i = 0; i < n_lists; i++)
        append(out, &lists[i]);
    if (out->n_items)
        qsort(out->items, out->n_items, sizeof *out->items, compare_pairs);
    return KEMBAR_OK;
}

const kembar_pair *kembar_pair_list_find(const kembar_pair_list *list, uint32_t a, uint32_t b) {
    kembar_pair key = {.a = a, .b = b};
    if (list->n_items == 0)
        return NULL;
    return bsearch(&key, list->items, list->n_items, sizeof *list->items, compare_pairs);
}

size_t kembar_pair_list_before(const kembar_pair_list *list, uint32_t a) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, list->n_items, list->items[at].a < a);
    return at;
}
