/* gzip and zstd, piece by piece: the only file pair that knows zlib and libzstd.
 *
 * gzip of several members and zstd of several frames read as one run of bytes. A zstd window is at
 * most 128 MiB. */
#ifndef KEMBAR_READ_DECOMPRESS_H
#define KEMBAR_READ_DECOMPRESS_H

#include <stddef.h>

#include "kembar/status.h"
#include "kembar/view.h"

typedef enum kembar_compression {
    KEMBAR_COMPRESSION_NONE = 0,
    KEMBAR_COMPRESSION_GZIP,
    KEMBAR_COMPRESSION_ZSTD
} kembar_compression;

enum { KEMBAR_ZSTD_WINDOW_LOG_MAX = 27 };

/* By the first four bytes (fewer: NONE). */
kembar_compression kembar_compression_detect(kembar_view head);
/* "gzip", "zstd" or "plain". */
const char *kembar_compression_name(kembar_compression compression);

typedef struct kembar_decoder kembar_decoder;

/* `compression` is GZIP or ZSTD. */
kembar_status kembar_decoder_new(kembar_decoder **out, kembar_compression compression,
                                 kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_decoder_free(kembar_decoder *decoder);

/* Decodes from `in` (borrowed) into out[capacity]; says how much of either was used. Call again
 * with what is left, at the end of the input with an empty `in` until nothing more comes out.
 * FORMAT when the data are broken; MEMORY. */
kembar_status kembar_decoder_step(kembar_decoder *decoder, kembar_view in, size_t *n_in, char *out,
                                  size_t capacity, size_t *n_out,
                                  kembar_error *error) KEMBAR_MUST_CHECK;
/* FORMAT when the input ended in the middle of a member or frame. */
kembar_status kembar_decoder_end(const kembar_decoder *decoder,
                                 kembar_error *error) KEMBAR_MUST_CHECK;

#endif
