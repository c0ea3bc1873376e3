#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/file.h"

/* Makes one folder unless it is there. `whole` is the path to name in an error. */
static kembar_status make_one(const char *folder, const char *whole, kembar_error *error) {
    int mkdir_errno = mkdir(folder, 0777) == 0 ? 0 : errno;
    if (mkdir_errno == 0)
        return KEMBAR_OK;
    /* Not only on EEXIST: a read-only or foreign file system may give another reason first. */
    struct stat info;
    if (stat(folder, &info) != 0)
        return kembar_error_errno(error, whole, mkdir_errno, "cannot make folder");
    if (!S_ISDIR(info.st_mode))
        return kembar_error_errno(error, whole, ENOTDIR, "cannot make folder");
    return KEMBAR_OK;
}

/* `folder` is a copy of `path` that may be written to: it is cut at each slash in turn. */
static kembar_status make_each(char *folder, const char *path, kembar_error *error) {
    kembar_status status = KEMBAR_OK;
    for (char *at = folder + 1; status == KEMBAR_OK && *at != '\0'; at++) {
        if (*at != '/' || at[-1] == '/')
            continue;
        *at = '\0';
        status = make_one(folder, path, error);
        *at = '/';
    }
    return status == KEMBAR_OK ? make_one(folder, path, error) : status;
}

kembar_status kembar_folder_make(const char *path, kembar_error *error) {
    size_t size = strlen(path);
    if (size == 0)
        return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, NULL, 0, "empty folder name");
    char *folder = kembar_alloc(size + 1, 1);
    if (!folder)
        return kembar_error_memory(error);
    memcpy(folder, path, size + 1);
    kembar_status status = make_each(folder, path, error);
    kembar_free(folder);
    return status;
}

kembar_status kembar_file_remove(const char *path, kembar_error *error) {
    if (unlink(path) != 0 && errno != ENOENT)
        return kembar_error_errno(error, path, errno, "cannot remove");
    return KEMBAR_OK;
}
