#include "text/value_decimal.h"

int kembar_decimal_append(kembar_decimal *d, kembar_view digits) {
    for (size_t i = 0; i < digits.size; i++) {
        if (d->n_digits == 0 && digits.data[i] == '0' && d->n_fraction == 0)
            continue;
        if (d->n_digits == KEMBAR_DECIMAL_MAX_DIGITS)
            return 0;
        d->digits[d->n_digits++] = digits.data[i];
    }
    return 1;
}

int kembar_decimal_append_fraction(kembar_decimal *d, kembar_view digits) {
    if (digits.size > KEMBAR_DECIMAL_MAX_DIGITS)
        return 0;
    d->n_fraction = (int)digits.size;
    if (!kembar_decimal_append(d, digits))
        return 0;
    while (d->n_fraction > 0 && d->digits[d->n_digits - 1] == '0') {
        d->n_fraction--;
        d->n_digits--;
    }
    return 1;
}

int kembar_decimal_shift(kembar_decimal *d, int power) {
    d->n_fraction -= power;
    for (; d->n_fraction < 0; d->n_fraction++) {
        if (d->n_digits == KEMBAR_DECIMAL_MAX_DIGITS)
            return 0;
        d->digits[d->n_digits++] = '0';
    }
    return 1;
}

void kembar_decimal_print(const kembar_decimal *d, char *out) {
    int n_whole = d->n_digits - d->n_fraction;
    int i = 0;
    while (i < n_whole - 1 && d->digits[i] == '0')
        i++;
    if (n_whole <= 0)
        *out++ = '0';
    for (; i < n_whole; i++)
        *out++ = d->digits[i];
    if (d->n_fraction > 0)
        *out++ = '.';
    for (; i < d->n_digits; i++)
        *out++ = d->digits[i];
    *out = '\0';
}
