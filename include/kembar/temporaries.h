/* The temporary files of a program, so that a signal can remove them.
 *
 * A file that must appear whole is first written beside its place, under a name that starts with a
 * dot. A program that a signal may end makes one registry and hands it to all that write files.
 * Thread safety: every call may come from any thread, none from a signal handler. */
#ifndef KEMBAR_TEMPORARIES_H
#define KEMBAR_TEMPORARIES_H

#include <stddef.h>

#include "kembar/status.h"

typedef struct kembar_temporaries kembar_temporaries;

/* Free it when nothing that was given it is left, and only when it is not watched. */
KEMBAR_API kembar_status kembar_temporaries_new(kembar_temporaries **out,
                                                kembar_error *error) KEMBAR_MUST_CHECK;
KEMBAR_API void kembar_temporaries_free(kembar_temporaries *temporaries); /* NULL is fine */

/* Removes every temporary file. A publication that has begun is waited for; after this, calls that
 * would make or publish a file never return. For a program that ends at once. */
KEMBAR_API void kembar_temporaries_remove_all(kembar_temporaries *temporaries);

/* Starts a thread that waits for the first of `signals`, which the caller has blocked before it
 * made other threads; removes all files; then calls `end`, which must end the process. The registry
 * must live as long as the process. Errors: MEMORY; LIBRARY when no thread can be made. */
KEMBAR_API kembar_status kembar_temporaries_watch(kembar_temporaries *temporaries,
                                                  const int *signals, size_t n_signals,
                                                  void (*end)(int signal_number),
                                                  kembar_error *error) KEMBAR_MUST_CHECK;

#endif
