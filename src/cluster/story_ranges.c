#include "cluster/story_ranges.h"

#include <string.h>

#include "base/alloc.h"

/* Bits of a table for each term: fewer let more terms of one unit through to the sort. */
enum { BITS_OF_TERM = 8, MIN_BITS = 1 << 12, AHEAD = 8 };

void kembar_story_cut_find(kembar_story_cut *out, const kembar_story_terms *terms) {
    size_t at = 0;
    for (size_t range = 0; range <= KEMBAR_STORY_RANGES; range++) {
        while (at < terms->n_items &&
               terms->items[at].term >> (64 - KEMBAR_STORY_RANGE_BITS) < range)
            at++;
        out->begins[range] = (uint16_t)at;
    }
}

kembar_status kembar_story_collector_init(kembar_story_collector *out, size_t capacity) {
    *out = (kembar_story_collector){.n_bits = MIN_BITS, .capacity = capacity};
    while (out->n_bits / BITS_OF_TERM < capacity)
        out->n_bits *= 2;
    out->items = kembar_alloc(capacity, sizeof *out->items);
    out->once = kembar_alloc(out->n_bits / 64, sizeof *out->once);
    out->twice = kembar_alloc(out->n_bits / 64, sizeof *out->twice);
    if (out->items && out->once && out->twice)
        return KEMBAR_OK;
    kembar_story_collector_deinit(out);
    return KEMBAR_ERROR_MEMORY;
}

void kembar_story_collector_deinit(kembar_story_collector *collector) {
    kembar_free(collector->items);
    kembar_free(collector->once);
    kembar_free(collector->twice);
    *collector = (kembar_story_collector){0};
}

/* The middle bits: the first ones are the same all over a range, the last one is not random. */
static size_t bit_of(const kembar_story_collector *collector, uint64_t term) {
    return (size_t)(term >> 8) & (collector->n_bits - 1);
}

static void note(kembar_story_collector *collector, const kembar_story_term *terms, size_t n) {
    for (size_t j = 0; j < n; j++) {
        size_t bit = bit_of(collector, terms[j].term);
        uint64_t mask = UINT64_C(1) << (bit & 63), seen = collector->once[bit >> 6] & mask;
        collector->once[bit >> 6] |= mask;
        collector->twice[bit >> 6] |= seen;
    }
}

static void collect(kembar_story_collector *collector, const kembar_story_term *terms, size_t n,
                    size_t place, size_t unit) {
    for (size_t j = 0; j < n; j++) {
        size_t bit = bit_of(collector, terms[j].term);
        collector->items[collector->n_items] =
            (kembar_keyed){terms[j].term, (uint32_t)(place + j), (uint32_t)unit};
        collector->n_items += collector->twice[bit >> 6] >> (bit & 63) & 1;
    }
}

kembar_status kembar_story_collect(kembar_story_collector *collector,
                                   const kembar_story_terms *terms, const kembar_story_cut *cuts,
                                   const size_t *first, size_t n_units, size_t range) {
    collector->n_items = 0;
    memset(collector->once, 0, collector->n_bits / 8);
    memset(collector->twice, 0, collector->n_bits / 8);
    for (size_t i = 0; i < n_units; i++) {
        const uint16_t *begins = &cuts[i].begins[range];
        if (i + AHEAD < n_units)
            __builtin_prefetch(terms[i + AHEAD].items + cuts[i + AHEAD].begins[range]);
        note(collector, terms[i].items + begins[0], (size_t)begins[1] - begins[0]);
    }
    for (size_t i = 0; i < n_units; i++) {
        const uint16_t *begins = &cuts[i].begins[range];
        if (i + AHEAD < n_units)
            __builtin_prefetch(terms[i + AHEAD].items + cuts[i + AHEAD].begins[range]);
        collect(collector, terms[i].items + begins[0], (size_t)begins[1] - begins[0],
                first[i] + begins[0], i);
    }
    return kembar_sort_keyed(collector->items, collector->n_items, 1);
}
