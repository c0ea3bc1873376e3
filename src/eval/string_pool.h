/* Strings that live until the whole pool goes: views into it never move. */
#ifndef KEMBAR_EVAL_STRING_POOL_H
#define KEMBAR_EVAL_STRING_POOL_H

#include "kembar/status.h"
#include "kembar/view.h"

/* Start from a zeroed struct. */
typedef struct kembar_string_pool {
    struct kembar_string_pool_chunk *chunks; /* owned */
    size_t n_used, n_free;                   /* bytes of the newest chunk */
} kembar_string_pool;

void kembar_string_pool_deinit(kembar_string_pool *pool);
/* Copies `text`, NUL-terminated; *out is borrowed from the pool. A view without data stays one. */
kembar_status kembar_string_pool_copy(kembar_string_pool *pool, kembar_view text,
                                      kembar_view *out) KEMBAR_MUST_CHECK;

#endif
