/* The lexicon, open to look-ups: Indonesian words and the English stems that they go to. */
#ifndef KEMBAR_LEXICON_H
#define KEMBAR_LEXICON_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/status.h"
#include "kembar/view.h"

/* Read-only once opened, but one look-up at a time. */
typedef struct kembar_dictionary kembar_dictionary;

/* Opens the lexicon of `data_dir` (borrowed). When it is NULL, of the first of these that is a
 * folder: the environment variable KEMBAR_DATA, share/kembar beside the running program,
 * ../share/kembar from there, the folder of the installation. What is not there is empty. Errors:
 * LIBRARY when a given `data_dir` is no folder; FORMAT when the lexicon is damaged or of another
 * version; MEMORY, IO, LIMIT. */
KEMBAR_API kembar_status kembar_dictionary_open(kembar_dictionary **out, const char *data_dir,
                                                kembar_error *error) KEMBAR_MUST_CHECK;
KEMBAR_API void kembar_dictionary_free(kembar_dictionary *dictionary);

/* A word list that went into the map of words. */
typedef struct kembar_dictionary_list {
    kembar_view name, licence; /* SPDX; both borrowed from the dictionary */
    uint64_t n_pairs;          /* pairs of words taken from it */
} kembar_dictionary_list;

typedef struct kembar_dictionary_info {
    uint32_t version; /* of the compiled map; 0 when there is none */
    uint64_t n_words, n_translations;
    uint64_t n_roots;
    const kembar_dictionary_list *lists; /* borrowed from the dictionary */
    size_t n_lists;
} kembar_dictionary_info;

KEMBAR_API kembar_dictionary_info kembar_dictionary_about(const kembar_dictionary *dictionary);

enum { KEMBAR_DICTIONARY_MAX_ITEMS = 16 };

typedef struct kembar_dictionary_item {
    kembar_view text; /* borrowed from the dictionary */
    int32_t weight;   /* 10^-6: the share of this stem among those of the Indonesian word */
} kembar_dictionary_item;

/* What is known of a word, heaviest first. Views are borrowed from the dictionary; `word`, `root`
 * and `stem` until its next look-up. */
typedef struct kembar_dictionary_word {
    kembar_view word; /* folded; two words or more run together, as the lists are read */
    kembar_view root; /* taken as Indonesian; the word itself where no affix came off */
    kembar_view stem; /* taken as English */
    int by_root;      /* the translations are the root's: the word has none of its own */
    kembar_dictionary_item english[KEMBAR_DICTIONARY_MAX_ITEMS]; /* stems for the Indonesian word */
    size_t n_english;
    kembar_dictionary_item indonesian[KEMBAR_DICTIONARY_MAX_ITEMS]; /* words with the stem */
    size_t n_indonesian;
} kembar_dictionary_word;

/* `word` is borrowed; bytes that are no UTF-8 are repaired. Cost: linear in the map. Errors:
 * MEMORY; LIMIT for a word of more than 4096 bytes. */
KEMBAR_API kembar_status kembar_dictionary_lookup(kembar_dictionary *dictionary, kembar_view word,
                                                  kembar_dictionary_word *out,
                                                  kembar_error *error) KEMBAR_MUST_CHECK;

#endif
