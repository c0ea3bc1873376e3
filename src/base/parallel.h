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

/* Runs `task` on a thread of its own, which nobody waits for. LIBRARY when none can be made. */
kembar_status kembar_parallel_start(void (*task)(void *context), void *context,
                                    kembar_error *error) KEMBAR_MUST_CHECK;

/* Lets one thread at a time through. */
typedef struct kembar_lock kembar_lock;
kembar_lock *kembar_lock_new(void);       /* NULL when memory is out */
void kembar_lock_free(kembar_lock *lock); /* NULL is fine; nobody may hold it */
void kembar_lock_take(kembar_lock *lock);
void kembar_lock_give(kembar_lock *lock);

/* Lets workers do a part of their work one after the other: turns 0, 1 and so on. Who waits for a
 * turn must know that somebody is at work on each before it, as those are who take the slices of
 * kembar_parallel_for in order. */
typedef struct kembar_turns kembar_turns;
/* So many turns may be left to others. */
enum { KEMBAR_TURNS_LEFT = 8 };
kembar_turns *kembar_turns_new(void);        /* NULL when memory is out */
void kembar_turns_free(kembar_turns *turns); /* NULL is fine */
/* Waits for a turn; 0: it never comes, because an earlier one was refused. */
int kembar_turns_take(kembar_turns *turns, size_t turn);
/* Leaves what is to be done in a turn (`work`, borrowed, not NULL) to who gives the one before. 0
 * when it has come already, or too many are left: then it is to be taken. */
int kembar_turns_leave(kembar_turns *turns, size_t turn, void *work);
/* Ends a turn that was taken. Returns what was left to do in the next one, which the caller then
 * has; NULL: nothing, and it has none. */
void *kembar_turns_give(kembar_turns *turns);
/* None after `turn` comes, nor, unless somebody has it, itself. Earlier ones do. */
void kembar_turns_refuse(kembar_turns *turns, size_t turn);

#endif
