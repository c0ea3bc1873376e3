#include "eval/string_pool.h"

#include <stdint.h>
#include <string.h>

#include "base/alloc.h"

enum { CHUNK_BYTES = 1 << 18 };

typedef struct kembar_string_pool_chunk {
    struct kembar_string_pool_chunk *next;
    char bytes[];
} pool_chunk;

void kembar_string_pool_deinit(kembar_string_pool *pool) {
    for (pool_chunk *chunk = pool->chunks; chunk;) {
        pool_chunk *next = chunk->next;
        kembar_free(chunk);
        chunk = next;
    }
    *pool = (kembar_string_pool){0};
}

static kembar_status add_chunk(kembar_string_pool *pool, size_t n_bytes) {
    if (n_bytes < CHUNK_BYTES)
        n_bytes = CHUNK_BYTES;
    if (n_bytes > SIZE_MAX - sizeof(pool_chunk))
        return KEMBAR_ERROR_MEMORY;
    pool_chunk *chunk = kembar_alloc(sizeof *chunk + n_bytes, 1);
    if (!chunk)
        return KEMBAR_ERROR_MEMORY;
    chunk->next = pool->chunks;
    pool->chunks = chunk;
    pool->n_used = 0;
    pool->n_free = n_bytes;
    return KEMBAR_OK;
}

kembar_status kembar_string_pool_copy(kembar_string_pool *pool, kembar_view text,
                                      kembar_view *out) {
    *out = (kembar_view){NULL, 0};
    if (!text.data)
        return KEMBAR_OK;
    if (text.size >= pool->n_free && add_chunk(pool, text.size + 1) != KEMBAR_OK)
        return KEMBAR_ERROR_MEMORY;
    char *copy = pool->chunks->bytes + pool->n_used;
    memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    pool->n_used += text.size + 1;
    pool->n_free -= text.size + 1;
    *out = (kembar_view){copy, text.size};
    return KEMBAR_OK;
}
