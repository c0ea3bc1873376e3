#include "read/glob.h"

#include <string.h>

#include "read/path.h"

/* Where to go on after a mismatch: one more byte for the star that stands before `pattern`. */
typedef struct retry {
    const char *pattern; /* NULL: no star seen */
    const char *path;
    int whole_folders; /* of "**" and '/': only after a slash */
} retry;

static int is_continuation(char c) {
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* One byte of a class, escapes taken off. */
static unsigned char class_byte(const char **at) {
    if (**at == '\\' && (*at)[1] != '\0') {
        (*at)++;
    }
    return (unsigned char)*(*at)++;
}

/* Matches [...] at *pattern against `c` and moves *pattern behind it. An unclosed class is a plain
 * '['. */
static int match_class(const char **pattern, unsigned char c) {
    const char *at = *pattern + 1;
    int inverse = *at == '!' || *at == '^';
    at += inverse;
    int found = 0;
    for (const char *first = at; *at != '\0' && (*at != ']' || at == first);) {
        unsigned char low = class_byte(&at);
        unsigned char high = low;
        if (at[0] == '-' && at[1] != '\0' && at[1] != ']') {
            at++;
            high = class_byte(&at);
        }
        found |= low <= c && c <= high;
    }
    if (*at != ']') {
        (*pattern)++;
        return c == '[';
    }
    *pattern = at + 1;
    return c != '/' && found != inverse;
}

/* Matches one pattern item that is no star; moves both behind what matched. */
static int match_one(const char **pattern, const char **path) {
    if (**path == '\0') {
        return 0;
    }
    if (**pattern == '[') {
        unsigned char c = (unsigned char)*(*path)++;
        return match_class(pattern, c);
    }
    if (**pattern == '?') {
        if (**path == '/') {
            return 0;
        }
        (*pattern)++;
        (*path)++;
        while (is_continuation(**path)) {
            (*path)++;
        }
        return 1;
    }
    if (**pattern == '\\' && (*pattern)[1] != '\0') {
        (*pattern)++;
    }
    return *(*pattern)++ == *(*path)++;
}

/* Goes one byte further with the nearest star that still can. */
static int step_back(retry *star, retry *stars, const char **pattern, const char **path) {
    if (star->pattern != NULL && *star->path != '\0' && *star->path != '/') {
        star->path++;
        *pattern = star->pattern;
        *path = star->path;
        return 1;
    }
    star->pattern = NULL;
    if (stars->pattern == NULL || *stars->path == '\0') {
        return 0;
    }
    stars->path++;
    while (stars->whole_folders && *stars->path != '\0' && stars->path[-1] != '/') {
        stars->path++;
    }
    *pattern = stars->pattern;
    *path = stars->path;
    return !stars->whole_folders || stars->path[-1] == '/';
}

int kembar_glob_match(const char *pattern, const char *path) {
    const char *start = pattern;
    retry star = {NULL, NULL, 0};
    retry stars = {NULL, NULL, 0};
    while (*pattern != '\0' || *path != '\0') {
        if (pattern[0] == '*' && pattern[1] == '*') {
            int at_folder = pattern == start || pattern[-1] == '/';
            pattern += strspn(pattern, "*");
            int whole = at_folder && *pattern == '/';
            pattern += whole;
            star.pattern = NULL;
            stars = (retry){pattern, path, whole};
        } else if (pattern[0] == '*') {
            star = (retry){++pattern, path, 0};
        } else if ((*pattern == '\0' || !match_one(&pattern, &path)) &&
                   !step_back(&star, &stars, &pattern, &path)) {
            return 0;
        }
    }
    return 1;
}

int kembar_glob_excludes(const char *pattern, const char *path, int is_folder) {
    char folder_pattern[KEMBAR_PATH_MAX_BYTES + 1];
    size_t size = strlen(pattern);
    if (size > 1 && pattern[size - 1] == '/') {
        if (!is_folder || size > KEMBAR_PATH_MAX_BYTES) {
            return 0;
        }
        memcpy(folder_pattern, pattern, size - 1);
        folder_pattern[size - 1] = '\0';
        pattern = folder_pattern;
    }
    return kembar_glob_match(pattern, path) || kembar_glob_match(pattern, kembar_path_base(path));
}
