/* A stable radix sort for one item type, from the most significant differing bits down. The
 * including .c file first defines the type, SORT_ITEM, and its uint64_t key, SORT_KEY(item); it may
 * define SORT_FINISH(items, n_items, largest), which sorts items that are made of groups of at most
 * `largest`, already in the order of the groups.
 *
 * A range is spread over buckets by its leading differing bits: a short one over about as many as
 * it has items, which leaves one or two in each for hashed keys, and insertion does the rest;
 * larger buckets are spread again. Each level settles at least 5 key bits, so cost is O(n) for any
 * keys. */
#ifndef KEMBAR_BASE_SORT_RADIX_H
#define KEMBAR_BASE_SORT_RADIX_H

#if !defined(SORT_ITEM) || !defined(SORT_KEY)
#error "define SORT_ITEM and SORT_KEY before including this"
#endif

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    SORT_MAX_DIGIT_BITS = 11,
    SORT_MAX_BUCKETS = 1 << SORT_MAX_DIGIT_BITS,
    SORT_INSERTION_ITEMS = 24, /* ranges up to this are sorted by insertion */
    SORT_ONE_LEVEL_BITS = 12,  /* of n_items: longer ranges are spread over two levels or more */
    SORT_NEXT_LEVEL_BITS = 7   /* of n_items, that a longer range leaves to the next level */
};

/* A run of key bits: (key >> shift) & mask. */
typedef struct sort_digit {
    unsigned shift;
    uint64_t mask;
} sort_digit;

static inline size_t sort_digit_of(sort_digit digit, SORT_ITEM item) {
    return (size_t)((SORT_KEY(item) >> digit.shift) & digit.mask);
}

static void sort_insertion(SORT_ITEM *items, size_t n_items) {
    for (size_t i = 1; i < n_items; i++) {
        SORT_ITEM item = items[i];
        size_t at = i;
        for (; at > 0 && SORT_KEY(items[at - 1]) > SORT_KEY(item); at--)
            items[at] = items[at - 1];
        items[at] = item;
    }
}

/* Bits in which the keys of a range differ. */
static uint64_t sort_differing_bits(const SORT_ITEM *items, size_t n_items) {
    uint64_t first = n_items ? SORT_KEY(items[0]) : 0;
    uint64_t differing = 0;
    for (size_t i = 1; i < n_items; i++)
        differing |= SORT_KEY(items[i]) ^ first;
    return differing;
}

/* The leading differing bits, at least 5 if there are so many; `differing` is not 0. The two-level
 * sizes are measured: insertion is slower than another level on buckets of about ten items. */
static sort_digit sort_choose_digit(uint64_t differing, size_t n_items) {
    unsigned n_key_bits = 64 - (unsigned)__builtin_clzll(differing);
    unsigned n_bits = 64 - (unsigned)__builtin_clzll((unsigned long long)n_items);
    if (n_bits > SORT_ONE_LEVEL_BITS)
        n_bits -= SORT_NEXT_LEVEL_BITS;
    if (n_bits > SORT_MAX_DIGIT_BITS)
        n_bits = SORT_MAX_DIGIT_BITS;
    if (n_bits > n_key_bits)
        n_bits = n_key_bits;
    return (sort_digit){n_key_bits - n_bits, ((uint64_t)1 << n_bits) - 1};
}

static void sort_count(const SORT_ITEM *items, size_t n_items, sort_digit digit, size_t *counts) {
    memset(counts, 0, ((size_t)digit.mask + 1) * sizeof *counts);
    for (size_t i = 0; i < n_items; i++)
        counts[sort_digit_of(digit, items[i])]++;
}

static void sort_scatter(const SORT_ITEM *items, size_t n_items, sort_digit digit, size_t *starts,
                         SORT_ITEM *out) {
    for (size_t i = 0; i < n_items; i++)
        out[starts[sort_digit_of(digit, items[i])]++] = items[i];
}

/* Turns counts into starts; returns the largest count. */
static size_t sort_starts(size_t *counts, sort_digit digit) {
    size_t sum = 0;
    size_t largest = 0;
    for (size_t d = 0; d <= digit.mask; d++) {
        size_t count = counts[d];
        largest = count > largest ? count : largest;
        counts[d] = sum;
        sum += count;
    }
    return largest;
}

#ifndef SORT_FINISH
#define SORT_FINISH(items, n_items, largest) sort_insertion(items, n_items)
#endif

/* Sorts a range; `scratch` has room for n_items, `table` for SORT_MAX_BUCKETS and is shared by all
 * levels (bucket ends are found from the digits again). Recurs at most 64 / 5 levels deep. */
static void sort_range(SORT_ITEM *items, SORT_ITEM *scratch, size_t n_items, size_t *table) {
    if (n_items <= SORT_INSERTION_ITEMS) {
        sort_insertion(items, n_items);
        return;
    }
    uint64_t differing = sort_differing_bits(items, n_items);
    if (differing == 0)
        return;
    sort_digit digit = sort_choose_digit(differing, n_items);
    sort_count(items, n_items, digit, table);
    size_t largest = sort_starts(table, digit);
    sort_scatter(items, n_items, digit, table, scratch);
    memcpy(items, scratch, n_items * sizeof *items);
    if (largest <= SORT_INSERTION_ITEMS) {
        SORT_FINISH(items, n_items, largest);
        return;
    }
    for (size_t begin = 0, end; begin < n_items; begin = end) {
        size_t value = sort_digit_of(digit, items[begin]);
        for (end = begin + 1; end < n_items && sort_digit_of(digit, items[end]) == value; end++) {
        }
        sort_range(items + begin, scratch, end - begin, table);
    }
}

#endif
