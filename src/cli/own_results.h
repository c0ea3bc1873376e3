/* What a command has itself written below its inputs must not be read by the next run. */
#ifndef KEMBAR_CLI_OWN_RESULTS_H
#define KEMBAR_CLI_OWN_RESULTS_H

#include "arguments.h"

/* What the source passes over. Start from a zeroed struct. */
typedef struct kembar_own_results {
    char **files; /* owned, as its strings */
    size_t n_files;
} kembar_own_results;

/* Of a command that writes a folder that folder's result files; of dedup its three; of a check its
 * outputs, baseline and list of changes. Returns 0, or an exit code after a message: an output
 * folder may not be an input itself. */
int kembar_own_results_find(kembar_own_results *out, const kembar_arguments *arguments);
void kembar_own_results_deinit(kembar_own_results *own_results);

/* Says of a file that is there, and that `inputs` lead to, that it is written and thus not read.
 * For files that may as well have been meant to be read. */
void kembar_own_result_tell(const char *file, const kembar_text_list *inputs);

#endif
