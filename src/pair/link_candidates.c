#include "pair/link_candidates.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/sort.h"
#include "pair/crossing.h"

/* Cosine below which nothing is a candidate, 10^-6. */
enum { LEAST_SIMILARITY = 20000 };

/* Appends the pairs of one direction: key id_doc << 32 | en_doc, value the similarity. */
static size_t add_pairs(kembar_keyed *pairs, size_t n, const kembar_neighbours *nearest,
                        size_t n_documents, int is_from_indonesian) {
    for (size_t i = 0; i < nearest->n_documents; i++)
        for (uint32_t k = 0; k < nearest->counts[i]; k++) {
            const kembar_neighbour *item = &nearest->items[i * nearest->stride + k];
            uint64_t other = item->doc_id % n_documents;
            if (other == i || item->similarity < LEAST_SIMILARITY)
                continue;
            pairs[n++] =
                (kembar_keyed){is_from_indonesian ? (uint64_t)i << 32 | other : other << 32 | i,
                               (uint32_t)item->similarity, 0};
        }
    return n;
}

static size_t count_nearest(const kembar_neighbours *nearest) {
    size_t n = 0;
    for (size_t i = 0; i < nearest->n_documents; i++)
        n += nearest->counts[i];
    return n;
}

/* Both directions as one list by key; a pair that is in both is there once. */
static kembar_status join(kembar_keyed **pairs, size_t *n, const kembar_neighbours nearest[2],
                          size_t n_documents, int n_threads) {
    size_t n_all = count_nearest(&nearest[0]) + count_nearest(&nearest[1]);
    kembar_keyed *items = kembar_alloc(n_all, sizeof *items);
    *pairs = items;
    *n = 0;
    if (!items)
        return KEMBAR_ERROR_MEMORY;
    n_all = add_pairs(items, 0, &nearest[0], n_documents, 1);
    n_all = add_pairs(items, n_all, &nearest[1], n_documents, 0);
    if (kembar_sort_keyed(items, n_all, n_threads))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n_all; i++)
        if (i == 0 || items[i].key != items[i - 1].key)
            items[(*n)++] = items[i];
    return KEMBAR_OK;
}

static kembar_status list_candidates(kembar_link_candidates *out, const kembar_keyed *pairs,
                                     size_t n) {
    out->items = kembar_alloc_zeroed(n, sizeof *out->items);
    out->first = kembar_alloc_zeroed(out->n_documents + 1, sizeof *out->first);
    if (!out->items || !out->first)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        out->items[i].id_doc = (uint32_t)(pairs[i].key >> 32);
        out->items[i].en_doc = (uint32_t)pairs[i].key;
        out->items[i].similarity = (int32_t)pairs[i].value;
        out->first[out->items[i].id_doc + 1]++;
    }
    for (size_t i = 0; i < out->n_documents; i++)
        out->first[i + 1] += out->first[i];
    out->n_items = n;
    return KEMBAR_OK;
}

kembar_status kembar_link_candidates_find(kembar_link_candidates *out, const kembar_space *space,
                                          int n_threads, kembar_error *error) {
    kembar_neighbours nearest[2] = {{0}, {0}};
    kembar_row_range english = {0, space->n_documents};
    kembar_row_range indonesian = {space->n_documents, 2 * space->n_documents};
    kembar_keyed *pairs = NULL;
    size_t n = 0;
    *out = (kembar_link_candidates){.n_documents = space->n_documents};
    kembar_status status = kembar_crossing_find(&nearest[0], &space->documents, indonesian, english,
                                                KEMBAR_LINK_NEAREST, n_threads, error);
    if (!status)
        status = kembar_crossing_find(&nearest[1], &space->documents, english, indonesian,
                                      KEMBAR_LINK_NEAREST, n_threads, error);
    if (!status && (join(&pairs, &n, nearest, space->n_documents, n_threads) ||
                    list_candidates(out, pairs, n)))
        status = kembar_error_memory(error);
    kembar_free(pairs);
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
