/* The cache from inside: for the files that read and write it. */
#ifndef KEMBAR_PIPELINE_IMPRINT_CACHE_PARTS_H
#define KEMBAR_PIPELINE_IMPRINT_CACHE_PARTS_H

#include "base/run_file.h"
#include "pipeline/imprint_cache.h"

#define KEMBAR_CACHE_PREFIX "imprints-"
enum { KEMBAR_CACHE_HEX = 16, KEMBAR_CACHE_NAME_BYTES = 96 };

/* One file. */
typedef struct kembar_cache_run {
    kembar_run_file *file; /* owned; NULL: it could not be read */
    char *path;            /* owned */
    const char *name;      /* its last component */
    int is_broken;         /* and never can be */
} kembar_cache_run;

/* One record that was asked for. */
typedef struct kembar_cache_entry {
    kembar_hash128 key;
    kembar_view id;
    const kembar_imprint *imprint; /* as it was found, or made */
    int is_new;
} kembar_cache_entry;

typedef struct kembar_cache_worker {
    kembar_arena arena;        /* imprints found, ids, values to keep */
    kembar_cache_entry *items; /* owned */
    size_t n_items, capacity;
} kembar_cache_worker;

struct kembar_imprint_cache {
    char *folder;          /* owned */
    uint64_t kind;         /* what changes what is made of bytes */
    uint64_t options_hash; /* of the source that is read */
    kembar_read_memory memory;
    kembar_cache_run *runs; /* owned; the newest first */
    size_t n_runs, run_capacity;
    kembar_cache_worker *workers; /* owned */
    size_t n_workers;
    kembar_rejected_list faults;
};

kembar_status kembar_cache_add_fault(kembar_imprint_cache *cache, const char *path,
                                     const char *reason) KEMBAR_MUST_CHECK;
/* Whether it is the name of such a file: of this kind (its is_own is set), or another. */
int kembar_cache_is_run(const kembar_imprint_cache *cache, const char *name, int *is_own);

#endif
