/* Which translations of a word the map keeps, and with what weight. */
#ifndef KEMBAR_LEXICON_COMPILE_RANK_H
#define KEMBAR_LEXICON_COMPILE_RANK_H

#include "kembar/status.h"
#include "lexicon/compile/entries.h"

/* A translation of a word. The strings are borrowed from the entries; the stem is not
 * NUL-terminated. */
typedef struct kembar_map_row {
    const char *id;
    kembar_view stem;
    uint32_t micro; /* those of one word sum to 1000000 */
} kembar_map_row;

typedef struct kembar_map_rows {
    kembar_map_row *items; /* owned */
    size_t n_items, capacity;
} kembar_map_rows;

/* Makes the rows, ascending by word, heaviest first in each word. Sorts the entries, which must be
 * finished. Errors: MEMORY. */
kembar_status kembar_map_rank(kembar_map_rows *out, kembar_entries *entries,
                              kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_map_rows_deinit(kembar_map_rows *rows);

#endif
