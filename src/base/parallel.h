/* The only place that makes threads. */
#ifndef KEMBAR_BASE_PARALLEL_H
#define KEMBAR_BASE_PARALLEL_H

#include <stddef.h>

#include "kembar/status.h"

/* Processors this process may run on, at least 1. */
int kembar_parallel_default_threads(void);

/* Does items [begin, end) on worker `worker_id` (0 <= worker_id < n_threads). */
typedef kembar_status (*kembar_parallel_task)(void *context, size_t begin, size_t end,
                                              int worker_id, kembar_error *error);

/* Runs `task` over [0, n_items) in slices of `grain` items (>= 1) taken from a shared counter; the
 * calling thread is worker 0. Tasks write disjoint slots, so that results do not depend on
 * n_threads. Stops handing out slices at the first failure and returns the failure of the smallest
 * slice seen. Runs on fewer threads when some cannot be made. */
kembar_status kembar_parallel_for(int n_threads, size_t n_items, size_t grain,
                                  kembar_parallel_task task, void *context,
                                  kembar_error *error) KEMBAR_MUST_CHECK;

#endif
