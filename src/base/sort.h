/* Stable radix sorts of the pairs that candidate generation lives on. */
#ifndef KEMBAR_BASE_SORT_H
#define KEMBAR_BASE_SORT_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/status.h"

typedef struct kembar_keyed {
    uint64_t key;
    uint32_t value;
    uint32_t extra; /* free for the caller, carried along */
} kembar_keyed;

/* Sorts by key, stable, in O(n) whatever the keys; takes n items of scratch. With n_threads > 1
 * large inputs are counted, spread and finished in parallel; the result is the same. */
kembar_status kembar_sort_keyed(kembar_keyed *items, size_t n_items,
                                int n_threads) KEMBAR_MUST_CHECK;
/* Ascending sort of plain 64-bit keys in O(n); up to 1024 keys take no heap and cannot fail. */
kembar_status kembar_sort_u64(uint64_t *keys, size_t n_keys) KEMBAR_MUST_CHECK;
/* The same; `scratch` has room for n_keys. */
void kembar_sort_u64_with(uint64_t *keys, size_t n_keys, uint64_t *scratch);
/* Drops repeated neighbours of a sorted array; returns the new count. */
size_t kembar_unique_u64(uint64_t *sorted, size_t n_keys);

/* Index of the first key that is not less than `key`, n_keys when there is none. Logarithmic. */
size_t kembar_lower_bound_u64(const uint64_t *sorted, size_t n_keys, uint64_t key);
/* Whether a sorted array holds `key`. */
int kembar_holds_u64(const uint64_t *sorted, size_t n_keys, uint64_t key);

#endif
