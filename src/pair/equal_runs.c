#include "pair/equal_runs.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"

static uint32_t run_length(const kembar_token_hashes *a, uint32_t i, const kembar_token_hashes *b,
                           uint32_t j) {
    uint32_t n = 0;
    while (i + n < a->n_tokens && j + n < b->n_tokens && a->hashes[i + n] == b->hashes[j + n])
        n++;
    return n;
}

/* Slots are shared: what stands in one may be another seed. */
static int begins_seed(const kembar_token_hashes *a, uint32_t i, const kembar_token_hashes *b,
                       uint32_t j) {
    const uint64_t *x = a->hashes + i, *y = b->hashes + j;
    return x[0] == y[0] && x[1] == y[1] && x[2] == y[2];
}

static kembar_status add_run(kembar_equal_runs *runs, uint32_t i, uint32_t j, uint32_t length) {
    if (kembar_array_reserve((void **)&runs->items, &runs->capacity, runs->n_items + 1,
                             sizeof *runs->items))
        return KEMBAR_ERROR_MEMORY;
    runs->items[runs->n_items++] = (kembar_equal_run){
        .a = i, .b = j, .length = length, .before = KEMBAR_NO_RUN, .after = KEMBAR_NO_RUN};
    return KEMBAR_OK;
}

/* How often the seed at j stands in `a`, at most KEMBAR_ALIGN_SEED_CAP + 1, and where last of
 * those. A slot that holds far more than that counts as full of the seed, so that the walk is short
 * whatever the texts are. */
static uint32_t count_places(const kembar_seeds *seeds, uint32_t first,
                             const kembar_token_hashes *a, const kembar_token_hashes *b, uint32_t j,
                             uint32_t *last) {
    enum { MOST = KEMBAR_ALIGN_SEED_CAP + 1 };
    uint32_t n = 0, n_walked = 0;
    for (uint32_t at = first; at && n < MOST; at = seeds->next[at - 1]) {
        if (++n_walked == KEMBAR_SEEDS_WALK)
            return MOST;
        if (begins_seed(a, at - 1, b, j)) {
            *last = at - 1;
            n++;
        }
    }
    return n;
}

/* Of the seeds behind the one at j, which stands in `a` at i, how many go on from there and stand
 * nowhere else: they need not be looked up, and begin no run of their own. */
static uint32_t count_single(const kembar_seeds *seeds, const kembar_token_hashes *a, uint32_t i,
                             const kembar_token_hashes *b, uint32_t j) {
    enum { LAST = KEMBAR_ALIGN_SEED_TOKENS - 1 };
    uint32_t n = 0;
    while (i + n + 1 + LAST < a->n_tokens && j + n + 1 + LAST < b->n_tokens &&
           seeds->is_single[i + n + 1] &&
           a->hashes[i + n + 1 + LAST] == b->hashes[j + n + 1 + LAST])
        n++;
    return n;
}

/* Seeds that stand more often than the cap are the "of the and" of their document. In texts of very
 * few words nearly all of them stand nearly as often: there the cap falls until what is left is in
 * proportion to the texts. */
static unsigned seed_cap(const size_t n_with[KEMBAR_ALIGN_SEED_CAP + 1], size_t longer) {
    size_t room = KEMBAR_ALIGN_MATCHES_BASE + KEMBAR_ALIGN_MATCHES_A_TOKEN * longer, n = 0;
    for (unsigned places = 1; places <= KEMBAR_ALIGN_SEED_CAP; places++) {
        n += places * n_with[places];
        if (n > room)
            return places - 1;
    }
    return KEMBAR_ALIGN_SEED_CAP;
}

/* Looks up each seed of b, and decides whether it is too frequent to begin a run. The cap is at
 * least 1: no text has more seeds that stand once than there is room for. */
