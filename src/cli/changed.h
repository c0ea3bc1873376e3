/* A list of changed paths, as git prints it. */
#ifndef KEMBAR_CLI_CHANGED_H
#define KEMBAR_CLI_CHANGED_H

#include <stddef.h>

#include "arguments.h"

/* Start from a zeroed struct. */
typedef struct kembar_changed_list {
    char **paths; /* owned, as its strings */
    size_t n_paths, capacity;
} kembar_changed_list;

void kembar_changed_list_deinit(kembar_changed_list *list);

/* Takes the paths out of what git prints: one a line, where those that hold quotes, controls or (by
 * core.quotePath) other bytes than ASCII stand as C writes strings; or, when there is a NUL, as
 * they are, each before a NUL. Empty ones are passed over; what is no such string is taken as it
 * stands. Returns 0, or an exit code after a message when memory is out. */
int kembar_changed_parse(kembar_changed_list *out, const char *data, size_t size);

/* Reads the list that --changed names. A relative path is taken from the working folder on, and
 * from the root of the git repository on which encloses it; where both lead somewhere both count,
 * as git does not say which it meant. Returns 0, or an exit code after a message. */
int kembar_changed_read(kembar_changed_list *out, const kembar_arguments *arguments);

#endif
