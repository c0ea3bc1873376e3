/* Memory that runs out where a test says. */
#ifndef KEMBAR_TESTS_SCARCE_MEMORY_H
#define KEMBAR_TESTS_SCARCE_MEMORY_H

#include <stddef.h>

#include "kembar/status.h"

/* From now on n allocations succeed: then all fail, or only the next one. Before threads start. */
void scarce_memory(size_t n);
void scarce_memory_once(size_t n);
/* All succeed again. Returns whether one has failed. */
int plenty_of_memory(void);

/* Runs `call` with its 1st, 2nd, 3rd ... allocation failing until one run needs no more: once with
 * all that follow failing too, once with only that one. Each run that saw a failure must return
 * KEMBAR_ERROR_MEMORY, the last one KEMBAR_OK. Returns how many allocations the call makes. `call`
 * frees what it makes. */
typedef kembar_status (*fallible_call)(void *context);
size_t fail_every_allocation(fallible_call call, void *context);

#endif
