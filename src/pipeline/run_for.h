/* A run in which some documents are asked for. */
#ifndef KEMBAR_PIPELINE_RUN_FOR_H
#define KEMBAR_PIPELINE_RUN_FOR_H

#include <stdint.h>

#include "kembar/run.h"

/* kembar_run_cluster, which of a large family finds the pairs with those that may stand for it;
 * here also all of each document i for which is_asked_for[i] is set (borrowed; NULL: none). */
kembar_status kembar_run_cluster_for(const kembar_collection *collection,
                                     const kembar_options *options,
                                     const kembar_run_context *context, kembar_sink *const *sinks,
                                     size_t n_sinks, const uint8_t *is_asked_for,
                                     kembar_error *error) KEMBAR_MUST_CHECK;

#endif
