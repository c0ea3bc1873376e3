/* What the finders of numbers and dates share: looking at tokens and at the text between them.
 * Internal to values.c. */
#ifndef KEMBAR_TEXT_VALUE_SCAN_H
#define KEMBAR_TEXT_VALUE_SCAN_H

#include "text/tokens.h"
#include "text/values.h"

/* Tokens up to `end` of one block; all borrowed. */
typedef struct kembar_value_scan {
    kembar_view text;
    const kembar_tokens *tokens;
    size_t end;
    kembar_language language;
} kembar_value_scan;

/* Token `i` as written. */
kembar_view kembar_value_token(const kembar_value_scan *scan, size_t i);
/* The bytes between tokens i and i + 1; empty when i is the last. */
kembar_view kembar_value_gap(const kembar_value_scan *scan, size_t i);
int kembar_value_gap_is_space(const kembar_value_scan *scan, size_t i);
/* The gap after token i is this one byte. */
int kembar_value_gap_is(const kembar_value_scan *scan, size_t i, char byte);
/* The byte `distance` (>= 1) before token i, or `distance` (>= 0) from its end on; 0 outside the
 * text. */
char kembar_value_byte_before(const kembar_value_scan *scan, size_t i, size_t distance);
char kembar_value_byte_after(const kembar_value_scan *scan, size_t i, size_t distance);
/* Number of ASCII digits at the start. */
size_t kembar_value_leading_digits(kembar_view token);
int kembar_value_starts_with_digit(const kembar_value_scan *scan, size_t i);

/* The integer that token i is (all digits, at most four, with st, nd, rd, th when `ordinal`), or
 * -1. */
int kembar_value_small_integer(const kembar_value_scan *scan, size_t i, int ordinal);

/* Both try to read one value that begins at token i, fill *value and return the first token after
 * it; or return i, with *value untouched, when there is none. */
size_t kembar_value_find_number(const kembar_value_scan *scan, size_t i, kembar_value *value);
size_t kembar_value_find_date(const kembar_value_scan *scan, size_t i, kembar_value *value);
/* The first token after the run of digits at token i joined by . , or :, whatever it means. */
size_t kembar_value_skip_digits(const kembar_value_scan *scan, size_t i);

#endif
