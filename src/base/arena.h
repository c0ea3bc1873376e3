/* Memory that grows and is freed as a whole: many small things that live equally long. */
#ifndef KEMBAR_BASE_ARENA_H
#define KEMBAR_BASE_ARENA_H

#include <stddef.h>

typedef struct kembar_arena_chunk kembar_arena_chunk;

/* Start from a zeroed struct. One thread at a time. */
typedef struct kembar_arena {
    kembar_arena_chunk *chunks; /* owned; the newest first */
    size_t n_left;              /* bytes left in the newest */
} kembar_arena;

/* `n_bytes` bytes aligned for any type, not zeroed; NULL when memory is out. */
void *kembar_arena_take(kembar_arena *arena, size_t n_bytes);
/* A copy of data[n_bytes], which may be NULL when n_bytes is 0. */
void *kembar_arena_copy(kembar_arena *arena, const void *data, size_t n_bytes);
void kembar_arena_deinit(kembar_arena *arena);

#endif
