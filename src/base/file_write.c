#define _POSIX_C_SOURCE 200809L

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"

enum {
    BUFFER_BYTES = 256 * 1024,
    MAX_TEMPORARY_TRIES = 1000,
    MAX_BASE_BYTES = 180, /* of the base name inside the temporary name, which has a bound of 255 */
    TEMPORARY_EXTRA_BYTES = 64
};

typedef enum writer_state { WRITER_OPEN, WRITER_SEALED, WRITER_FAILED } writer_state;

struct kembar_file_writer {
    char *path;                 /* owned */
    char *temporary;            /* owned */
    size_t folder_size;         /* bytes of `path` up to and with its last slash */
    kembar_hash_stream *digest; /* owned */
    char *buffer;               /* owned, BUFFER_BYTES */
    size_t n_buffered;
    uint64_t size;
    int fd; /* -1 when closed */
    writer_state state;
};

/* Closes and frees; the temporary file stays. */
static void writer_free(kembar_file_writer *writer) {
    if (writer->fd >= 0)
        (void)close(writer->fd);
    kembar_hash_stream_free(writer->digest);
    kembar_free(writer->buffer);
    kembar_free(writer->temporary);
    kembar_free(writer->path);
    kembar_free(writer);
}

/* A writer without a file yet; NULL when memory is out. */
static kembar_file_writer *writer_new(const char *path) {
    kembar_file_writer *writer = kembar_alloc_zeroed(1, sizeof *writer);
    if (!writer)
        return NULL;
    size_t path_size = strlen(path);
    const char *slash = strrchr(path, '/');
    writer->fd = -1;
    writer->folder_size = slash ? (size_t)(slash - path) + 1 : 0;
    writer->path = kembar_alloc(path_size + 1, 1);
    writer->temporary =
        kembar_alloc(writer->folder_size + MAX_BASE_BYTES + TEMPORARY_EXTRA_BYTES, 1);
    writer->digest = kembar_hash_stream_new();
    writer->buffer = kembar_alloc(BUFFER_BYTES, 1);
    if (!writer->path || !writer->temporary || !writer->digest || !writer->buffer) {
        writer_free(writer);
        return NULL;
    }
    memcpy(writer->path, path, path_size + 1);
    return writer;
}

static kembar_status check_target(const char *path, kembar_error *error) {
    const char *slash = strrchr(path, '/');
    if (*(slash ? slash + 1 : path) == '\0')
        return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, path, 0, "not a file name");
    struct stat info;
    if (stat(path, &info) != 0)
        return KEMBAR_OK;
    if (S_ISDIR(info.st_mode))
        return kembar_error_set(error, KEMBAR_ERROR_IO, path, 0, "is a folder");
    /* A rename would replace a device or FIFO by a file. */
    if (!S_ISREG(info.st_mode))
        return kembar_error_set(error, KEMBAR_ERROR_IO, path, 0, "not a regular file");
    return KEMBAR_OK;
}

static void name_temporary(kembar_file_writer *writer, int n_tries) {
    const char *base = writer->path + writer->folder_size;
    char *name = writer->temporary + writer->folder_size;
    memcpy(writer->temporary, writer->path, writer->folder_size);
    (void)snprintf(name, MAX_BASE_BYTES + TEMPORARY_EXTRA_BYTES, ".%.*s.%ld.%d.tmp", MAX_BASE_BYTES,
                   base, (long)getpid(), n_tries);
}

static kembar_status create_temporary(kembar_file_writer *writer, kembar_error *error) {
    for (int n_tries = 0; n_tries < MAX_TEMPORARY_TRIES; n_tries++) {
        name_temporary(writer, n_tries);
        do
            writer->fd = open(writer->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        while (writer->fd < 0 && errno == EINTR);
        if (writer->fd >= 0)
            return KEMBAR_OK;
        if (errno != EEXIST)
            break;
    }
    return kembar_error_errno(error, writer->path, errno, "cannot create");
}

kembar_status kembar_file_writer_open(kembar_file_writer **out, const char *path,
                                      kembar_error *error) {
    *out = NULL;
    kembar_status status = check_target(path, error);
    if (status != KEMBAR_OK)
        return status;
    kembar_file_writer *writer = writer_new(path);
    if (!writer)
        return kembar_error_memory(error);
    status = create_temporary(writer, error);
    if (status != KEMBAR_OK) {
        writer_free(writer);
        return status;
    }
    *out = writer;
    return KEMBAR_OK;
}

static kembar_status flush(kembar_file_writer *writer, kembar_error *error) {
    size_t n_done = 0;
    while (n_done < writer->n_buffered) {
        ssize_t n = write(writer->fd, writer->buffer + n_done, writer->n_buffered - n_done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            writer->state = WRITER_FAILED;
            return kembar_error_errno(error, writer->path, n < 0 ? errno : ENOSPC, "cannot write");
        }
        n_done += (size_t)n;
    }
    writer->n_buffered = 0;
    return KEMBAR_OK;
}

static kembar_status check_state(const kembar_file_writer *writer, writer_state wanted,
                                 kembar_error *error) {
    if (writer->state == wanted)
        return KEMBAR_OK;
    return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, writer->path, 0, "file is not %s",
                            wanted == WRITER_OPEN ? "open for writing" : "sealed");
}

