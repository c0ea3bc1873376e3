/* How much a term says beyond topic: words that texts of any kind use are weak evidence of one
 * event, however rare they are in a small collection. */
#ifndef KEMBAR_CLUSTER_STORY_VOCABULARY_H
#define KEMBAR_CLUSTER_STORY_VOCABULARY_H

#include <stddef.h>
#include <stdint.h>

/* Writes for each term (ascending) the factor of its weight, in (0, 1]: 1 / sqrt(1 + share / 2%)
 * for the share of general texts that hold it, 1 when it is no general word. Linear. */
void kembar_story_vocabulary_weigh(const uint64_t *terms, size_t n_terms, float *weights);

#endif
