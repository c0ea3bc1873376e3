#include "pair/bands.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "base/sort.h"
#include "feature/sketch.h"

typedef struct band_job {
    const kembar_prepared *prepared;
    const uint32_t *documents; /* those that take part */
    const kembar_options *options;
    uint64_t *keys;       /* n_bands of each of those */
    kembar_key_set *sets; /* of all documents */
} band_job;

static kembar_status add_bands(const band_job *job, size_t at) {
    uint32_t signature[KEMBAR_SKETCH_MAX_PLACES], doc_id = job->documents[at];
    const kembar_shingle_set *set = &job->prepared[doc_id].shingles;
    unsigned n_bands = (unsigned)job->options->n_bands, rows = (unsigned)job->options->band_rows;
    uint64_t *keys = job->keys + at * n_bands;
    kembar_sketch_make(set->items, set->n_items, n_bands * rows, signature);
    for (unsigned band = 0; band < n_bands; band++)
        keys[band] = kembar_hash_bytes(signature + band * rows, rows * sizeof *signature, band);
    job->sets[doc_id] = (kembar_key_set){keys, n_bands};
    return kembar_sort_u64(keys, n_bands);
}

static kembar_status add_slice(void *context, size_t begin, size_t end, int worker_id,
                               kembar_error *error) {
    (void)worker_id;
    for (size_t at = begin; at < end; at++)
        if (add_bands(context, at))
            return kembar_error_memory(error);
    return KEMBAR_OK;
}

static size_t list_taking_part(uint32_t *documents, const kembar_prepared *prepared,
                               const uint8_t *take, size_t n_documents,
                               const kembar_options *options) {
    size_t n = 0;
    for (size_t i = 0; i < n_documents; i++)
        if ((!take || take[i]) && prepared[i].content.n_tokens &&
            prepared[i].content.n_tokens >= (size_t)options->min_tokens)
            documents[n++] = (uint32_t)i;
    return n;
}

static kembar_status build(kembar_postings *out, band_job *job, size_t n, size_t n_documents,
                           kembar_error *error) {
    const kembar_options *options = job->options;
    kembar_status status = kembar_parallel_for(options->n_threads, n, 64, add_slice, job, error);
    if (status)
        return status;
    status = kembar_postings_build(out, job->sets, n_documents, 0, options->n_threads);
    if (status == KEMBAR_ERROR_LIMIT)
        return kembar_error_set(error, status, NULL, 0, "too many documents for so many bands");
    return status ? kembar_error_memory(error) : KEMBAR_OK;
}

kembar_status kembar_bands_build(kembar_postings *out, const kembar_prepared *prepared,
                                 const uint8_t *take, size_t n_documents,
                                 const kembar_options *options, kembar_error *error) {
    *out = (kembar_postings){0};
    uint32_t *documents = kembar_alloc(n_documents, sizeof *documents);
    if (!documents)
        return kembar_error_memory(error);
    size_t n = list_taking_part(documents, prepared, take, n_documents, options);
    band_job job = {.prepared = prepared, .documents = documents, .options = options};
    job.keys = kembar_alloc(n * (size_t)options->n_bands, sizeof *job.keys);
    job.sets = kembar_alloc_zeroed(n_documents, sizeof *job.sets);
    kembar_status status =
        job.keys && job.sets ? build(out, &job, n, n_documents, error) : kembar_error_memory(error);
    kembar_free(job.sets);
    kembar_free(job.keys);
    kembar_free(documents);
    return status;
}
