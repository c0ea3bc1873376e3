#include "read/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/array.h"
#include "read/folder_names.h"
#include "read/path.h"
#include "read/walk_state.h"

void kembar_pending_list_deinit(kembar_pending_list *list) {
    for (size_t i = 0; i < list->n_items; i++) {
        kembar_free(list->items[i].path);
        kembar_free(list->items[i].rel);
    }
    kembar_free(list->items);
    *list = (kembar_pending_list){0};
}

kembar_status kembar_pending_list_add(kembar_pending_list *list, const char *path, const char *rel,
                                      size_t root) {
    void *items = list->items;
    kembar_status status =
        kembar_array_reserve(&items, &list->capacity, list->n_items + 1, sizeof *list->items);
    list->items = items;
    if (status != KEMBAR_OK) {
        return status;
    }
    kembar_pending item = {kembar_path_copy((kembar_view){path, strlen(path)}),
                           kembar_path_copy((kembar_view){rel, strlen(rel)}), root};
    if (item.path == NULL || item.rel == NULL) {
        kembar_free(item.path);
        kembar_free(item.rel);
        return KEMBAR_ERROR_MEMORY;
    }
    list->items[list->n_items++] = item;
    return KEMBAR_OK;
}

static kembar_status walk_names(kembar_walker *w, const kembar_walk_folder *in) {
    kembar_folder_names names = {0};
    kembar_error error;
    kembar_status status = kembar_folder_names_read(&names, in->fd, &error);
    if (status == KEMBAR_ERROR_IO) {
        w->states[in->at->root].is_seen = 1;
        status = kembar_plan_reject(w->plan, in->at->path, "%s", error.message);
    }
    for (size_t i = 0; i < names.n_items && status == KEMBAR_OK; i++) {
        status = kembar_walk_take_name(w, in, names.items[i]);
    }
    kembar_folder_names_deinit(&names);
    return status;
}

static int open_folder(const char *path) {
    int fd;
    do {
        fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    } while (fd < 0 && errno == EINTR);
    return fd;
}

/* Enters a folder unless it has been entered. */
static kembar_status walk_folder(kembar_walker *w, const kembar_pending *at) {
    kembar_walk_folder in = {open_folder(at->path), 0, 0, at};
    struct stat info;
    if (in.fd < 0 || fstat(in.fd, &info) != 0) {
        int reason = errno;
        if (in.fd >= 0) {
            (void)close(in.fd);
        }
        w->states[at->root].is_seen = 1;
        return kembar_walk_reject_errno(w, at->path, reason, "cannot open the folder");
    }
    in.device = (uint64_t)info.st_dev;
    in.inode = (uint64_t)info.st_ino;
    int is_new = 0;
    kembar_status status = kembar_inode_set_add(&w->visited, in.device, in.inode, &is_new);
    if (status == KEMBAR_OK && is_new) {
        status = walk_names(w, &in);
    } else if (status == KEMBAR_OK) {
        w->states[at->root].is_seen = 1;
    }
    (void)close(in.fd);
    return status;
}

/* Walks all folders that wait; more come in on the way. */
static kembar_status walk_waiting(kembar_walker *w) {
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < w->folders.n_items && status == KEMBAR_OK; i++) {
        /* A copy: the array may move while the folder is walked. */
        kembar_pending at = w->folders.items[i];
        status = walk_folder(w, &at);
    }
    kembar_pending_list_deinit(&w->folders);
    return status;
}

static int compare_pending(const void *left, const void *right) {
    return strcmp(((const kembar_pending *)left)->path, ((const kembar_pending *)right)->path);
}

/* Follows the links to folders, round by round, each round in the order of paths. */
static kembar_status walk_links(kembar_walker *w) {
    kembar_status status = KEMBAR_OK;
    while (w->links.n_items > 0 && status == KEMBAR_OK) {
        kembar_pending_list links = w->links;
        w->links = (kembar_pending_list){0};
        qsort(links.items, links.n_items, sizeof *links.items, compare_pending);
        for (size_t i = 0; i < links.n_items && status == KEMBAR_OK; i++) {
            status = walk_folder(w, &links.items[i]);
            if (status == KEMBAR_OK) {
                status = walk_waiting(w);
            }
        }
        kembar_pending_list_deinit(&links);
    }
    return status;
}

