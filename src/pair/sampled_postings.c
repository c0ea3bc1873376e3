#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/parallel.h"
#include "pair/sampled.h"

/* While they are sorted, n_after holds the key. */
#define SORT_ITEM kembar_posting
#define SORT_KEY(item) ((uint64_t)(item).n_after << 32 | (item).doc_id)
#include "base/sort_radix.h"

/* Ranges of keys small enough for a processor's cache, and slices of documents: each slice has its
 * own place in each range, so that all is spread at once and documents stay in order. */
enum { MAX_RANGE_BITS = 12, RANGE_ITEMS_BITS = 15, MAX_SLICES = 64 };

typedef struct spread {
    const kembar_sample *samples;
    size_t n_documents, n_asking, slice_documents;
    size_t max_documents;
    unsigned range_bits;
    size_t n_ranges;
    size_t *places; /* n_slices rows of n_ranges */
    size_t *ends;   /* of each range */
    size_t *kept;   /* items of each range that stay, at its beginning */
    kembar_posting *items;
    atomic_uint *n_frequent; /* of each document its keys whose list is dropped or large */
} spread;

static size_t range_of(const spread *s, uint32_t key) {
    return s->range_bits ? key >> (32 - s->range_bits) : 0;
}

static kembar_status count_slice(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    spread *s = context;
    size_t *row = s->places + begin / s->slice_documents * s->n_ranges;
    (void)worker_id;
    (void)error;
    for (size_t doc = begin; doc < end; doc++)
        for (uint32_t k = 0; k < s->samples[doc].n_keys; k++)
            row[range_of(s, s->samples[doc].keys[k])]++;
    return KEMBAR_OK;
}

static kembar_status fill_slice(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    spread *s = context;
    size_t *row = s->places + begin / s->slice_documents * s->n_ranges;
    (void)worker_id;
    (void)error;
    for (size_t doc = begin; doc < end; doc++)
        for (uint32_t k = 0; k < s->samples[doc].n_keys; k++) {
            uint32_t key = s->samples[doc].keys[k];
            s->items[row[range_of(s, key)]++] = (kembar_posting){(uint32_t)doc, key};
        }
    return KEMBAR_OK;
}

/* Counts become places: ranges in order, within a range the slices in order. */
static void place_slices(spread *s, size_t n_slices) {
    size_t sum = 0;
    for (size_t range = 0; range < s->n_ranges; range++) {
        for (size_t slice = 0; slice < n_slices; slice++) {
            size_t *place = &s->places[slice * s->n_ranges + range];
            size_t count = *place;
            *place = sum;
            sum += count;
        }
        s->ends[range] = sum;
    }
}

/* With how many after it item i of a list of n pairs. Where not all ask, what asks and is not among
 * the first of a large list still meets the next ones: the last that ask, those that do not. */
static uint32_t pairs_with(const spread *s, uint32_t document, size_t i, size_t n) {
    size_t n_after = n - i - 1, most = s->n_asking < s->n_documents ? KEMBAR_POSTINGS_LARGE : 0;
    if (document >= s->n_asking)
        return 0;
    int has_all = n <= KEMBAR_POSTINGS_LARGE || i < KEMBAR_POSTINGS_FIRST || n_after < most;
    return (uint32_t)(has_all ? n_after : most);
}

/* Lists of one range, written over its sorted items. */
static size_t keep_lists(const spread *s, kembar_posting *items, size_t n_items) {
    size_t kept = 0;
    for (size_t begin = 0, end; begin < n_items; begin = end) {
        uint32_t key = items[begin].n_after;
        for (end = begin + 1; end < n_items && items[end].n_after == key;)
            end++;
        size_t n = end - begin;
        int is_dropped = s->max_documents && n > s->max_documents;
        for (size_t i = begin; i < end && (is_dropped || n > KEMBAR_POSTINGS_LARGE); i++)
            atomic_fetch_add_explicit(&s->n_frequent[items[i].doc_id], 1, memory_order_relaxed);
        if (n < 2 || is_dropped || items[begin].doc_id >= s->n_asking)
            continue;
        for (size_t i = 0; i < n; i++) {
            uint32_t document = items[begin + i].doc_id;
            items[kept++] = (kembar_posting){document, pairs_with(s, document, i, n)};
        }
    }
    return kept;
}

