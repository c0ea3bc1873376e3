#include "pair/sampled.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/parallel.h"
#include "base/sort.h"
#include "pair/sampled_tally.h"
#include "pair/verify.h"

enum { SLICE = 16, SIZES_SLICE = 256, FEW_KEYS = 4, MAX_LEVEL = KEMBAR_SAMPLE_MAX_LEVEL };
enum { LEAST_SHARED = 3, LEAST_SHARE = 8, LEAST_PARTS = 3 };
/* Of a noisy copy little is left, but all of it in its place. */
enum { NOISY_SHARED = 2, NOISY_SHARE = 32 };
/* Of a shingle those that are its key; its place in the text takes the other half. */
#define KEY_BITS 0xffffffff00000000u

unsigned kembar_sample_level(size_t n_items, size_t wanted) {
    unsigned level = 0;
    if (n_items <= wanted + wanted * 3 / 2)
        return 0;
    while (wanted && level < MAX_LEVEL && n_items >> level > wanted)
        level++;
    return level;
}

static size_t choose(const uint64_t *hashes, size_t n_items, uint64_t mask, uint64_t *out) {
#ifdef KEMBAR_X86
    if (kembar_cpu() == KEMBAR_CPU_AVX512)
        return kembar_sample_choose_avx512(hashes, n_items, mask, out);
#endif
    return kembar_sample_choose_scalar(hashes, n_items, mask, out);
}

/* Sorted with where they stand, so that of a key that stands twice the first place comes first. */
size_t kembar_sample_take(const uint64_t *hashes, size_t n_items, unsigned level, uint64_t *scratch,
                          uint32_t *keys, uint8_t *places) {
    uint64_t mask = (((uint64_t)1 << level) - 1) << 32;
    size_t n = choose(hashes, n_items, mask, scratch), n_distinct = 0;
    kembar_sort_u64_with(scratch, n, scratch + n_items);
    for (size_t i = 0; i < n; i++) {
        uint32_t key = (uint32_t)(scratch[i] >> 32);
        if (n_distinct && keys[n_distinct - 1] == key)
            continue;
        keys[n_distinct] = key;
        places[n_distinct++] = (uint8_t)((scratch[i] & ~KEY_BITS) * KEMBAR_SAMPLE_PLACES / n_items);
    }
    return n_distinct;
}

typedef struct slice_pairs {
    kembar_sampled_pair *items; /* owned */
    size_t n_items, capacity;
} slice_pairs;

typedef struct find_job {
    const kembar_sample *samples;
    const kembar_postings *postings;
    const kembar_options *options;
    int takes_parts;
    kembar_sample_size *sizes;        /* owned; of each sample */
    kembar_sampled_counter *counters; /* one a worker */
    kembar_sample_table *tables;      /* one a worker */
    uint64_t *n_seen;                 /* one a worker */
    slice_pairs *slices;
} find_job;

static int has_parts(const kembar_sample_overlap *o, int least) {
    int n_a = 0, n_b = 0;
    for (uint32_t places = o->parts_a; places; places &= places - 1)
        n_a++;
    for (uint32_t places = o->parts_b; places; places &= places - 1)
        n_b++;
    return n_a >= least && n_b >= least;
}

/* By chance two keys stand both in their place in one candidate of three hundred. */
static int is_noisy(const kembar_sample_overlap *o, size_t smaller) {
    return o->n_shared >= NOISY_SHARED && o->n_in_place == o->n_shared &&
           NOISY_SHARE * o->n_shared >= smaller && has_parts(o, NOISY_SHARED);
}

/* Near copies share a quarter of their shingles and more, but for those whose letters are broken:
 * with six in a hundred a fifth is left in English and a twelfth in Indonesian, whose words are
 * longer. `is_whole`: the samples are all shingles. */
