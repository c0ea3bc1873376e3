/* Words that numbers and dates are made with, English and Indonesian. ASCII case is ignored. */
#ifndef KEMBAR_TEXT_VALUE_WORDS_H
#define KEMBAR_TEXT_VALUE_WORDS_H

#include "kembar/view.h"

int kembar_word_equals(kembar_view word, const char *lower);
int kembar_word_is_one_of(kembar_view word, const char *const *words); /* list ends with NULL */

/* 1..12 of a name or its usual short form ("agustus", "Aug"), or 0. */
int kembar_word_month(kembar_view word);
/* Power of ten of ribu, juta, million ..., or 0. */
int kembar_word_multiplier(kembar_view word);
/* Power of ten of a multiplier glued to a sum of money ($5m, Rp2jt), or 0. `is_indonesian`: m is
 * miliar there. */
int kembar_word_glued_multiplier(kembar_view suffix, int is_indonesian);
/* Three-letter code of a currency before ("rp", "idr") or after ("rupiah", "dolar") a number, or
 * NULL. */
const char *kembar_word_currency_before(kembar_view word);
const char *kembar_word_currency_after(kembar_view word);
/* Of the letters before a dollar sign ("US", "A"), or NULL. */
const char *kembar_word_dollar_country(kembar_view word);
/* Of the country of a dollar: "AS", "Australia", "Singapore"; or NULL. */
const char *kembar_word_dollar_adjective(kembar_view word);

#endif
