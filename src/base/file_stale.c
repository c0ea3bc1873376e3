#define _POSIX_C_SOURCE 200809L

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

/* Passes over ".DIGITS"; NULL when that is not there. */
static const char *skip_number(const char *text) {
    if (*text != '.')
        return NULL;
    size_t n_digits = strspn(text + 1, "0123456789");
    return n_digits > 0 ? text + 1 + n_digits : NULL;
}

/* ".NAME.DIGITS.DIGITS.tmp" or ".old", as name_temporary of file_write.c makes them. */
static int is_temporary_of(const char *entry, const char *name) {
    size_t size = strlen(name);
    if (entry[0] != '.' || strncmp(entry + 1, name, size) != 0)
        return 0;
    const char *rest = skip_number(entry + 1 + size);
    rest = rest ? skip_number(rest) : NULL;
    return rest && (strcmp(rest, ".tmp") == 0 || strcmp(rest, ".old") == 0);
}

/* Where ".DIGITS" that ends at text[size] begins; 0 when there is none. */
static size_t before_number(const char *text, size_t size) {
    size_t begin = size;
    while (begin > 0 && text[begin - 1] >= '0' && text[begin - 1] <= '9')
        begin--;
    return begin < size && begin > 0 && text[begin - 1] == '.' ? begin - 1 : 0;
}

/* The same of a name that begins so. */
static int is_temporary_like(const char *entry, const char *begin) {
    size_t n_begin = strlen(begin), size = strlen(entry);
    if (entry[0] != '.' || strncmp(entry + 1, begin, n_begin) != 0 || size < 4 ||
        (strcmp(entry + size - 4, ".tmp") != 0 && strcmp(entry + size - 4, ".old") != 0))
        return 0;
    size_t end = before_number(entry, size - 4);
    end = end ? before_number(entry, end) : 0;
    return end > n_begin;
}

/* Its owner holds a lock on it as long as it lives. */
static void remove_unlocked(int folder, const char *name) {
    int fd = openat(folder, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return;
    struct stat info;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && flock(fd, LOCK_EX | LOCK_NB) == 0)
        (void)unlinkat(folder, name, 0);
    (void)close(fd);
}

void kembar_file_remove_stale(const char *folder, const char *const *names, size_t n_names) {
    DIR *entries = opendir(folder);
    if (!entries)
        return;
    for (const struct dirent *entry; (entry = readdir(entries));)
        for (size_t i = 0; i < n_names; i++)
            if (is_temporary_of(entry->d_name, names[i]))
                remove_unlocked(dirfd(entries), entry->d_name);
    (void)closedir(entries);
}

void kembar_file_remove_stale_like(const char *folder, const char *begin) {
    DIR *entries = opendir(folder);
    if (!entries)
        return;
    for (const struct dirent *entry; (entry = readdir(entries));)
        if (is_temporary_like(entry->d_name, begin))
            remove_unlocked(dirfd(entries), entry->d_name);
    (void)closedir(entries);
}

void kembar_file_remove_stale_of(const char *path) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t size = (size_t)(name - path);
    char folder[PATH_MAX];
    if (size + 2 > sizeof folder)
        return;
    memcpy(folder, path, size);
    memcpy(folder + size, ".", 2);
    kembar_file_remove_stale(folder, &name, 1);
}
