/* Where a check's answers go. */
#ifndef KEMBAR_CLI_CHECK_OUTPUTS_H
#define KEMBAR_CLI_CHECK_OUTPUTS_H

#include "arguments.h"
#include "kembar/check_report.h"

typedef struct kembar_check_output {
    kembar_check_format format;
    const char *path; /* borrowed; NULL: standard output */
    kembar_answer answer;
} kembar_check_output;

/* Start from a zeroed struct. */
typedef struct kembar_check_outputs {
    kembar_check_output *items; /* owned */
    size_t n_items;
} kembar_check_outputs;

/* Reads --output and --json, and tries each file. Returns 0, or an exit code after a message: for
 * what is no format, for two that are one file, for one that is read. */
int kembar_check_outputs_init(kembar_check_outputs *out, const kembar_arguments *arguments);
void kembar_check_outputs_deinit(kembar_check_outputs *outputs);
/* Makes the answers; `baseline` may be NULL. Returns 0, or an exit code after a message, as the
 * next one. */
int kembar_check_outputs_make(kembar_check_outputs *outputs, const kembar_arguments *arguments,
                              const kembar_check *check, const kembar_baseline *baseline);
/* Writes them and `also` (borrowed; without data: nothing) to `also_path`: all files or none, then
 * standard output. */
int kembar_check_outputs_write(const kembar_check_outputs *outputs,
                               const kembar_arguments *arguments, const kembar_answer *also,
                               const char *also_path);

#endif
