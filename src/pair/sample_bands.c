#include "pair/sample_bands.h"

#include "base/alloc.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "base/sort.h"
#include "feature/sketch.h"

enum { SLICE = 256, FEW_KEYS = 16, LEAST_SHARE = 8, N_LEVELS = 2, LEVEL_SHIFT = 8 };

/* One worker's: the keys of a sample that are at one level. */
typedef struct band_scratch {
    uint64_t *items; /* owned */
    size_t capacity;
} band_scratch;

typedef struct band_job {
    const kembar_sample *samples;
    const uint32_t *n_frequent;
    const kembar_options *options;
    unsigned max_level; /* of all samples */
    kembar_sample_bands *out;
    band_scratch *scratches;
} band_job;

static int needs_bands(const band_job *job, size_t i) {
    uint64_t n_keys = job->samples[i].n_keys, n_unlisted = job->n_frequent[i];
    /* With one key fewer than needed it is listed in vain. */
    n_unlisted += (uint64_t)job->options->rare_shingles_shared - 1;
    return n_keys > 0 && (n_keys <= FEW_KEYS || LEAST_SHARE * n_unlisted >= n_keys);
}

/* Appends the band keys of one level; returns the new count. */
static size_t add_level(const band_job *job, const kembar_sample *sample, unsigned level,
                        uint64_t *items, uint64_t *keys, size_t n_keys) {
    uint32_t signature[KEMBAR_SKETCH_MAX_PLACES], below = ((uint32_t)1 << level) - 1;
    unsigned n_bands = (unsigned)job->options->n_bands, rows = (unsigned)job->options->band_rows;
    size_t n = 0;
    for (uint32_t k = 0; k < sample->n_keys; k++)
        if ((sample->keys[k] & below) == 0)
            items[n++] = kembar_hash_mix(sample->keys[k]);
    if (n == 0)
        return n_keys;
    kembar_sketch_make(items, n, n_bands * rows, signature);
    for (unsigned band = 0; band < n_bands; band++)
        keys[n_keys++] = kembar_hash_bytes(signature + band * rows, rows * sizeof *signature,
                                           level << LEVEL_SHIFT | band) >>
                         32;
    return n_keys;
}

static kembar_status add_bands(const band_job *job, kembar_sample *set, const kembar_sample *sample,
                               band_scratch *scratch) {
    uint64_t keys[N_LEVELS * KEMBAR_SKETCH_MAX_PLACES];
    uint32_t *out = job->out->keys + (set->keys - job->out->keys);
    size_t n = 0;
    if (kembar_array_reserve((void **)&scratch->items, &scratch->capacity, sample->n_keys,
                             sizeof *scratch->items))
        return KEMBAR_ERROR_MEMORY;
    for (unsigned level = sample->level; level < sample->level + N_LEVELS; level++)
        if (level <= job->max_level)
            n = add_level(job, sample, level, scratch->items, keys, n);
    if (kembar_sort_u64(keys, n))
        return KEMBAR_ERROR_MEMORY;
    n = kembar_unique_u64(keys, n);
    for (size_t i = 0; i < n; i++)
        out[i] = (uint32_t)keys[i];
    set->n_keys = (uint32_t)n;
    return KEMBAR_OK;
}

static kembar_status add_slice(void *context, size_t begin, size_t end, int worker_id,
                               kembar_error *error) {
    const band_job *job = context;
    kembar_status status = KEMBAR_OK;
    (void)error;
    for (size_t i = begin; i < end && !status; i++)
        if (job->out->sets[i].keys)
            status =
                add_bands(job, &job->out->sets[i], &job->samples[i], &job->scratches[worker_id]);
    return status;
}

/* Gives each that needs some room for them. */
static kembar_status place(band_job *job, size_t n_documents) {
    size_t n = 0;
    for (size_t i = 0; i < n_documents; i++) {
        if (job->samples[i].level > job->max_level)
            job->max_level = job->samples[i].level;
        n += (size_t)needs_bands(job, i);
    }
    size_t room = (size_t)job->options->n_bands * (job->max_level ? N_LEVELS : 1);
    job->out->keys = kembar_alloc(n * room, sizeof *job->out->keys);
    job->out->sets = kembar_alloc_zeroed(n_documents, sizeof *job->out->sets);
    if (!job->out->keys || !job->out->sets)
        return KEMBAR_ERROR_MEMORY;
    uint32_t *keys = job->out->keys;
    for (size_t i = 0; i < n_documents; i++)
        if (needs_bands(job, i)) {
            job->out->sets[i].keys = keys;
            keys += room;
        }
    return KEMBAR_OK;
}

kembar_status kembar_sample_bands_make(kembar_sample_bands *out, const kembar_sample *samples,
                                       const uint32_t *n_frequent, size_t n_documents,
                                       const kembar_options *options) {
    int n_threads = options->n_threads;
    band_job job = {.samples = samples, .n_frequent = n_frequent, .options = options, .out = out};
    *out = (kembar_sample_bands){0};
    job.scratches = kembar_alloc_zeroed((size_t)n_threads, sizeof *job.scratches);
    kembar_status status = job.scratches ? place(&job, n_documents) : KEMBAR_ERROR_MEMORY;
    if (!status)
        status = kembar_parallel_for(n_threads, n_documents, SLICE, add_slice, &job, NULL);
    for (int i = 0; job.scratches && i < n_threads; i++)
        kembar_free(job.scratches[i].items);
    kembar_free(job.scratches);
    if (status)
        kembar_sample_bands_deinit(out);
    return status;
}

void kembar_sample_bands_deinit(kembar_sample_bands *bands) {
    kembar_free(bands->sets);
    kembar_free(bands->keys);
    *bands = (kembar_sample_bands){0};
}
