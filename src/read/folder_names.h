/* The names in a folder. */
#ifndef KEMBAR_READ_FOLDER_NAMES_H
#define KEMBAR_READ_FOLDER_NAMES_H

#include <stddef.h>

#include "kembar/status.h"

/* Start from a zeroed struct. */
typedef struct kembar_folder_names {
    char **items; /* owned, each owned */
    size_t n_items;
    size_t capacity;
} kembar_folder_names;

void kembar_folder_names_deinit(kembar_folder_names *names);
/* Reads the names of the folder open at `fd` (left open) that are not hidden, sorted as bytes. IO
 * when the system refuses. */
kembar_status kembar_folder_names_read(kembar_folder_names *names, int fd,
                                       kembar_error *error) KEMBAR_MUST_CHECK;

#endif
