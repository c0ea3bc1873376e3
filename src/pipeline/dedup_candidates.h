/* Which classes are worth comparing, by what the imprints of their heads have in common. */
#ifndef KEMBAR_PIPELINE_DEDUP_CANDIDATES_H
#define KEMBAR_PIPELINE_DEDUP_CANDIDATES_H

#include "pipeline/dedup_set.h"

/* Pairs of heads, as kembar_sampled_find finds them, of which one at least has a new document in
 * its class: two old ones are not even candidates. Of old documents only the shingles that a new
 * one has as well are sorted, so that the work follows the number of new ones. */
kembar_status kembar_dedup_candidates(kembar_sampled_pairs *out, const kembar_dedup_set *set,
                                      kembar_error *error) KEMBAR_MUST_CHECK;

#endif
