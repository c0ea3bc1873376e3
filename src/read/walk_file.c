#include "read/walk_state.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "read/glob.h"
#include "read/path.h"
#include "read/stream.h"

kembar_status kembar_walk_reject_errno(kembar_walker *w, const char *path, int reason,
                                       const char *what) {
    kembar_error error;
    kembar_status status = kembar_error_errno(&error, NULL, reason, what);
    if (status == KEMBAR_ERROR_MEMORY)
        return status;
    return kembar_plan_reject(w->plan, path, "%s", error.message);
}

/* A path that stat refuses to follow. */
kembar_status kembar_walk_reject_missing(kembar_walker *w, const char *path, int reason) {
    struct stat link;
    int is_link = lstat(path, &link) == 0 && S_ISLNK(link.st_mode);
    if (reason == ELOOP) {
        return kembar_plan_reject(w->plan, path, "a link in a loop of links");
    }
    if (reason == ENOENT || reason == ENOTDIR) {
        return kembar_plan_reject(w->plan, path, "%s",
                                  is_link ? "a link that leads nowhere" : "no such file or folder");
    }
    return kembar_walk_reject_errno(w, path, reason, "cannot look at");
}

/* A listed path is excluded when one of the folders on it is, as it would be by walking there. */
static int excluded_on_way(const char *pattern, const char *path, int is_folder) {
    char way[KEMBAR_PATH_MAX_BYTES + 1];
    for (const char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        size_t n = (size_t)(slash - path);
        memcpy(way, path, n);
        way[n] = '\0';
        if (n > 0 && kembar_glob_excludes(pattern, way, 1)) {
            return 1;
        }
    }
    return kembar_glob_excludes(pattern, path, is_folder);
}

int kembar_walk_is_excluded(const kembar_walker *w, size_t root, const char *path, const char *rel,
                            int is_folder) {
    const kembar_read_settings *settings = w->settings;
    int is_listed = w->roots[root].is_listed;
    for (size_t i = 0; i < settings->n_excludes; i++) {
        const char *pattern = settings->excludes[i];
        if (is_listed ? excluded_on_way(pattern, path, is_folder)
                      : kembar_glob_excludes(pattern, rel, is_folder)) {
            return 1;
        }
    }
    return 0;
}

/* Looks at the folder that a path names a file of; 0 when there is none. */
static int look_at_folder(const char *path, struct stat *info) {
    char folder[KEMBAR_PATH_MAX_BYTES + 2];
    size_t size = (size_t)(kembar_path_base(path) - path);
    if (size >= sizeof folder)
        return 0;
    memcpy(folder, path, size);
    memcpy(folder + size, ".", 2);
    return stat(folder, info) == 0;
}

/* Names are compared first: hardly any is the same, and only then the system is asked. */
int kembar_walk_is_own(const kembar_walker *w, const char *path) {
    const kembar_read_settings *settings = w->settings;
    struct stat own, found;
    for (size_t i = 0; i < settings->n_own_files; i++) {
        const char *file = settings->own_files[i];
        if (strcmp(kembar_path_base(file), kembar_path_base(path)) == 0 &&
            look_at_folder(file, &own) && look_at_folder(path, &found) &&
            own.st_dev == found.st_dev && own.st_ino == found.st_ino) {
            return 1;
        }
    }
    return 0;
}

static char *make_id(const kembar_walker *w, size_t root, const char *path, const char *rel) {
    const char *prefix = w->states[root].prefix;
    if (w->roots[root].is_listed || prefix == NULL) {
        return kembar_plan_shown(w->roots[root].is_listed ? path : rel);
    }
    char *whole = kembar_path_join(prefix, rel);
    char *id = whole == NULL ? NULL : kembar_plan_shown(whole);
    kembar_free(whole);
    return id;
}

/* Adds a file. `in` is the walked folder that it lies in, NULL when it is a root or comes by a
 * link. */
static kembar_status add_file(kembar_walker *w, size_t root, const char *path, const char *rel,
                              const struct stat *info, const kembar_walk_folder *in,
                              kembar_file_kind kind, int checks_text) {
    kembar_entry entry = {.size_bytes = (uint64_t)info->st_size,
                          .root_number = w->roots[root].number,
                          .kind = kind,
                          .checks_text = checks_text,
                          .folder_device = in == NULL ? 0 : in->device,
                          .folder_inode = in == NULL ? 0 : in->inode};
    entry.path = kembar_path_copy((kembar_view){path, strlen(path)});
    if (entry.path != NULL && in == NULL && !kembar_entry_resolve(&entry)) {
        int reason = errno;
        kembar_entry_deinit(&entry);
        return reason == ENOMEM ? KEMBAR_ERROR_MEMORY : kembar_walk_reject_missing(w, path, reason);
    }
    entry.shown = kembar_plan_shown(path);
    entry.id = make_id(w, root, path, rel);
    if (entry.path == NULL || entry.shown == NULL || entry.id == NULL) {
        kembar_entry_deinit(&entry);
        return KEMBAR_ERROR_MEMORY;
    }
    return kembar_plan_add(w->plan, &entry);
}

