#include "join.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/sort.h"
#include "bench.h"
#include "text/shingles.h"

/* Items are numbered range by range, so that sorting them takes little memory at once. */
enum { N_RANGES = 32, RANGE_SHIFT = 59 };

void bench_sets_add(bench_sets *sets, const uint64_t *items, size_t n_items) {
    size_t begin = sets->n_sets > 0 ? sets->first[sets->n_sets] : 0;
    bench_need(kembar_array_reserve((void **)&sets->items, &sets->item_capacity, begin + n_items,
                                    sizeof *sets->items),
               NULL);
    bench_need(kembar_array_reserve((void **)&sets->first, &sets->set_capacity, sets->n_sets + 2,
                                    sizeof *sets->first),
               NULL);
    if (begin + n_items >= UINT32_MAX || sets->n_sets + 1 >= UINT32_MAX)
        bench_need(KEMBAR_ERROR_LIMIT, NULL);
    memcpy(sets->items + begin, items, n_items * sizeof *items);
    bench_need(kembar_sort_u64(sets->items + begin, n_items), NULL);
    sets->first[sets->n_sets++] = begin;
    sets->first[sets->n_sets] = begin + n_items;
}

void bench_sets_deinit(bench_sets *sets) {
    kembar_free(sets->items);
    kembar_free(sets->first);
    *sets = (bench_sets){0};
}

typedef struct join {
    const bench_sets *sets;
    uint64_t threshold;  /* in 10^-6 */
    uint32_t *number_of; /* owned; of each slot of sets->items; 0: no other set has the item */
    uint32_t *n_with;    /* owned; sets with item `number` */
    size_t n_numbers, number_capacity;
    uint32_t *prefix;     /* owned; numbers of the items by which a set is found */
    size_t *first_prefix; /* owned; n_sets + 1 */
    uint32_t *holders;    /* owned; by number, the sets with it in their prefix, ascending */
    size_t *first_holder; /* owned; n_numbers + 1 */
    bench_joined *pairs;  /* owned */
    size_t n_pairs, pair_capacity;
} join;

/* Gives the items of one range numbers from sorted slots, unless they stand alone. */
static void number_sorted(join *work, const kembar_keyed *slots, size_t n_slots) {
    for (size_t begin = 0, end; begin < n_slots; begin = end) {
        for (end = begin + 1; end < n_slots && slots[end].key == slots[begin].key; end++)
            ;
        if (end - begin == 1)
            continue;
        bench_need(kembar_array_reserve((void **)&work->n_with, &work->number_capacity,
                                        work->n_numbers + 1, sizeof *work->n_with),
                   NULL);
        work->n_with[work->n_numbers] = (uint32_t)(end - begin);
        for (size_t i = begin; i < end; i++)
            work->number_of[slots[i].value] = (uint32_t)work->n_numbers;
        work->n_numbers++;
    }
}

static void number_items(join *work) {
    const bench_sets *sets = work->sets;
    size_t n_items = sets->first[sets->n_sets];
    work->number_of = bench_need_memory(kembar_alloc_zeroed(n_items, sizeof *work->number_of));
    work->n_with = bench_need_memory(kembar_alloc_zeroed(1, sizeof *work->n_with));
    work->n_numbers = work->number_capacity = 1;
    for (uint64_t range = 0; range < N_RANGES; range++) {
        size_t n_slots = 0;
        for (size_t i = 0; i < n_items; i++)
            n_slots += sets->items[i] >> RANGE_SHIFT == range;
        kembar_keyed *slots = bench_need_memory(kembar_alloc(n_slots, sizeof *slots));
        n_slots = 0;
        for (size_t i = 0; i < n_items; i++)
            if (sets->items[i] >> RANGE_SHIFT == range)
                slots[n_slots++] = (kembar_keyed){sets->items[i], (uint32_t)i, 0};
        bench_need(kembar_sort_keyed(slots, n_slots, 1), NULL);
        number_sorted(work, slots, n_slots);
        kembar_free(slots);
    }
}

/* The least number of items that a set of n shares with one alike enough. */
static size_t needed_of(const join *work, size_t n) {
    return (size_t)((work->threshold * n + 999999) / 1000000);
}

/* Writes the numbers of a set's first items in the order of how many sets have them; returns how
 * many they are. Items that it alone has come first, and lead nowhere. */
static size_t prefix_of(const join *work, size_t set, uint64_t *scratch, uint32_t *out) {
    size_t begin = work->sets->first[set], end = work->sets->first[set + 1], n = 0;
    for (size_t i = begin; i < end; i++)
        if (work->number_of[i] != 0)
            scratch[n++] = (uint64_t)work->n_with[work->number_of[i]] << 32 | work->number_of[i];
    size_t n_alone = end - begin - n, needed = needed_of(work, end - begin);
    size_t n_first = end - begin - needed + (needed > 0);
    bench_need(kembar_sort_u64(scratch, n), NULL);
    n = n_first > n_alone ? n_first - n_alone : 0;
    for (size_t i = 0; i < n; i++)
        out[i] = (uint32_t)scratch[i];
    return n;
}

