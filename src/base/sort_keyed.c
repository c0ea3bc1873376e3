#include "base/alloc.h"
#include "base/parallel.h"
#include "base/sort.h"

#define SORT_ITEM kembar_keyed
#define SORT_KEY(item) ((item).key)
#include "base/sort_radix.h"

enum { MIN_PARALLEL_ITEMS = 1 << 16, MAX_PARTS = 64, BUCKETS_PER_SLICE = 16 };

/* A sort by several threads. The input is cut into n_parts parts of equal size; each has its own
 * row of counts, then of places to write to, so that parts are spread at once and order is kept. */
typedef struct parallel_sort {
    kembar_keyed *items;   /* borrowed */
    kembar_keyed *scratch; /* borrowed */
    size_t n_items;
    size_t part_items;
    size_t n_parts;
    sort_digit digit;
    size_t *starts;                /* borrowed, n_parts rows of SORT_MAX_BUCKETS */
    uint64_t differing[MAX_PARTS]; /* by part, against the first item of all */
    size_t ends[SORT_MAX_BUCKETS]; /* by bucket */
} parallel_sort;

static kembar_status compare_part(void *context, size_t begin, size_t end, int worker_id,
                                  kembar_error *error) {
    (void)worker_id;
    (void)error;
    parallel_sort *sort = context;
    sort->differing[begin / sort->part_items] =
        sort_differing_bits(sort->items + begin, end - begin) |
        (sort->items[begin].key ^ sort->items[0].key);
    return KEMBAR_OK;
}

static size_t *part_row(const parallel_sort *sort, size_t begin) {
    return sort->starts + begin / sort->part_items * SORT_MAX_BUCKETS;
}

static kembar_status count_part(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    (void)worker_id;
    (void)error;
    parallel_sort *sort = context;
    sort_count(sort->items + begin, end - begin, sort->digit, part_row(sort, begin));
    return KEMBAR_OK;
}

static kembar_status scatter_part(void *context, size_t begin, size_t end, int worker_id,
                                  kembar_error *error) {
    (void)worker_id;
    (void)error;
    parallel_sort *sort = context;
    sort_scatter(sort->items + begin, end - begin, sort->digit, part_row(sort, begin),
                 sort->scratch);
    return KEMBAR_OK;
}

static kembar_status finish_buckets(void *context, size_t begin, size_t end, int worker_id,
                                    kembar_error *error) {
    (void)worker_id;
    (void)error;
    parallel_sort *sort = context;
    size_t table[SORT_MAX_BUCKETS];
    for (size_t bucket = begin; bucket < end; bucket++) {
        size_t first = bucket ? sort->ends[bucket - 1] : 0;
        size_t n_items = sort->ends[bucket] - first;
        memcpy(sort->items + first, sort->scratch + first, n_items * sizeof *sort->items);
        sort_range(sort->items + first, sort->scratch + first, n_items, table);
    }
    return KEMBAR_OK;
}

/* Counts become places: buckets in order, within a bucket the parts in order. */
static void place_parts(parallel_sort *sort) {
    size_t sum = 0;
    for (size_t bucket = 0; bucket <= sort->digit.mask; bucket++) {
        for (size_t part = 0; part < sort->n_parts; part++) {
            size_t *start = &sort->starts[part * SORT_MAX_BUCKETS + bucket];
            size_t count = *start;
            *start = sum;
            sum += count;
        }
        sort->ends[bucket] = sum;
    }
}

static kembar_status sort_in_parallel(parallel_sort *sort, int n_threads) {
    kembar_status status =
        kembar_parallel_for(n_threads, sort->n_items, sort->part_items, compare_part, sort, NULL);
    uint64_t differing = 0;
    for (size_t part = 0; part < sort->n_parts; part++)
        differing |= sort->differing[part];
    if (status != KEMBAR_OK || differing == 0)
        return status;
    sort->digit = sort_choose_digit(differing, sort->n_items);
    status =
        kembar_parallel_for(n_threads, sort->n_items, sort->part_items, count_part, sort, NULL);
    if (status != KEMBAR_OK)
        return status;
    place_parts(sort);
    status =
        kembar_parallel_for(n_threads, sort->n_items, sort->part_items, scatter_part, sort, NULL);
    if (status != KEMBAR_OK)
        return status;
    return kembar_parallel_for(n_threads, (size_t)sort->digit.mask + 1, BUCKETS_PER_SLICE,
                               finish_buckets, sort, NULL);
}

static kembar_status sort_parts(kembar_keyed *items, kembar_keyed *scratch, size_t n_items,
                                int n_threads) {
    size_t n_parts = n_threads < MAX_PARTS ? (size_t)n_threads : MAX_PARTS;
    parallel_sort sort = {.items = items, .scratch = scratch, .n_items = n_items};
    sort.part_items = n_items / n_parts + 1;
    sort.n_parts = (n_items + sort.part_items - 1) / sort.part_items;
    sort.starts = kembar_alloc(sort.n_parts * SORT_MAX_BUCKETS, sizeof *sort.starts);
    if (!sort.starts)
        return KEMBAR_ERROR_MEMORY;
    kembar_status status = sort_in_parallel(&sort, n_threads);
    kembar_free(sort.starts);
    return status;
}

kembar_status kembar_sort_keyed(kembar_keyed *items, size_t n_items, int n_threads) {
    kembar_keyed *scratch = kembar_alloc(n_items, sizeof *scratch);
    if (!scratch)
        return KEMBAR_ERROR_MEMORY;
    kembar_status status = KEMBAR_OK;
    if (n_threads > 1 && n_items >= MIN_PARALLEL_ITEMS)
        status = sort_parts(items, scratch, n_items, n_threads);
    else {
        size_t table[SORT_MAX_BUCKETS];
        sort_range(items, scratch, n_items, table);
    }
    kembar_free(scratch);
    return status;
}
