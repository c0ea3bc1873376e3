/* What is kept of records when their documents are not. */
#ifndef KEMBAR_READ_TAP_H
#define KEMBAR_READ_TAP_H

#include "base/arena.h"
#include "base/hash.h"
#include "base/spool.h"
#include "kembar/document.h"
#include "kembar/source.h"

/* Sees each document (plain: see document.h) before it goes, on worker `worker_id`, and makes
 * *summary of it, in memory of its own that no other worker touches. MEMORY only. */
typedef kembar_status (*kembar_read_take)(void *context, int worker_id,
                                          const kembar_document *document, const void **summary,
                                          kembar_error *error);

/* What is remembered of records from earlier, by their bytes, so that they need not be made again.
 */
typedef struct kembar_read_memory {
    void *context;
    /* Gives the bytes a key, and says whether they are known (1, 0, or -1 without memory): then *id
     * is what the record itself says (data NULL: nothing), *summary what `take` would make; both
     * live as long as the context. `salt` tells what else makes the document another: its format,
     * and the source that its file has. */
    int (*find)(void *context, int worker_id, uint64_t salt, kembar_view bytes, kembar_hash128 *key,
                kembar_view *id, const void **summary);
    /* Is told of each record that was not known and has become a document. MEMORY only. */
    kembar_status (*keep)(void *context, int worker_id, kembar_hash128 key, kembar_view id,
                          const void *summary);
} kembar_read_memory;

typedef struct kembar_read_tap {
    void *context;
    kembar_read_take take;
    const kembar_read_memory *memory; /* borrowed; NULL: none */
    kembar_arena *ids;                /* borrowed, one a worker: where ids are kept */
    kembar_spool *spools;             /* borrowed, one a worker: what cannot be read twice */
} kembar_read_tap;

#endif
