/* One stream of lines for any number of workers: each takes the next stretch of whole lines in its
 * turn, makes records of them while others do the same, and gives these back; they are joined in
 * the order of the stream, whoever is first. Nobody waits: what is made stays in memory anyway. */
#ifndef KEMBAR_READ_CONVEYOR_H
#define KEMBAR_READ_CONVEYOR_H

#include <stddef.h>
#include <stdint.h>

#include "base/parallel.h"
#include "kembar/status.h"
#include "read/lines.h"
#include "read/result.h"
#include "read/stream.h"

/* What one worker has in hand. Start from a zeroed struct; it may serve one conveyor after the
 * other. */
typedef struct kembar_stretch {
    kembar_window window;    /* its lines */
    size_t number;           /* in the stream, from 0 */
    uint64_t raw_bytes;      /* of the file that were read when it was taken */
    kembar_file_result made; /* the worker's, of these lines; moved on by the next call */
    kembar_status status;    /* not OK: the worker failed here */
    kembar_error error;
    int is_held;
} kembar_stretch;

void kembar_stretch_deinit(kembar_stretch *stretch);

/* A stretch that was given back before another one in front of it. */
typedef struct kembar_conveyor_part {
    size_t number;
    kembar_file_result made; /* owned */
} kembar_conveyor_part;

typedef struct kembar_conveyor {
    kembar_stream *stream; /* borrowed */
    size_t target_bytes;
    size_t limit_bytes;
    kembar_lock *lock;           /* owned; guards all that follows, and the stream */
    kembar_file_result *result;  /* borrowed */
    kembar_window rest;          /* what is left of a line behind the last stretch */
    uint64_t n_lines;            /* so far */
    size_t n_taken;              /* stretches */
    size_t n_joined;             /* of them, in `result` */
    kembar_conveyor_part *parts; /* owned; in the order of their numbers */
    size_t n_parts;
    size_t capacity;
    int at_end;
    size_t failed; /* the first stretch that failed, where status is not OK */
    kembar_status status;
    kembar_error error;
} kembar_conveyor;

/* Stretches have about target_bytes and at least one line; lines over limit_bytes are cut
 * (lines.h). Records are added to `result`. `stream` and `result` are borrowed until the end. */
kembar_status kembar_conveyor_init(kembar_conveyor *conveyor, kembar_stream *stream,
                                   size_t target_bytes, size_t limit_bytes,
                                   kembar_file_result *result,
                                   kembar_error *error) KEMBAR_MUST_CHECK;

/* Gives back what *stretch holds, if anything, and takes the next one. Returns 0 where there is
 * none, or after a failure. Any number of threads, each with a stretch of its own. Memory: one
 * stretch a thread; results wait for those in front of them, but all are to stay anyway. */
int kembar_conveyor_next(kembar_conveyor *conveyor, kembar_stretch *stretch);

/* When all threads are done: frees the conveyor. Returns the failure of the first stretch that
 * failed, by a worker or as it was read (IO, FORMAT, LIMIT, MEMORY); all in front of it were done.
 */
kembar_status kembar_conveyor_end(kembar_conveyor *conveyor, kembar_error *error) KEMBAR_MUST_CHECK;

#endif
