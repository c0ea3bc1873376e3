/* Candidates: pairs worth a look, cheap and wide. Verification decides. */
#ifndef KEMBAR_PAIR_CANDIDATES_H
#define KEMBAR_PAIR_CANDIDATES_H

#include "kembar/options.h"
#include "pair/families.h"
#include "pair/postings.h"

typedef struct kembar_candidate {
    uint32_t doc_id;
    uint32_t n_shared; /* rare shingles in common, and rare_shingles_shared more for each band
                          bucket; of a leader and its family those that are frequent too, and at
                          least so many */
} kembar_candidate;

/* Where candidates come from. */
typedef struct kembar_candidate_sources {
    const kembar_postings *rare, *bands; /* borrowed; bands may be NULL */
    const kembar_families *families;     /* borrowed, may be NULL */
} kembar_candidate_sources;

/* Counts what one document shares with those after it. One for each thread. */
typedef struct kembar_candidate_counter {
    uint32_t *counts;        /* owned; one a document, zero between calls */
    kembar_candidate *items; /* owned; documents with a count */
    size_t n_items;
} kembar_candidate_counter;

kembar_status kembar_candidate_counter_init(kembar_candidate_counter *counter,
                                            size_t n_documents) KEMBAR_MUST_CHECK;
void kembar_candidate_counter_deinit(kembar_candidate_counter *counter);

/* Writes into counter->items, ascending, the documents b > a that share a band bucket with a, or at
 * least options->rare_shingles_shared rare shingles, or of which one is a leader of a family of the
 * other; returns their number. Time: the lengths of a's lists. */
size_t kembar_candidates_of(kembar_candidate_counter *counter,
                            const kembar_candidate_sources *sources, const kembar_options *options,
                            uint32_t a);

#endif
