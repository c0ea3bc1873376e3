#include "read/same_files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

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

/* Fills *out with the file behind a path; not 0 when there is one. */
static int resolve(const char *path, kembar_entry *out, kembar_status *status,
                   kembar_error *error) {
    *out = (kembar_entry){.path = kembar_path_copy((kembar_view){path, strlen(path)})};
    int is_there = out->path && kembar_entry_resolve(out);
    int errno_value = out->path ? errno : ENOMEM;
    if (is_there)
        return 1;
    kembar_entry_deinit(out);
    if (!leads_nowhere(errno_value))
        *status = kembar_error_errno(error, path, errno_value, "cannot tell where this leads");
    return 0;
}

kembar_status kembar_same_files_by_path(const kembar_catalogue *catalogue, const char *const *paths,
                                        size_t n_paths, uint8_t *is_same, kembar_error *error) {
    kembar_entry *files = kembar_alloc(n_paths, sizeof *files);
    const kembar_entry **entries = kembar_alloc(n_paths, sizeof *entries);
    if (!files || !entries) {
        kembar_free(files);
        kembar_free(entries);
        return kembar_error_memory(error);
    }
    kembar_status status = KEMBAR_OK;
    size_t n = 0;
    for (size_t i = 0; i < n_paths && !status; i++)
        if (resolve(paths[i], &files[n], &status, error)) {
            entries[n] = &files[n];
            n++;
        }
    if (!status)
        mark(catalogue, entries, n, is_same);
    for (size_t i = 0; i < n; i++)
        kembar_entry_deinit(&files[i]);
    kembar_free(files);
    kembar_free(entries);
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
