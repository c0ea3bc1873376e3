/* Postings on their way to many ranges of one array: each range gets them line by line, so that
 * what was there before need not be read to be written over. */
#ifndef KEMBAR_PAIR_POSTING_LINES_H
#define KEMBAR_PAIR_POSTING_LINES_H

#include "pair/postings.h"

/* Of a line of the processor's cache. */
enum { KEMBAR_LINE_BYTES = 64, KEMBAR_LINE_POSTINGS = KEMBAR_LINE_BYTES / sizeof(kembar_posting) };

typedef struct kembar_posting_lines {
    kembar_posting *items;  /* borrowed */
    size_t lead;            /* postings that would stand before the first in its line */
    size_t *next;           /* borrowed; of each range the place for what comes next */
    size_t *first;          /* owned; of each range its first place */
    kembar_posting *memory; /* owned */
    kembar_posting *lines;  /* in it, on a border of lines: one of each range */
    size_t n_ranges;
} kembar_posting_lines;

/* `items`, on a border of eight bytes, has room for all that is put, from `next` on in each range;
 * both are borrowed until the end. MEMORY: nothing is to be ended. */
kembar_status kembar_posting_lines_init(kembar_posting_lines *out, kembar_posting *items,
                                        size_t *next, size_t n_ranges) KEMBAR_MUST_CHECK;
/* Writes what is left of all lines and frees them. Others may look at it then. */
void kembar_posting_lines_end(kembar_posting_lines *lines);

/* Writes the line of a range, whose last posting belongs before place `end`. */
void kembar_posting_lines_write(const kembar_posting_lines *lines, size_t range, size_t end);

static inline void kembar_posting_lines_put(const kembar_posting_lines *lines, size_t range,
                                            kembar_posting item) {
    size_t place = lines->next[range]++, at = (place + lines->lead) % KEMBAR_LINE_POSTINGS;
    lines->lines[range * KEMBAR_LINE_POSTINGS + at] = item;
    if (at == KEMBAR_LINE_POSTINGS - 1)
        kembar_posting_lines_write(lines, range, place + 1);
}

#endif
