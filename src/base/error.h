/* Filling a kembar_error where the fault is known. */
#ifndef KEMBAR_BASE_ERROR_H
#define KEMBAR_BASE_ERROR_H

#include "kembar/status.h"

/* Fills *error (which may be NULL) and returns `code`, so that a fault is one statement:
 * return kembar_error_set(error, KEMBAR_ERROR_IO, path, 0, "cannot open: %s", ...).
 * `file` may be NULL. Numbers in `format` are integers and strings only (locale independent). */
kembar_status kembar_error_set(kembar_error *error, kembar_status code, const char *file,
                               uint64_t position, const char *format, ...) KEMBAR_PRINTF(5, 6);

/* Shorthand for an allocation that failed. */
kembar_status kembar_error_memory(kembar_error *error);

/* MEMORY for ENOMEM; else as kembar_error_set with the text of `errno_value` (thread safe) after
 * `what`: "cannot open: No such file". */
kembar_status kembar_error_errno(kembar_error *error, const char *file, int errno_value,
                                 const char *what);

#endif