static int is_promising(const kembar_sample_overlap *o, int is_whole, int takes_parts) {
    size_t smaller = o->n_a < o->n_b ? o->n_a : o->n_b;
    if (is_whole)
        return kembar_verify_is_promising(o->n_a, o->n_b, o->n_shared);
    if (takes_parts)
        return o->n_shared >= LEAST_SHARED;
    return is_noisy(o, smaller) ||
           (o->n_shared >= LEAST_SHARED && LEAST_SHARE * o->n_shared >= smaller &&
            has_parts(o, LEAST_PARTS));
}

/* Whether is_promising may hold when up to n_more further keys are shared. */
static int may_be_promising(const kembar_sample_overlap *o, size_t n_more, int takes_parts) {
    size_t smaller = o->n_a < o->n_b ? o->n_a : o->n_b, most = o->n_shared + n_more;
    if (most >= LEAST_SHARED && (takes_parts || LEAST_SHARE * most >= smaller))
        return 1;
    return !takes_parts && most >= NOISY_SHARED && o->n_in_place == o->n_shared &&
           NOISY_SHARE * most >= smaller;
}

typedef enum answer { NO, YES, LOOK } answer;

/* What the postings say of a candidate; LOOK: only the samples can. */
static answer judge(const find_job *job, uint32_t a, const kembar_sampled_candidate *b) {
    const kembar_sample_size *x = &job->sizes[a], *y = &job->sizes[b->doc_id];
    kembar_sample_overlap o;
    uint32_t n_more = kembar_sampled_overlap(&o, x, y, &b->tally);
    int is_whole = x->level == 0 && y->level == 0;
    if (n_more == 0)
        return is_promising(&o, is_whole, job->takes_parts) ? YES : NO;
    if (n_more == UINT32_MAX || is_whole)
        return LOOK;
    return may_be_promising(&o, n_more, job->takes_parts) ? LOOK : NO;
}

static kembar_status add_pair(slice_pairs *out, uint32_t a, uint32_t b) {
    if (kembar_array_reserve((void **)&out->items, &out->capacity, out->n_items + 1,
                             sizeof *out->items))
        return KEMBAR_ERROR_MEMORY;
    out->items[out->n_items++] = (kembar_sampled_pair){a, b};
    return KEMBAR_OK;
}

/* Adds those that are surely worth comparing; those that the samples must be asked about stand
 * first then, *n_left of them. Sizes lie anywhere in memory, so all are asked for before any is
 * looked at. */
static kembar_status judge_all(const find_job *job, uint32_t a, kembar_sampled_candidate *items,
                               size_t n, slice_pairs *out, size_t *n_left) {
    *n_left = 0;
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(&job->sizes[items[i].doc_id]);
    for (size_t i = 0; i < n; i++) {
        answer found = judge(job, a, &items[i]);
        if (found == YES && add_pair(out, a, items[i].doc_id))
            return KEMBAR_ERROR_MEMORY;
        if (found == LOOK)
            items[(*n_left)++] = items[i];
    }
    return KEMBAR_OK;
}

/* Into the second level of cache: the first has fewer lines on their way. */
static void fetch_sample(const kembar_sample *sample) {
    enum { LINE_BYTES = 64, MOST_LINES = 8, LEVEL = 2 };
    const char *keys = (const char *)sample->keys;
    size_t n_bytes = sample->n_keys * sizeof *sample->keys;
    for (size_t i = 0; i < MOST_LINES && i * LINE_BYTES < n_bytes; i++)
        __builtin_prefetch(keys + i * LINE_BYTES, 0, LEVEL);
    __builtin_prefetch(sample->places);
}

static kembar_status compare_all(const find_job *job, uint32_t a, kembar_sample_table *table,
                                 const kembar_sampled_candidate *items, size_t n,
                                 slice_pairs *out) {
    enum { AHEAD = 12 };
    if (n == 0)
        return KEMBAR_OK;
    if (kembar_sample_table_fill(table, &job->samples[a]))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n && i < AHEAD; i++)
        fetch_sample(&job->samples[items[i].doc_id]);
    for (size_t i = 0; i < n; i++) {
        const kembar_sample *b = &job->samples[items[i].doc_id];
        if (i + AHEAD < n)
            fetch_sample(&job->samples[items[i + AHEAD].doc_id]);
        kembar_sample_overlap o = kembar_sample_compare(table, b);
        int is_whole = table->sample->level == 0 && b->level == 0;
        if (is_promising(&o, is_whole, job->takes_parts) && add_pair(out, a, items[i].doc_id))
            return KEMBAR_ERROR_MEMORY;
    }
    return KEMBAR_OK;
}