/* The kind of a file by its name and the settings; *is_known tells whether the name said it. */
kembar_file_kind kembar_walk_kind_of(const kembar_walker *w, const char *name, int *is_known) {
    kembar_file_kind kind = kembar_file_kind_of(name);
    *is_known = kind.format != KEMBAR_FORMAT_AUTO;
    if (w->settings->format != KEMBAR_FORMAT_AUTO) {
        kind.format = w->settings->format;
    }
    return kind;
}

/* Takes what is no folder. `in` as for add_file; `is_root`: named by the caller. */
kembar_status kembar_walk_take_file(kembar_walker *w, size_t root, const char *path,
                                    const char *rel, const struct stat *info,
                                    const kembar_walk_folder *in, int is_root) {
    int is_known = 0;
    kembar_file_kind kind = kembar_walk_kind_of(w, kembar_path_base(path), &is_known);
    if (kind.format == KEMBAR_FORMAT_AUTO && !is_root) {
        w->states[root].n_skipped++;
        return kembar_plan_skip(w->plan, kembar_path_base(path));
    }
    w->states[root].is_seen = 1;
    if (!S_ISREG(info->st_mode)) {
        return kembar_plan_reject(w->plan, path, "%s",
                                  kembar_stream_refusal((unsigned)info->st_mode));
    }
    if (kind.format == KEMBAR_FORMAT_AUTO) {
        kind.format = KEMBAR_FORMAT_TEXT;
    }
    return add_file(w, root, path, rel, info, in, kind, !is_known);
}

/* A link in a walked folder. */
static kembar_status take_link(kembar_walker *w, size_t root, const char *path, const char *rel) {
    struct stat info;
    if (stat(path, &info) != 0) {
        int reason = errno;
        if (kembar_walk_is_excluded(w, root, path, rel, 0)) {
            return KEMBAR_OK;
        }
        w->states[root].is_seen = 1;
        return kembar_walk_reject_missing(w, path, reason);
    }
    int is_folder = S_ISDIR(info.st_mode);
    if (kembar_walk_is_excluded(w, root, path, rel, is_folder)) {
        return KEMBAR_OK;
    }
    return is_folder ? kembar_pending_list_add(&w->links, path, rel, root)
                     : kembar_walk_take_file(w, root, path, rel, &info, NULL, 0);
}

static kembar_status take_path(kembar_walker *w, const kembar_walk_folder *in, const char *name,
                               const char *path, const char *rel) {
    size_t root = in->at->root;
    struct stat info;
    if (strlen(path) > KEMBAR_PATH_MAX_BYTES) {
        w->states[root].is_seen = 1;
        return kembar_plan_reject(w->plan, path, "the path is longer than %d bytes",
                                  KEMBAR_PATH_MAX_BYTES);
    }
    if (fstatat(in->fd, name, &info, AT_SYMLINK_NOFOLLOW) != 0) {
        w->states[root].is_seen = 1;
        return kembar_walk_reject_errno(w, path, errno, "cannot look at");
    }
    int is_folder = S_ISDIR(info.st_mode);
    if (!is_folder && kembar_walk_is_own(w, path)) {
        return KEMBAR_OK;
    }
    if (S_ISLNK(info.st_mode)) {
        return take_link(w, root, path, rel);
    }
    if (kembar_walk_is_excluded(w, root, path, rel, is_folder)) {
        return KEMBAR_OK;
    }
    return is_folder ? kembar_pending_list_add(&w->folders, path, rel, root)
                     : kembar_walk_take_file(w, root, path, rel, &info, in, 0);
}

kembar_status kembar_walk_take_name(kembar_walker *w, const kembar_walk_folder *in,
                                    const char *name) {
    char *path = kembar_path_join(in->at->path, name);
    char *rel = kembar_path_join(in->at->rel, name);
    kembar_status status =
        path == NULL || rel == NULL ? KEMBAR_ERROR_MEMORY : take_path(w, in, name, path, rel);
    kembar_free(path);
    kembar_free(rel);
    return status;
}
