#include "pair/postings.h"

#include "base/alloc.h"
#include "base/array.h"
#include "base/parallel.h"
#include "base/ranges.h"
#include "base/sort.h"

/* Postings while they grow, range by range. */
typedef struct postings_build {
    kembar_postings *out;
    size_t out_capacity, family_capacity;
    const kembar_key_set *sets;
    size_t max_documents;
    kembar_keyed *items; /* owned; of one range */
    size_t items_capacity;
} postings_build;

static kembar_status gather(postings_build *build, uint64_t range, unsigned bits, size_t *n) {
    *n = 0;
    for (size_t doc = 0; doc < build->out->n_documents; doc++) {
        const kembar_key_set *set = &build->sets[doc];
        size_t begin = kembar_ranges_begin(set->keys, set->n_keys, range, bits);
        size_t end = kembar_ranges_begin(set->keys, set->n_keys, range + 1, bits);
        if (kembar_array_reserve((void **)&build->items, &build->items_capacity, *n + end - begin,
                                 sizeof *build->items))
            return KEMBAR_ERROR_MEMORY;
        for (size_t k = begin; k < end; k++)
            build->items[(*n)++] = (kembar_keyed){set->keys[k], (uint32_t)doc, 0};
    }
    return KEMBAR_OK;
}

static void count_frequent(kembar_postings *out, const kembar_keyed *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        out->n_frequent[list[i].value]++;
}

static kembar_status keep_list(postings_build *build, const kembar_keyed *list, size_t n) {
    kembar_postings *out = build->out;
    if (out->n_items + n >= UINT32_MAX)
        return KEMBAR_ERROR_LIMIT;
    if (kembar_array_reserve((void **)&out->items, &build->out_capacity, out->n_items + n,
                             sizeof *out->items))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        int pairs = n <= KEMBAR_POSTINGS_LARGE || i < KEMBAR_POSTINGS_FIRST;
        out->items[out->n_items++] =
            (kembar_posting){list[i].value, pairs ? (uint32_t)(n - i - 1) : 0};
    }
    return KEMBAR_OK;
}

/* Ranges come in order, and so do their keys. */
static kembar_status keep_family_key(postings_build *build, uint64_t key) {
    kembar_postings *out = build->out;
    if (kembar_array_reserve((void **)&out->family_keys, &build->family_capacity,
                             out->n_family_keys + 1, sizeof *out->family_keys))
        return KEMBAR_ERROR_MEMORY;
    out->family_keys[out->n_family_keys++] = key;
    return KEMBAR_OK;
}

static kembar_status keep_lists(postings_build *build, size_t n_items) {
    const kembar_keyed *items = build->items;
    kembar_status status = KEMBAR_OK;
    for (size_t begin = 0, end; begin < n_items && !status; begin = end) {
        for (end = begin + 1; end < n_items && items[end].key == items[begin].key;)
            end++;
        int is_dropped = build->max_documents && end - begin > build->max_documents;
        if (is_dropped || end - begin > KEMBAR_POSTINGS_LARGE)
            count_frequent(build->out, items + begin, end - begin);
        if (!is_dropped && end - begin >= 2)
            status = keep_list(build, items + begin, end - begin);
        if (is_dropped && end - begin > KEMBAR_POSTINGS_FAMILY)
            status = keep_family_key(build, items[begin].key);
    }
    return status;
}

static kembar_status go_through_ranges(postings_build *build, int n_threads) {
    size_t n_keys = 0, n;
    for (size_t doc = 0; doc < build->out->n_documents; doc++)
        n_keys += build->sets[doc].n_keys;
    unsigned bits = kembar_ranges_bits(n_keys);
    kembar_status status = KEMBAR_OK;
    for (uint64_t range = 0; range >> bits == 0 && !status; range++) {
        status = gather(build, range, bits, &n);
        if (!status)
            status = kembar_sort_keyed(build->items, n, n_threads);
        if (!status)
            status = keep_lists(build, n);
    }
    kembar_free(build->items);
    return status;
}

/* --- the lists of each document --- */

enum { MAX_PARTS = 8, MIN_PART_ITEMS = 1 << 12 };

