/* Furniture of a collection whose texts are not held. */
#ifndef KEMBAR_PIPELINE_DEDUP_FURNITURE_H
#define KEMBAR_PIPELINE_DEDUP_FURNITURE_H

#include "pipeline/dedup_set.h"

/* Learns what recurs from the imprints' lines. */
kembar_status kembar_dedup_learn_furniture(kembar_furniture *out, const kembar_dedup_set *set,
                                           kembar_error *error) KEMBAR_MUST_CHECK;
/* Reads every document again whose content may be another by this furniture than by what was known
 * when its imprint was made, and makes that anew, by makers[n_threads]. */
kembar_status kembar_dedup_clean(kembar_dedup_set *set, kembar_imprint_maker *makers,
                                 const kembar_furniture *furniture,
                                 kembar_error *error) KEMBAR_MUST_CHECK;

#endif
