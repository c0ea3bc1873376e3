/* A temporary file without a name: it is gone when its owner is, however that ends. */
#ifndef KEMBAR_BASE_SPOOL_H
#define KEMBAR_BASE_SPOOL_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/status.h"

/* Start from a zeroed struct with fd -1. */
typedef struct kembar_spool {
    int fd;
    int has_failed; /* an append did */
    uint64_t size_bytes;
} kembar_spool;

/* Appends, and first makes the file in TMPDIR (else /tmp) where there is none. IO when the disk is
 * full. */
kembar_status kembar_spool_append(kembar_spool *spool, const void *data, size_t n_bytes,
                                  kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_spool_close(kembar_spool *spool);

/* Reads up to n_bytes of an open file at `offset`, whatever its position, by any thread; *n_read is
 * less only at the end. `name` is for the message. */
kembar_status kembar_spool_read_at(int fd, const char *name, uint64_t offset, void *out,
                                   size_t n_bytes, size_t *n_read,
                                   kembar_error *error) KEMBAR_MUST_CHECK;

#endif
