#include "pair/link_candidates.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"
#include "base/sort.h"
#include "pair/crossing.h"

/* Cosine below which nothing is a candidate, 10^-6. */
enum { LEAST_SIMILARITY = 20000 };

/* Appends the pairs of one direction as id_doc << 32 | en_doc. */
static size_t add_keys(uint64_t *keys, size_t n, const kembar_neighbours *nearest,
                       size_t n_documents, int is_from_indonesian) {
    for (size_t i = 0; i < nearest->n_documents; i++)
        for (uint32_t k = 0; k < nearest->counts[i]; k++) {
            const kembar_neighbour *item = &nearest->items[i * nearest->stride + k];
            uint64_t other = item->doc_id % n_documents;
            if (other == i || item->similarity < LEAST_SIMILARITY)
                continue;
            keys[n++] = is_from_indonesian ? (uint64_t)i << 32 | other : other << 32 | i;
        }
    return n;
}

static kembar_status join(uint64_t **keys, size_t *n, const kembar_neighbours nearest[2],
                          size_t n_documents) {
    *keys = kembar_alloc(2 * n_documents, KEMBAR_LINK_NEAREST * sizeof **keys);
    if (!*keys)
        return KEMBAR_ERROR_MEMORY;
    *n = add_keys(*keys, 0, &nearest[0], n_documents, 1);
    *n = add_keys(*keys, *n, &nearest[1], n_documents, 0);
    if (kembar_sort_u64(*keys, *n))
        return KEMBAR_ERROR_MEMORY;
    *n = kembar_unique_u64(*keys, *n);
    return KEMBAR_OK;
}

typedef struct candidate_job {
    kembar_link_candidates *out;
    const kembar_space *space;
} candidate_job;

static kembar_status score_slice(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    candidate_job *job = context;
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end; i++) {
        kembar_link_candidate *item = &job->out->items[i];
        item->similarity = kembar_similarity(&job->space->documents,
                                             job->space->n_documents + item->id_doc, item->en_doc);
    }
    return KEMBAR_OK;
}

static kembar_status list_candidates(kembar_link_candidates *out, const uint64_t *keys, size_t n,
                                     const kembar_space *space, int n_threads,
                                     kembar_error *error) {
    out->items = kembar_alloc_zeroed(n, sizeof *out->items);
    out->first = kembar_alloc_zeroed(out->n_documents + 1, sizeof *out->first);
    if (!out->items || !out->first)
        return kembar_error_memory(error);
    for (size_t i = 0; i < n; i++) {
        out->items[i].id_doc = (uint32_t)(keys[i] >> 32);
        out->items[i].en_doc = (uint32_t)keys[i];
        out->first[out->items[i].id_doc + 1]++;
    }
    for (size_t i = 0; i < out->n_documents; i++)
        out->first[i + 1] += out->first[i];
    out->n_items = n;
    candidate_job job = {out, space};
    return kembar_parallel_for(n_threads, n, 256, score_slice, &job, error);
}

kembar_status kembar_link_candidates_find(kembar_link_candidates *out, const kembar_space *space,
                                          int n_threads, kembar_error *error) {
    kembar_neighbours nearest[2] = {{0}, {0}};
    kembar_row_range english = {0, space->n_documents};
    kembar_row_range indonesian = {space->n_documents, 2 * space->n_documents};
    uint64_t *keys = NULL;
    size_t n = 0;
    *out = (kembar_link_candidates){.n_documents = space->n_documents};
    kembar_status status = kembar_crossing_find(&nearest[0], &space->documents, indonesian, english,
                                                KEMBAR_LINK_NEAREST, n_threads, error);
    if (!status)
        status = kembar_crossing_find(&nearest[1], &space->documents, english, indonesian,
                                      KEMBAR_LINK_NEAREST, n_threads, error);
    if (!status && join(&keys, &n, nearest, space->n_documents))
        status = kembar_error_memory(error);
    if (!status)
        status = list_candidates(out, keys, n, space, n_threads, error);
    kembar_free(keys);
    kembar_neighbours_deinit(&nearest[0]);
    kembar_neighbours_deinit(&nearest[1]);
    if (status)
        kembar_link_candidates_deinit(out);
    return status;
}

void kembar_link_candidates_deinit(kembar_link_candidates *candidates) {
    kembar_free(candidates->items);
    kembar_free(candidates->first);
    *candidates = (kembar_link_candidates){0};
}
