/* Where the lines of a piece of text end and what of it is not ASCII, one bit a byte: what
 * blocks_lines.c goes by. Private to the floor. */
#ifndef KEMBAR_TEXT_LINE_MARKS_H
#define KEMBAR_TEXT_LINE_MARKS_H

#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"

enum { KEMBAR_LINE_MARKS_BYTES = 4096 };

typedef struct kembar_line_marks {
    uint64_t ends[KEMBAR_LINE_MARKS_BYTES / 64];   /* LF and CR */
    uint64_t others[KEMBAR_LINE_MARKS_BYTES / 64]; /* bytes >= 0x80 */
} kembar_line_marks;

/* Fills the words that data[0, size), at most KEMBAR_LINE_MARKS_BYTES, reaches into; bits behind it
 * are 0. */
void kembar_line_marks_make(kembar_line_marks *marks, const char *data, size_t size);

/* The same on one level each. */
void kembar_line_marks_scalar(kembar_line_marks *marks, const char *data, size_t size);
#ifdef KEMBAR_X86
void kembar_line_marks_avx512(kembar_line_marks *marks, const char *data, size_t size);
#endif

#endif
