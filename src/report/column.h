/* A piece of text set in a column of a terminal: wrapped between words, some of them marked. */
#ifndef KEMBAR_REPORT_COLUMN_H
#define KEMBAR_REPORT_COLUMN_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

typedef struct kembar_byte_range {
    uint32_t begin, end;
} kembar_byte_range;

/* One line: its bytes in the column's text and how many columns it takes on the terminal. */
typedef struct kembar_column_line {
    size_t begin, end, width;
} kembar_column_line;

/* Start from a zeroed struct with `width` (>= 1) and the marks set. */
typedef struct kembar_column {
    size_t width;
    const char *mark_begin, *mark_end; /* borrowed */
    size_t mark_width;                 /* columns that each of the two takes */
    int marks_words;                   /* each word by itself, as colour needs where lines end */
    kembar_buffer text;
    kembar_column_line *lines; /* owned */
    size_t n_lines, capacity;
    size_t pending_begin, pending_width; /* the word at the end of `text` that is in no line yet */
    int is_marked;                       /* a mark is open at the end of `text` */
} kembar_column;

void kembar_column_deinit(kembar_column *column);
/* Sets `text`; `marked` (borrowed) are ranges of its bytes, ascending. What would harm a terminal
 * is replaced. A failed allocation shows in the `failed` of column->text. */
void kembar_column_set(kembar_column *column, kembar_view text, const kembar_byte_range *marked,
                       size_t n_marked);

#endif