/* The name of a root folder in ids: that of the folder itself where the path ends in "." or "..".
 */
static char *root_name(const char *path) {
    const char *base = kembar_path_base(path);
    char real[PATH_MAX];
    int is_dots = strcmp(base, ".") == 0 || strcmp(base, "..") == 0 || *base == '\0';
    if (is_dots && realpath(path, real) != NULL) {
        base = kembar_path_base(real);
    }
    return kembar_path_copy((kembar_view){base, strlen(base)});
}

static kembar_status take_input_stream(kembar_walker *w, size_t root) {
    int is_known = 0;
    kembar_entry entry = {.kind = kembar_walk_kind_of(w, "", &is_known),
                          .root_number = w->roots[root].number};
    if (entry.kind.format == KEMBAR_FORMAT_AUTO) {
        entry.kind.format = KEMBAR_FORMAT_JSONL;
    }
    entry.shown = kembar_plan_shown("stdin");
    entry.id = kembar_plan_shown("stdin");
    if (entry.shown == NULL || entry.id == NULL) {
        kembar_entry_deinit(&entry);
        return KEMBAR_ERROR_MEMORY;
    }
    return kembar_plan_add(w->plan, &entry);
}

static kembar_status take_root(kembar_walker *w, size_t root) {
    const char *path = w->roots[root].path;
    struct stat info;
    if (path == NULL) {
        return take_input_stream(w, root);
    }
    if (stat(path, &info) != 0) {
        return kembar_walk_reject_missing(w, path, errno);
    }
    const char *base = kembar_path_base(path);
    if (!S_ISDIR(info.st_mode)) {
        return kembar_walk_is_excluded(w, root, path, base, 0)
                   ? KEMBAR_OK
                   : kembar_walk_take_file(w, root, path, base, &info, NULL, 1);
    }
    w->states[root].is_folder = 1;
    if (w->n_roots > 1) {
        w->states[root].prefix = root_name(path);
        if (w->states[root].prefix == NULL) {
            return KEMBAR_ERROR_MEMORY;
        }
    }
    kembar_status status = kembar_pending_list_add(&w->folders, path, "", root);
    return status == KEMBAR_OK ? walk_waiting(w) : status;
}

static kembar_status reject_empty_folders(kembar_walker *w) {
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < w->n_roots && status == KEMBAR_OK; i++) {
        const kembar_walk_root *state = &w->states[i];
        if (!state->is_folder || state->is_seen) {
            continue;
        }
        status = state->n_skipped == 0
                     ? kembar_plan_reject(w->plan, w->roots[i].path, "no documents in this folder")
                     : kembar_plan_reject(w->plan, w->roots[i].path,
                                          "no documents in this folder, only files with other "
                                          "endings (%zu)",
                                          state->n_skipped);
    }
    return status;
}

kembar_status kembar_walk_roots(kembar_plan *plan, const kembar_root *roots, size_t n_roots,
                                const kembar_read_settings *settings) {
    kembar_walker w = {.plan = plan, .roots = roots, .n_roots = n_roots, .settings = settings};
    w.states = kembar_alloc_zeroed(n_roots, sizeof *w.states);
    kembar_status status = w.states == NULL ? KEMBAR_ERROR_MEMORY : KEMBAR_OK;
    for (size_t i = 0; i < n_roots && status == KEMBAR_OK; i++) {
        status = take_root(&w, i);
    }
    if (status == KEMBAR_OK) {
        status = walk_links(&w);
    }
    if (status == KEMBAR_OK) {
        status = reject_empty_folders(&w);
    }
    for (size_t i = 0; w.states != NULL && i < n_roots; i++) {
        kembar_free(w.states[i].prefix);
    }
    kembar_free(w.states);
    kembar_inode_set_deinit(&w.visited);
    kembar_pending_list_deinit(&w.folders);
    kembar_pending_list_deinit(&w.links);
    return status;
}
