/* Status codes and the error record of every fallible call.
 *
 * A fallible function returns a kembar_status. When its last parameter, an optional kembar_error *,
 * is not NULL, a failure fills it once, where the fault is known. On failure all other outputs are
 * zeroed. Thread safety: plain data, no shared state. */
#ifndef KEMBAR_STATUS_H
#define KEMBAR_STATUS_H

#include <stdint.h>

#include "kembar/api.h"

typedef enum kembar_status {
    KEMBAR_OK = 0,
    KEMBAR_ERROR_MEMORY,   /* an allocation failed */
    KEMBAR_ERROR_ARGUMENT, /* a parameter or option is out of range or contradicts another */
    KEMBAR_ERROR_IO,       /* the system refused to open, read, write or rename */
    KEMBAR_ERROR_FORMAT,   /* input is not what its format promises */
    KEMBAR_ERROR_LIMIT,    /* a documented bound on size, length or depth was passed */
    KEMBAR_ERROR_LIBRARY   /* a required shared library or data file is missing or unusable */
} kembar_status;

/* `file` is empty when no file is concerned; `position` is a 1-based line or record, 0 when
 * unknown. Both strings are NUL-terminated UTF-8 and may be cut at their size. */
typedef struct kembar_error {
    kembar_status code;
    char message[256];
    char file[256];
    uint64_t position;
} kembar_error;

/* A constant English word for a status ("memory", "argument" ...), never NULL. */
KEMBAR_API const char *kembar_status_name(kembar_status status);

#endif
