#include "numbers.h"

#include <inttypes.h>
#include <stdio.h>

enum { MICRO_DIGITS = 6, MICRO = 1000000 };

static int is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Reads digits from *text on, to where they end; 0 when there is none or the value passes `max`. */
static int take_digits(const char **text, uint64_t max, uint64_t *value) {
    const char *at = *text;
    for (*value = 0; is_digit(*at); at++) {
        uint64_t digit = (uint64_t)(*at - '0');
        if (*value > (max - digit) / 10)
            return 0;
        *value = *value * 10 + digit;
    }
    int any = at != *text;
    *text = at;
    return any;
}

int kembar_parse_count(const char *text, int32_t *out) {
    uint64_t value;
    if (!take_digits(&text, INT32_MAX, &value) || *text != '\0')
        return 0;
    *out = (int32_t)value;
    return 1;
}

/* The digits after the point, in 10^-6. */
static int take_decimals(const char **text, uint64_t *micro) {
    int n_digits = 0;
    *micro = 0;
    for (; is_digit(**text); ++*text, n_digits++) {
        if (n_digits < MICRO_DIGITS)
            *micro = *micro * 10 + (uint64_t)(**text - '0');
        else if (**text != '0')
            return 0;
    }
    int any = n_digits > 0;
    for (; n_digits < MICRO_DIGITS; n_digits++)
        *micro *= 10;
    return any;
}

int kembar_parse_micro(const char *text, int32_t *out) {
    uint64_t whole = 0, decimals = 0;
    if (*text != '.' && !take_digits(&text, INT32_MAX / MICRO - 1, &whole))
        return 0;
    if (*text == '.') {
        text++;
        if (!take_decimals(&text, &decimals))
            return 0;
    }
    if (*text != '\0')
        return 0;
    *out = (int32_t)(whole * MICRO + decimals);
    return 1;
}

/* The power of two that a letter stands for, -1 for none. */
static int size_shift(char letter) {
    switch (letter) {
    case 'k':
    case 'K':
        return 10;
    case 'm':
    case 'M':
        return 20;
    case 'g':
    case 'G':
        return 30;
    default:
        return -1;
    }
}

int kembar_parse_size(const char *text, uint64_t *out) {
    uint64_t value;
    if (!take_digits(&text, UINT64_MAX >> 1, &value))
        return 0;
    int shift = 0;
    if (*text != '\0') {
        shift = size_shift(*text++);
        if (shift < 0 || *text != '\0' || value > UINT64_MAX >> (shift + 1))
            return 0;
    }
    *out = value << shift;
    return 1;
}

const char *kembar_print_micro(int32_t micro, char buffer[KEMBAR_MICRO_BYTES]) {
    int64_t size = micro < 0 ? -(int64_t)micro : micro;
    int n_bytes = snprintf(buffer, KEMBAR_MICRO_BYTES, "%s%" PRId64 ".%06" PRId64,
                           micro < 0 ? "-" : "", size / MICRO, size % MICRO);
    while (n_bytes > 1 && buffer[n_bytes - 1] == '0')
        buffer[--n_bytes] = '\0';
    if (n_bytes > 1 && buffer[n_bytes - 1] == '.')
        buffer[n_bytes - 1] = '\0';
    return buffer;
}