/* Items are cut into parts of equal size, each with a row of counts, then of places to write to, so
 * that all are spread at once and order is kept. */
typedef struct index_job {
    kembar_postings *out;
    size_t part_items;
    uint32_t *places; /* owned; of each part n_documents */
} index_job;

static int pairs_with_any(const kembar_postings *postings, size_t i) {
    const kembar_posting *item = &postings->items[i];
    return (postings->has_places ? kembar_posting_n_after(item) : item->n_after) > 0;
}

/* Of the part that begins with item `begin`. */
static uint32_t *row_of(const index_job *job, size_t begin) {
    return job->places + begin / job->part_items * job->out->n_documents;
}

static kembar_status count_part(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    const index_job *job = context;
    uint32_t *row = row_of(job, begin);
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end; i++)
        row[job->out->items[i].doc_id] += (uint32_t)pairs_with_any(job->out, i);
    return KEMBAR_OK;
}

static kembar_status fill_part(void *context, size_t begin, size_t end, int worker_id,
                               kembar_error *error) {
    const index_job *job = context;
    uint32_t *row = row_of(job, begin);
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end; i++)
        if (pairs_with_any(job->out, i))
            job->out->of_document[row[job->out->items[i].doc_id]++] = (uint32_t)i;
    return KEMBAR_OK;
}

/* Counts become places: documents in order, within a document the parts in order. */
static void place_parts(index_job *job, size_t n_parts) {
    kembar_postings *out = job->out;
    size_t sum = 0;
    for (size_t doc = 0; doc < out->n_documents; doc++) {
        out->first[doc] = sum;
        for (size_t part = 0; part < n_parts; part++) {
            uint32_t *place = &job->places[part * out->n_documents + doc], count = *place;
            *place = (uint32_t)sum;
            sum += count;
        }
    }
    out->first[out->n_documents] = sum;
}

static kembar_status index_parts(index_job *job, size_t n_parts, int n_threads) {
    kembar_postings *out = job->out;
    size_t n = out->n_items, step = job->part_items;
    kembar_status status = kembar_parallel_for(n_threads, n, step, count_part, job, NULL);
    place_parts(job, n_parts);
    out->of_document = kembar_alloc(out->first[out->n_documents], sizeof *out->of_document);
    if (status || !out->of_document)
        return KEMBAR_ERROR_MEMORY;
    return kembar_parallel_for(n_threads, n, step, fill_part, job, NULL);
}

kembar_status kembar_postings_index(kembar_postings *out, int n_threads) {
    size_t n_parts = 1;
    while (n_parts < MAX_PARTS && (int)n_parts < n_threads)
        n_parts++;
    index_job job = {.out = out, .part_items = out->n_items / n_parts + 1};
    if (job.part_items < MIN_PART_ITEMS)
        job.part_items = MIN_PART_ITEMS;
    n_parts = out->n_items / job.part_items + 1;
    out->first = kembar_alloc(out->n_documents + 1, sizeof *out->first);
    job.places = kembar_alloc_zeroed(n_parts * out->n_documents, sizeof *job.places);
    kembar_status status = KEMBAR_ERROR_MEMORY;
    if (out->first && job.places)
        status = index_parts(&job, n_parts, n_threads);
    kembar_free(job.places);
    return status;
}

kembar_status kembar_postings_build(kembar_postings *out, const kembar_key_set *sets,
                                    size_t n_documents, size_t max_documents, int n_threads) {
    *out = (kembar_postings){.n_documents = n_documents};
    postings_build build = {.out = out, .sets = sets, .max_documents = max_documents};
    out->n_frequent = kembar_alloc_zeroed(n_documents, sizeof *out->n_frequent);
    kembar_status status = out->n_frequent ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    if (!status)
        status = go_through_ranges(&build, n_threads);
    if (!status)
        status = kembar_postings_index(out, n_threads);
    if (status)
        kembar_postings_deinit(out);
    return status;
}

void kembar_postings_deinit(kembar_postings *postings) {
    kembar_free(postings->items);
    kembar_free(postings->of_document);
    kembar_free(postings->first);
    kembar_free(postings->n_frequent);
    kembar_free(postings->family_keys);
    *postings = (kembar_postings){0};
}
