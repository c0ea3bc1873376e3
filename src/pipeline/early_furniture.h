/* Furniture as it shows itself while documents are still being read.
 *
 * What counts is learnt from all documents, and those whose content is another by it are read
 * again. Lines that have stood in some documents beside text of their own are likely to be of it,
 * and are left out from then on. The guess changes nothing but time, so it does not matter what is
 * guessed when, nor on which thread. */
#ifndef KEMBAR_PIPELINE_EARLY_FURNITURE_H
#define KEMBAR_PIPELINE_EARLY_FURNITURE_H

#include <stdatomic.h>

#include "base/parallel.h"
#include "model/furniture_build.h"

enum {
    KEMBAR_EARLY_LINES = 8192, /* that are known; further ones are not guessed */
    /* Places where lines are counted, later ones in that of rare ones: the last bits of a hash say
     * which; one more where more lines have come to each than so many. */
    KEMBAR_EARLY_MIN_BITS = 19,
    KEMBAR_EARLY_MAX_BITS = 22,
    KEMBAR_EARLY_SLOT_LINES = 3,
    KEMBAR_EARLY_SOURCE_SHARE = 3 /* in one source so many times fewer documents will do */
};

typedef struct kembar_early_line {
    kembar_furniture_line line;
    kembar_furniture_opening opening;
} kembar_early_line;

/* What one thread leaves out: the first lines of all. */
typedef struct kembar_early_worker {
    kembar_furniture furniture;
    size_t n_lines;
    size_t n_counted; /* lines that it has met */
} kembar_early_worker;

/* Shared by all threads. Start from a zeroed struct. */
typedef struct kembar_early_furniture {
    uint32_t n_documents;     /* in which a line stands when it is known; 0: none ever is */
    atomic_ullong *slots;     /* owned; counts of lines, 1 << KEMBAR_EARLY_MAX_BITS */
    atomic_uint bits;         /* of a hash that say its place among them */
    kembar_early_line *lines; /* owned; in the order in which they became known */
    atomic_size_t n_lines;
    kembar_lock *lock;            /* owned; of who adds one */
    kembar_early_worker *workers; /* owned; one a thread */
    int n_workers;
} kembar_early_furniture;

/* More than 255 documents are as good as 255. MEMORY. */
kembar_status kembar_early_furniture_init(kembar_early_furniture *early, size_t n_documents,
                                          int n_threads) KEMBAR_MUST_CHECK;
void kembar_early_furniture_deinit(kembar_early_furniture *early);

/* Counts of lines lie far apart. They begin to come from memory, so that nobody waits for them who
 * takes note of this document a little later. */
void kembar_early_furniture_fetch(const kembar_early_furniture *early,
                                  const kembar_document *document);
/* Takes note of a document of a source (hash; 0: none), and fills *out with what of it may be
 * furniture: borrowed until the next call on this thread; NULL: nothing is guessed. MEMORY. */
kembar_status kembar_early_furniture_add(kembar_early_furniture *early, int worker_id,
                                         const kembar_document *document, uint64_t source,
                                         const kembar_furniture **out) KEMBAR_MUST_CHECK;

#endif
