/* Reading a date piece by piece. Private to date*.c. */
#ifndef KEMBAR_DOCUMENT_DATE_SCAN_H
#define KEMBAR_DOCUMENT_DATE_SCAN_H

#include "kembar/view.h"

enum { KEMBAR_DATE_WORD_BYTES = 12 };

typedef struct kembar_date_scan {
    const char *at; /* borrowed */
    const char *end;
} kembar_date_scan;

/* The next byte, or 0 at the end. */
int kembar_date_peek(const kembar_date_scan *scan);
/* Takes `c` if it comes next. */
int kembar_date_take(kembar_date_scan *scan, int c);
/* Skips white space, no-break spaces and the bytes of `marks`. */
void kembar_date_skip(kembar_date_scan *scan, const char *marks);
/* Reads digits; *n_digits is 0 when there are none or more than 8. */
int kembar_date_number(kembar_date_scan *scan, int *n_digits);
/* Reads letters, lower-cased, apostrophes left out; empty when there are none or too many. */
void kembar_date_word(kembar_date_scan *scan, char out[KEMBAR_DATE_WORD_BYTES]);
/* Takes the next word if it is one of `words`, a NULL-ended list; returns its index plus 1, or 0.
 */
int kembar_date_take_word(kembar_date_scan *scan, const char *const *words);

#endif
