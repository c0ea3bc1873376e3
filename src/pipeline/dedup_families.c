#include "pipeline/dedup_families.h"

#include "base/alloc.h"

/* The pairs of each document both ways, and a walk along them. */
typedef struct walk {
    const kembar_dedup_set *set;
    size_t *first;     /* owned; n + 2 entries */
    uint32_t *others;  /* owned */
    uint32_t *waiting; /* owned; a stack */
    uint8_t *is_seen;  /* owned */
    size_t n_waiting;
} walk;

/* Counts two places on, so that filling leaves every offset where it belongs. */
static void list_others(walk *w, const kembar_sampled_pairs *pairs) {
    for (size_t i = 0; i < pairs->n_items; i++) {
        w->first[pairs->items[i].a + 2]++;
        w->first[pairs->items[i].b + 2]++;
    }
    for (size_t i = 2; i < w->set->n + 2; i++)
        w->first[i] += w->first[i - 1];
    for (size_t i = 0; i < pairs->n_items; i++) {
        w->others[w->first[pairs->items[i].a + 1]++] = pairs->items[i].b;
        w->others[w->first[pairs->items[i].b + 1]++] = pairs->items[i].a;
    }
}

static void push(walk *w, uint32_t document) {
    if (w->is_seen[document])
        return;
    w->is_seen[document] = 1;
    w->waiting[w->n_waiting++] = document;
}

static void go(walk *w, kembar_dedup_work *out) {
    for (uint32_t i = 0; i < w->set->n; i++) {
        push(w, i);
        while (w->n_waiting > 0) {
            uint32_t document = w->waiting[--w->n_waiting];
            if (w->first[document + 1] > w->first[document] ||
                kembar_dedup_set_class_size(w->set, document) > 1)
                out->heads[out->n_heads++] = document;
            for (size_t k = w->first[document + 1]; k > w->first[document]; k--)
                push(w, w->others[k - 1]);
        }
    }
}

static kembar_status walk_along(kembar_dedup_work *out, const kembar_dedup_set *set,
                                const kembar_sampled_pairs *pairs) {
    walk w = {.set = set};
    w.first = kembar_alloc_zeroed(set->n + 2, sizeof *w.first);
    w.others = kembar_alloc(pairs->n_items, 2 * sizeof *w.others);
    w.waiting = kembar_alloc(set->n, sizeof *w.waiting);
    w.is_seen = kembar_alloc_zeroed(set->n, 1);
    kembar_status status = KEMBAR_ERROR_MEMORY;
    if (w.first && w.others && w.waiting && w.is_seen) {
        status = KEMBAR_OK;
        list_others(&w, pairs);
        go(&w, out);
    }
    kembar_free(w.first);
    kembar_free(w.others);
    kembar_free(w.waiting);
    kembar_free(w.is_seen);
    return status;
}

kembar_status kembar_dedup_work_order(kembar_dedup_work *out, const kembar_dedup_set *set,
                                      const kembar_sampled_pairs *pairs) {
    *out = (kembar_dedup_work){0};
    out->heads = kembar_alloc(set->n, sizeof *out->heads);
    out->first = kembar_alloc_zeroed(set->n + 1, sizeof *out->first);
    kembar_status status = KEMBAR_ERROR_MEMORY;
    if (out->heads && out->first) {
        for (size_t i = 0; i < pairs->n_items; i++)
            out->first[pairs->items[i].a + 1]++;
        for (size_t i = 0; i < set->n; i++)
            out->first[i + 1] += out->first[i];
        status = walk_along(out, set, pairs);
    }
    if (status)
        kembar_dedup_work_deinit(out);
    return status;
}

void kembar_dedup_work_deinit(kembar_dedup_work *work) {
    kembar_free(work->heads);
    kembar_free(work->first);
    *work = (kembar_dedup_work){0};
}