static kembar_status sort_ranges(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    spread *s = context;
    size_t table[SORT_MAX_BUCKETS];
    (void)worker_id;
    (void)error;
    for (size_t range = begin; range < end; range++) {
        size_t first = range ? s->ends[range - 1] : 0, n = s->ends[range] - first;
        kembar_posting *scratch = kembar_alloc(n, sizeof *scratch);
        if (!scratch)
            return KEMBAR_ERROR_MEMORY;
        sort_range(s->items + first, scratch, n, table);
        kembar_free(scratch);
        s->kept[range] = keep_lists(s, s->items + first, n);
    }
    return KEMBAR_OK;
}

static void close_gaps(spread *s, kembar_postings *out) {
    for (size_t range = 0; range < s->n_ranges; range++) {
        size_t first = range ? s->ends[range - 1] : 0;
        memmove(s->items + out->n_items, s->items + first, s->kept[range] * sizeof *s->items);
        out->n_items += s->kept[range];
    }
    kembar_posting *smaller = kembar_realloc(s->items, out->n_items, sizeof *s->items);
    out->items = smaller ? smaller : s->items;
}

static kembar_status build(spread *s, kembar_postings *out, size_t n_slices, int n_threads) {
    size_t n = s->n_documents, step = s->slice_documents;
    kembar_status status = kembar_parallel_for(n_threads, n, step, count_slice, s, NULL);
    place_slices(s, n_slices);
    size_t n_items = s->ends[s->n_ranges - 1];
    if (!status)
        s->items = kembar_alloc(n_items, sizeof *s->items);
    if (status || !s->items)
        return KEMBAR_ERROR_MEMORY;
    status = kembar_parallel_for(n_threads, n, step, fill_slice, s, NULL);
    if (!status)
        status = kembar_parallel_for(n_threads, s->n_ranges, 1, sort_ranges, s, NULL);
    if (status) {
        kembar_free(s->items);
        return status;
    }
    close_gaps(s, out);
    return out->n_items < UINT32_MAX ? kembar_postings_index(out) : KEMBAR_ERROR_LIMIT;
}

static void keep_counts(const spread *s, kembar_postings *out) {
    for (size_t i = 0; i < s->n_documents; i++)
        out->n_frequent[i] = atomic_load_explicit(&s->n_frequent[i], memory_order_relaxed);
}

kembar_status kembar_sampled_postings(kembar_postings *out, const kembar_sample *samples,
                                      size_t n_documents, size_t n_asking, size_t max_documents,
                                      int n_threads) {
    *out = (kembar_postings){.n_documents = n_documents};
    spread s = {.samples = samples,
                .n_documents = n_documents,
                .n_asking = n_asking,
                .max_documents = max_documents};
    size_t n_keys = 0, n_slices = n_threads < MAX_SLICES / 4 ? (size_t)n_threads * 4 : MAX_SLICES;
    for (size_t i = 0; i < n_documents; i++)
        n_keys += samples[i].n_keys;
    while (s.range_bits < MAX_RANGE_BITS && n_keys >> (RANGE_ITEMS_BITS + s.range_bits))
        s.range_bits++;
    s.n_ranges = (size_t)1 << s.range_bits;
    s.slice_documents = n_documents / n_slices + 1;
    s.places = kembar_alloc_zeroed(n_slices * s.n_ranges, sizeof *s.places);
    s.ends = kembar_alloc(s.n_ranges, sizeof *s.ends);
    s.kept = kembar_alloc_zeroed(s.n_ranges, sizeof *s.kept);
    s.n_frequent = kembar_alloc_zeroed(n_documents, sizeof *s.n_frequent);
    out->n_frequent = kembar_alloc_zeroed(n_documents, sizeof *out->n_frequent);
    kembar_status status = KEMBAR_ERROR_MEMORY;
    if (s.places && s.ends && s.kept && s.n_frequent && out->n_frequent)
        status = build(&s, out, n_slices, n_threads);
    if (!status)
        keep_counts(&s, out);
    kembar_free(s.n_frequent);
    kembar_free(s.places);
    kembar_free(s.ends);
    kembar_free(s.kept);
    if (status)
        kembar_postings_deinit(out);
    return status;
}
