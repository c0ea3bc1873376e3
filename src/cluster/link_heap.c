#include "cluster/link_heap.h"

#include "base/alloc.h"
#include "base/array.h"

void kembar_link_heap_deinit(kembar_link_heap *heap) {
    kembar_free(heap->items);
    *heap = (kembar_link_heap){0};
}

static int comes_before(const kembar_link_merge *x, const kembar_link_merge *y) {
    if (x->average != y->average)
        return x->average > y->average;
    return x->a != y->a ? x->a < y->a : x->b < y->b;
}

kembar_status kembar_link_heap_push(kembar_link_heap *heap, kembar_link_merge merge) {
    void *items = heap->items;
    kembar_status status =
        kembar_array_reserve(&items, &heap->capacity, heap->n_items + 1, sizeof *heap->items);
    heap->items = items;
    if (status)
        return status;
    size_t at = heap->n_items++;
    for (; at > 0 && comes_before(&merge, &heap->items[(at - 1) / 2]); at = (at - 1) / 2)
        heap->items[at] = heap->items[(at - 1) / 2];
    heap->items[at] = merge;
    return KEMBAR_OK;
}

int kembar_link_heap_pop(kembar_link_heap *heap, kembar_link_merge *out) {
    if (heap->n_items == 0)
        return 0;
    *out = heap->items[0];
    kembar_link_merge last = heap->items[--heap->n_items];
    size_t at = 0;
    for (size_t child; (child = 2 * at + 1) < heap->n_items; at = child) {
        if (child + 1 < heap->n_items && comes_before(&heap->items[child + 1], &heap->items[child]))
            child++;
        if (!comes_before(&heap->items[child], &last))
            break;
        heap->items[at] = heap->items[child];
    }
    heap->items[at] = last;
    return 1;
}
