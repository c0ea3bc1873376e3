#include "base/ranges.h"

#include "base/sort.h"

enum { MAX_BITS = 6, RANGE_ITEMS_BITS = 20, REACH = 32 };

unsigned kembar_ranges_bits(size_t n_items) {
    unsigned bits = 0;
    while (bits < MAX_BITS && n_items >> (RANGE_ITEMS_BITS + bits))
        bits++;
    return bits;
}

size_t kembar_ranges_begin(const uint64_t *sorted, size_t n_keys, uint64_t range, unsigned bits) {
    if (range == 0 || n_keys == 0)
        return 0;
    if (range >> bits)
        return n_keys;
    uint64_t key = range << (64 - bits);
    /* Hashes lie evenly: the place is near where proportion says. */
    size_t near = n_keys / ((size_t)1 << bits) * (size_t)range;
    size_t low = near > REACH ? near - REACH : 0;
    size_t high = n_keys - near > REACH ? near + REACH : n_keys;
    if (low > 0 && sorted[low - 1] >= key) {
        high = low;
        low = 0;
    } else if (high < n_keys && sorted[high] < key) {
        low = high;
        high = n_keys;
    }
    return low + kembar_lower_bound_u64(sorted + low, high - low, key);
}
