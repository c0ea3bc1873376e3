#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file_writer.h"

typedef kembar_file_writer *const *writer_list;

static int is_placed(const kembar_file_writer *writer) {
    return writer && !writer->is_direct;
}

static kembar_status fault(const kembar_file_writer *writer, const char *what,
                           kembar_error *error) {
    return kembar_error_errno(error, writer->path, errno, what);
}

/* -1 and errno when it cannot be opened. */
static int open_folder(const char *folder) {
    int fd;
    do
        fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    while (fd < 0 && errno == EINTR);
    return fd;
}

/* Makes renames last. A folder that may be written but not read cannot be opened: left alone. */
static kembar_status sync_folder(const kembar_file_writer *writer, kembar_error *error) {
    int fd = open_folder(writer->folder);
    if (fd < 0)
        return errno == EACCES ? KEMBAR_OK : fault(writer, "cannot sync", error);
    kembar_status status =
        kembar_file_sync(fd) == 0 ? KEMBAR_OK : fault(writer, "cannot sync", error);
    (void)close(fd);
    return status;
}

/* Every folder of the first n once, where equal ones follow each other. */
static kembar_status sync_folders(writer_list writers, size_t n, kembar_error *error) {
    const kembar_file_writer *last = NULL;
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < n && status == KEMBAR_OK; i++) {
        if (!is_placed(writers[i]) || (last && strcmp(last->folder, writers[i]->folder) == 0))
            continue;
        last = writers[i];
        status = sync_folder(last, error);
    }
    return status;
}

/* Gives the file that stands at the path a second name, so that it can come back. */
static kembar_status keep_former(kembar_file_writer *writer, kembar_error *error) {
    (void)unlink(writer->backup); /* of a dead process with our number */
    if (linkat(AT_FDCWD, writer->path, AT_FDCWD, writer->backup, 0) == 0)
        writer->former = FORMER_KEPT;
    else if (errno == ENOENT)
        writer->former = FORMER_ABSENT;
    else if (errno == EPERM || errno == ENOTSUP || errno == ENOSYS || errno == EMLINK)
        writer->former = FORMER_LOST;
    else
        return fault(writer, "cannot keep the former file", error);
    return KEMBAR_OK;
}

/* Takes the file at the path away: what it vouches for is about to change. */
static kembar_status take_former(kembar_file_writer *writer, kembar_error *error) {
    if (rename(writer->path, writer->backup) == 0)
        writer->former = FORMER_TAKEN;
    else if (errno == ENOENT)
        writer->former = FORMER_ABSENT;
    else
        return fault(writer, "cannot remove", error);
    return writer->former == FORMER_TAKEN ? sync_folder(writer, error) : KEMBAR_OK;
}

static kembar_status prepare(writer_list writers, size_t n, int last_vouches, kembar_error *error) {
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < n && status == KEMBAR_OK; i++)
        if (is_placed(writers[i]) && !(last_vouches && i + 1 == n))
            status = keep_former(writers[i], error);
    return status == KEMBAR_OK && last_vouches ? take_former(writers[n - 1], error) : status;
}

/* Renames all; *n_done of them even when it fails. */
static kembar_status place(writer_list writers, size_t n, int last_vouches, size_t *n_done,
                           kembar_error *error) {
    kembar_status status = KEMBAR_OK;
    for (*n_done = 0; *n_done < n; ++*n_done) {
        const kembar_file_writer *writer = writers[*n_done];
        if (!is_placed(writer))
            continue;
        /* What it vouches for must be on the disk before it. */
        if (last_vouches && *n_done + 1 == n)
            status = sync_folders(writers, *n_done, error);
        if (status == KEMBAR_OK && rename(writer->temporary, writer->path) != 0)
            status = fault(writer, "cannot rename into place", error);
        if (status != KEMBAR_OK)
            return status;
    }
    return sync_folders(writers, n, error);
}

/* 0, or -1 when the new file stays. */
static int undo_one(const kembar_file_writer *writer) {
    if (writer->former == FORMER_LOST)
        return -1;
    return writer->former == FORMER_KEPT ? rename(writer->backup, writer->path)
                                         : unlink(writer->path);
}

/* Last to first, so that the vouching file goes first; its former one comes back last, and only
 * when it vouches for what is there. */
static void undo(writer_list writers, size_t n, size_t n_done, int last_vouches) {
    int failed = 0;
    for (size_t i = n_done; i-- > 0;)
        if (is_placed(writers[i]))
            failed |= undo_one(writers[i]) != 0;
    if (last_vouches && writers[n - 1]->former == FORMER_TAKEN && !failed)
        (void)rename(writers[n - 1]->backup, writers[n - 1]->path);
    kembar_status ignored = sync_folders(writers, n, NULL);
    (void)ignored;
}

/* Backups that are left, and temporaries that were not renamed. */
static void clear(writer_list writers, size_t n, size_t n_done) {
    for (size_t i = 0; i < n; i++) {
        if (!is_placed(writers[i]))
            continue;
        if (writers[i]->former == FORMER_KEPT || writers[i]->former == FORMER_TAKEN)
            (void)unlink(writers[i]->backup);
        if (i >= n_done)
            (void)unlink(writers[i]->temporary);
        kembar_temporaries_drop(writers[i]->temporaries, &writers[i]->entry);
    }
}

static kembar_status check(writer_list writers, size_t n, kembar_error *error) {
    for (size_t i = 0; i < n; i++)
        if (writers[i] && writers[i]->state != WRITER_SEALED)
            return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, writers[i]->path, 0,
                                    "file is not sealed");
    return KEMBAR_OK;
}

/* Two runs that publish into one folder do it one after the other. Where there are no such locks
 * they must not be started at the same time. -1: not locked. */
static int lock_folder(const char *folder) {
    int fd = open_folder(folder);
    while (fd >= 0 && flock(fd, LOCK_EX) != 0)
        if (errno != EINTR)
            break;
    return fd;
}

static kembar_status publish(writer_list writers, size_t n, int last_vouches, kembar_error *error) {
    size_t n_done = 0;
    kembar_status status = check(writers, n, error);
    if (status == KEMBAR_OK)
        status = prepare(writers, n, last_vouches, error);
    if (status == KEMBAR_OK)
        status = place(writers, n, last_vouches, &n_done, error);
    if (status != KEMBAR_OK) {
        undo(writers, n, n_done, last_vouches);
        n_done = 0;
    }
    clear(writers, n, n_done);
    return status;
}

kembar_status kembar_file_writers_publish(kembar_file_writer **writers, size_t n, int last_vouches,
                                          kembar_error *error) {
    kembar_temporaries *temporaries = NULL;
    for (size_t i = 0; i < n && !temporaries; i++)
        temporaries = writers[i] ? writers[i]->temporaries : NULL;
    int folder = last_vouches ? lock_folder(writers[n - 1]->folder) : -1;
    kembar_temporaries_hold(temporaries);
    kembar_status status = publish(writers, n, last_vouches, error);
    kembar_temporaries_release(temporaries);
    if (folder >= 0)
        (void)close(folder);
    for (size_t i = 0; i < n; i++) {
        if (writers[i])
            kembar_file_writer_free(writers[i]);
        writers[i] = NULL;
    }
    return status;
}

kembar_status kembar_file_writer_publish(kembar_file_writer *writer, kembar_error *error) {
    return kembar_file_writers_publish(&writer, 1, 0, error);
}
