/* What a sample shares with those after it, counted along the postings: enough to decide on nearly
 * every candidate without a look at either sample, which may lie anywhere in memory. */
#ifndef KEMBAR_PAIR_SAMPLED_TALLY_H
#define KEMBAR_PAIR_SAMPLED_TALLY_H

#include "pair/postings.h"
#include "pair/sample_table.h"

/* Listed keys that two samples share; all zero: none. */
typedef struct kembar_sampled_tally {
    uint32_t n_shared;         /* and above it the bit below */
    uint16_t parts_a, parts_b; /* as in kembar_sample_overlap */
} kembar_sampled_tally;

/* Beside the count: some key stands at another place. */
#define KEMBAR_TALLY_AWAY 0x40000000u

typedef struct kembar_sampled_candidate {
    uint32_t doc_id;
    kembar_sampled_tally tally;
} kembar_sampled_candidate;

/* One for each thread. */
typedef struct kembar_sampled_counter {
    kembar_sampled_tally *tallies;   /* owned; one a document, zero between calls */
    kembar_sampled_candidate *items; /* owned */
    size_t n_items;
} kembar_sampled_counter;

kembar_status kembar_sampled_counter_init(kembar_sampled_counter *counter,
                                          size_t n_documents) KEMBAR_MUST_CHECK;
void kembar_sampled_counter_deinit(kembar_sampled_counter *counter);

/* Lists in counter->items, in no order of use, the documents b > a that share at least `needed`
 * listed keys with a. The postings have places. Time: the lengths of a's lists. */
void kembar_sampled_count(kembar_sampled_counter *counter, const kembar_postings *postings,
                          uint32_t needed, uint32_t a);

/* What of a sample decides beside what it shares. */
typedef struct kembar_sample_size {
    uint32_t n_keys, n_next; /* at its level and at the next */
    uint32_t level;
    uint32_t n_frequent; /* of its keys: as kembar_postings says, may be shared uncounted */
} kembar_sample_size;

kembar_sample_size kembar_sample_size_of(const kembar_sample *sample, uint32_t n_frequent);

/* Writes what both have in common into `out` and returns how many more keys they may share at the
 * most, uncounted; UINT32_MAX where their sizes at the higher level are not known. */
uint32_t kembar_sampled_overlap(kembar_sample_overlap *out, const kembar_sample_size *a,
                                const kembar_sample_size *b, const kembar_sampled_tally *tally);

#endif