kembar_status kembar_file_writer_write(kembar_file_writer *writer, const void *data, size_t size,
                                       kembar_error *error) {
    kembar_status status = check_state(writer, WRITER_OPEN, error);
    if (status != KEMBAR_OK)
        return status;
    const char *bytes = data;
    kembar_hash_stream_add(writer->digest, data, size);
    writer->size += size;
    while (status == KEMBAR_OK && size > 0) {
        size_t room = BUFFER_BYTES - writer->n_buffered;
        size_t n = size < room ? size : room;
        memcpy(writer->buffer + writer->n_buffered, bytes, n);
        writer->n_buffered += n;
        bytes += n;
        size -= n;
        if (writer->n_buffered == BUFFER_BYTES)
            status = flush(writer, error);
    }
    return status;
}

/* Some file systems have no fsync; then there is nothing more that could be done. */
static int sync_descriptor(int fd) {
    int result;
    do
        result = fsync(fd);
    while (result != 0 && errno == EINTR);
    return result != 0 && errno != EINVAL && errno != ENOSYS && errno != ENOTSUP ? -1 : 0;
}

kembar_status kembar_file_writer_seal(kembar_file_writer *writer, kembar_error *error) {
    kembar_status status = check_state(writer, WRITER_OPEN, error);
    if (status == KEMBAR_OK)
        status = flush(writer, error);
    if (status != KEMBAR_OK)
        return status;
    writer->state = WRITER_FAILED;
    if (sync_descriptor(writer->fd) != 0)
        return kembar_error_errno(error, writer->path, errno, "cannot write");
    int fd = writer->fd;
    writer->fd = -1;
    /* Network file systems tell of a full disk only here. After EINTR the descriptor is gone. */
    if (close(fd) != 0 && errno != EINTR)
        return kembar_error_errno(error, writer->path, errno, "cannot write");
    writer->state = WRITER_SEALED;
    return KEMBAR_OK;
}

/* Makes the rename last. A folder that may be written but not read cannot be opened: left alone. */
static kembar_status sync_folder(const kembar_file_writer *writer, kembar_error *error) {
    char *folder = writer->temporary; /* no longer needed as a name */
    if (writer->folder_size == 0)
        memcpy(folder, ".", 2);
    else
        folder[writer->folder_size] = '\0';
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return errno == EACCES ? KEMBAR_OK
                               : kembar_error_errno(error, writer->path, errno, "cannot sync");
    int failed = sync_descriptor(fd) != 0;
    int sync_errno = errno;
    (void)close(fd);
    return failed ? kembar_error_errno(error, writer->path, sync_errno, "cannot sync") : KEMBAR_OK;
}

void kembar_file_writer_abandon(kembar_file_writer *writer) {
    if (!writer)
        return;
    (void)unlink(writer->temporary);
    writer_free(writer);
}

kembar_status kembar_file_writer_publish(kembar_file_writer *writer, kembar_error *error) {
    kembar_status status = check_state(writer, WRITER_SEALED, error);
    if (status == KEMBAR_OK && rename(writer->temporary, writer->path) != 0)
        status = kembar_error_errno(error, writer->path, errno, "cannot rename into place");
    if (status != KEMBAR_OK) {
        kembar_file_writer_abandon(writer);
        return status;
    }
    status = sync_folder(writer, error);
    writer_free(writer);
    return status;
}

uint64_t kembar_file_writer_size(const kembar_file_writer *writer) {
    return writer->size;
}

kembar_hash128 kembar_file_writer_digest(const kembar_file_writer *writer) {
    return kembar_hash_stream_digest(writer->digest);
}
