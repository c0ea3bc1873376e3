/* The rows of the map as the bytes of lexicon.bin. */
#ifndef KEMBAR_LEXICON_COMPILE_MAP_BYTES_H
#define KEMBAR_LEXICON_COMPILE_MAP_BYTES_H

#include "base/buffer.h"
#include "lexicon/compile/rank.h"

/* Appends the file to an empty buffer; `n_pairs` says how many pairs came from each row of the list
 * table: lists without any are not named. Errors: MEMORY, LIMIT (past 32 bits). */
kembar_status kembar_map_bytes(kembar_buffer *out, const kembar_map_rows *rows,
                               const uint32_t *n_pairs, kembar_error *error) KEMBAR_MUST_CHECK;

#endif
