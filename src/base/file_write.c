#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/file_writer.h"

enum {
    BUFFER_BYTES = 256 * 1024,
    STRAIGHT_BYTES = 128 * 1024, /* so many at once need not be gathered */
    MAX_TEMPORARY_TRIES = 1000,
    MAX_BASE_BYTES = 180, /* of the base name inside the temporary name, which has a bound of 255 */
    TEMPORARY_EXTRA_BYTES = 64
};

/* The entry is dropped under the lock: a sweep must not look at a path that is no more. */
void kembar_file_writer_free(kembar_file_writer *writer) {
    kembar_temporaries_hold(writer->temporaries);
    kembar_temporaries_drop(writer->temporaries, &writer->entry);
    kembar_temporaries_release(writer->temporaries);
    if (writer->fd >= 0)
        (void)close(writer->fd);
    if (writer->former_fd >= 0)
        (void)close(writer->former_fd);
    kembar_hash_stream_free(writer->digest);
    kembar_free(writer->buffer);
    kembar_free(writer->folder);
    kembar_free(writer->backup);
    kembar_free(writer->temporary);
    kembar_free(writer->path);
    kembar_free(writer);
}

static size_t folder_size_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

/* "." for a path without a slash. */
static char *copy_folder(const char *path) {
    size_t size = folder_size_of(path);
    char *folder = kembar_alloc(size + 2, 1);
    if (!folder)
        return NULL;
    memcpy(folder, size > 0 ? path : ".", size > 0 ? size : 1);
    folder[size > 0 ? size : 1] = '\0';
    return folder;
}

/* A writer without a file yet; NULL when memory is out. */
static kembar_file_writer *writer_new(const char *path, const kembar_file_options *options) {
    kembar_file_writer *writer = kembar_alloc_zeroed(1, sizeof *writer);
    if (!writer)
        return NULL;
    size_t path_size = strlen(path);
    size_t temporary_bytes = folder_size_of(path) + MAX_BASE_BYTES + TEMPORARY_EXTRA_BYTES;
    writer->fd = -1;
    writer->former_fd = -1;
    writer->temporaries = options->temporaries;
    writer->stores_apart = options->stores_apart;
    writer->path = kembar_alloc(path_size + 1, 1);
    writer->temporary = kembar_alloc(temporary_bytes, 1);
    writer->backup = kembar_alloc(temporary_bytes, 1);
    writer->folder = copy_folder(path);
    writer->digest = options->no_digest ? NULL : kembar_hash_stream_new();
    writer->buffer = kembar_alloc(BUFFER_BYTES, 1);
    if (!writer->path || !writer->temporary || !writer->backup || !writer->folder ||
        (!writer->digest && !options->no_digest) || !writer->buffer) {
        kembar_file_writer_free(writer);
        return NULL;
    }
    memcpy(writer->path, path, path_size + 1);
    return writer;
}

static void name_temporary(const kembar_file_writer *writer, int n_tries) {
    size_t folder_size = folder_size_of(writer->path);
    const char *base = writer->path + folder_size;
    char name[MAX_BASE_BYTES + TEMPORARY_EXTRA_BYTES];
    int size = snprintf(name, sizeof name - 4, ".%.*s.%ld.%d", MAX_BASE_BYTES, base, (long)getpid(),
                        n_tries);
    char *const paths[] = {writer->temporary, writer->backup};
    static const char *const endings[] = {".tmp", ".old"};
    for (size_t i = 0; i < 2; i++) {
        memcpy(paths[i], writer->path, folder_size);
        memcpy(paths[i] + folder_size, name, (size_t)size);
        memcpy(paths[i] + folder_size + size, endings[i], sizeof ".tmp");
    }
}

/* The lock says that the file's owner lives; see file_stale.c. 0 when a sweep of another process
 * came between and took the file for a dead one's. */
static int claim(int fd) {
    struct stat info;
    while (flock(fd, LOCK_EX) != 0)
        if (errno != EINTR)
            return 1; /* no locks here: then nobody sweeps */
    return fstat(fd, &info) != 0 || info.st_nlink > 0;
}

/* A new file under the temporary name, or -1 and errno. */
static int create_one(const char *path) {
    int fd;
    do
        fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    while (fd < 0 && errno == EINTR);
    if (fd < 0 || claim(fd))
        return fd;
    (void)close(fd);
    errno = EEXIST;
    return -1;
}

static kembar_status create_temporary(kembar_file_writer *writer, kembar_error *error) {
    kembar_temporaries_hold(writer->temporaries);
    int reason = EEXIST;
    for (int n_tries = 0; reason == EEXIST && n_tries < MAX_TEMPORARY_TRIES; n_tries++) {
        name_temporary(writer, n_tries);
        writer->fd = create_one(writer->temporary);
        reason = writer->fd >= 0 ? 0 : errno;
    }
    if (reason == 0)
        kembar_temporaries_add(writer->temporaries, &writer->entry, writer->temporary);
    kembar_temporaries_release(writer->temporaries);
    return reason == 0 ? KEMBAR_OK
                       : kembar_error_errno(error, writer->path, reason, "cannot create");
}

