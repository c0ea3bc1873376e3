#include "cluster/story_ranges.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"

enum {
    RANGE_TERMS = 1 << 17, /* as many as stay in cache with their places and bits */
    MAX_RANGE_BITS = 10,
    MAX_SLICES = 64,
    BITS_OF_TERM = 8, /* of a table: fewer let more terms of one unit through to the sort */
    MIN_BITS = 1 << 12
};

typedef struct spreading {
    kembar_story_ranges *out;
    const kembar_story_terms *terms;
} spreading;

static size_t slice_end(const kembar_story_ranges *ranges, size_t slice) {
    size_t end = (slice + 1) * ranges->slice_units;
    return end < ranges->n_units ? end : ranges->n_units;
}

static kembar_status count_slices(void *context, size_t begin, size_t end, int worker_id,
                                  kembar_error *error) {
    const spreading *work = context;
    kembar_story_ranges *out = work->out;
    (void)worker_id;
    (void)error;
    for (size_t slice = begin; slice < end; slice++) {
        size_t *counts = out->begins + slice * out->n_ranges;
        for (size_t unit = slice * out->slice_units; unit < slice_end(out, slice); unit++)
            for (size_t j = 0; j < work->terms[unit].n_items; j++)
                counts[work->terms[unit].items[j].term >> out->shift]++;
    }
    return KEMBAR_OK;
}

/* Counts become places: ranges in order, within a range the slices in order. */
static void place_slices(kembar_story_ranges *out) {
    size_t sum = 0;
    for (size_t range = 0; range < out->n_ranges; range++) {
        out->first[range] = sum;
        for (size_t slice = 0; slice < out->n_slices; slice++) {
            size_t *begin = &out->begins[slice * out->n_ranges + range], count = *begin;
            *begin = sum;
            sum += count;
        }
    }
    out->first[out->n_ranges] = sum;
}

static kembar_status spread_slices(void *context, size_t begin, size_t end, int worker_id,
                                   kembar_error *error) {
    const spreading *work = context;
    kembar_story_ranges *out = work->out;
    size_t at[1 << MAX_RANGE_BITS];
    (void)worker_id;
    (void)error;
    for (size_t slice = begin; slice < end; slice++) {
        memcpy(at, out->begins + slice * out->n_ranges, out->n_ranges * sizeof *at);
        for (size_t unit = slice * out->slice_units; unit < slice_end(out, slice); unit++)
            for (size_t j = 0; j < work->terms[unit].n_items; j++) {
                const kembar_story_term *term = &work->terms[unit].items[j];
                size_t place = at[term->term >> out->shift]++;
                out->items[place] = (kembar_keyed){term->term, (uint32_t)place, (uint32_t)unit};
                out->places[place] =
                    (kembar_story_place){.column = term->inside, .is.capital = term->capital};
            }
    }
    return KEMBAR_OK;
}

static void choose_sizes(kembar_story_ranges *out, size_t n_units, size_t n_terms) {
    unsigned bits = 1;
    while (bits < MAX_RANGE_BITS && n_terms >> bits > RANGE_TERMS)
        bits++;
    out->n_units = n_units;
    out->n_ranges = (size_t)1 << bits;
    out->shift = 64 - bits;
    out->slice_units = n_units / MAX_SLICES + 1;
    out->n_slices = (n_units + out->slice_units - 1) / out->slice_units;
}

static kembar_status allocate(kembar_story_ranges *out, size_t n_terms) {
    out->items = kembar_alloc(n_terms, sizeof *out->items);
    out->places = kembar_alloc(n_terms, sizeof *out->places);
    out->first = kembar_alloc(out->n_ranges + 1, sizeof *out->first);
    out->begins = kembar_alloc_zeroed(out->n_slices * out->n_ranges, sizeof *out->begins);
    return out->items && out->places && out->first && out->begins ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

kembar_status kembar_story_ranges_spread(kembar_story_ranges *out, const kembar_story_terms *terms,
                                         size_t n_units, size_t n_terms, int n_threads,
                                         kembar_error *error) {
    spreading work = {out, terms};
    *out = (kembar_story_ranges){0};
    choose_sizes(out, n_units, n_terms);
    kembar_status status = allocate(out, n_terms) ? kembar_error_memory(error) : KEMBAR_OK;
    if (!status)
        status = kembar_parallel_for(n_threads, out->n_slices, 1, count_slices, &work, error);
    if (!status) {
        place_slices(out);
        status = kembar_parallel_for(n_threads, out->n_slices, 1, spread_slices, &work, error);
    }
    if (status)
        kembar_story_ranges_deinit(out);
    return status;
}

void kembar_story_ranges_deinit(kembar_story_ranges *ranges) {
    kembar_free(ranges->items);
    kembar_free(ranges->places);
    kembar_free(ranges->first);
    kembar_free(ranges->begins);
    *ranges = (kembar_story_ranges){0};
}

/* The middle bits: the first ones are the same all over a range, the last one is not random. */
static size_t bit_of(uint64_t term, size_t n_bits) {
    return (size_t)(term >> 8) & (n_bits - 1);
}

/* `once` and `twice` hold n_bits bits each, zeroed: terms seen in a unit, in two or more. */
static size_t keep_repeated(kembar_keyed *items, kembar_story_place *places, size_t n,
                            uint64_t *once, uint64_t *twice, size_t n_bits) {
    size_t n_kept = 0;
    for (size_t i = 0; i < n; i++) {
        size_t bit = bit_of(items[i].key, n_bits);
        uint64_t mask = UINT64_C(1) << (bit & 63);
        twice[bit >> 6] |= once[bit >> 6] & mask;
        once[bit >> 6] |= mask;
    }
    for (size_t i = 0; i < n; i++) {
        size_t bit = bit_of(items[i].key, n_bits);
        uint32_t is_kept = (uint32_t)(twice[bit >> 6] >> (bit & 63) & 1);
        items[n_kept] = items[i];
        places[i].column = is_kept ? places[i].column : KEMBAR_STORY_COLUMN_NONE;
        n_kept += is_kept;
    }
    return n_kept;
}

kembar_status kembar_story_ranges_sort(kembar_story_ranges *ranges, size_t range, size_t *n_kept) {
    kembar_keyed *items = ranges->items + ranges->first[range];
    size_t n = ranges->first[range + 1] - ranges->first[range], n_bits = MIN_BITS;
    while (n_bits / BITS_OF_TERM < n)
        n_bits *= 2;
    uint64_t *bits = kembar_alloc_zeroed(n_bits / 32, sizeof *bits);
    *n_kept = 0;
    if (!bits)
        return KEMBAR_ERROR_MEMORY;
    *n_kept = keep_repeated(items, ranges->places + ranges->first[range], n, bits,
                            bits + n_bits / 64, n_bits);
    kembar_free(bits);
    return kembar_sort_keyed(items, *n_kept, 1);
}
