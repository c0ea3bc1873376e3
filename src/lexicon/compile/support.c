#include "lexicon/compile/support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/lower_bound.h"

static int compare_pairs(const void *a, const void *b) {
    const kembar_support_pair *x = a, *y = b;
    int order = strcmp(x->en, y->en);
    return order != 0 ? order : strcmp(x->id, y->id);
}

kembar_status kembar_support_init(kembar_support *out, const kembar_entries *entries,
                                  kembar_error *error) {
    *out = (kembar_support){0};
    kembar_support_pair *items = kembar_alloc(entries->n_items, sizeof *items);
    if (!items)
        return kembar_error_memory(error);
    size_t n = 0, n_unique = 0;
    for (size_t i = 0; i < entries->n_items; i++)
        if (entries->items[i].micro == 0)
            items[n++] = (kembar_support_pair){entries->items[i].en, entries->items[i].id};
    if (n > 0)
        qsort(items, n, sizeof *items, compare_pairs);
    for (size_t i = 0; i < n; i++)
        if (n_unique == 0 || compare_pairs(&items[n_unique - 1], &items[i]) != 0)
            items[n_unique++] = items[i];
    *out = (kembar_support){items, n_unique};
    return KEMBAR_OK;
}

void kembar_support_deinit(kembar_support *support) {
    kembar_free(support->items);
    *support = (kembar_support){0};
}

kembar_support_range kembar_support_find(const kembar_support *support, const char *en) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, support->n_items, strcmp(support->items[at].en, en) < 0);
    size_t end = at;
    while (end < support->n_items && strcmp(support->items[end].en, en) == 0)
        end++;
    return (kembar_support_range){&support->items[at], end - at};
}

double kembar_support_between(kembar_support_range a, kembar_support_range b) {
    size_t n_common = 0;
    for (size_t i = 0, j = 0; i < a.n_items && j < b.n_items;) {
        int order = strcmp(a.items[i].id, b.items[j].id);
        n_common += order == 0;
        i += order <= 0;
        j += order >= 0;
    }
    return n_common < 2 ? 0 : (double)(n_common - 1) / sqrt((double)a.n_items * (double)b.n_items);
}
