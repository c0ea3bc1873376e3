/* Chains of equal runs, and the passages in them. */
#ifndef KEMBAR_PAIR_CHAINS_H
#define KEMBAR_PAIR_CHAINS_H

#include "pair/align.h"
#include "pair/equal_runs.h"

/* Work space and result; start from a zeroed struct. Owned. */
typedef struct kembar_chains {
    kembar_passage *passages;
    size_t n_passages, passages_capacity;
    kembar_replacement *replacements;
    size_t n_replacements, replacements_capacity;
    uint32_t *order; /* runs by score */
    size_t order_capacity;
    uint32_t *path; /* one chain, first run first */
    size_t path_capacity;
    int64_t *sums; /* scores before and after each run of the path */
    size_t sums_capacity;
    size_t *starts; /* where a stretch of the path may begin */
    size_t starts_capacity;
    kembar_gap_scratch scratch;
} kembar_chains;

void kembar_chains_deinit(kembar_chains *chains);

/* Links runs that follow each other within KEMBAR_ALIGN_MAX_GAP tokens on either side, each with
 * the best before it. */
kembar_status kembar_chains_link(kembar_chains *chains, kembar_equal_runs *runs,
                                 const kembar_prepared *a,
                                 const kembar_prepared *b) KEMBAR_MUST_CHECK;
/* Takes the chains, best first, each run once, and cuts from each the longest stretches whose equal
 * and look-alike tokens make at least 0.7 of the longer side; those with KEMBAR_ALIGN_MIN_EQUAL
 * equal tokens become passages. */
kembar_status kembar_chains_take(kembar_chains *chains, kembar_equal_runs *runs) KEMBAR_MUST_CHECK;

#endif
