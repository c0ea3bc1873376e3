/* The matcher agrees with one that tries everything. Input: a pattern, separator, a path. */
#include "fuzz.h"
#include "read/glob.h"

enum { MAX_BYTES = 40 };

typedef struct globbed {
    signed char known[MAX_BYTES + 2][MAX_BYTES + 2]; /* 0: not asked yet, 1: no, 2: yes */
    const char *start, *path;
} globbed;

static int match(globbed *glob, const char *pattern, const char *path);

/* A class [...] at `pattern`; returns its size, 0 when it is not closed. */
static size_t class_size(const char *pattern, unsigned char c, int *found) {
    const char *at = pattern + 1;
    int inverse = *at == '!' || *at == '^', is_first = 1;
    at += inverse;
    *found = 0;
    for (; *at && (*at != ']' || is_first); is_first = 0) {
        unsigned char bounds[2];
        at += *at == '\\' && at[1];
        bounds[0] = bounds[1] = (unsigned char)*at++;
        if (at[0] == '-' && at[1] && at[1] != ']') {
            at++;
            at += *at == '\\' && at[1];
            bounds[1] = (unsigned char)*at++;
        }
        *found |= bounds[0] <= c && c <= bounds[1];
    }
    *found = c != '/' && *found != inverse;
    return *at == ']' ? (size_t)(at + 1 - pattern) : 0;
}

static int match_item(globbed *glob, const char *pattern, const char *path) {
    size_t n = 1;
    int found;
    if (*path == '\0')
        return 0;
    if (*pattern == '?') {
        while (((unsigned char)path[n] & 0xc0) == 0x80)
            n++;
        return *path != '/' && match(glob, pattern + 1, path + n);
    }
    if (*pattern == '[' && (n = class_size(pattern, (unsigned char)*path, &found)) > 0)
        return found && match(glob, pattern + n, path + 1);
    pattern += *pattern == '\\' && pattern[1];
    return *pattern == *path && match(glob, pattern + 1, path + 1);
}

/* "**": over any bytes; with a '/' behind it at the start of a name, over whole folders. */
static int match_stars(globbed *glob, const char *pattern, const char *path) {
    int at_name = pattern == glob->start || pattern[-1] == '/';
    const char *after = pattern + strspn(pattern, "*");
    int whole = at_name && *after == '/';
    after += whole;
    for (const char *at = path;; at++) {
        if ((!whole || at == path || at[-1] == '/') && match(glob, after, at))
            return 1;
        if (*at == '\0')
            return 0;
    }
}

static int match_new(globbed *glob, const char *pattern, const char *path) {
    if (*pattern == '\0')
        return *path == '\0';
    if (pattern[0] == '*' && pattern[1] == '*')
        return match_stars(glob, pattern, path);
    if (*pattern != '*')
        return match_item(glob, pattern, path);
    for (;; path++) {
        if (match(glob, pattern + 1, path))
            return 1;
        if (*path == '\0' || *path == '/')
            return 0;
    }
}

static int match(globbed *glob, const char *pattern, const char *path) {
    signed char *known = &glob->known[pattern - glob->start][path - glob->path];
    if (*known == 0)
        *known = (signed char)(1 + match_new(glob, pattern, path));
    return *known - 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view rest = fuzz_view(data, size);
    kembar_view part = fuzz_take_part(&rest);
    char *pattern = fuzz_copy(part), *path = fuzz_copy(rest);
    int is_match = kembar_glob_match(pattern, path);
    FUZZ_CHECK(!is_match || kembar_glob_excludes(pattern, path, 1) ||
               (part.size > 1 && pattern[strlen(pattern) - 1] == '/'));
    if (strlen(pattern) <= MAX_BYTES && strlen(path) <= MAX_BYTES) {
        globbed glob = {.start = pattern, .path = path};
        FUZZ_CHECK(!!is_match == match(&glob, pattern, path));
    }
    kembar_free(pattern);
    kembar_free(path);
    return 0;
}
