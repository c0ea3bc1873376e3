/* The files that dedup writes, checked before anything is read. */
#ifndef KEMBAR_CLI_DEDUP_OUTPUTS_H
#define KEMBAR_CLI_DEDUP_OUTPUTS_H

#include "arguments.h"

/* Returns 0, or an exit code after a message: no two may be the same file, and only -o may be
 * standard output. */
int kembar_dedup_outputs_check(const kembar_arguments *arguments);

#endif