static kembar_status open_target(kembar_file_writer *writer, const kembar_file_options *options,
                                 kembar_error *error) {
    kembar_status status =
        kembar_file_look(writer->path, options->takes_streams, &writer->is_direct, error);
    if (status != KEMBAR_OK)
        return status;
    if (writer->is_direct)
        return kembar_file_open_direct(writer->path, &writer->fd, error);
    if (options->stores_apart)
        kembar_file_former_open(writer);
    return create_temporary(writer, error);
}

kembar_status kembar_file_writer_open_with(kembar_file_writer **out, const char *path,
                                           const kembar_file_options *options,
                                           kembar_error *error) {
    *out = NULL;
    if (path[folder_size_of(path)] == '\0')
        return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, path, 0, "not a file name");
    kembar_file_writer *writer = writer_new(path, options);
    if (!writer)
        return kembar_error_memory(error);
    kembar_status status = open_target(writer, options, error);
    if (status != KEMBAR_OK) {
        kembar_file_writer_free(writer);
        return status;
    }
    *out = writer;
    return KEMBAR_OK;
}

kembar_status kembar_file_writer_open(kembar_file_writer **out, const char *path,
                                      kembar_error *error) {
    kembar_file_options options = {0};
    return kembar_file_writer_open_with(out, path, &options, error);
}

kembar_status kembar_file_writer_try(const char *path, const kembar_file_options *options,
                                     kembar_error *error) {
    int is_direct = 0;
    kembar_status status = kembar_file_look(path, options->takes_streams, &is_direct, error);
    if (status != KEMBAR_OK || is_direct)
        return status;
    kembar_file_writer *writer;
    status = kembar_file_writer_open_with(&writer, path, options, error);
    kembar_file_writer_abandon(writer);
    return status;
}

static kembar_status write_out(kembar_file_writer *writer, const char *bytes, size_t size,
                               kembar_error *error) {
    size_t n_done = 0;
    while (n_done < size) {
        ssize_t n = write(writer->fd, bytes + n_done, size - n_done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            writer->state = WRITER_FAILED;
            return kembar_error_errno(error, writer->path, n < 0 ? errno : ENOSPC, "cannot write");
        }
        n_done += (size_t)n;
    }
    (void)atomic_fetch_add(&writer->n_written, size);
    if (!writer->stores_apart)
        kembar_file_writer_store(writer);
    return KEMBAR_OK;
}

static kembar_status flush(kembar_file_writer *writer, kembar_error *error) {
    size_t size = writer->n_buffered;
    writer->n_buffered = 0;
    return write_out(writer, writer->buffer, size, error);
}

static kembar_status check_state(const kembar_file_writer *writer, kembar_writer_state wanted,
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
    if (writer->digest)
        kembar_hash_stream_add(writer->digest, data, size);
    writer->size += size;
    if (size >= STRAIGHT_BYTES || size > BUFFER_BYTES - writer->n_buffered)
        status = flush(writer, error);
    if (status != KEMBAR_OK || size >= STRAIGHT_BYTES)
        return status == KEMBAR_OK ? write_out(writer, data, size, error) : status;
    if (size > 0)
        memcpy(writer->buffer + writer->n_buffered, data, size);
    writer->n_buffered += size;
    return KEMBAR_OK;
}

int kembar_file_sync(int fd) {
    int result;
    do
        result = fsync(fd);
    while (result != 0 && errno == EINTR);
    return result != 0 && errno != EINVAL && errno != ENOSYS && errno != ENOTSUP ? -1 : 0;
}

/* Network file systems tell of a full disk only when a descriptor is closed. Another one goes on
 * holding the lock. 0, or -1 and errno. */
static int close_but_hold(kembar_file_writer *writer) {
    int held = fcntl(writer->fd, F_DUPFD_CLOEXEC, 0);
    if (held < 0)
        return -1;
    int fd = writer->fd;
    writer->fd = held;
    /* After EINTR the descriptor is gone. */
    return close(fd) != 0 && errno != EINTR ? -1 : 0;
}

kembar_status kembar_file_writer_seal(kembar_file_writer *writer, kembar_error *error) {
    kembar_status status = check_state(writer, WRITER_OPEN, error);
    if (status == KEMBAR_OK)
        status = flush(writer, error);
    if (status != KEMBAR_OK)
        return status;
    writer->state = WRITER_FAILED;
    kembar_file_former_leave(writer);
    if (kembar_file_sync(writer->fd) != 0 || close_but_hold(writer) != 0)
        return kembar_error_errno(error, writer->path, errno, "cannot write");
    writer->state = WRITER_SEALED;
    return KEMBAR_OK;
}

void kembar_file_writer_abandon(kembar_file_writer *writer) {
    if (!writer)
        return;
    if (!writer->is_direct) {
        kembar_temporaries_hold(writer->temporaries);
        (void)unlink(writer->temporary);
        kembar_temporaries_drop(writer->temporaries, &writer->entry);
        kembar_temporaries_release(writer->temporaries);
    }
    kembar_file_writer_free(writer);
}

uint64_t kembar_file_writer_size(const kembar_file_writer *writer) {
    return writer->size;
}

kembar_hash128 kembar_file_writer_digest(const kembar_file_writer *writer) {
    return kembar_hash_stream_digest(writer->digest);
}
