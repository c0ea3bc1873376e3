/* Which files are read, in which order, under which ids: found before anything is read. */
#ifndef KEMBAR_READ_PLAN_H
#define KEMBAR_READ_PLAN_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/source.h"
#include "read/format.h"
#include "read/jsonl.h"
#include "read/result.h"

/* The options of a source as reading needs them, borrowed from its copy. */
typedef struct kembar_read_settings {
    const char *fields[KEMBAR_N_FIELDS]; /* dotted paths */
    const char *const *excludes;
    size_t n_excludes;
    const char *const *own_files;
    size_t n_own_files;
    const kembar_source_name *sources;
    size_t n_sources;
    kembar_input_format format;
    uint64_t max_document_bytes;
    int keep_raw;
    const struct kembar_read_tap *tap; /* read/tap.h; NULL: documents are kept */
} kembar_read_settings;

/* A path that the caller named. */
typedef struct kembar_root {
    char *path;    /* owned, normalised; NULL: standard input */
    int is_listed; /* from a list: its files go by their path */
    size_t number; /* in the order in which they were added */
} kembar_root;

/* A file to read. */
typedef struct kembar_entry {
    char *path;      /* owned; as it is opened, NULL: standard input */
    char *shown;     /* owned; the path as UTF-8, "stdin" for standard input */
    char *id;        /* owned; UTF-8 */
    char *real_name; /* owned; base name of what a link leads to, NULL when `path` is no link */
    uint64_t folder_device; /* of the folder that holds the file itself */
    uint64_t folder_inode;
    uint64_t size_bytes;
    size_t order;
    const char *source; /* borrowed from the settings; of documents that name none, NULL: none */
    size_t root_number; /* of the root that it was found by */
    kembar_file_kind kind;
    int checks_text; /* its ending says nothing: it must look like text */
} kembar_entry;

/* The ending of a file that was passed over. */
typedef struct kembar_ending {
    char text[KEMBAR_ENDING_BYTES];
} kembar_ending;

/* Start from a zeroed struct. */
typedef struct kembar_plan {
    kembar_entry *entries; /* owned */
    size_t n_entries;
    size_t entry_capacity;
    kembar_rejected_list rejections;
    kembar_ending *skipped; /* owned; one for each file with an unknown ending */
    size_t n_skipped;
    size_t skipped_capacity;
} kembar_plan;

void kembar_plan_deinit(kembar_plan *plan);

/* Looks at every root (sorted here; borrowed), walks the folders, and fills a zeroed plan with
 * entries in the order of their shown paths, each file once. Faults of paths become rejections;
 * fails on MEMORY only. */
kembar_status kembar_plan_make(kembar_plan *plan, kembar_root *roots, size_t n_roots,
                               const kembar_read_settings *settings) KEMBAR_MUST_CHECK;

/* Moves *entry to the end of the plan; on failure frees it. */
kembar_status kembar_plan_add(kembar_plan *plan, kembar_entry *entry) KEMBAR_MUST_CHECK;
void kembar_entry_deinit(kembar_entry *entry);
/* Orders entries by where the files themselves lie, whatever paths lead there; 0: they are one
 * file. Standard input comes first. */
int kembar_entry_compare_place(const kembar_entry *a, const kembar_entry *b);
/* Finds out where the file behind entry->path lies. 0 and errno when that fails. */
int kembar_entry_resolve(kembar_entry *entry);
/* The source of its documents that name none; data NULL: none. */
kembar_view kembar_entry_source(const kembar_entry *entry);
/* Adds a rejection of a whole path. */
kembar_status kembar_plan_reject(kembar_plan *plan, const char *path, const char *format, ...)
    KEMBAR_PRINTF(3, 4) KEMBAR_MUST_CHECK;
/* Notes a file that is passed over because of its ending. */
kembar_status kembar_plan_skip(kembar_plan *plan, const char *name) KEMBAR_MUST_CHECK;
/* A copy of `path` with what is no UTF-8 repaired (owned by the caller), NULL when memory is out.
 */
char *kembar_plan_shown(const char *path);

#endif
