/* What a walk knows on its way; for the files of the walk alone. */
#ifndef KEMBAR_READ_WALK_STATE_H
#define KEMBAR_READ_WALK_STATE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "read/inode_set.h"
#include "read/plan.h"

/* What is known of a root while its files are found. */
typedef struct kembar_walk_root {
    char *prefix; /* owned; of the ids of a folder's files, NULL: none */
    int is_folder;
    int is_seen; /* something below it was found, refused, or found by another way */
    size_t n_skipped;
} kembar_walk_root;

/* A folder to enter. */
typedef struct kembar_pending {
    char *path; /* owned */
    char *rel;  /* owned; below the root, "" for the root itself */
    size_t root;
} kembar_pending;

typedef struct kembar_pending_list {
    kembar_pending *items; /* owned */
    size_t n_items;
    size_t capacity;
} kembar_pending_list;

typedef struct kembar_walker {
    kembar_plan *plan;
    const kembar_root *roots;
    size_t n_roots;
    kembar_walk_root *states; /* owned */
    const kembar_read_settings *settings;
    kembar_inode_set visited;
    kembar_pending_list folders;
    kembar_pending_list links; /* to folders, for when all others have been walked */
} kembar_walker;

/* A folder that is being walked. */
typedef struct kembar_walk_folder {
    int fd;
    uint64_t device;
    uint64_t inode;
    const kembar_pending *at;
} kembar_walk_folder;

void kembar_pending_list_deinit(kembar_pending_list *list);
/* Copies path and rel. */
kembar_status kembar_pending_list_add(kembar_pending_list *list, const char *path, const char *rel,
                                      size_t root) KEMBAR_MUST_CHECK;

/* Rejects a path for the reason of the system. */
kembar_status kembar_walk_reject_errno(kembar_walker *w, const char *path, int reason,
                                       const char *what) KEMBAR_MUST_CHECK;
/* Rejects a path that stat refuses to follow. */
kembar_status kembar_walk_reject_missing(kembar_walker *w, const char *path,
                                         int reason) KEMBAR_MUST_CHECK;

int kembar_walk_is_excluded(const kembar_walker *w, size_t root, const char *path, const char *rel,
                            int is_folder);
/* Whether the caller writes the file that this path names; links on the way to its folder are
 * followed, the file itself is not looked at. */
int kembar_walk_is_own(const kembar_walker *w, const char *path);
/* The kind of a file by its name and the settings; *is_known tells whether the name said it. */
kembar_file_kind kembar_walk_kind_of(const kembar_walker *w, const char *name, int *is_known);

/* Takes what is no folder. `in` is the walked folder that it lies in, NULL when it is a root or
 * comes by a link. `is_root`: named by the caller. */
kembar_status kembar_walk_take_file(kembar_walker *w, size_t root, const char *path,
                                    const char *rel, const struct stat *info,
                                    const kembar_walk_folder *in, int is_root) KEMBAR_MUST_CHECK;
/* Takes one name of a walked folder: a file, a folder to enter later, a link. */
kembar_status kembar_walk_take_name(kembar_walker *w, const kembar_walk_folder *in,
                                    const char *name) KEMBAR_MUST_CHECK;

#endif
