#include "base/array.h"

#include <stdint.h>
#include <string.h>

#include "base/alloc.h"

enum { MIN_CAPACITY = 8 };

static size_t next_capacity(size_t capacity, size_t needed) {
    size_t doubled = capacity > SIZE_MAX / 2 ? SIZE_MAX : capacity * 2;
    size_t grown = doubled > needed ? doubled : needed;
    return grown > MIN_CAPACITY ? grown : MIN_CAPACITY;
}

kembar_status kembar_array_reserve(void **items, size_t *capacity, size_t needed,
                                   size_t item_size) {
    if (needed <= *capacity)
        return KEMBAR_OK;
    /* Callers cast a `T **`; copying the pointer's bytes keeps that within the aliasing rules. */
    void *old_items;
    memcpy(&old_items, items, sizeof old_items);
    size_t new_capacity = next_capacity(*capacity, needed);
    void *new_items = kembar_realloc(old_items, new_capacity, item_size);
    if (!new_items)
        return KEMBAR_ERROR_MEMORY;
    memcpy(items, &new_items, sizeof new_items);
    *capacity = new_capacity;
    return KEMBAR_OK;
}
