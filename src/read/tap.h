/* What is kept of records when their documents are not. */
#ifndef KEMBAR_READ_TAP_H
#define KEMBAR_READ_TAP_H

#include "base/arena.h"
#include "base/spool.h"
#include "kembar/document.h"

/* Sees each document (plain: see document.h) before it goes, on worker `worker_id`, and makes
 * *summary of it, in memory of its own that no other worker touches. MEMORY only. */
typedef kembar_status (*kembar_read_take)(void *context, int worker_id,
                                          const kembar_document *document, const void **summary,
                                          kembar_error *error);

typedef struct kembar_read_tap {
    void *context;
    kembar_read_take take;
    kembar_arena *ids;    /* borrowed, one a worker: where ids are kept */
    kembar_spool *spools; /* borrowed, one a worker: what cannot be read twice */
} kembar_read_tap;

#endif
