/* What a command has itself written below its inputs must not be read by the next run. */
#ifndef KEMBAR_CLI_OWN_RESULTS_H
#define KEMBAR_CLI_OWN_RESULTS_H

#include "arguments.h"

/* What the source leaves out. Start from a zeroed struct. */
typedef struct kembar_own_results {
    char **globs; /* owned, as its strings */
    size_t n_globs;
} kembar_own_results;

/* For a command that writes a folder below one of its inputs: that folder's result files; for a
 * check its outputs, baseline and list of changes. Returns 0, or an exit code after a message: an
 * output folder may not be an input itself. */
int kembar_own_results_find(kembar_own_results *out, const kembar_arguments *arguments);
void kembar_own_results_deinit(kembar_own_results *own_results);

#endif