static void make_prefixes(join *work) {
    const bench_sets *sets = work->sets;
    size_t largest = 0, n_items = sets->first[sets->n_sets];
    for (size_t i = 0; i < sets->n_sets; i++)
        if (sets->first[i + 1] - sets->first[i] > largest)
            largest = sets->first[i + 1] - sets->first[i];
    uint64_t *scratch = bench_need_memory(kembar_alloc(largest, sizeof *scratch));
    work->prefix = bench_need_memory(kembar_alloc(n_items, sizeof *work->prefix));
    work->first_prefix =
        bench_need_memory(kembar_alloc_zeroed(sets->n_sets + 1, sizeof *work->first_prefix));
    for (size_t i = 0; i < sets->n_sets; i++)
        work->first_prefix[i + 1] =
            work->first_prefix[i] +
            prefix_of(work, i, scratch, work->prefix + work->first_prefix[i]);
    kembar_free(scratch);
}

/* Turns the prefixes round. */
static void list_holders(join *work) {
    size_t n_sets = work->sets->n_sets, n_prefix = work->first_prefix[n_sets];
    work->holders = bench_need_memory(kembar_alloc(n_prefix, sizeof *work->holders));
    work->first_holder =
        bench_need_memory(kembar_alloc_zeroed(work->n_numbers + 2, sizeof *work->first_holder));
    for (size_t i = 0; i < n_prefix; i++)
        work->first_holder[work->prefix[i] + 2]++;
    for (size_t i = 2; i < work->n_numbers + 2; i++)
        work->first_holder[i] += work->first_holder[i - 1];
    for (size_t set = 0; set < n_sets; set++)
        for (size_t i = work->first_prefix[set]; i < work->first_prefix[set + 1]; i++)
            work->holders[work->first_holder[work->prefix[i] + 1]++] = (uint32_t)set;
}

static void verify(join *work, uint32_t a, uint32_t b) {
    const bench_sets *sets = work->sets;
    size_t n_a = sets->first[a + 1] - sets->first[a], n_b = sets->first[b + 1] - sets->first[b];
    if (n_a < needed_of(work, n_b) || n_b < needed_of(work, n_a))
        return;
    size_t n_shared = kembar_shingles_shared(sets->items + sets->first[a], n_a,
                                             sets->items + sets->first[b], n_b);
    size_t n_union = n_a + n_b - n_shared;
    if (n_shared * 1000000 < work->threshold * n_union)
        return;
    bench_need(kembar_array_reserve((void **)&work->pairs, &work->pair_capacity, work->n_pairs + 1,
                                    sizeof *work->pairs),
               NULL);
    work->pairs[work->n_pairs++] = (bench_joined){a, b, (uint32_t)n_shared, (uint32_t)n_union};
}

/* Sets before b that share an item of the prefixes, each once, ascending. */
static void verify_all(join *work) {
    size_t n_sets = work->sets->n_sets, capacity = 0;
    uint32_t *seen = bench_need_memory(kembar_alloc_zeroed(n_sets, sizeof *seen));
    uint64_t *found = NULL;
    for (uint32_t b = 0; b < n_sets; b++) {
        size_t n_found = 0;
        for (size_t i = work->first_prefix[b]; i < work->first_prefix[b + 1]; i++)
            for (size_t k = work->first_holder[work->prefix[i]]; work->holders[k] < b; k++) {
                if (seen[work->holders[k]] == b)
                    continue;
                seen[work->holders[k]] = b;
                bench_need(
                    kembar_array_reserve((void **)&found, &capacity, n_found + 1, sizeof *found),
                    NULL);
                found[n_found++] = work->holders[k];
            }
        bench_need(kembar_sort_u64(found, n_found), NULL);
        for (size_t i = 0; i < n_found; i++)
            verify(work, (uint32_t)found[i], b);
    }
    kembar_free(seen);
    kembar_free(found);
}

bench_joined *bench_sets_join(const bench_sets *sets, uint32_t threshold_micro, size_t *n_pairs) {
    join work = {.sets = sets, .threshold = threshold_micro};
    *n_pairs = 0;
    if (sets->n_sets == 0)
        return bench_need_memory(kembar_alloc(1, sizeof *work.pairs));
    number_items(&work);
    make_prefixes(&work);
    list_holders(&work);
    verify_all(&work);
    kembar_free(work.number_of);
    kembar_free(work.n_with);
    kembar_free(work.prefix);
    kembar_free(work.first_prefix);
    kembar_free(work.holders);
    kembar_free(work.first_holder);
    *n_pairs = work.n_pairs;
    return work.pairs != NULL ? work.pairs : bench_need_memory(kembar_alloc(1, sizeof *work.pairs));
}
