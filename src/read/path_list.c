#include "read/path_list.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"

static kembar_status read_all(int fd, const char *path, kembar_buffer *out, kembar_error *error) {
    char chunk[16 * 1024];
    for (;;) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return kembar_error_errno(error, path, errno, "cannot read");
        }
        if (n == 0) {
            return KEMBAR_OK;
        }
        kembar_buffer_append(out, chunk, (size_t)n);
        if (kembar_buffer_status(out) != KEMBAR_OK) {
            return kembar_error_memory(error);
        }
        if (out->size > KEMBAR_PATH_LIST_MAX_BYTES) {
            return kembar_error_set(error, KEMBAR_ERROR_LIMIT, path, 0,
                                    "the list is longer than 1 GiB");
        }
    }
}

static int open_list(const char *path) {
    int fd;
    do {
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    } while (fd < 0 && errno == EINTR);
    return fd;
}

kembar_status kembar_path_list_read(const char *path, kembar_buffer *out, kembar_error *error) {
    int is_input = strcmp(path, "-") == 0;
    int fd = is_input ? STDIN_FILENO : open_list(path);
    if (fd < 0) {
        return errno == ENOENT || errno == ENOTDIR
                   ? kembar_error_set(error, KEMBAR_ERROR_IO, path, 0, "no such file or folder")
                   : kembar_error_errno(error, path, errno, "cannot open");
    }
    kembar_status status = read_all(fd, is_input ? "stdin" : path, out, error);
    if (!is_input) {
        (void)close(fd);
    }
    return status;
}

int kembar_path_list_next(kembar_view *rest, kembar_view *line) {
    while (rest->size > 0) {
        const char *end = memchr(rest->data, '\n', rest->size);
        size_t n = end == NULL ? rest->size : (size_t)(end - rest->data);
        size_t n_taken = end == NULL ? n : n + 1;
        *line = (kembar_view){rest->data, n};
        rest->data += n_taken;
        rest->size -= n_taken;
        if (line->size > 0 && line->data[line->size - 1] == '\r') {
            line->size--;
        }
        if (line->size > 0) {
            return 1;
        }
    }
    return 0;
}
