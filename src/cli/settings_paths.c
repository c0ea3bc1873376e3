#include "settings_paths.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Whether a path that begins in a folder goes above it on its way. */
static int goes_above(const char *path) {
    long depth = 0;
    for (const char *at = path; *at;) {
        size_t size = strcspn(at, "/");
        if (size == 2 && strncmp(at, "..", 2) == 0)
            depth--;
        else if (size > 0 && !(size == 1 && *at == '.'))
            depth++;
        if (depth < 0)
            return 1;
        at += size + (at[size] == '/');
    }
    return 0;
}

static int has_dots(const char *path) {
    for (const char *at = path; *at;) {
        size_t size = strcspn(at, "/");
        if (size == 2 && strncmp(at, "..", 2) == 0)
            return 1;
        at += size + (at[size] == '/');
    }
    return 0;
}

/* Takes the last component off; 0 when there is none left to take. */
static int go_up(char *path) {
    char *slash = strrchr(path, '/');
    while (slash && slash[1] == '\0' && slash > path) {
        *slash = '\0';
        slash = strrchr(path, '/');
    }
    if (!slash) {
        int is_left = *path && strcmp(path, ".") != 0;
        path[0] = is_left ? '.' : '\0';
        path[*path ? 1 : 0] = '\0';
        return is_left;
    }
    int is_left = slash > path || slash[1];
    slash[slash == path] = '\0';
    return is_left;
}

/* Where what exists of the path is, without links; cuts `path`. *hangs: what follows is a link to
 * nothing. NULL where nobody can tell. */
static char *find_existing(char *path, int *hangs) {
    struct stat info;
    for (;;) {
        errno = 0;
        char *found = realpath(path, NULL);
        if (found || (errno != ENOENT && errno != ENOTDIR))
            return found;
        *hangs |= lstat(path, &info) == 0;
        if (!go_up(path))
            return NULL;
    }
}

static int is_below(const char *path, const char *folder) {
    size_t size = strlen(folder);
    if (strcmp(folder, "/") == 0)
        return 1;
    return strncmp(path, folder, size) == 0 && (path[size] == '\0' || path[size] == '/');
}

int kembar_path_leaves(const char *folder, const char *path) {
    size_t n_folder = strlen(folder);
    int hangs = 0, leaves = 1;
    int is_beside = strncmp(path, folder, n_folder) == 0 && *path != '/';
    if (is_beside ? goes_above(path + n_folder) : has_dots(path))
        return 1;
    char *home = realpath(*folder ? folder : ".", NULL);
    char *cut = strdup(path), *found = cut ? find_existing(cut, &hangs) : NULL;
    int is_out = !cut || ((!home || !found) && errno == ENOMEM);
    if (home && found)
        leaves = hangs || !is_below(found, home);
    free(home);
    free(cut);
    free(found);
    return is_out ? -1 : leaves;
}
