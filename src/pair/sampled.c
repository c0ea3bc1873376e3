#include "pair/sampled.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/parallel.h"
#include "pair/candidates.h"
#include "pair/verify.h"

#define SORT_ITEM uint32_t
#define SORT_KEY(item) ((uint64_t)(item))
#include "base/sort_radix.h"

enum { SLICE = 256, MAX_LEVEL = 24, LEAST_SHARED = 3, LEAST_SHARE = 8 };

unsigned kembar_sample_level(size_t n_items, size_t wanted) {
    unsigned level = 0;
    while (wanted && level < MAX_LEVEL && n_items >> level > wanted)
        level++;
    return level;
}

static void sort_keys(uint32_t *keys, size_t n, uint32_t *scratch) {
    size_t table[SORT_MAX_BUCKETS];
    sort_range(keys, scratch, n, table);
}

size_t kembar_sample_take(const uint64_t *hashes, size_t n_items, unsigned level, uint32_t *out) {
    uint32_t mask = ((uint32_t)1 << level) - 1;
    size_t n = 0, n_distinct = 0;
    for (size_t i = 0; i < n_items; i++) {
        uint32_t key = (uint32_t)(hashes[i] >> 32);
        out[n] = key;
        n += (key & mask) == 0;
    }
    sort_keys(out, n, out + n_items);
    for (size_t i = 0; i < n; i++)
        if (n_distinct == 0 || out[i] != out[n_distinct - 1])
            out[n_distinct++] = out[i];
    return n_distinct;
}

/* What two samples have in common, both at the higher level of the two. */
typedef struct overlap {
    size_t n_a, n_b, n_shared;
} overlap;

static overlap compare(const kembar_sample *a, const kembar_sample *b) {
    unsigned level = a->level > b->level ? a->level : b->level;
    uint32_t mask = ((uint32_t)1 << level) - 1;
    overlap out = {0};
    size_t i = 0, j = 0;
    while (i < a->n_keys || j < b->n_keys) {
        uint64_t x = i < a->n_keys ? a->keys[i] : UINT64_MAX;
        uint64_t y = j < b->n_keys ? b->keys[j] : UINT64_MAX;
        size_t counts = ((x < y ? x : y) & mask) == 0;
        out.n_a += counts & (x <= y);
        out.n_b += counts & (y <= x);
        out.n_shared += counts & (x == y);
        i += x <= y;
        j += y <= x;
    }
    return out;
}

typedef struct slice_pairs {
    kembar_sampled_pair *items; /* owned */
    size_t n_items, capacity;
} slice_pairs;

typedef struct find_job {
    const kembar_sample *samples;
    const kembar_postings *rare, *bands;
    const kembar_options *options;
    kembar_candidate_counter *counters; /* one a worker */
    uint64_t *n_seen;                   /* one a worker */
    slice_pairs *slices;
} find_job;

/* Near copies share a quarter of their shingles and more, but for those whose letters are broken:
 * with six in a hundred a fifth is left. */
static int is_promising(const find_job *job, uint32_t a, uint32_t b) {
    const kembar_sample *x = &job->samples[a], *y = &job->samples[b];
    overlap o = compare(x, y);
    size_t smaller = o.n_a < o.n_b ? o.n_a : o.n_b;
    if (x->level == 0 && y->level == 0)
        return kembar_verify_is_promising(o.n_a, o.n_b, o.n_shared);
    return o.n_shared >= LEAST_SHARED && LEAST_SHARE * o.n_shared >= smaller;
}

static kembar_status find_slice(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    find_job *job = context;
    slice_pairs *out = &job->slices[begin / SLICE];
    kembar_candidate_counter *counter = &job->counters[worker_id];
    for (size_t a = begin; a < end; a++) {
        size_t n = kembar_candidates_of(counter, job->rare, job->bands, job->options, (uint32_t)a);
        job->n_seen[worker_id] += n;
        for (size_t i = 0; i < n; i++) {
            uint32_t b = counter->items[i].doc_id;
            if (!is_promising(job, (uint32_t)a, b))
                continue;
            if (kembar_array_reserve((void **)&out->items, &out->capacity, out->n_items + 1,
                                     sizeof *out->items))
                return kembar_error_memory(error);
            out->items[out->n_items++] = (kembar_sampled_pair){(uint32_t)a, b};
        }
    }
    return KEMBAR_OK;
}

static kembar_status join_slices(kembar_sampled_pairs *out, slice_pairs *slices, size_t n_slices) {
    size_t n = 0;
    for (size_t i = 0; i < n_slices; i++)
        n += slices[i].n_items;
    out->items = kembar_alloc(n, sizeof *out->items);
    if (!out->items)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n_slices; i++) {
        if (slices[i].n_items)
            memcpy(out->items + out->n_items, slices[i].items,
                   slices[i].n_items * sizeof *out->items);
        out->n_items += slices[i].n_items;
    }
    return KEMBAR_OK;
}

static kembar_status run(find_job *job, kembar_sampled_pairs *out, size_t n_documents,
                         size_t n_slices, kembar_error *error) {
    int n_threads = job->options->n_threads;
    if (!job->counters || !job->n_seen || !job->slices)
        return kembar_error_memory(error);
    for (int i = 0; i < n_threads; i++)
        if (kembar_candidate_counter_init(&job->counters[i], n_documents))
            return kembar_error_memory(error);
    kembar_status status =
        kembar_parallel_for(n_threads, n_documents, SLICE, find_slice, job, error);
    if (!status && join_slices(out, job->slices, n_slices))
        status = kembar_error_memory(error);
    for (int i = 0; i < n_threads; i++)
        out->n_seen += job->n_seen[i];
    return status;
}

kembar_status kembar_sampled_find(kembar_sampled_pairs *out, const kembar_sample *samples,
                                  const kembar_postings *rare, const kembar_postings *bands,
                                  size_t n_documents, const kembar_options *options,
                                  kembar_error *error) {
    size_t n_slices = n_documents / SLICE + 1, n_workers = (size_t)options->n_threads;
    find_job job = {.samples = samples, .rare = rare, .bands = bands, .options = options};
    *out = (kembar_sampled_pairs){0};
    job.counters = kembar_alloc_zeroed(n_workers, sizeof *job.counters);
    job.n_seen = kembar_alloc_zeroed(n_workers, sizeof *job.n_seen);
    job.slices = kembar_alloc_zeroed(n_slices, sizeof *job.slices);
    kembar_status status = run(&job, out, n_documents, n_slices, error);
    for (size_t i = 0; job.counters && i < n_workers; i++)
        kembar_candidate_counter_deinit(&job.counters[i]);
    for (size_t i = 0; job.slices && i < n_slices; i++)
        kembar_free(job.slices[i].items);
    kembar_free(job.counters);
    kembar_free(job.n_seen);
    kembar_free(job.slices);
    if (status)
        kembar_sampled_pairs_deinit(out);
    return status;
}

void kembar_sampled_pairs_deinit(kembar_sampled_pairs *pairs) {
    kembar_free(pairs->items);
    *pairs = (kembar_sampled_pairs){0};
}
