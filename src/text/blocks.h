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

/* Appends the blocks of `text` to *blocks (grown with base/array.h, owned by the caller). Blank
 * lines part blocks; a single line break parts them too unless the text is hard-wrapped there: a
 * long enough line that goes on in the next one. Works on LF, CRLF and CR. Blocks are in order, not
 * empty, and do not overlap. Linear. */
kembar_status kembar_blocks_split(kembar_view text, kembar_block_span **blocks, size_t *n_blocks,
                                  size_t *capacity) KEMBAR_MUST_CHECK;

#endif