static void find_seeds(kembar_equal_runs *runs, const kembar_seeds *seeds,
                       const kembar_token_hashes *a, const kembar_token_hashes *b) {
    size_t n_with[KEMBAR_ALIGN_SEED_CAP + 2] = {0};
    uint32_t n_seeds = (uint32_t)b->n_tokens - (KEMBAR_ALIGN_SEED_TOKENS - 1);
    runs->n_known = 0;
    for (uint32_t j = 0; j < n_seeds; j++) {
        uint32_t i = 0, first = kembar_seeds_first(seeds, b->hashes + j);
        uint32_t n = first ? count_places(seeds, first, a, b, j, &i) : 0;
        if (n == 0)
            continue;
        n_with[n]++;
        runs->known[runs->n_known++] = (kembar_known_seed){j, first, n};
        if (n == 1) {
            uint32_t n_passed = count_single(seeds, a, i, b, j);
            n_with[1] += n_passed;
            j += n_passed;
        }
    }
    unsigned cap = seed_cap(n_with, a->n_tokens > b->n_tokens ? a->n_tokens : b->n_tokens);
    memset(runs->is_frequent, 0, n_seeds);
    for (size_t k = 0; k < runs->n_known; k++) {
        int is_frequent = runs->known[k].n_places > cap;
        runs->is_frequent[runs->known[k].b] = (uint8_t)is_frequent;
        runs->has_frequent |= is_frequent;
    }
}

/* Steps back from (i, j), where a seed stands, to the start of its run; 0 when an earlier seed has
 * begun that run already. Only too frequent seeds can lie between the start of a run and the seed
 * that begins it. */
static int step_back(const kembar_equal_runs *runs, const kembar_token_hashes *a,
                     const kembar_token_hashes *b, uint32_t *i, uint32_t *j) {
    while (*i && *j && a->hashes[*i - 1] == b->hashes[*j - 1]) {
        if (!runs->is_frequent[*j - 1])
            return 0;
        --*i;
        --*j;
    }
    return 1;
}

static kembar_status runs_at(kembar_equal_runs *runs, const kembar_seeds *seeds,
                             const kembar_token_hashes *a, const kembar_token_hashes *b,
                             const kembar_known_seed *seed) {
    if (runs->is_frequent[seed->b])
        return KEMBAR_OK;
    for (uint32_t at = seed->first; at; at = seeds->next[at - 1]) {
        uint32_t i = at - 1, j = seed->b;
        if (!begins_seed(a, i, b, j) || !step_back(runs, a, b, &i, &j))
            continue;
        if (add_run(runs, i, j, run_length(a, i, b, j)))
            return KEMBAR_ERROR_MEMORY;
    }
    return KEMBAR_OK;
}

static int compare_runs(const void *x, const void *y) {
    const kembar_equal_run *a = x, *b = y;
    if (a->b != b->b)
        return a->b < b->b ? -1 : 1;
    return a->a < b->a ? -1 : a->a > b->a;
}

/* Runs are found in the order of their seeds: only one that was stepped back can be out of place.
 */
static void order_runs(kembar_equal_runs *runs) {
    size_t i = 1;
    while (i < runs->n_items && compare_runs(&runs->items[i - 1], &runs->items[i]) < 0)
        i++;
    if (i < runs->n_items)
        qsort(runs->items, runs->n_items, sizeof *runs->items, compare_runs);
}

kembar_status kembar_equal_runs_find(kembar_equal_runs *runs, const kembar_seeds *seeds,
                                     const kembar_token_hashes *a, const kembar_token_hashes *b) {
    runs->n_items = 0;
    runs->has_frequent = 0;
    if (b->n_tokens < KEMBAR_ALIGN_SEED_TOKENS)
        return KEMBAR_OK;
    if (kembar_array_reserve((void **)&runs->is_frequent, &runs->is_frequent_capacity, b->n_tokens,
                             1) ||
        kembar_array_reserve((void **)&runs->known, &runs->known_capacity, b->n_tokens,
                             sizeof *runs->known))
        return KEMBAR_ERROR_MEMORY;
    find_seeds(runs, seeds, a, b);
    for (size_t k = 0; k < runs->n_known; k++)
        if (runs_at(runs, seeds, a, b, &runs->known[k]))
            return KEMBAR_ERROR_MEMORY;
    order_runs(runs);
    return KEMBAR_OK;
}

void kembar_equal_runs_deinit(kembar_equal_runs *runs) {
    kembar_free(runs->items);
    kembar_free(runs->is_frequent);
    kembar_free(runs->known);
    *runs = (kembar_equal_runs){0};
}
