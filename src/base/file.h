/* Files: whole reads with bounds, and writes that appear whole or not at all. */
#ifndef KEMBAR_BASE_FILE_H
#define KEMBAR_BASE_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "kembar/status.h"
#include "kembar/view.h"

/* Writing: `open` makes a temporary file beside `path` (its name starts with a dot and is unique),
 * `write` buffers, `seal` flushes and fsyncs, `publish` renames over `path` and fsyncs the folder;
 * `abandon` removes the temporary. After a failed write or seal only `abandon` is allowed. `open`
 * refuses a path that is a folder or device; a symbolic link is replaced, not followed. One thread
 * at a time. */
typedef struct kembar_file_writer kembar_file_writer;
kembar_status kembar_file_writer_open(kembar_file_writer **out, const char *path,
                                      kembar_error *error) KEMBAR_MUST_CHECK;
kembar_status kembar_file_writer_write(kembar_file_writer *writer, const void *data, size_t size,
                                       kembar_error *error) KEMBAR_MUST_CHECK;
/* Flushes and fsyncs but does not rename yet: every fault of the disk shows here. */
kembar_status kembar_file_writer_seal(kembar_file_writer *writer,
                                      kembar_error *error) KEMBAR_MUST_CHECK;
/* Renames a sealed file into place and frees the writer, also on failure (then the temporary is
 * removed). Only when the folder cannot be fsynced does a failure leave the new file in place. */
kembar_status kembar_file_writer_publish(kembar_file_writer *writer,
                                         kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_file_writer_abandon(kembar_file_writer *writer); /* may be NULL; frees */
/* Bytes written so far and their XXH128. */
uint64_t kembar_file_writer_size(const kembar_file_writer *writer);
kembar_hash128 kembar_file_writer_digest(const kembar_file_writer *writer);

/* Reads a regular file whole into *out (owned by the caller, kembar_free). More than max_bytes is
 * KEMBAR_ERROR_LIMIT; folders, FIFOs, sockets and devices are KEMBAR_ERROR_IO and are not opened.
 * *out is never NULL on success and has a NUL after its last byte. A file that grows or shrinks
 * meanwhile is read to where it then ends. */
kembar_status kembar_file_read(const char *path, uint64_t max_bytes, char **out, size_t *size,
                               kembar_error *error) KEMBAR_MUST_CHECK;

/* mkdir -p; fails when a component is no folder. */
kembar_status kembar_folder_make(const char *path, kembar_error *error) KEMBAR_MUST_CHECK;
/* Removes a file; a missing one is no error. */
kembar_status kembar_file_remove(const char *path, kembar_error *error) KEMBAR_MUST_CHECK;

#endif
