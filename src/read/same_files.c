#include "read/same_files.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/error.h"
#include "read/path.h"

static int compare(const void *x, const void *y) {
    const kembar_entry *const *a = x, *const *b = y;
    return kembar_entry_compare_place(*a, *b);
}

/* Marks the files that are among entries[n], which are sorted here. */
static void mark(const kembar_catalogue *catalogue, const kembar_entry **entries, size_t n,
                 uint8_t *is_same) {
    const kembar_plan *plan = kembar_catalogue_plan(catalogue);
    if (n == 0)
        return;
    qsort(entries, n, sizeof *entries, compare);
    for (size_t i = 0; i < plan->n_entries; i++) {
        const kembar_entry *entry = &plan->entries[i];
        if (bsearch(&entry, entries, n, sizeof *entries, compare))
            is_same[i] = 1;
    }
}

static int leads_nowhere(int errno_value) {
    return errno_value == ENOENT || errno_value == ENOTDIR || errno_value == ELOOP ||
           errno_value == ENAMETOOLONG;
}

/* What paths lead to. All owned. */
typedef struct targets {
    kembar_entry *files;
    const kembar_entry **entries; /* of the files */
    char **folders;               /* without links, sorted when they are asked for */
    size_t n_files, n_folders;
} targets;

static void targets_deinit(targets *in) {
    for (size_t i = 0; i < in->n_files; i++)
        kembar_entry_deinit(&in->files[i]);
    for (size_t i = 0; i < in->n_folders; i++)
        kembar_free(in->folders[i]);
    kembar_free(in->files);
    kembar_free(in->entries);
    kembar_free(in->folders);
}

static kembar_status targets_init(targets *out, size_t n_paths) {
    *out = (targets){.files = kembar_alloc(n_paths, sizeof *out->files),
                     .entries = kembar_alloc(n_paths, sizeof *out->entries),
                     .folders = kembar_alloc(n_paths, sizeof *out->folders)};
    return out->files && out->entries && out->folders ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

static kembar_status cannot_tell(const char *path, int errno_value, kembar_error *error) {
    if (leads_nowhere(errno_value))
        return KEMBAR_OK;
    return kembar_error_errno(error, path, errno_value, "cannot tell where this leads");
}

static kembar_status add_folder(targets *in, const char *path, kembar_error *error) {
    char real[PATH_MAX];
    if (!realpath(path, real))
        return cannot_tell(path, errno, error);
    char *folder = kembar_path_copy((kembar_view){real, strlen(real)});
    if (!folder)
        return kembar_error_memory(error);
    in->folders[in->n_folders++] = folder;
    return KEMBAR_OK;
}

static kembar_status add_file(targets *in, const char *path, kembar_error *error) {
    kembar_entry *file = &in->files[in->n_files];
    *file = (kembar_entry){.path = kembar_path_copy((kembar_view){path, strlen(path)})};
    if (file->path && kembar_entry_resolve(file)) {
        in->entries[in->n_files++] = file;
        return KEMBAR_OK;
    }
    int errno_value = file->path ? errno : ENOMEM;
    kembar_entry_deinit(file);
    return cannot_tell(path, errno_value, error);
}

static kembar_status add_target(targets *in, const char *path, kembar_error *error) {
    struct stat info;
    if (stat(path, &info) != 0)
        return cannot_tell(path, errno, error);
    return S_ISDIR(info.st_mode) ? add_folder(in, path, error) : add_file(in, path, error);
}

static int compare_folders(const void *x, const void *y) {
    return strcmp(*(char *const *)x, *(char *const *)y);
}

static int is_below(const targets *in, char *real) {
    const char *folder = real;
    for (char *slash; (slash = strrchr(real, '/')) && slash > real;) {
        *slash = '\0';
        if (bsearch(&folder, in->folders, in->n_folders, sizeof *in->folders, compare_folders))
            return 1;
    }
    return 0;
}

static kembar_status mark_below(const kembar_catalogue *catalogue, const targets *in,
                                uint8_t *is_same, kembar_error *error) {
    const kembar_plan *plan = kembar_catalogue_plan(catalogue);
    kembar_status status = KEMBAR_OK;
    char real[PATH_MAX];
    if (in->n_folders == 0)
        return KEMBAR_OK;
    qsort(in->folders, in->n_folders, sizeof *in->folders, compare_folders);
    for (size_t i = 0; i < plan->n_entries && !status; i++) {
        const char *path = plan->entries[i].path;
        if (is_same[i] || !path)
            continue;
        if (realpath(path, real))
            is_same[i] = (uint8_t)is_below(in, real);
        else
            status = cannot_tell(path, errno, error);
    }
    return status;
}

kembar_status kembar_same_files_by_path(const kembar_catalogue *catalogue, const char *const *paths,
                                        size_t n_paths, uint8_t *is_same, kembar_error *error) {
    targets in;
    kembar_status status = targets_init(&in, n_paths) ? kembar_error_memory(error) : KEMBAR_OK;
    for (size_t i = 0; i < n_paths && !status; i++)
        status = add_target(&in, paths[i], error);
    if (!status) {
        mark(catalogue, in.entries, in.n_files, is_same);
        status = mark_below(catalogue, &in, is_same, error);
    }
    targets_deinit(&in);
    return status;
}

kembar_status kembar_same_files(const kembar_catalogue *catalogue, const kembar_catalogue *other,
                                uint8_t *is_same) {
    const kembar_plan *plan = kembar_catalogue_plan(other);
    const kembar_entry **entries = kembar_alloc(plan->n_entries, sizeof *entries);
    if (!entries)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < plan->n_entries; i++)
        entries[i] = &plan->entries[i];
    mark(catalogue, entries, plan->n_entries, is_same);
    kembar_free(entries);
    return KEMBAR_OK;
}
