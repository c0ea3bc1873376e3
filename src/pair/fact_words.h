/* Which words of a content are facts: names, numbers and dates. */
#ifndef KEMBAR_PAIR_FACT_WORDS_H
#define KEMBAR_PAIR_FACT_WORDS_H

#include "pair/gap.h"

typedef enum kembar_fact_kind {
    KEMBAR_FACT_NONE = 0,
    KEMBAR_FACT_NAME,    /* capitalised inside a sentence, and no title or form of address */
    KEMBAR_FACT_ACRONYM, /* a name of at most five letters, all capitals */
    KEMBAR_FACT_NUMBER,
    KEMBAR_FACT_AMOUNT, /* a sum of money or a share */
    KEMBAR_FACT_DATE    /* a date, year, month, weekday, ordinal or time of day */
} kembar_fact_kind;

/* Of content token i. A part of a telephone number or zeros alone are no fact. */
kembar_fact_kind kembar_fact_of(const kembar_prepared *prepared, uint32_t i,
                                kembar_gap_scratch *scratch);

/* Not 0 when the token is capitalised and begins no sentence, or holds a digit: what fact_of may
 * call a fact. */
int kembar_fact_may_be(const kembar_prepared *prepared, uint32_t i);

int kembar_fact_has_digit(const kembar_prepared *prepared, uint32_t i);
int kembar_fact_is_all_digits(kembar_view word);

/* The value (number, sum or date) that content token i is of, or NULL. Borrowed. */
const kembar_value *kembar_fact_value(const kembar_prepared *prepared, uint32_t i);
/* Its number or date alone, without kind and currency: "2150000", "2023-05-03". */
kembar_view kembar_fact_value_text(const kembar_value *value);
/* Not 0 when of two values one rounds the other: they differ by at most two hundredths, and by no
 * more than the last digit of the rounder one is worth. */
int kembar_fact_rounds(const kembar_value *a, const kembar_value *b);
/* Not 0 when one may be a slip for the other: they differ by at most a twentieth, or have the same
 * digits in another order. */
int kembar_fact_is_close(const kembar_value *a, const kembar_value *b);

/* Not 0 for a word in lower case: running text, not a headline, list of names or address. */
int kembar_fact_is_lower(const kembar_prepared *prepared, uint32_t i);

/* Not 0 when one of two words shortens the other: "Sens" and "Senator". */
int kembar_fact_shortens(const kembar_prepared *a, uint32_t i, const kembar_prepared *b, uint32_t j,
                         kembar_gap_scratch *scratch);

#endif
