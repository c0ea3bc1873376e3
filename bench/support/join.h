/* All pairs of sets with a Jaccard index of at least a threshold, exactly, whatever the sets: the
 * truth that candidates are measured against. By prefixes of the rarest items (Bayardo, Ma,
 * Srikant, WWW 2007): of two sets alike enough one cannot have all of them outside the other. */
#ifndef KEMBAR_BENCH_JOIN_H
#define KEMBAR_BENCH_JOIN_H

#include <stddef.h>
#include <stdint.h>

/* Sorted, distinct items of each set; set i is items[first[i]] .. items[first[i + 1] - 1]. Start
 * from a zeroed struct. */
typedef struct bench_sets {
    uint64_t *items; /* owned */
    size_t *first;   /* owned; n_sets + 1 */
    size_t n_sets, item_capacity, set_capacity;
} bench_sets;

/* Copies n_items distinct items, any order. Fewer than 2^32 items together. */
void bench_sets_add(bench_sets *sets, const uint64_t *items, size_t n_items);
void bench_sets_deinit(bench_sets *sets);

typedef struct bench_joined {
    uint32_t a, b; /* a < b */
    uint32_t n_shared, n_union;
} bench_joined;

/* Every pair with n_shared / n_union >= threshold_micro / 10^6 > 0, by b, then a; *n_pairs of them,
 * the caller's to kembar_free. Memory: some 20 bytes an item. */
bench_joined *bench_sets_join(const bench_sets *sets, uint32_t threshold_micro, size_t *n_pairs);

#endif
