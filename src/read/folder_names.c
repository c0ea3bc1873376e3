#include "read/folder_names.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "read/path.h"

void kembar_folder_names_deinit(kembar_folder_names *names) {
    for (size_t i = 0; i < names->n_items; i++) {
        kembar_free(names->items[i]);
    }
    kembar_free(names->items);
    *names = (kembar_folder_names){0};
}

static kembar_status add_name(kembar_folder_names *names, const char *name, kembar_error *error) {
    void *items = names->items;
    kembar_status status =
        kembar_array_reserve(&items, &names->capacity, names->n_items + 1, sizeof *names->items);
    names->items = items;
    char *copy = status == KEMBAR_OK ? kembar_path_copy((kembar_view){name, strlen(name)}) : NULL;
    if (copy == NULL) {
        return kembar_error_memory(error);
    }
    names->items[names->n_items++] = copy;
    return KEMBAR_OK;
}

static kembar_status read_names(kembar_folder_names *names, DIR *folder, kembar_error *error) {
    for (;;) {
        errno = 0;
        const struct dirent *item = readdir(folder);
        if (item == NULL) {
            return errno == 0 ? KEMBAR_OK
                              : kembar_error_errno(error, NULL, errno, "cannot read the folder");
        }
        if (item->d_name[0] == '.') {
            continue;
        }
        kembar_status status = add_name(names, item->d_name, error);
        if (status != KEMBAR_OK) {
            return status;
        }
    }
}

static int compare_names(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

kembar_status kembar_folder_names_read(kembar_folder_names *names, int fd, kembar_error *error) {
    /* closedir closes its descriptor, the caller's must stay. */
    int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    DIR *folder = own < 0 ? NULL : fdopendir(own);
    if (folder == NULL) {
        kembar_status status = kembar_error_errno(error, NULL, errno, "cannot read the folder");
        if (own >= 0) {
            (void)close(own);
        }
        return status;
    }
    kembar_status status = read_names(names, folder, error);
    (void)closedir(folder);
    if (status != KEMBAR_OK) {
        kembar_folder_names_deinit(names);
    } else if (names->n_items > 0) {
        qsort(names->items, names->n_items, sizeof *names->items, compare_names);
    }
    return status;
}
