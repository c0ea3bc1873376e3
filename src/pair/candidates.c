#include "pair/candidates.h"

#include <stdlib.h>

#include "base/alloc.h"

kembar_status kembar_candidate_counter_init(kembar_candidate_counter *counter, size_t n_documents) {
    *counter = (kembar_candidate_counter){0};
    counter->counts = kembar_alloc_zeroed(n_documents, sizeof *counter->counts);
    counter->items = kembar_alloc(n_documents, sizeof *counter->items);
    if (counter->counts && counter->items)
        return KEMBAR_OK;
    kembar_candidate_counter_deinit(counter);
    return KEMBAR_ERROR_MEMORY;
}

void kembar_candidate_counter_deinit(kembar_candidate_counter *counter) {
    kembar_free(counter->counts);
    kembar_free(counter->items);
    *counter = (kembar_candidate_counter){0};
}

static void count(kembar_candidate_counter *counter, uint32_t b, uint32_t weight) {
    if (counter->counts[b] == 0)
        counter->items[counter->n_items++].doc_id = b;
    counter->counts[b] += weight;
}

static void count_postings(kembar_candidate_counter *counter, const kembar_postings *postings,
                           uint32_t a, unsigned weight) {
    enum { AHEAD = 8 }; /* lists lie far from each other: asked for before they are needed */
    size_t end = postings->first[a + 1];
    for (size_t i = postings->first[a]; i < end && i < postings->first[a] + AHEAD; i++)
        __builtin_prefetch(&postings->items[postings->of_document[i]]);
    for (size_t i = postings->first[a]; i < end; i++) {
        const kembar_posting *item = &postings->items[postings->of_document[i]];
        if (i + AHEAD < end)
            __builtin_prefetch(&postings->items[postings->of_document[i + AHEAD]]);
        for (uint32_t k = 1; k <= item->n_after; k++)
            count(counter, item[k].doc_id, weight);
    }
}

static void count_partners(kembar_candidate_counter *counter, const kembar_families *families,
                           uint32_t a, uint32_t needed) {
    size_t n;
    const kembar_family_partner *partners = kembar_families_partners(families, a, &n);
    for (size_t i = 0; i < n; i++)
        count(counter, partners[i].doc_id,
              partners[i].n_shared < needed ? needed : partners[i].n_shared);
}

static int compare_candidates(const void *x, const void *y) {
    uint32_t a = ((const kembar_candidate *)x)->doc_id, b = ((const kembar_candidate *)y)->doc_id;
    return a < b ? -1 : a > b;
}

size_t kembar_candidates_of(kembar_candidate_counter *counter,
                            const kembar_candidate_sources *sources, const kembar_options *options,
                            uint32_t a) {
    unsigned needed = (unsigned)options->rare_shingles_shared;
    size_t kept = 0;
    counter->n_items = 0;
    count_postings(counter, sources->rare, a, 1);
    /* One bucket in common is enough by itself. */
    if (sources->bands)
        count_postings(counter, sources->bands, a, needed);
    if (sources->families)
        count_partners(counter, sources->families, a, needed);
    for (size_t i = 0; i < counter->n_items; i++) {
        kembar_candidate candidate = {counter->items[i].doc_id, 0};
        candidate.n_shared = counter->counts[candidate.doc_id];
        counter->counts[candidate.doc_id] = 0;
        if (candidate.n_shared >= needed)
            counter->items[kept++] = candidate;
    }
    qsort(counter->items, kept, sizeof *counter->items, compare_candidates);
    return kept;
}