static kembar_status find_slice(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    find_job *job = context;
    kembar_sampled_counter *counter = &job->counters[worker_id];
    slice_pairs *out = &job->slices[begin / SLICE];
    for (uint32_t a = (uint32_t)begin; a < end; a++) {
        size_t n_left;
        /* One in common of more than four is below KEMBAR_FILTER_JACCARD. */
        uint32_t needed =
            job->samples[a].n_keys <= FEW_KEYS ? 1 : (uint32_t)job->options->rare_shingles_shared;
        kembar_sampled_count(counter, job->postings, needed, a);
        job->n_seen[worker_id] += counter->n_items;
        if (judge_all(job, a, counter->items, counter->n_items, out, &n_left) ||
            compare_all(job, a, &job->tables[worker_id], counter->items, n_left, out))
            return kembar_error_memory(error);
    }
    return KEMBAR_OK;
}

static kembar_status size_slice(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    find_job *job = context;
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end; i++)
        job->sizes[i] = kembar_sample_size_of(&job->samples[i], job->postings->n_frequent[i]);
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
                         size_t n_asking, size_t n_slices, kembar_error *error) {
    int n_threads = job->options->n_threads;
    if (!job->sizes || !job->counters || !job->tables || !job->n_seen || !job->slices)
        return kembar_error_memory(error);
    for (int i = 0; i < n_threads; i++)
        if (kembar_sampled_counter_init(&job->counters[i], n_documents))
            return kembar_error_memory(error);
    kembar_status status =
        kembar_parallel_for(n_threads, n_documents, SIZES_SLICE, size_slice, job, error);
    if (!status)
        status = kembar_parallel_for(n_threads, n_asking, SLICE, find_slice, job, error);
    if (!status && join_slices(out, job->slices, n_slices))
        status = kembar_error_memory(error);
    for (int i = 0; i < n_threads; i++)
        out->n_seen += job->n_seen[i];
    return status;
}

kembar_status kembar_sampled_find(kembar_sampled_pairs *out, const kembar_sample *samples,
                                  const kembar_postings *postings, size_t n_documents,
                                  size_t n_asking, int takes_parts, const kembar_options *options,
                                  kembar_error *error) {
    size_t n_slices = n_asking / SLICE + 1, n_workers = (size_t)options->n_threads;
    find_job job = {
        .samples = samples, .postings = postings, .options = options, .takes_parts = takes_parts};
    *out = (kembar_sampled_pairs){0};
    if (postings->n_items > 0 && !postings->has_places)
        return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, NULL, 0, "postings without places");
    job.sizes = kembar_alloc(n_documents, sizeof *job.sizes);
    job.counters = kembar_alloc_zeroed(n_workers, sizeof *job.counters);
    job.tables = kembar_alloc_zeroed(n_workers, sizeof *job.tables);
    job.n_seen = kembar_alloc_zeroed(n_workers, sizeof *job.n_seen);
    job.slices = kembar_alloc_zeroed(n_slices, sizeof *job.slices);
    kembar_status status = run(&job, out, n_documents, n_asking, n_slices, error);
    for (size_t i = 0; job.counters && i < n_workers; i++)
        kembar_sampled_counter_deinit(&job.counters[i]);
    for (size_t i = 0; job.tables && i < n_workers; i++)
        kembar_sample_table_deinit(&job.tables[i]);
    for (size_t i = 0; job.slices && i < n_slices; i++)
        kembar_free(job.slices[i].items);
    kembar_free(job.sizes);
    kembar_free(job.counters);
    kembar_free(job.tables);
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
