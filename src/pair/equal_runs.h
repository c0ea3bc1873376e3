/* Maximal runs of equal tokens: what alignment is made of. */
#ifndef KEMBAR_PAIR_EQUAL_RUNS_H
#define KEMBAR_PAIR_EQUAL_RUNS_H

#include "pair/gap.h"
#include "pair/seeds.h"

/* Tokens a .. a + length of the one content equal b .. b + length of the other. The rest is for
 * chains.h. */
typedef struct kembar_equal_run {
    uint32_t a, b, length;
    uint32_t before,
        after;      /* indices of the runs that it follows and is followed by, or KEMBAR_NO_RUN */
    uint32_t cut;   /* tokens at its begin that overlap the run before */
    kembar_gap gap; /* what matches between the run before and this one */
    int64_t score;  /* of the best chain that ends here */
    uint8_t is_used;
} kembar_equal_run;

#define KEMBAR_NO_RUN UINT32_MAX

/* A seed of b that stands in a. */
typedef struct kembar_known_seed {
    uint32_t b;
    uint32_t first;    /* where it stands first in a, as kembar_seeds_first says */
    uint32_t n_places; /* in a; KEMBAR_ALIGN_SEED_CAP + 1: or more */
} kembar_known_seed;

/* Start from a zeroed struct; owned. */
typedef struct kembar_equal_runs {
    kembar_equal_run *items; /* in the order of b, then a */
    size_t n_items, capacity;
    uint8_t *is_frequent; /* of each seed of b: it stands too often in a to begin a run */
    size_t is_frequent_capacity;
    int has_frequent;         /* not 0: any of them does */
    kembar_known_seed *known; /* in the order of b; those that go on from one before are left out
                                 where they stand nowhere else */
    size_t n_known, known_capacity;
} kembar_equal_runs;

/* Finds the runs of at least 3 tokens; a seed that stands too often (KEMBAR_ALIGN_SEED_CAP) in
 * `a` begins none. `seeds` are a's. */
kembar_status kembar_equal_runs_find(kembar_equal_runs *runs, const kembar_seeds *seeds,
                                     const kembar_token_hashes *a,
                                     const kembar_token_hashes *b) KEMBAR_MUST_CHECK;
void kembar_equal_runs_deinit(kembar_equal_runs *runs);

#endif
