/* Lists of paths, one a line. */
#ifndef KEMBAR_READ_PATH_LIST_H
#define KEMBAR_READ_PATH_LIST_H

#include "base/buffer.h"
#include "kembar/status.h"

/* A longer list is refused. */
enum { KEMBAR_PATH_LIST_MAX_BYTES = 1024 * 1024 * 1024 };

/* Appends the whole list at `path` ("-": standard input) to `out`. Pipes are read as well as files.
 * Errors: IO, LIMIT, MEMORY. */
kembar_status kembar_path_list_read(const char *path, kembar_buffer *out,
                                    kembar_error *error) KEMBAR_MUST_CHECK;
/* Takes the next line that is not empty off *rest, without LF or CRLF; 0 at the end. */
int kembar_path_list_next(kembar_view *rest, kembar_view *line);

#endif
