#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/file.h"

/* The bytes read so far; room for a NUL is kept. */
typedef struct file_content {
    char *data; /* owned */
    size_t size;
    size_t capacity;
} file_content;

static kembar_status check_kind(const struct stat *info, const char *path, kembar_error *error) {
    if (S_ISREG(info->st_mode))
        return KEMBAR_OK;
    return kembar_error_set(error, KEMBAR_ERROR_IO, path, 0, "%s",
                            S_ISDIR(info->st_mode) ? "is a folder" : "not a regular file");
}

static kembar_status too_large(const char *path, uint64_t max_bytes, kembar_error *error) {
    return kembar_error_set(error, KEMBAR_ERROR_LIMIT, path, 0, "larger than %" PRIu64 " bytes",
                            max_bytes);
}

/* Looks before it opens: opening a FIFO or a device can wake, rewind or block something. Looks
 * again after, because the path may have changed its meaning between. */
static kembar_status open_regular(const char *path, int *fd, struct stat *info,
                                  kembar_error *error) {
    *fd = -1;
    if (stat(path, info) != 0)
        return kembar_error_errno(error, path, errno, "cannot open");
    kembar_status status = check_kind(info, path, error);
    if (status != KEMBAR_OK)
        return status;
    do
        *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    while (*fd < 0 && errno == EINTR);
    if (*fd < 0)
        return kembar_error_errno(error, path, errno, "cannot open");
    if (fstat(*fd, info) != 0)
        return kembar_error_errno(error, path, errno, "cannot read");
    return check_kind(info, path, error);
}

/* Reads to the end, wherever that is by now (the size told before is only a guess), and ends with a
 * NUL. */
static kembar_status read_to_end(int fd, const char *path, uint64_t max_bytes,
                                 file_content *content, kembar_error *error) {
    for (;;) {
        if (kembar_array_reserve((void **)&content->data, &content->capacity, content->size + 2,
                                 1) != KEMBAR_OK)
            return kembar_error_memory(error);
        ssize_t n = read(fd, content->data + content->size, content->capacity - content->size - 1);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return kembar_error_errno(error, path, errno, "cannot read");
        if (n == 0) {
            content->data[content->size] = '\0';
            return KEMBAR_OK;
        }
        content->size += (size_t)n;
        if (content->size > max_bytes)
            return too_large(path, max_bytes, error);
    }
}

static kembar_status read_descriptor(int fd, const struct stat *info, const char *path,
                                     uint64_t max_bytes, file_content *content,
                                     kembar_error *error) {
    uint64_t told_size = info->st_size > 0 ? (uint64_t)info->st_size : 0;
    if (told_size > max_bytes)
        return too_large(path, max_bytes, error);
    if (told_size > SIZE_MAX - 2)
        return kembar_error_memory(error);
    /* One byte beyond the told size, so that the read which finds the end needs no growth. */
    if (kembar_array_reserve((void **)&content->data, &content->capacity, (size_t)told_size + 2,
                             1) != KEMBAR_OK)
        return kembar_error_memory(error);
    return read_to_end(fd, path, max_bytes, content, error);
}

kembar_status kembar_file_read(const char *path, uint64_t max_bytes, char **out, size_t *size,
                               kembar_error *error) {
    *out = NULL;
    *size = 0;
    int fd;
    struct stat info;
    file_content content = {0};
    kembar_status status = open_regular(path, &fd, &info, error);
    if (status == KEMBAR_OK)
        status = read_descriptor(fd, &info, path, max_bytes, &content, error);
    if (fd >= 0)
        (void)close(fd);
    if (status != KEMBAR_OK) {
        kembar_free(content.data);
        return status;
    }
    *out = content.data;
    *size = content.size;
    return KEMBAR_OK;
}

kembar_status kembar_file_exists(const char *path, int *exists, kembar_error *error) {
    struct stat info;
    *exists = stat(path, &info) == 0;
    return *exists || errno == ENOENT || errno == ENOTDIR
               ? KEMBAR_OK
               : kembar_error_errno(error, path, errno, "cannot look at");
}
