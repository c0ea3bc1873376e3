#include "pair/bands.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "feature/sketch.h"

typedef struct band_job {
    const kembar_prepared *prepared;
    const uint32_t *documents; /* those that take part */
    const kembar_options *options;
    kembar_keyed *items;
} band_job;

static void add_bands(const band_job *job, size_t at) {
    uint32_t signature[KEMBAR_SKETCH_MAX_PLACES], doc_id = job->documents[at];
    const kembar_shingle_set *set = &job->prepared[doc_id].shingles;
    unsigned n_bands = (unsigned)job->options->n_bands, rows = (unsigned)job->options->band_rows;
    kembar_sketch_make(set->items, set->n_items, n_bands * rows, signature);
    for (unsigned band = 0; band < n_bands; band++) {
        uint64_t key = kembar_hash_bytes(signature + band * rows, rows * sizeof *signature, band);
        job->items[at * n_bands + band] = (kembar_keyed){key, doc_id, 0};
    }
}

static kembar_status add_slice(void *context, size_t begin, size_t end, int worker_id,
                               kembar_error *error) {
    (void)worker_id;
    (void)error;
    for (size_t at = begin; at < end; at++)
        add_bands(context, at);
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

kembar_status kembar_bands_build(kembar_postings *out, const kembar_prepared *prepared,
                                 const uint8_t *take, size_t n_documents,
                                 const kembar_options *options, kembar_error *error) {
    *out = (kembar_postings){0};
    uint32_t *documents = kembar_alloc(n_documents, sizeof *documents);
    if (!documents)
        return kembar_error_memory(error);
    size_t n = list_taking_part(documents, prepared, take, n_documents, options);
    size_t n_items = n * (size_t)options->n_bands;
    band_job job = {prepared, documents, options, kembar_alloc(n_items, sizeof *job.items)};
    kembar_status status = job.items ? KEMBAR_OK : kembar_error_memory(error);
    if (!status)
        status = kembar_parallel_for(options->n_threads, n, 64, add_slice, &job, error);
    kembar_free(documents);
    if (status) {
        kembar_free(job.items);
        return status;
    }
    status = kembar_postings_build(out, job.items, n_items, n_documents, 0, options->n_threads);
    if (status == KEMBAR_ERROR_LIMIT)
        return kembar_error_set(error, status, NULL, 0, "too many documents for so many bands");
    return status ? kembar_error_memory(error) : KEMBAR_OK;
}
