/* "Did you mean": the nearest of some names. */
#ifndef KEMBAR_CLI_SUGGEST_H
#define KEMBAR_CLI_SUGGEST_H

#include <stddef.h>

/* Characters to insert, delete, replace or swap with their neighbour that turn one text into the
 * other. Of longer texts the last 63 bytes count. */
size_t kembar_suggest_distance(const char *a, size_t a_size, const char *b, size_t b_size);

/* How far a wrong name of `size` bytes may be from the right one. */
size_t kembar_suggest_reach(size_t size);

/* The nearest of `names` (NUL-terminated, borrowed) to `size` bytes of `wrong`, the first of
 * several; else the first that begins with it; NULL when none is near. */
const char *kembar_suggest(const char *const *names, size_t n_names, const char *wrong,
                           size_t size);

#endif
