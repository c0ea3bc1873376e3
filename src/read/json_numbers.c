#include "read/json_numbers.h"

#include <stdint.h>
#include <string.h>

enum { MAX_EXPONENT = 1000000, DOUBLE_EXPONENT = 308 };

static int is_digit(char c) {
    return c >= '0' && c <= '9';
}

static size_t count_digits(kembar_view json, size_t at) {
    size_t n = 0;
    while (at + n < json.size && is_digit(json.data[at + n]))
        n++;
    return n;
}

static int stands_at(kembar_view json, size_t at, const char *set) {
    return at < json.size && json.data[at] != '\0' && strchr(set, json.data[at]) != NULL;
}

/* A number in pieces; all offsets into the text. */
typedef struct number {
    size_t begin, end;
    size_t whole, n_whole;       /* digits before the point */
    size_t fraction, n_fraction; /* digits behind it */
    size_t exponent, n_exponent; /* digits of the exponent */
    int is_small;                /* the exponent is negative */
} number;

/* Reads the number at `at`; 0 when it is none by the grammar of JSON. */
static int read_number(kembar_view json, size_t at, number *n) {
    *n = (number){.begin = at};
    at += (size_t)stands_at(json, at, "-");
    n->whole = at;
    n->n_whole = count_digits(json, at);
    if (n->n_whole == 0 || (n->n_whole > 1 && json.data[at] == '0'))
        return 0;
    at += n->n_whole;
    if (stands_at(json, at, ".")) {
        n->fraction = at + 1;
        n->n_fraction = count_digits(json, at + 1);
        if (n->n_fraction == 0)
            return 0;
        at += 1 + n->n_fraction;
    }
    if (stands_at(json, at, "eE")) {
        at++;
        n->is_small = stands_at(json, at, "-");
        at += (size_t)stands_at(json, at, "+-");
        n->exponent = at;
        n->n_exponent = count_digits(json, at);
        if (n->n_exponent == 0)
            return 0;
        at += n->n_exponent;
    }
    n->end = at;
    return at == json.size || stands_at(json, at, ",]} \t\r\n");
}

/* Digits of the power of ten that the number begins with: 0 for 1 to 9, -1 for 0.1. Very large ones
 * are cut. */
static int64_t magnitude(kembar_view json, const number *n) {
    int64_t power = (int64_t)n->n_whole - 1, exponent = 0;
    size_t zeros = 0;
    if (json.data[n->whole] == '0') {
        while (zeros < n->n_fraction && json.data[n->fraction + zeros] == '0')
            zeros++;
        if (zeros == n->n_fraction)
            return -MAX_EXPONENT;
        power = -(int64_t)zeros - 1;
    }
    for (size_t i = 0; i < n->n_exponent && exponent < (int64_t)json.size + MAX_EXPONENT; i++)
        exponent = exponent * 10 + (json.data[n->exponent + i] - '0');
    return n->is_small ? power - exponent : power + exponent;
}

static int is_large_integer(kembar_view json, const number *n) {
    static const char most[] = "18446744073709551615", least[] = "9223372036854775808";
    const char *limit = json.data[n->begin] == '-' ? least : most;
    size_t n_limit = strlen(limit);
    if (n->n_whole != n_limit)
        return n->n_whole > n_limit;
    return memcmp(json.data + n->whole, limit, n_limit) > 0;
}

static int is_large(kembar_view json, const number *n) {
    if (n->n_fraction == 0 && n->n_exponent == 0)
        return is_large_integer(json, n);
    return magnitude(json, n) >= DOUBLE_EXPONENT;
}

/* Where the string that begins at `at` ends. */
static size_t skip_string(kembar_view json, size_t at) {
    for (at++; at < json.size && json.data[at] != '"'; at++)
        at += (size_t)(json.data[at] == '\\');
    return at < json.size ? at + 1 : json.size;
}

size_t kembar_json_quote_large(kembar_view json, kembar_buffer *out) {
    size_t n_quoted = 0, copied = 0;
    for (size_t at = 0; at < json.size;) {
        number n;
        if (json.data[at] == '"') {
            at = skip_string(json, at);
        } else if (!stands_at(json, at, "-0123456789")) {
            at++;
        } else if (!read_number(json, at, &n) || !is_large(json, &n)) {
            do
                at++;
            while (stands_at(json, at, "+-.eE0123456789"));
        } else {
            kembar_buffer_append(out, json.data + copied, n.begin - copied);
            kembar_buffer_append_char(out, '"');
            kembar_buffer_append(out, json.data + n.begin, n.end - n.begin);
            kembar_buffer_append_char(out, '"');
            copied = at = n.end;
            n_quoted++;
        }
    }
    kembar_buffer_append(out, json.data + copied, json.size - copied);
    return n_quoted;
}
