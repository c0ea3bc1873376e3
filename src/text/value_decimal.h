/* Exact decimal numbers of at most 24 digits. Internal to values.c. */
#ifndef KEMBAR_TEXT_VALUE_DECIMAL_H
#define KEMBAR_TEXT_VALUE_DECIMAL_H

#include "kembar/view.h"

enum { KEMBAR_DECIMAL_MAX_DIGITS = 24 };

/* digits[0..n_digits) with the last n_fraction behind the point. Start from a zeroed struct. */
typedef struct kembar_decimal {
    char digits[KEMBAR_DECIMAL_MAX_DIGITS];
    int n_digits;
    int n_fraction;
} kembar_decimal;

/* These return 0, with *d spoilt, when the number would have too many digits. Leading zeros are
 * dropped. */
int kembar_decimal_append(kembar_decimal *d, kembar_view digits);
/* Once, after all whole digits. Trailing zeros are dropped. */
int kembar_decimal_append_fraction(kembar_decimal *d, kembar_view digits);
/* Times 10^power. */
int kembar_decimal_shift(kembar_decimal *d, int power);

/* Writes the canonical form and a NUL: at most 27 bytes. */
void kembar_decimal_print(const kembar_decimal *d, char *out);

#endif
