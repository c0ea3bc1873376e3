/* A small lexicon.bin, made by hand. */
#ifndef TESTS_SUPPORT_FORGED_MAP_H
#define TESTS_SUPPORT_FORGED_MAP_H

#include <stdint.h>

#include "base/buffer.h"

/* Rows of one word stand together, words ascending, heaviest first. */
typedef struct forged_row {
    const char *id, *stem; /* the stem is not checked */
    uint32_t micro;
} forged_row;

/* Appends the file to an empty buffer. It names one list, "made", under "MIT", with 7 pairs. */
void forge_map(kembar_buffer *out, const forged_row *rows, size_t n_rows);
/* Sets the checksum of changed bytes right again. */
void forge_checksum(kembar_buffer *bytes);

#endif
