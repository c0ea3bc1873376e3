#include "feature/sketch.h"

#include "base/hash.h"

typedef struct sketch_state {
    unsigned n_places;
    unsigned n_filled;
    uint64_t best[KEMBAR_SKETCH_MAX_PLACES]; /* of the round that filled the place */
    uint16_t round[KEMBAR_SKETCH_MAX_PLACES];
    uint8_t is_filled[KEMBAR_SKETCH_MAX_PLACES];
} sketch_state;

/* In the first n rounds every item throws itself at a random place; in the next n rounds all aim at one place after the other, so that
 * none stays empty. A place keeps the smallest value of the earliest round that reached it. */
static void throw_items(sketch_state *state, const uint64_t *items, size_t n_items, unsigned round) {
    uint64_t key = kembar_hash_mix(round + 1);
    for (size_t i = 0; i < n_items; i++) {
        uint64_t value = kembar_hash_mix(items[i] ^ key);
        unsigned place = round < state->n_places
                             ? (unsigned)(((value >> 32) * state->n_places) >> 32)
                             : round - state->n_places;
        /* The low half orders: the high half has chosen the place. */
        uint32_t rank = (uint32_t)value;
        if (!state->is_filled[place]) {
            state->is_filled[place] = 1;
            state->round[place] = (uint16_t)round;
            state->best[place] = rank;
            state->n_filled++;
        } else if (state->round[place] == round && rank < state->best[place]) {
            state->best[place] = rank;
        }
    }
}

void kembar_sketch_make(const uint64_t *items, size_t n_items, unsigned n_places, uint32_t *out) {
    sketch_state state = {.n_places = n_places};
    for (unsigned round = 0; n_items && state.n_filled < n_places; round++)
        throw_items(&state, items, n_items, round);
    /* The round goes into the value: equal places must come from the same throw of the same item. */
    for (unsigned i = 0; i < n_places; i++)
        out[i] = n_items ? (uint32_t)kembar_hash_mix(state.best[i] ^ ((uint64_t)state.round[i] << 40))
                         : UINT32_MAX;
}

unsigned kembar_sketch_equal_places(const uint32_t *a, const uint32_t *b, unsigned n_places) {
    unsigned n = 0;
    for (unsigned i = 0; i < n_places; i++) n += a[i] == b[i];
    return n;
}
