/* The weights behind language.c, for English, Indonesian and six groups of others: of common words,
 * and of the letter trigrams of all other words. */
#ifndef KEMBAR_TEXT_LANGUAGE_TABLE_H
#define KEMBAR_TEXT_LANGUAGE_TABLE_H

#include <stdint.h>

enum {
    KEMBAR_LANGUAGE_N_LETTERS = 28,     /* 0 the edge of a word, 1..26 a..z, 27 any other letter */
    KEMBAR_LANGUAGE_N_TRIGRAMS = 21952, /* 28^3 */
    KEMBAR_LANGUAGE_N_ROWS = 4001,
    KEMBAR_LANGUAGE_N_PLAIN_ROWS = 3336, /* of a-z alone; those with letter 27 come last */
    KEMBAR_LANGUAGE_N_COLUMNS = 8,       /* English, Indonesian, then the groups of language.h */
    KEMBAR_LANGUAGE_SLOT_BITS = 13,
    KEMBAR_LANGUAGE_N_SLOTS = 1 << KEMBAR_LANGUAGE_SLOT_BITS,
    KEMBAR_LANGUAGE_MAX_KNOWN_LETTERS = 12, /* of a word with a row of its own */
    KEMBAR_LANGUAGE_STEPS_PER_NAT = 32
};

/* A common word: its letters as numbers of five bits, the last one lowest. 0: a free slot. */
typedef struct kembar_language_word {
    uint64_t letters;
    int8_t row[KEMBAR_LANGUAGE_N_COLUMNS]; /* the largest is 0 */
} kembar_language_word;

/* Row of trigram (first * 28 + second) * 28 + third; 0, the row of the rest, when it is rare
 * everywhere. */
extern const uint16_t kembar_language_index[KEMBAR_LANGUAGE_N_TRIGRAMS];
extern const int8_t kembar_language_rows[KEMBAR_LANGUAGE_N_ROWS][KEMBAR_LANGUAGE_N_COLUMNS];
/* Each word lies in the first slot that was free from its own on, which is the upper bits of its
 * letters times 0x9E3779B97F4A7C15. Fewer than half are taken. */
extern const kembar_language_word kembar_language_words[KEMBAR_LANGUAGE_N_SLOTS];

#endif
