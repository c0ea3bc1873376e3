/* A file as a run of decoded bytes, hashed on the way. */
#ifndef KEMBAR_READ_STREAM_H
#define KEMBAR_READ_STREAM_H

#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/spool.h"
#include "kembar/status.h"
#include "read/decompress.h"

typedef struct kembar_stream kembar_stream;

enum {
    KEMBAR_STREAM_UNPACKED_RATIO = 256,              /* text reaches 3 to 50 */
    KEMBAR_STREAM_UNPACKED_BASE = 1024 * 1024 * 1024 /* any file may unpack to this much */
};

/* Opens `path` (borrowed for the call; NULL: standard input, whose compression is found out by its
 * first bytes). Never waits for a FIFO's writer. Errors: IO, also when it is no regular file;
 * FORMAT when the data are not compressed as said; MEMORY. */
kembar_status kembar_stream_open(kembar_stream **out, const char *path,
                                 kembar_compression compression,
                                 kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_stream_close(kembar_stream *stream); /* may be NULL */

/* From now on what is read also goes to the end of `copy` (borrowed). */
void kembar_stream_copy_to(kembar_stream *stream, kembar_spool *copy);

/* The digest is not made any further: nobody asks for it. */
void kembar_stream_forgo_digest(kembar_stream *stream);

/* Fills out[capacity] with decoded bytes; *n_read < capacity only at the end. Errors: IO; FORMAT
 * for broken data; LIMIT when compressed data unpack to more than both limits above; MEMORY. */
kembar_status kembar_stream_read(kembar_stream *stream, char *out, size_t capacity, size_t *n_read,
                                 kembar_error *error) KEMBAR_MUST_CHECK;
/* Reads on to the end of the file without decoding, so that its size and digest are those of the
 * whole file. */
kembar_status kembar_stream_drain(kembar_stream *stream, kembar_error *error) KEMBAR_MUST_CHECK;

/* Bytes taken from the file so far, and their XXH128 (zero where it was forgone). */
uint64_t kembar_stream_raw_bytes(const kembar_stream *stream);
kembar_hash128 kembar_stream_digest(const kembar_stream *stream);

/* What keeps a path that is no regular file from being read ("a FIFO, not a file"), by its st_mode.
 */
const char *kembar_stream_refusal(unsigned mode);

#endif
