#include "pair/seeds.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "pair/align.h"

static size_t slots_for(size_t n_tokens) {
    size_t n = 64;
    while (n < 2 * n_tokens)
        n *= 2;
    return n;
}

static size_t filter_words(size_t n_slots) {
    return n_slots * KEMBAR_SEEDS_FILTER / 64;
}

static int is_same_seed(const uint64_t *x, const uint64_t *y) {
    return x[0] == y[0] && x[1] == y[1] && x[2] == y[2];
}

/* Marks the seed at i and the one like it that stands next in its slot's chain; others like them
 * are marked already. Returns 0 when so much stands in the slot that nobody looks through it all.
 */
static int mark_repeated(kembar_seeds *seeds, uint32_t i, uint32_t first) {
    enum { WALK = 16 };
    unsigned n_walked = 0;
    seeds->n_behind[i] = (uint8_t)(seeds->n_behind[first - 1] + 1);
    if (seeds->n_behind[i] == KEMBAR_SEEDS_WALK - 1)
        return 0;
    for (uint32_t at = first; at; at = seeds->next[at - 1]) {
        if (is_same_seed(seeds->tokens + at - 1, seeds->tokens + i)) {
            seeds->is_single[i] = seeds->is_single[at - 1] = 0;
            return 1;
        }
        if (++n_walked == WALK)
            return 0;
    }
    return 1;
}

static void fill(kembar_seeds *seeds) {
    int is_sure = 1;
    size_t n_seeds = seeds->n_tokens < KEMBAR_ALIGN_SEED_TOKENS
                         ? 0
                         : seeds->n_tokens - (KEMBAR_ALIGN_SEED_TOKENS - 1);
    memset(seeds->slots, 0, seeds->n_slots * sizeof *seeds->slots);
    memset(seeds->filter, 0, filter_words(seeds->n_slots) * sizeof *seeds->filter);
    memset(seeds->is_single, 1, n_seeds);
    memset(seeds->n_behind, 0, n_seeds);
    /* From the end, so that chains ascend. */
    for (size_t i = n_seeds; i-- > 0;) {
        size_t bit = kembar_seeds_bit(seeds, seeds->tokens + i);
        uint32_t *slot = &seeds->slots[bit & (seeds->n_slots - 1)];
        uint32_t first = *slot;
        seeds->filter[bit / 64] |= (uint64_t)1 << (bit % 64);
        if (first && is_sure)
            is_sure = mark_repeated(seeds, (uint32_t)i, first);
        seeds->next[i] = first;
        *slot = (uint32_t)i + 1;
    }
    if (is_sure)
        return;
    memset(seeds->is_single, 0, n_seeds);
    memset(seeds->filter, 0xff, filter_words(seeds->n_slots) * sizeof *seeds->filter);
}

kembar_status kembar_seeds_build(kembar_seeds *seeds, const uint64_t *tokens, size_t n_tokens) {
    size_t n_slots = slots_for(n_tokens);
    if (kembar_array_reserve((void **)&seeds->slots, &seeds->slots_capacity, n_slots,
                             sizeof *seeds->slots) ||
        kembar_array_reserve((void **)&seeds->filter, &seeds->filter_capacity,
                             filter_words(n_slots), sizeof *seeds->filter) ||
        kembar_array_reserve((void **)&seeds->next, &seeds->next_capacity, n_tokens + 1,
                             sizeof *seeds->next) ||
        kembar_array_reserve((void **)&seeds->is_single, &seeds->single_capacity, n_tokens + 1,
                             1) ||
        kembar_array_reserve((void **)&seeds->n_behind, &seeds->behind_capacity, n_tokens + 1, 1))
        return KEMBAR_ERROR_MEMORY;
    seeds->tokens = tokens;
    seeds->n_tokens = n_tokens;
    seeds->n_slots = n_slots;
    fill(seeds);
    return KEMBAR_OK;
}

void kembar_seeds_deinit(kembar_seeds *seeds) {
    kembar_free(seeds->slots);
    kembar_free(seeds->filter);
    kembar_free(seeds->next);
    kembar_free(seeds->is_single);
    kembar_free(seeds->n_behind);
    *seeds = (kembar_seeds){0};
}
