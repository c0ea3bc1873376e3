/* The bilingual map: where Indonesian words go in the English space.
 *
 * Compiled at build time from the word lists under data/ (see compile/); read-only, any number of
 * threads. */
#ifndef KEMBAR_LEXICON_BILINGUAL_H
#define KEMBAR_LEXICON_BILINGUAL_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/status.h"
#include "kembar/view.h"

/* An English stem (Porter 2, folded; a phrase gives one translation for each of its content words)
 * with its share. */
typedef struct kembar_translation {
    kembar_view stem; /* borrowed from the map */
    float weight;     /* > 0; dictionary and Model 1 together, those of one word sum to 1 */
} kembar_translation;

/* A word list that went into the map. Views borrowed from the map. */
typedef struct kembar_bilingual_list {
    kembar_view name, licence;
    uint32_t n_pairs; /* pairs read from it */
} kembar_bilingual_list;

typedef struct kembar_bilingual kembar_bilingual;

/* Opens the compiled map lexicon.bin of the data folder (found as lexicon.h says). A folder without
 * one gives an empty map: no error. Errors: FORMAT when the file is damaged or of another version;
 * MEMORY, IO, LIMIT; LIBRARY when a given `data_dir` is no folder. Reads the file whole. */
kembar_status kembar_bilingual_open(kembar_bilingual **out, const char *data_dir,
                                    kembar_error *error) KEMBAR_MUST_CHECK;
/* The same from the bytes of a file (borrowed, copied). `name` stands in errors. */
kembar_status kembar_bilingual_parse(kembar_bilingual **out, kembar_view bytes, const char *name,
                                     kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_bilingual_free(kembar_bilingual *map);

/* Translations of a folded Indonesian word or root, best first; NULL and 0 when it has none.
 * Borrowed. Logarithmic in the number of words. Of a word with affixes callers ask for the word,
 * then for its root. */
const kembar_translation *kembar_bilingual_find(const kembar_bilingual *map, kembar_view word,
                                                size_t *n);
/* Indonesian words whose translations hold this English stem, for `lexicon lookup` in the other
 * direction; heaviest first, then by bytes, at most `max` written to out; returns how many. Linear
 * in the map. */
size_t kembar_bilingual_reverse(const kembar_bilingual *map, kembar_view stem,
                                kembar_translation *out, size_t max);

/* Counts; the file's version, 0 for an empty map without a file. */
uint32_t kembar_bilingual_version(const kembar_bilingual *map);
size_t kembar_bilingual_word_count(const kembar_bilingual *map);
size_t kembar_bilingual_translation_count(const kembar_bilingual *map);
const kembar_bilingual_list *kembar_bilingual_lists(const kembar_bilingual *map, size_t *n);

#endif
