/* Foreign text made fit for showing: one line, no control or direction characters, cut to a width.
 *
 * Used for the terminal and for the page, which escapes on top of it. Input may be any bytes. */
#ifndef KEMBAR_REPORT_PLAIN_H
#define KEMBAR_REPORT_PLAIN_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "kembar/document.h"

/* Takes the first code point off *rest (not empty); U+FFFD for each byte of ill-formed UTF-8. */
uint32_t kembar_plain_next(kembar_view *rest);
/* What is shown in place of a code point: itself, a space for line breaks and tabs, U+FFFD for
 * controls and characters that change direction, 0 (nothing) for invisible ones. */
uint32_t kembar_plain_shown(uint32_t code_point);
/* Terminal columns of a shown code point: 0, 1 or 2. */
size_t kembar_plain_width(uint32_t code_point);
void kembar_plain_append_code_point(kembar_buffer *out, uint32_t code_point);

/* Appends `text` as one line with single spaces, at most `max_columns` (>= 1) wide; an ellipsis
 * takes the last column when it is cut. Returns the columns used. */
size_t kembar_plain_append_line(kembar_buffer *out, kembar_view text, size_t max_columns);

/* The same at the left of a column of that width. */
void kembar_plain_append_left(kembar_buffer *out, kembar_view text, size_t columns);

/* What a document is called: its title, else the first line of its text that says something
 * (without the marks of a Markdown heading). Borrowed; data NULL when there is neither. */
kembar_view kembar_plain_title(const kembar_document *document);

/* 1234567 -> "1,234,567". */
void kembar_plain_append_count(kembar_buffer *out, uint64_t count);
/* "1 copy", "1,200 copies". */
void kembar_plain_append_counted(kembar_buffer *out, uint64_t count, const char *one,
                                 const char *many);
/* A fraction of 10^-6 in whole percent, rounded down: "98%". */
void kembar_plain_append_percent(kembar_buffer *out, int32_t micro);

#endif
