/* A baseline that a command line names. */
#ifndef KEMBAR_CLI_BASELINE_FILE_H
#define KEMBAR_CLI_BASELINE_FILE_H

#include "arguments.h"
#include "kembar/baseline.h"

/* Returns 0, or an exit code after a message: KEMBAR_EXIT_USAGE for a file that is none or cannot
 * be read. Free with kembar_baseline_free. */
int kembar_baseline_file_open(const kembar_arguments *arguments, const char *path,
                              kembar_baseline **out);

#endif
