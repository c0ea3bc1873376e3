/* Lines that threads make at the same time and that are written one after the other. Who is too far
 * ahead waits, so that few are held. */
#ifndef KEMBAR_REPORT_ROW_QUEUE_H
#define KEMBAR_REPORT_ROW_QUEUE_H

#include <stdio.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/parallel.h"

/* Start with `file` or `stream` set, the rest zero. */
typedef struct kembar_row_queue {
    kembar_file_writer *file; /* borrowed; NULL: to the stream */
    FILE *stream;             /* borrowed */
    kembar_turns *turns;      /* owned, like what follows; a turn for each slice */
    kembar_lock *lock;        /* of the list of free texts */
    kembar_buffer *texts;
    kembar_buffer **free;
    size_t n_texts, n_free;
} kembar_row_queue;

/* For slices of kembar_parallel_for on so many threads. MEMORY. */
kembar_status kembar_row_queue_init(kembar_row_queue *queue, int n_threads) KEMBAR_MUST_CHECK;
void kembar_row_queue_deinit(kembar_row_queue *queue);

/* What one slice has to write. */
typedef struct kembar_row_slice {
    size_t number;
    kembar_buffer *text; /* borrowed from the queue */
    int has_turn;
    int is_over; /* an earlier slice has failed: nothing more is written */
} kembar_row_slice;

void kembar_row_slice_begin(kembar_row_slice *slice, kembar_row_queue *queue, size_t number);
/* Where the text has grown long: waits until the slice may write, and writes it. Errors: IO, and
 * MEMORY when the text has none. */
kembar_status kembar_row_slice_flush(kembar_row_slice *slice, kembar_row_queue *queue,
                                     kembar_error *error) KEMBAR_MUST_CHECK;
/* Writes what is left, or leaves it to who writes the slice before. With another status than
 * KEMBAR_OK nothing, and nothing of later slices; returns the first failure. */
kembar_status kembar_row_slice_end(kembar_row_slice *slice, kembar_row_queue *queue,
                                   kembar_status status, kembar_error *error) KEMBAR_MUST_CHECK;

#endif
