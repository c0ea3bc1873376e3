#include "read/path.h"

#include <string.h>

#include "base/alloc.h"

char *kembar_path_copy(kembar_view bytes) {
    char *copy = kembar_alloc(bytes.size + 1, 1);
    if (copy == NULL) {
        return NULL;
    }
    if (bytes.size > 0) {
        memcpy(copy, bytes.data, bytes.size);
    }
    copy[bytes.size] = '\0';
    return copy;
}

/* Size of the component at `at`, up to the next slash or the end. */
static size_t component_size(kembar_view path, size_t at) {
    const char *slash = memchr(path.data + at, '/', path.size - at);
    return slash == NULL ? path.size - at : (size_t)(slash - path.data) - at;
}

char *kembar_path_normalise(kembar_view path) {
    /* One byte more than the path, for "." out of nothing. */
    char *out = kembar_alloc(path.size + 2, 1);
    if (out == NULL) {
        return NULL;
    }
    size_t size = 0;
    if (path.size > 0 && path.data[0] == '/') {
        out[size++] = '/';
    }
    for (size_t at = 0; at < path.size;) {
        size_t n = component_size(path, at);
        if (n > 0 && !(n == 1 && path.data[at] == '.')) {
            if (size > 0 && out[size - 1] != '/') {
                out[size++] = '/';
            }
            memcpy(out + size, path.data + at, n);
            size += n;
        }
        at += n + 1;
    }
    if (size == 0) {
        out[size++] = '.';
    }
    out[size] = '\0';
    return out;
}

char *kembar_path_join(const char *folder, const char *name) {
    size_t n_folder = strcmp(folder, ".") == 0 ? 0 : strlen(folder);
    size_t n_slash = n_folder > 0 && folder[n_folder - 1] != '/' ? 1 : 0;
    size_t n_name = strlen(name);
    char *out = kembar_alloc(n_folder + n_slash + n_name + 1, 1);
    if (out == NULL) {
        return NULL;
    }
    memcpy(out, folder, n_folder);
    if (n_slash > 0) {
        out[n_folder] = '/';
    }
    memcpy(out + n_folder + n_slash, name, n_name + 1);
    return out;
}

const char *kembar_path_base(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}
