/* The numbers behind kembar_eval, computed from pairs and from partitions. */
#ifndef KEMBAR_EVAL_MEASURES_H
#define KEMBAR_EVAL_MEASURES_H

#include "kembar/eval.h"

/* part / whole in 10^-6, rounded to the nearest; -1 when `whole` is 0. */
int32_t kembar_measure_ratio(uint64_t part, uint64_t whole);
/* Precision, recall and F1 from the counts. */
void kembar_measure_score(kembar_eval_score *score);

/* One document in both partitions, by the numbers of its classes. */
typedef struct kembar_measure_placed {
    uint32_t truth, found;
} kembar_measure_placed;

/* Fills the story fields of `out` for n_placed > 0 documents; class numbers are below n_placed.
 * Where both partitions are the same, also when that leaves nothing to adjust for, the Rand index
 * is 1. */
kembar_status kembar_measure_partitions(const kembar_measure_placed *placed, size_t n_placed,
                                        kembar_eval *out) KEMBAR_MUST_CHECK;

#endif
