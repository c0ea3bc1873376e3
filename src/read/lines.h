/* Windows of whole lines out of a stream, so that a file of records is never held whole. */
#ifndef KEMBAR_READ_LINES_H
#define KEMBAR_READ_LINES_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/status.h"
#include "kembar/view.h"
#include "read/stream.h"

/* A line that is not blank, without its LF or CRLF. */
typedef struct kembar_line {
    kembar_view bytes;   /* borrowed from the window; cut when longer than the limit */
    uint64_t size_bytes; /* of the whole line */
    uint64_t number;     /* 1-based */
    uint64_t offset;     /* of its first byte in the stream */
} kembar_line;

/* Start from a zeroed struct. */
typedef struct kembar_window {
    char *data; /* owned */
    size_t size;
    size_t capacity;
    size_t n_split;     /* bytes of data that are in whole lines */
    uint64_t cut_bytes; /* of the first line, left out because it is over the limit */
    uint64_t offset;    /* of data in the stream */
    int at_end;
    kembar_line *lines; /* owned */
    size_t n_lines;
    size_t line_capacity;
} kembar_window;

void kembar_window_deinit(kembar_window *window);

/* Reads on until the window holds about `target` bytes and at least one line end, or the stream
 * ends. Of a line over `limit` bytes only the first limit + 1 are kept. */
kembar_status kembar_window_fill(kembar_window *window, kembar_stream *stream, size_t target,
                                 size_t limit, kembar_error *error) KEMBAR_MUST_CHECK;
/* Finds the whole lines (at the end also the last one without a line end); *line_number counts the
 * lines before them and moves on. */
kembar_status kembar_window_split(kembar_window *window, uint64_t *line_number) KEMBAR_MUST_CHECK;
/* Starts `next` with the bytes of `window` behind its whole lines. */
kembar_status kembar_window_carry(const kembar_window *window,
                                  kembar_window *next) KEMBAR_MUST_CHECK;

#endif
