/* A borrowed run of bytes. */
#ifndef KEMBAR_VIEW_H
#define KEMBAR_VIEW_H

#include <stddef.h>

/* Borrowed bytes, not NUL-terminated. `data` may be NULL only when `size` is 0; NULL means "absent"
 * where a field is optional (a missing title), a non-NULL empty view means "present but empty". */
typedef struct kembar_view {
    const char *data;
    size_t size;
} kembar_view;

#endif
