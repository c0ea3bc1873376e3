#include "pipeline/dedup_families.h"

#include "base/alloc.h"
#include "base/array.h"
#include "base/sort.h"

/* A walk along the pairs. */
typedef struct walk {
    const kembar_dedup_set *set;
    kembar_dedup_work *work;
    uint32_t *waiting; /* owned; a stack */
    uint8_t *is_seen;  /* owned */
    size_t n_waiting;
    size_t capacity; /* of families */
    int parts_large;
} walk;

/* Counts two places on, so that filling leaves every offset where it belongs. */
static void list_others(kembar_dedup_work *work, const kembar_sampled_pairs *pairs, size_t n) {
    for (size_t i = 0; i < pairs->n_items; i++) {
        work->first[pairs->items[i].a + 2]++;
        work->first[pairs->items[i].b + 2]++;
    }
    for (size_t i = 2; i < n + 2; i++)
        work->first[i] += work->first[i - 1];
    for (size_t i = 0; i < pairs->n_items; i++) {
        work->others[work->first[pairs->items[i].a + 1]++] = pairs->items[i].b;
        work->others[work->first[pairs->items[i].b + 1]++] = pairs->items[i].a;
    }
}

static void push(walk *w, uint32_t document) {
    if (w->is_seen[document])
        return;
    w->is_seen[document] = 1;
    w->waiting[w->n_waiting++] = document;
}

static int is_in_pairs(const walk *w, uint32_t document) {
    return w->work->first[document + 1] > w->work->first[document];
}

/* Depth first: what stands near in the order is near by content. */
static void list_family(walk *w, uint32_t document) {
    kembar_dedup_work *work = w->work;
    push(w, document);
    while (w->n_waiting > 0) {
        document = w->waiting[--w->n_waiting];
        if (is_in_pairs(w, document) || (kembar_dedup_set_class_size(w->set, document) > 1 &&
                                         kembar_dedup_set_has_new(w->set, document)))
            work->heads[work->n_heads++] = document;
        for (size_t k = work->first[document + 1]; k > work->first[document]; k--)
            push(w, work->others[k - 1]);
    }
}

static kembar_status add_family(walk *w, size_t begin, size_t end, int is_part) {
    kembar_dedup_work *work = w->work;
    if (kembar_array_reserve((void **)&work->families, &w->capacity, work->n_families + 1,
                             sizeof *work->families))
        return KEMBAR_ERROR_MEMORY;
    work->families[work->n_families++] = (kembar_dedup_family){begin, end, is_part};
    return KEMBAR_OK;
}

/* The heads from `begin` on are a family. */
static kembar_status close_family(walk *w, size_t begin) {
    size_t end = w->work->n_heads;
    kembar_status status = KEMBAR_OK;
    if (!w->parts_large || end - begin <= KEMBAR_DEDUP_WHOLE_FAMILY)
        return end == begin ? status : add_family(w, begin, end, 0);
    for (; begin < end && !status; begin += KEMBAR_DEDUP_FAMILY_PART) {
        size_t left = end - begin;
        size_t n = left < KEMBAR_DEDUP_FAMILY_PART ? left : KEMBAR_DEDUP_FAMILY_PART;
        status = add_family(w, begin, begin + n, 1);
    }
    return status;
}

static kembar_status walk_along(kembar_dedup_work *out, const kembar_dedup_set *set,
                                int parts_large) {
    walk w = {.set = set, .work = out, .parts_large = parts_large};
    w.waiting = kembar_alloc(set->n, sizeof *w.waiting);
    w.is_seen = kembar_alloc_zeroed(set->n, 1);
    kembar_status status = w.waiting && w.is_seen ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    for (uint32_t i = 0; i < set->n && !status; i++) {
        size_t begin = out->n_heads;
        if (!is_in_pairs(&w, i) && kembar_dedup_set_class_size(set, i) < 2)
            continue;
        list_family(&w, i);
        status = close_family(&w, begin);
    }
    kembar_free(w.waiting);
    kembar_free(w.is_seen);
    return status;
}

kembar_status kembar_dedup_work_order(kembar_dedup_work *out, const kembar_dedup_set *set,
                                      const kembar_sampled_pairs *pairs, int parts_large) {
    *out = (kembar_dedup_work){0};
    out->heads = kembar_alloc(set->n, sizeof *out->heads);
    out->first = kembar_alloc_zeroed(set->n + 2, sizeof *out->first);
    out->others = kembar_alloc(pairs->n_items, 2 * sizeof *out->others);
    kembar_status status = KEMBAR_ERROR_MEMORY;
    if (out->heads && out->first && out->others) {
        list_others(out, pairs, set->n);
        status = walk_along(out, set, parts_large);
    }
    if (status)
        kembar_dedup_work_deinit(out);
    return status;
}

kembar_status kembar_dedup_family_sort(const kembar_dedup_work *work, const kembar_dedup_set *set,
                                       const kembar_dedup_family *family) {
    uint64_t places[KEMBAR_DEDUP_WHOLE_FAMILY];
    uint32_t *heads = work->heads + family->begin;
    size_t n = family->end - family->begin;
    if (family->is_part || kembar_dedup_family_is_large(family))
        return KEMBAR_OK;
    for (size_t i = 0; i < n; i++)
        places[i] = set->place[heads[i]];
    kembar_status status = kembar_sort_u64(places, n);
    for (size_t i = 0; i < n && !status; i++)
        heads[i] = set->order[places[i]];
    return status;
}

void kembar_dedup_work_deinit(kembar_dedup_work *work) {
    kembar_free(work->heads);
    kembar_free(work->families);
    kembar_free(work->first);
    kembar_free(work->others);
    *work = (kembar_dedup_work){0};
}
