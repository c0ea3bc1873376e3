/* Language of a run of text: English, Indonesian, or other. Letter trigrams; language.c says how
 * the table was made. */
#ifndef KEMBAR_TEXT_LANGUAGE_H
#define KEMBAR_TEXT_LANGUAGE_H

#include <stdint.h>

#include "kembar/language.h"
#include "kembar/view.h"

/* Groups of other languages, each one mixture: Romance, Germanic, Austronesian, Slavic with Turkish
 * and its neighbours. */
enum { KEMBAR_LANGUAGE_N_GROUPS = 4 };

/* What a text's letters say. Scores add up: the score of a run of blocks is the sum of its blocks'
 * scores. */
typedef struct kembar_language_score {
    int64_t balance; /* sum of log-ratios in 1/1024 nat: > 0 English, < 0 Indonesian */
    int64_t over_group[KEMBAR_LANGUAGE_N_GROUPS]; /* the same, English over each group of others */
    uint32_t n_trigrams;                          /* trigrams seen */
    uint32_t n_known;                             /* of them in the table of common trigrams */
} kembar_language_score;

/* Scores the letters of valid UTF-8 `text` (case ignored, digits and marks part words). Linear, no
 * allocation. */
kembar_language_score kembar_language_measure(kembar_view text);
kembar_language_score kembar_language_add(kembar_language_score a, kembar_language_score b);
/* OTHER when there are no letters, too few known trigrams for either language, or a group of others
 * fits better. */
kembar_language kembar_language_decide(kembar_language_score score);

#endif
