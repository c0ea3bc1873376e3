#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/parallel.h"
#include "pair/posting_lines.h"
#include "pair/sampled.h"

/* While they are sorted, n_after holds the key but for its leading bits, which those of a range
 * have in common, and below it the place. Documents are in order and stay so. */
enum { PLACE_BITS = KEMBAR_POSTING_PLACE_BITS };
#define SORT_ITEM kembar_posting
#define SORT_KEY(item) ((uint64_t)((item).n_after >> PLACE_BITS))
#include "base/sort_radix.h"

/* Ranges of keys small enough for a processor's cache, and slices of documents: each slice has its
 * own place in each range, so that all is spread at once and documents stay in order. */
enum { MIN_RANGE_BITS = PLACE_BITS, MAX_RANGE_BITS = 12, RANGE_ITEMS_BITS = 15, MAX_SLICES = 64 };
/* A document of whose keys an eighth and more stand in large or too long lists is of a large
 * family. */
enum { FAMILY_SHARE = 8 };
#define MOST_AFTER (((uint32_t)1 << KEMBAR_POSTING_AFTER_BITS) - 1)
/* Eight bits for each item of a full range. */
enum {
    SEEN_BITS = RANGE_ITEMS_BITS + 3,
    SEEN_WORDS = (1 << SEEN_BITS) / 64,
    MIN_SEEN_ITEMS = 1024
};

typedef struct spread {
    const kembar_sample *samples;
    size_t n_documents, n_asking, slice_documents;
    size_t max_documents;
    unsigned range_bits;
    size_t n_ranges;
    size_t *places; /* n_slices rows of n_ranges */
    size_t *ends;   /* of each range */
    size_t *kept;   /* items of each range that stay, at its beginning */
    size_t *left;   /* right after them those of longer lists, as they were sorted */
    kembar_posting *items;
    atomic_uint *n_frequent; /* of each document its keys whose list is too long or large */
} spread;

static size_t range_of(const spread *s, uint32_t key) {
    return key >> (32 - s->range_bits);
}

/* Samples lie anywhere in memory: the keys of one are asked for long before its turn. */
static void fetch_keys(const spread *s, size_t doc, size_t end) {
    enum { AHEAD = 8, LINE_KEYS = 16 };
    if (doc + AHEAD >= end)
        return;
    const kembar_sample *sample = &s->samples[doc + AHEAD];
    for (uint32_t k = 0; k < sample->n_keys; k += LINE_KEYS)
        __builtin_prefetch(&sample->keys[k]);
}

static kembar_status count_slice(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    spread *s = context;
    size_t *row = s->places + begin / s->slice_documents * s->n_ranges;
    (void)worker_id;
    (void)error;
    for (size_t doc = begin; doc < end; doc++) {
        fetch_keys(s, doc, end);
        for (uint32_t k = 0; k < s->samples[doc].n_keys; k++)
            row[range_of(s, s->samples[doc].keys[k])]++;
    }
    return KEMBAR_OK;
}

static kembar_status fill_slice(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    const spread *s = context;
    size_t *row = s->places + begin / s->slice_documents * s->n_ranges;
    kembar_posting_lines lines;
    (void)worker_id;
    (void)error;
    if (kembar_posting_lines_init(&lines, s->items, row, s->n_ranges))
        return KEMBAR_ERROR_MEMORY;
    for (size_t doc = begin; doc < end; doc++) {
        const kembar_sample *sample = &s->samples[doc];
        fetch_keys(s, doc, end);
        for (uint32_t k = 0; k < sample->n_keys; k++) {
            uint32_t key = sample->keys[k];
            kembar_posting item = {(uint32_t)doc, key << PLACE_BITS | sample->places[k]};
            kembar_posting_lines_put(&lines, range_of(s, key), item);
        }
    }
    kembar_posting_lines_end(&lines);
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

/* Writes the sorted items of a list over `out`, which may be where they are; returns their number,
 * 0 where none pairs with another. */
static size_t put_list(const spread *s, const kembar_posting *list, size_t n, kembar_posting *out) {
    if (n < 2 || list[0].doc_id >= s->n_asking)
        return 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t place = list[i].n_after & ((1U << PLACE_BITS) - 1);
        uint32_t n_after = pairs_with(s, list[i].doc_id, i, n);
        n_after = n_after < MOST_AFTER ? n_after : MOST_AFTER;
        out[i] = (kembar_posting){list[i].doc_id, place << KEMBAR_POSTING_AFTER_BITS | n_after};
    }
    return n;
}

