/* The statistics behind language.c: frequencies of letter trigrams in English, Indonesian and four
 * groups of others. */
#ifndef KEMBAR_TEXT_LANGUAGE_TABLE_H
#define KEMBAR_TEXT_LANGUAGE_TABLE_H

#include <stdint.h>

enum {
    KEMBAR_LANGUAGE_N_LETTERS = 27,     /* 0 is the edge of a word, 1..26 are a..z */
    KEMBAR_LANGUAGE_N_TRIGRAMS = 19683, /* 27^3 */
    KEMBAR_LANGUAGE_N_ROWS = 2501,
    KEMBAR_LANGUAGE_N_COLUMNS = 6 /* English, Indonesian, then the groups of language.h */
};

/* Row of trigram (first * 27 + second) * 27 + third; 0, the row of the rest, when it is rare
 * everywhere. */
extern const uint16_t kembar_language_index[KEMBAR_LANGUAGE_N_TRIGRAMS];
/* ln(p / 0.0001) in 1/16 nat. */
extern const int8_t kembar_language_rows[KEMBAR_LANGUAGE_N_ROWS][KEMBAR_LANGUAGE_N_COLUMNS];

#endif
