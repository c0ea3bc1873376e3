/* Cutting a text into blocks: paragraphs, headings, list items. */
#ifndef KEMBAR_TEXT_BLOCKS_H
#define KEMBAR_TEXT_BLOCKS_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/status.h"
#include "kembar/view.h"

typedef enum kembar_block_kind {
    KEMBAR_BLOCK_PARAGRAPH = 0,
    KEMBAR_BLOCK_HEADING, /* Markdown '#', or a short line alone without final punctuation */
    KEMBAR_BLOCK_ITEM     /* begins with a list marker (-, *, bullet, 1.) */
} kembar_block_kind;

typedef struct kembar_block_span {
    uint32_t begin; /* bytes; leading and trailing white space left out */
    uint32_t end;
    uint8_t kind; /* kembar_block_kind */
} kembar_block_span;

typedef struct kembar_line kembar_line; /* blocks_lines.h */

/* Blocks, and memory that finding them takes, for text after text. Start from a zeroed struct. */
typedef struct kembar_block_list {
    kembar_block_span *items; /* owned */
    size_t n_items;
    size_t capacity;
    kembar_line *lines; /* owned; of the last text */
    size_t line_capacity;
} kembar_block_list;

void kembar_block_list_deinit(kembar_block_list *list);

/* Appends the blocks of `text` to the list. Blank lines part blocks; a single line break parts them
 * too unless the text is hard-wrapped there: a long enough line that goes on in the next one. Works
 * on LF, CRLF and CR. Blocks are in order, not empty, and do not overlap. Linear. On failure the
 * list is as before. */
kembar_status kembar_blocks_split(kembar_view text, kembar_block_list *list) KEMBAR_MUST_CHECK;

#endif
