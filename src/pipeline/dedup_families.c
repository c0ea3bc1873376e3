#include "pipeline/dedup_families.h"

#include "base/alloc.h"
#include "base/sort.h"

static uint32_t find_root(uint32_t *parent, uint32_t document) {
    while (parent[document] != document) {
        parent[document] = parent[parent[document]];
        document = parent[document];
    }
    return document;
}

/* Only strong pairs join: weak ones would make one family of all. */
static void join(uint32_t *parent, const kembar_sampled_pairs *pairs) {
    for (size_t i = 0; i < pairs->n_items; i++) {
        if (!pairs->items[i].is_strong)
            continue;
        uint32_t a = find_root(parent, pairs->items[i].a), b = find_root(parent, pairs->items[i].b);
        parent[a > b ? a : b] = a > b ? b : a;
    }
}

static kembar_status order_heads(kembar_dedup_work *out, const kembar_dedup_set *set,
                                 uint32_t *parent, kembar_keyed *items) {
    for (uint32_t i = 0; i < set->n; i++)
        if (out->first[i + 1] > out->first[i] || kembar_dedup_set_class_size(set, i) > 1)
            items[out->n_heads++] = (kembar_keyed){find_root(parent, i), i, 0};
    kembar_status status = kembar_sort_keyed(items, out->n_heads, set->options->run.n_threads);
    for (size_t i = 0; i < out->n_heads; i++)
        out->heads[i] = items[i].value;
    return status;
}

kembar_status kembar_dedup_work_order(kembar_dedup_work *out, const kembar_dedup_set *set,
                                      const kembar_sampled_pairs *pairs) {
    *out = (kembar_dedup_work){0};
    uint32_t *parent = kembar_alloc(set->n, sizeof *parent);
    kembar_keyed *items = kembar_alloc(set->n, sizeof *items);
    out->heads = kembar_alloc(set->n, sizeof *out->heads);
    out->first = kembar_alloc_zeroed(set->n + 1, sizeof *out->first);
    kembar_status status = KEMBAR_ERROR_MEMORY;
    if (parent && items && out->heads && out->first) {
        for (uint32_t i = 0; i < set->n; i++)
            parent[i] = i;
        for (size_t i = 0; i < pairs->n_items; i++)
            out->first[pairs->items[i].a + 1]++;
        for (size_t i = 0; i < set->n; i++)
            out->first[i + 1] += out->first[i];
        join(parent, pairs);
        status = order_heads(out, set, parent, items);
    }
    kembar_free(parent);
    kembar_free(items);
    if (status)
        kembar_dedup_work_deinit(out);
    return status;
}

void kembar_dedup_work_deinit(kembar_dedup_work *work) {
    kembar_free(work->heads);
    kembar_free(work->first);
    *work = (kembar_dedup_work){0};
}