static void count_frequent(const spread *s, const kembar_posting *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        atomic_fetch_add_explicit(&s->n_frequent[list[i].doc_id], 1, memory_order_relaxed);
}

/* Where the list of the first item ends. */
static size_t list_end(const kembar_posting *items, size_t begin, size_t n_items) {
    uint32_t key = items[begin].n_after >> PLACE_BITS;
    size_t end = begin + 1;
    while (end < n_items && items[end].n_after >> PLACE_BITS == key)
        end++;
    return end;
}

/* Lists of one range, written over its sorted items; too long ones come after the others. */
static kembar_status part_lists(const spread *s, size_t range, kembar_posting *items,
                                size_t n_items) {
    kembar_posting *longer = NULL;
    size_t kept = 0, n_longer = 0, capacity = 0;
    for (size_t begin = 0, end; begin < n_items; begin = end) {
        end = list_end(items, begin, n_items);
        size_t n = end - begin;
        if (n > s->max_documents || n > KEMBAR_POSTINGS_LARGE)
            count_frequent(s, items + begin, n);
        if (n <= s->max_documents) {
            kept += put_list(s, items + begin, n, items + kept);
            continue;
        }
        if (kembar_array_reserve((void **)&longer, &capacity, n_longer + n, sizeof *longer)) {
            kembar_free(longer);
            return KEMBAR_ERROR_MEMORY;
        }
        memcpy(longer + n_longer, items + begin, n * sizeof *longer);
        n_longer += n;
    }
    if (n_longer)
        memcpy(items + kept, longer, n_longer * sizeof *longer);
    kembar_free(longer);
    s->kept[range] = kept;
    s->left[range] = n_longer;
    return KEMBAR_OK;
}

static int is_of_family(const spread *s, uint32_t document) {
    size_t n = atomic_load_explicit(&s->n_frequent[document], memory_order_relaxed);
    return n * FAMILY_SHARE >= s->samples[document].n_whole;
}

/* Longer lists stay for those that are of a large family: what others hold of them is a formula.
 * Known when all ranges are sorted. */
static kembar_status keep_families(void *context, size_t begin, size_t end, int worker_id,
                                   kembar_error *error) {
    spread *s = context;
    (void)worker_id;
    (void)error;
    for (size_t range = begin; range < end; range++) {
        kembar_posting *first = s->items + (range ? s->ends[range - 1] : 0);
        kembar_posting *items = first + s->kept[range], *out = items;
        for (size_t at = 0, next; at < s->left[range]; at = next) {
            size_t n = 0;
            next = list_end(items, at, s->left[range]);
            for (size_t i = at; i < next; i++)
                if (is_of_family(s, items[i].doc_id))
                    items[at + n++] = items[i];
            out += put_list(s, items + at, n, out);
        }
        s->kept[range] = (size_t)(out - first);
    }
    return KEMBAR_OK;
}

/* Most keys stand in one document alone, and need not be sorted to be dropped: those of which
 * nothing with the same leading bits was seen twice. The bits of the range itself say nothing.
 * Returns how many stay, in their order. `seen` has room for twice SEEN_WORDS. */
