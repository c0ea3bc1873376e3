#include "base/arena.h"

#include <stdint.h>
#include <string.h>

#include "base/alloc.h"

/* Chunks grow with what is kept, to some huge pages. */
enum { FIRST_BYTES = 256 * 1024, MOST_BYTES = 8 * 1024 * 1024, ALIGNMENT = 16 };

struct kembar_arena_chunk {
    kembar_arena_chunk *next;
    size_t size;
    _Alignas(ALIGNMENT) char bytes[];
};

static size_t next_size(const kembar_arena *arena) {
    size_t size = arena->chunks ? 2 * arena->chunks->size : FIRST_BYTES;
    return size < MOST_BYTES ? size : MOST_BYTES;
}

static int add_chunk(kembar_arena *arena, size_t size) {
    if (size > SIZE_MAX - sizeof(kembar_arena_chunk))
        return 0;
    kembar_arena_chunk *chunk = kembar_alloc(1, sizeof *chunk + size);
    if (!chunk)
        return 0;
    chunk->next = arena->chunks;
    chunk->size = size;
    arena->chunks = chunk;
    arena->n_left = size;
    return 1;
}

void *kembar_arena_take(kembar_arena *arena, size_t n_bytes) {
    if (n_bytes > SIZE_MAX - ALIGNMENT)
        return NULL;
    size_t wanted = (n_bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (!arena->chunks || wanted > arena->n_left)
        if (!add_chunk(arena, wanted > next_size(arena) ? wanted : next_size(arena)))
            return NULL;
    void *taken = arena->chunks->bytes + (arena->chunks->size - arena->n_left);
    arena->n_left -= wanted;
    return taken;
}

void *kembar_arena_copy(kembar_arena *arena, const void *data, size_t n_bytes) {
    void *copy = kembar_arena_take(arena, n_bytes);
    if (copy && n_bytes)
        memcpy(copy, data, n_bytes);
    return copy;
}

void kembar_arena_deinit(kembar_arena *arena) {
    while (arena->chunks) {
        kembar_arena_chunk *next = arena->chunks->next;
        kembar_free(arena->chunks);
        arena->chunks = next;
    }
    *arena = (kembar_arena){0};
}
