/* Paths as byte strings: no file is touched here. */
#ifndef KEMBAR_READ_PATH_H
#define KEMBAR_READ_PATH_H

#include "kembar/status.h"
#include "kembar/view.h"

enum { KEMBAR_PATH_MAX_BYTES = 4095 };

/* A NUL-terminated copy of `bytes` (owned by the caller, kembar_free), NULL when memory is out. */
char *kembar_path_copy(kembar_view bytes);
/* As kembar_path_copy, without "./" components, repeated slashes and a slash at the end; ".."
 * stays. An empty result is ".". */
char *kembar_path_normalise(kembar_view path);
/* `folder`, '/', `name` (owned by the caller); `name` alone when `folder` is "." or empty. NULL
 * when memory is out. */
char *kembar_path_join(const char *folder, const char *name);
/* What follows the last slash. Borrowed. */
const char *kembar_path_base(const char *path);

#endif
