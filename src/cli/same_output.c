#include "same_output.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int is_same_file(const struct stat *a, const struct stat *b) {
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static const char *base_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* The folder of a path; 0 when memory is out. A folder that is not there is no folder of any. */
static int stat_folder(const char *path, struct stat *out, int *is_there) {
    size_t size = (size_t)(base_of(path) - path);
    char *folder = size > 0 ? strndup(path, size) : strdup(".");
    if (!folder)
        return 0;
    *is_there = stat(folder, out) == 0;
    free(folder);
    return 1;
}

int kembar_is_same_output(const char *a, const char *b) {
    struct stat stat_a, stat_b;
    int both_are_there = stat(a, &stat_a) == 0 && stat(b, &stat_b) == 0;
    if (both_are_there && S_ISCHR(stat_a.st_mode))
        return 0; /* /dev/null may take them all */
    if (strcmp(a, b) == 0 || (both_are_there && is_same_file(&stat_a, &stat_b)))
        return 1;
    if (strcmp(base_of(a), base_of(b)) != 0)
        return 0;
    int a_is_there, b_is_there;
    if (!stat_folder(a, &stat_a, &a_is_there) || !stat_folder(b, &stat_b, &b_is_there))
        return -1;
    return a_is_there && b_is_there && is_same_file(&stat_a, &stat_b);
}
