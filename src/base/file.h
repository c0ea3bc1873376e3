/* Files: whole reads with bounds, and writes that appear whole or not at all. */
#ifndef KEMBAR_BASE_FILE_H
#define KEMBAR_BASE_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "kembar/status.h"
#include "kembar/temporaries.h"
#include "kembar/view.h"

/* Writing: `open` makes a temporary file beside `path` (its name starts with a dot and is unique),
 * `write` buffers, `seal` flushes and fsyncs, `publish` renames over `path` and fsyncs the folder;
 * `abandon` removes the temporary. After a failed write or seal only `abandon` is allowed. A
 * symbolic link is replaced, not followed. One thread at a time. */
typedef struct kembar_file_writer kembar_file_writer;

typedef struct kembar_file_options {
    kembar_temporaries *temporaries; /* borrowed; may be NULL */
    /* A device, a pipe or a stream that is open (/dev/stdout) is written to where it is, at once,
     * and cannot be taken back. 0: such paths are refused. Terminals and folders always are. */
    int takes_streams;
    int no_digest;    /* it is not asked for, and need not be made */
    int stores_apart; /* while it is open only kembar_file_writer_store asks for storing */
} kembar_file_options;

kembar_status kembar_file_writer_open_with(kembar_file_writer **out, const char *path,
                                           const kembar_file_options *options,
                                           kembar_error *error) KEMBAR_MUST_CHECK;
/* With zeroed options. */
kembar_status kembar_file_writer_open(kembar_file_writer **out, const char *path,
                                      kembar_error *error) KEMBAR_MUST_CHECK;
/* Fails where `open` would, and leaves nothing: to be asked before long work. */
kembar_status kembar_file_writer_try(const char *path, const kembar_file_options *options,
                                     kembar_error *error) KEMBAR_MUST_CHECK;
kembar_status kembar_file_writer_write(kembar_file_writer *writer, const void *data, size_t size,
                                       kembar_error *error) KEMBAR_MUST_CHECK;
/* Lets the system begin to store what it has been given, where that is much, so that sealing need
 * not wait for all of it. Any number of threads, also while one writes. `write` does so by itself
 * but with stores_apart. */
void kembar_file_writer_store(kembar_file_writer *writer);
/* Flushes and fsyncs but does not rename yet: every fault of the disk shows here. */
kembar_status kembar_file_writer_seal(kembar_file_writer *writer,
                                      kembar_error *error) KEMBAR_MUST_CHECK;
/* Renames a sealed file into place and frees the writer, also on failure: then the file that stood
 * there before is there again. */
kembar_status kembar_file_writer_publish(kembar_file_writer *writer,
                                         kembar_error *error) KEMBAR_MUST_CHECK;
/* Publishes several (NULL ones are passed over) in their order; frees them and sets them NULL. When
 * one cannot be renamed, those before it are undone and the former files are back. With
 * last_vouches the last one tells readers that the others belong together: its former file is
 * removed before the first rename, and it comes when the others are on the disk; all must then be
 * in one folder, and two processes do this one after the other. Only on a file system without hard
 * links a former file does not come back: then its successor stays. */
kembar_status kembar_file_writers_publish(kembar_file_writer **writers, size_t n, int last_vouches,
                                          kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_file_writer_abandon(kembar_file_writer *writer); /* may be NULL; frees */
/* Bytes written so far and their XXH128 (not with no_digest). */
uint64_t kembar_file_writer_size(const kembar_file_writer *writer);
kembar_hash128 kembar_file_writer_digest(const kembar_file_writer *writer);

/* Reads a regular file whole into *out (owned by the caller, kembar_free). More than max_bytes is
 * KEMBAR_ERROR_LIMIT; folders, FIFOs, sockets and devices are KEMBAR_ERROR_IO and are not opened.
 * *out is never NULL on success and has a NUL after its last byte. A file that grows or shrinks
 * meanwhile is read to where it then ends. */
kembar_status kembar_file_read(const char *path, uint64_t max_bytes, char **out, size_t *size,
                               kembar_error *error) KEMBAR_MUST_CHECK;

/* Whether there is anything at `path`. Not being able to tell is KEMBAR_ERROR_IO. */
kembar_status kembar_file_exists(const char *path, int *exists,
                                 kembar_error *error) KEMBAR_MUST_CHECK;

/* mkdir -p; fails when a component is no folder. */
kembar_status kembar_folder_make(const char *path, kembar_error *error) KEMBAR_MUST_CHECK;
/* Removes a file; a missing one is no error. */
kembar_status kembar_file_remove(const char *path, kembar_error *error) KEMBAR_MUST_CHECK;
/* Removes what killed processes left of writing the files `names` to `folder`. Files of processes
 * that live, on this machine or another one, are told by a lock; where there are no locks, nothing
 * is removed. What cannot be removed stays. */
void kembar_file_remove_stale(const char *folder, const char *const *names, size_t n_names);
/* The same for all files whose names begin so. */
void kembar_file_remove_stale_like(const char *folder, const char *begin);
/* The same for one file, by its path. */
void kembar_file_remove_stale_of(const char *path);

#endif
