/* The limit on the memory of the whole process. */
#ifndef KEMBAR_CLI_MEMORY_LIMIT_H
#define KEMBAR_CLI_MEMORY_LIMIT_H

#include "arguments.h"

/* Sets the limit of --memory, if one was given: the kernel then refuses more private writable
 * memory, and what asked for it fails cleanly. A lower limit of the caller stays. Returns 0 or the
 * exit code. */
int kembar_memory_limit(const kembar_arguments *arguments);
/* Bytes of the limit in force, 0 when there is none. */
uint64_t kembar_memory_limited(void);

#endif
