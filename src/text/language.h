/* Language of a run of text: English, Indonesian, or other. Common words and letter trigrams;
 * language.c says how the table was made. */
#ifndef KEMBAR_TEXT_LANGUAGE_H
#define KEMBAR_TEXT_LANGUAGE_H

#include <stdint.h>

#include "kembar/language.h"
#include "kembar/view.h"

/* Groups of other languages: Romance, Germanic, Austronesian, Slavic in Latin letters, the rest in
 * Latin letters, other scripts. */
enum { KEMBAR_LANGUAGE_N_GROUPS = 6 };

/* What a text's words say. Scores add up: the score of a run of blocks is the sum of its blocks'
 * scores. */
typedef struct kembar_language_score {
    int64_t balance; /* sum of log-ratios in 1/1024 nat: > 0 English, < 0 Indonesian */
    int64_t over_group[KEMBAR_LANGUAGE_N_GROUPS]; /* the same, English over each group of others */
    uint32_t n_trigrams;                          /* trigrams seen */
    uint32_t n_known;                             /* of them in the table of common trigrams */
} kembar_language_score;

/* Scores the words of valid UTF-8 `text` (runs of letters; of case it counts alone whether a word
 * begins with a capital, and then it says less). Linear, no allocation. */
kembar_language_score kembar_language_measure(kembar_view text);
kembar_language_score kembar_language_add(kembar_language_score a, kembar_language_score b);
/* OTHER when there are no letters, too few known trigrams for either language, or a group of others
 * fits better. */
kembar_language kembar_language_decide(kembar_language_score score);

#endif
