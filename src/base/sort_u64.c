#include "base/alloc.h"
#include "base/sort.h"

#include "base/sort_groups.h"
#include "base/sort_network.h"

static void finish_groups(uint64_t *keys, size_t n_keys, size_t largest);

#define SORT_ITEM uint64_t
#define SORT_KEY(item) (item)
#define SORT_FINISH(items, n_items, largest) finish_groups(items, n_items, largest)
#include "base/lower_bound.h"
#include "base/sort_radix.h"

/* Insertion looks at each key once; its branches cost more than rounds do while groups are small.
 */
static void finish_groups(uint64_t *keys, size_t n_keys, size_t largest) {
#ifdef KEMBAR_X86
    enum { MOST_ROUNDS = 10 };
    if (largest <= MOST_ROUNDS && kembar_cpu() == KEMBAR_CPU_AVX512) {
        kembar_sort_groups_avx512(keys, n_keys, largest);
        return;
    }
#endif
    (void)largest;
    sort_insertion(keys, n_keys);
}

enum { MAX_STACK_KEYS = 1024 };

void kembar_sort_u64_with(uint64_t *keys, size_t n_keys, uint64_t *scratch) {
    size_t table[SORT_MAX_BUCKETS];
#ifdef KEMBAR_X86
    if (n_keys <= KEMBAR_SORT_NETWORK_KEYS && kembar_cpu() == KEMBAR_CPU_AVX512) {
        kembar_sort_network_avx512(keys, n_keys);
        return;
    }
#endif
    sort_range(keys, scratch, n_keys, table);
}

static void sort_small(uint64_t *keys, size_t n_keys) {
    uint64_t scratch[MAX_STACK_KEYS];
    kembar_sort_u64_with(keys, n_keys, scratch);
}

kembar_status kembar_sort_u64(uint64_t *keys, size_t n_keys) {
    if (n_keys <= MAX_STACK_KEYS) {
        sort_small(keys, n_keys);
        return KEMBAR_OK;
    }
    uint64_t *scratch = kembar_alloc(n_keys, sizeof *scratch);
    if (!scratch)
        return KEMBAR_ERROR_MEMORY;
    kembar_sort_u64_with(keys, n_keys, scratch);
    kembar_free(scratch);
    return KEMBAR_OK;
}

size_t kembar_unique_u64(uint64_t *sorted, size_t n_keys) {
    size_t n_kept = 0;
    for (size_t i = 0; i < n_keys; i++)
        if (n_kept == 0 || sorted[i] != sorted[n_kept - 1])
            sorted[n_kept++] = sorted[i];
    return n_kept;
}

size_t kembar_lower_bound_u64(const uint64_t *sorted, size_t n_keys, uint64_t key) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, n_keys, sorted[at] < key);
    return at;
}

int kembar_holds_u64(const uint64_t *sorted, size_t n_keys, uint64_t key) {
    size_t at = kembar_lower_bound_u64(sorted, n_keys, key);
    return at < n_keys && sorted[at] == key;
}
