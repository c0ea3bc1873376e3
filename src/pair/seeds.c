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

kembar_status kembar_seeds_build(kembar_seeds *seeds, const uint64_t *tokens, size_t n_tokens) {
    size_t n_slots = slots_for(n_tokens);
    if (kembar_array_reserve((void **)&seeds->slots, &seeds->slots_capacity, n_slots,
                             sizeof *seeds->slots) ||
        kembar_array_reserve((void **)&seeds->next, &seeds->next_capacity, n_tokens + 1,
                             sizeof *seeds->next))
        return KEMBAR_ERROR_MEMORY;
    seeds->tokens = tokens;
    seeds->n_tokens = n_tokens;
    seeds->n_slots = n_slots;
    memset(seeds->slots, 0, n_slots * sizeof *seeds->slots);
    /* From the end, so that chains ascend. */
    for (size_t i = n_tokens; i-- > 0;) {
        if (i + KEMBAR_ALIGN_SEED_TOKENS > n_tokens)
            continue;
        uint32_t *slot = &seeds->slots[(kembar_seeds_hash(tokens + i) >> 20) & (n_slots - 1)];
        seeds->next[i] = *slot;
        *slot = (uint32_t)i + 1;
    }
    return KEMBAR_OK;
}

void kembar_seeds_deinit(kembar_seeds *seeds) {
    kembar_free(seeds->slots);
    kembar_free(seeds->next);
    *seeds = (kembar_seeds){0};
}