static size_t drop_single(const spread *s, kembar_posting *items, size_t n_items, uint64_t *seen) {
    unsigned left = s->range_bits - PLACE_BITS, right = 32 - SEEN_BITS;
    uint64_t *again = seen + SEEN_WORDS;
    size_t kept = 0;
    memset(seen, 0, 2 * SEEN_WORDS * sizeof *seen);
    for (size_t i = 0; i < n_items; i++) {
        uint32_t place = items[i].n_after << left >> right;
        uint64_t bit = (uint64_t)1 << place % 64;
        again[place / 64] |= seen[place / 64] & bit;
        seen[place / 64] |= bit;
    }
    for (size_t i = 0; i < n_items; i++) {
        uint32_t place = items[i].n_after << left >> right;
        items[kept] = items[i];
        kept += again[place / 64] >> place % 64 & 1;
    }
    return kept;
}

static kembar_status sort_long(const spread *s, kembar_posting *items, size_t *n_items) {
    size_t table[SORT_MAX_BUCKETS];
    if (*n_items >= MIN_SEEN_ITEMS) {
        uint64_t *seen = kembar_alloc((size_t)2 * SEEN_WORDS, sizeof *seen);
        if (!seen)
            return KEMBAR_ERROR_MEMORY;
        *n_items = drop_single(s, items, *n_items, seen);
        kembar_free(seen);
    }
    kembar_posting *scratch = kembar_alloc(*n_items, sizeof *scratch);
    if (!scratch)
        return KEMBAR_ERROR_MEMORY;
    sort_range(items, scratch, *n_items, table);
    kembar_free(scratch);
    return KEMBAR_OK;
}

static kembar_status sort_ranges(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    spread *s = context;
    (void)worker_id;
    (void)error;
    for (size_t range = begin; range < end; range++) {
        size_t first = range ? s->ends[range - 1] : 0, n = s->ends[range] - first;
        if (n <= SORT_INSERTION_ITEMS)
            sort_insertion(s->items + first, n);
        else if (sort_long(s, s->items + first, &n))
            return KEMBAR_ERROR_MEMORY;
        if (part_lists(s, range, s->items + first, n))
            return KEMBAR_ERROR_MEMORY;
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
    if (!status)
        status = kembar_parallel_for(n_threads, s->n_ranges, 1, keep_families, s, NULL);
    if (status) {
        kembar_free(s->items);
        return status;
    }
    close_gaps(s, out);
    return out->n_items < UINT32_MAX ? kembar_postings_index(out, n_threads) : KEMBAR_ERROR_LIMIT;
}

static void keep_counts(const spread *s, kembar_postings *out) {
    for (size_t i = 0; i < s->n_documents; i++)
        out->n_frequent[i] = atomic_load_explicit(&s->n_frequent[i], memory_order_relaxed);
}

kembar_status kembar_sampled_postings(kembar_postings *out, const kembar_sample *samples,
                                      size_t n_documents, size_t n_asking, size_t max_documents,
                                      int n_threads) {
    *out = (kembar_postings){.n_documents = n_documents, .has_places = 1};
    spread s = {.samples = samples,
                .n_documents = n_documents,
                .n_asking = n_asking,
                .max_documents = max_documents,
                .range_bits = MIN_RANGE_BITS};
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
    s.left = kembar_alloc_zeroed(s.n_ranges, sizeof *s.left);
    s.n_frequent = kembar_alloc_zeroed(n_documents, sizeof *s.n_frequent);
    out->n_frequent = kembar_alloc_zeroed(n_documents, sizeof *out->n_frequent);
    kembar_status status = KEMBAR_ERROR_MEMORY;
    if (s.places && s.ends && s.kept && s.left && s.n_frequent && out->n_frequent)
        status = build(&s, out, n_slices, n_threads);
    if (!status)
        keep_counts(&s, out);
    kembar_free(s.n_frequent);
    kembar_free(s.places);
    kembar_free(s.ends);
    kembar_free(s.kept);
    kembar_free(s.left);
    if (status)
        kembar_postings_deinit(out);
    return status;
}
