#include "pair/equal_runs.h"

#include "base/alloc.h"
#include "base/array.h"

static uint32_t run_length(const kembar_content *a, uint32_t i, const kembar_content *b, uint32_t j) {
    uint32_t n = 0;
    while (i + n < a->n_tokens && j + n < b->n_tokens && a->hashes[i + n] == b->hashes[j + n]) n++;
    return n;
}

static kembar_status add_run(kembar_equal_runs *runs, uint32_t i, uint32_t j, uint32_t length) {
    if (kembar_array_reserve((void **)&runs->items, &runs->capacity, runs->n_items + 1,
                             sizeof *runs->items))
        return KEMBAR_ERROR_MEMORY;
    runs->items[runs->n_items++] = (kembar_equal_run){
        .a = i, .b = j, .length = length, .before = KEMBAR_NO_RUN, .after = KEMBAR_NO_RUN};
    return KEMBAR_OK;
}

/* Such seeds are the "of the and" of their document. */
static int stands_too_often(const kembar_seeds *seeds, uint32_t first) {
    unsigned n = 0;
    for (uint32_t at = first; at && n <= KEMBAR_ALIGN_SEED_CAP; at = seeds->next[at - 1]) n++;
    return n > KEMBAR_ALIGN_SEED_CAP;
}

static kembar_status runs_at(kembar_equal_runs *runs, const kembar_seeds *seeds,
                             const kembar_content *a, const kembar_content *b, uint32_t j) {
    uint32_t first = kembar_seeds_first(seeds, b->hashes + j);
    if (!first || stands_too_often(seeds, first)) return KEMBAR_OK;
    for (uint32_t at = first; at; at = seeds->next[at - 1]) {
        uint32_t i = at - 1;
        if (i && j && a->hashes[i - 1] == b->hashes[j - 1]) continue; /* inside an earlier run */
        uint32_t length = run_length(a, i, b, j);
        if (length >= KEMBAR_ALIGN_SEED_TOKENS && add_run(runs, i, j, length))
            return KEMBAR_ERROR_MEMORY;
    }
    return KEMBAR_OK;
}

kembar_status kembar_equal_runs_find(kembar_equal_runs *runs, const kembar_seeds *seeds,
                                     const kembar_content *a, const kembar_content *b) {
    runs->n_items = 0;
    for (uint32_t j = 0; j + KEMBAR_ALIGN_SEED_TOKENS <= b->n_tokens; j++)
        if (runs_at(runs, seeds, a, b, j)) return KEMBAR_ERROR_MEMORY;
    return KEMBAR_OK;
}

void kembar_equal_runs_deinit(kembar_equal_runs *runs) {
    kembar_free(runs->items);
    *runs = (kembar_equal_runs){0};
}
