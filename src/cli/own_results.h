/* A second run into the same folder must not read the results of the first. */
#ifndef KEMBAR_CLI_OWN_RESULTS_H
#define KEMBAR_CLI_OWN_RESULTS_H

#include "arguments.h"

/* What the source leaves out. Start from a zeroed struct. */
typedef struct kembar_own_results {
    char **globs; /* owned, as its strings */
    size_t n_globs;
} kembar_own_results;

/* For a command that writes a folder below one of its inputs: that folder's result files. Returns
 * 0, or an exit code after a message: the output folder may not be an input itself. */
int kembar_own_results_find(kembar_own_results *out, const kembar_arguments *arguments);
void kembar_own_results_deinit(kembar_own_results *own_results);

#endif
