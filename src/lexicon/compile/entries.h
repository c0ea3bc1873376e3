/* The lines of the word lists, cut down to what the map can hold: one Indonesian word, English
 * stems. */
#ifndef KEMBAR_LEXICON_COMPILE_ENTRIES_H
#define KEMBAR_LEXICON_COMPILE_ENTRIES_H

#include "base/buffer.h"
#include "kembar/status.h"
#include "kembar/view.h"
#include "lexicon/compile/list_table.h"
#include "text/stem.h"
#include "text/tokens.h"

typedef struct kembar_entry {
    const char *id; /* folded Indonesian word; NUL-terminated, borrowed from `strings` */
    const char *en; /* English stems, parted by spaces; likewise */
    uint32_t id_at, en_at;
    uint32_t micro; /* Model 1: probability in 10^-6 */
    uint8_t list;   /* row of the list table */
    uint8_t n_stems;
    uint8_t sense; /* 0: the list does not number it, or the first */
} kembar_entry;

/* Start from a zeroed struct. `id` and `en` of the items are set by kembar_entries_finish. */
typedef struct kembar_entries {
    kembar_entry *items; /* owned */
    size_t n_items, capacity;
    kembar_buffer strings;
    uint32_t *n_pairs; /* owned: lines used of each list of the table */
    kembar_stemmer *stemmer;
    kembar_tokens tokens; /* of the field at hand */
    kembar_buffer folded;
} kembar_entries;

kembar_status kembar_entries_init(kembar_entries *entries, kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_entries_deinit(kembar_entries *entries);

/* Adds the lines of a list; `text` and `path` (for errors) are borrowed. The first line is a
 * heading. Indonesian expressions of two words count as one (buku-buku is buku; ibu kota, for which
 * English has one word, is ibukota). Left out are longer ones, symbols, words of more bytes than
 * the map can hold, probability 0. Errors: FORMAT, LIMIT, MEMORY. */
kembar_status kembar_entries_add(kembar_entries *entries, size_t list, kembar_view text,
                                 const char *path, kembar_error *error) KEMBAR_MUST_CHECK;
/* To be called once, after the last list. */
void kembar_entries_finish(kembar_entries *entries);

#endif
