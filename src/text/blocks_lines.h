/* The lines of a text, measured for the question which of them go on in the next. Private to
 * blocks*.c. */
#ifndef KEMBAR_TEXT_BLOCKS_LINES_H
#define KEMBAR_TEXT_BLOCKS_LINES_H

#include "text/blocks.h"

enum {
    KEMBAR_LINE_LOWER = 1, /* begins with a lower-case letter and is no web address */
    KEMBAR_LINE_FINAL =
        2, /* ends a sentence: . ! ? or an ellipsis, with closing quotes or brackets */
    KEMBAR_LINE_STOP = 4,   /* ends in a comma, colon or semicolon */
    KEMBAR_LINE_ITEM = 8,   /* begins with a list marker */
    KEMBAR_LINE_TITLE = 16, /* begins with a Markdown '#' marker */
    KEMBAR_LINE_LETTER = 32 /* holds a letter or digit */
};

/* Widths count code points and stay at their type's largest value when larger. */
struct kembar_line {
    uint32_t begin; /* bytes, without white space at either end; equal in a blank line */
    uint32_t end;
    uint16_t width; /* from the start of the line, indent and all, to `end` */
    uint8_t indent; /* white space before `begin` */
    uint8_t flags;
};

/* Writes the lines of valid UTF-8 `text` (below 4 GiB), parted by LF, CRLF or CR, to list->lines,
 * over those that were there. */
kembar_status kembar_lines_split(kembar_view text, kembar_block_list *list,
                                 size_t *n_lines) KEMBAR_MUST_CHECK;

/* The width of a line of `text`, not blank, up to its first space, at most 255. */
size_t kembar_lines_first_word(kembar_view text, const kembar_line *line);

#endif
