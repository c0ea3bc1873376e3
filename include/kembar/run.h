/* Runs: a collection in, rows to sinks out. Only this knows the order of the stages. */
#ifndef KEMBAR_RUN_H
#define KEMBAR_RUN_H

#include "kembar/options.h"
#include "kembar/sink.h"
#include "kembar/source.h"

/* Surroundings of a run that never change its results. Zeroed is fine. */
typedef struct kembar_run_context {
    kembar_progress progress; /* may be NULL */
    void *progress_context;
    const char
        *data_dir; /* word lists; NULL: found beside the command or where they were installed */
} kembar_run_context;

/* Clusters `collection` (borrowed, read only) and hands the rows to each sink (borrowed) in turn.
 * Peak memory about 10 times the text. */
KEMBAR_API kembar_status kembar_run_cluster(const kembar_collection *collection,
                                            const kembar_options *options,
                                            const kembar_run_context *context,
                                            kembar_sink *const *sinks, size_t n_sinks,
                                            kembar_error *error) KEMBAR_MUST_CHECK;

#endif
