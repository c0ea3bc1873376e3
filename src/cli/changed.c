#include "changed.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "messages.h"

enum { FIRST_BYTES = 64 * 1024, MAX_BYTES = 1 << 30 };

void kembar_changed_list_deinit(kembar_changed_list *list) {
    for (size_t i = 0; i < list->n_paths; i++)
        free(list->paths[i]);
    free(list->paths);
    *list = (kembar_changed_list){0};
}

/* --- what git prints --- */

static int octal(char c) {
    return c >= '0' && c <= '7' ? c - '0' : -1;
}

/* What an escape says, from data[*at] on, behind its backslash; -1 where it is none. */
static int unescape(const char *data, size_t size, size_t *at) {
    static const char names[] = "abfnrtv\"\\", values[] = "\a\b\f\n\r\t\v\"\\";
    if (*at == size)
        return -1;
    const char *name = data[*at] ? strchr(names, data[*at]) : NULL;
    if (name) {
        ++*at;
        return (unsigned char)values[name - names];
    }
    int value = 0;
    for (int i = 0; i < 3; i++, ++*at) {
        int digit = *at < size ? octal(data[*at]) : -1;
        if (digit < 0)
            return -1;
        value = 8 * value + digit;
    }
    return value > 0 && value <= UCHAR_MAX ? value : -1;
}

/* Writes what stands between the quotes to `out`, which has room for it; 0 where it is no such
 * string. */
static int unquote(const char *data, size_t size, char *out) {
    if (size < 2 || data[0] != '"' || data[size - 1] != '"')
        return 0;
    for (size_t at = 1; at < size - 1;) {
        int c = (unsigned char)data[at++];
        if (c == '"')
            return 0;
        if (c == '\\')
            c = unescape(data, size - 1, &at);
        if (c < 0)
            return 0;
        *out++ = (char)c;
    }
    *out = '\0';
    return 1;
}

static int add(kembar_changed_list *list, const char *data, size_t size, int may_be_quoted) {
    if (size == 0)
        return 0;
    if (list->n_paths == list->capacity) {
        size_t capacity = list->capacity ? 2 * list->capacity : 64;
        char **paths = realloc(list->paths, capacity * sizeof *paths);
        if (!paths)
            return kembar_out_of_memory();
        list->paths = paths;
        list->capacity = capacity;
    }
    char *path = malloc(size + 1);
    if (!path)
        return kembar_out_of_memory();
    if (!may_be_quoted || !unquote(data, size, path)) {
        memcpy(path, data, size);
        path[size] = '\0';
    }
    /* A quoted one may be empty too. */
    if (*path)
        list->paths[list->n_paths++] = path;
    else
        free(path);
    return 0;
}

int kembar_changed_parse(kembar_changed_list *out, const char *data, size_t size) {
    int ends_with_nul = size > 0 && memchr(data, '\0', size);
    char end = ends_with_nul ? '\0' : '\n';
    int code = 0;
    for (size_t at = 0; at < size && code == 0;) {
        const char *found = memchr(data + at, end, size - at);
        size_t n = found ? (size_t)(found - data) - at : size - at;
        int has_return = !ends_with_nul && n > 0 && data[at + n - 1] == '\r';
        code = add(out, data + at, n - (size_t)has_return, !ends_with_nul);
        at += n + 1;
    }
    return code;
}

/* --- the file --- */

static int read_stream(FILE *stream, const char *name, char **data, size_t *size) {
    size_t capacity = 0;
    *size = 0;
    do {
        if (capacity >= MAX_BYTES) {
            kembar_message("%.1000s: the list is longer than %d bytes", name, MAX_BYTES);
            return KEMBAR_EXIT_USAGE;
        }
        capacity = capacity ? 2 * capacity : FIRST_BYTES;
        char *larger = realloc(*data, capacity);
        if (!larger)
            return kembar_out_of_memory();
        *data = larger;
        *size += fread(*data + *size, 1, capacity - *size, stream);
    } while (*size == capacity);
    if (!ferror(stream))
        return 0;
    kembar_message("%.1000s: cannot read: %s", name, strerror(errno));
    return KEMBAR_EXIT_USAGE;
}

static int read_list(const char *name, char **data, size_t *size) {
    if (strcmp(name, "-") == 0)
        return read_stream(stdin, "standard input", data, size);
    FILE *stream = fopen(name, "rb");
    if (!stream) {
        if (errno == ENOMEM)
            return kembar_out_of_memory();
        kembar_message("%.1000s: cannot open: %s", name, strerror(errno));
        return KEMBAR_EXIT_USAGE;
    }
    int code = read_stream(stream, name, data, size);
    (void)fclose(stream);
    return code;
}

/* --- where the paths begin --- */

/* "FOLDER/NAME" (owned by the caller); NULL when memory is out. */
static char *join(const char *folder, const char *name) {
    size_t n = strlen(folder), m = strlen(name);
    char *path = malloc(n + m + 2);
    if (!path)
        return NULL;
    memcpy(path, folder, n);
    path[n] = '/';
    memcpy(path + n + 1, name, m + 1);
    return path;
}

static int is_there(const char *path) {
    struct stat info;
    return lstat(path, &info) == 0;
}

/* The nearest folder above, or the working folder itself, in which git keeps its own. 0 when there
 * is none. */
static int find_root(char root[PATH_MAX]) {
    enum { MARK_BYTES = 6 };
    if (!getcwd(root, PATH_MAX - MARK_BYTES))
        return 0;
    for (;;) {
        size_t size = strlen(root);
        memcpy(root + size, "/.git", MARK_BYTES);
        int is_root = is_there(root);
        root[size] = '\0';
        if (is_root)
            return 1;
        char *slash = strrchr(root, '/');
        if (!slash || size <= 1)
            return 0;
        slash[slash == root] = '\0';
    }
}

static int place(kembar_changed_list *list) {
    char root[PATH_MAX];
    int has_root = find_root(root);
    int code = 0;
    for (size_t i = 0, n = list->n_paths; i < n && has_root && code == 0; i++) {
        if (list->paths[i][0] == '/')
            continue;
        char *path = join(root, list->paths[i]);
        if (!path)
            return kembar_out_of_memory();
        if (is_there(list->paths[i])) {
            code = is_there(path) ? add(list, path, strlen(path), 0) : 0;
            free(path);
            continue;
        }
        free(list->paths[i]);
        list->paths[i] = path;
    }
    return code;
}

int kembar_changed_read(kembar_changed_list *out, const kembar_arguments *arguments) {
    char *data = NULL;
    size_t size = 0;
    int code = read_list(arguments->changed, &data, &size);
    if (code == 0)
        code = kembar_changed_parse(out, data, size);
    free(data);
    return code ? code : place(out);
}
