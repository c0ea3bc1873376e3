#include "text/values.h"

#include "base/array.h"
#include "text/value_scan.h"

/* A value begins with a digit, with a currency glued to digits (Rp2), or with a month before a
 * number. */
static int may_begin(const kembar_value_scan *scan, size_t i) {
    if (scan->tokens->flags[i] & KEMBAR_TOKEN_NON_ASCII)
        return 0;
    if (scan->tokens->flags[i] & KEMBAR_TOKEN_DIGIT)
        return 1;
    return i + 1 < scan->end && (scan->tokens->flags[i + 1] & KEMBAR_TOKEN_DIGIT);
}

/* Reads one value at token i. Returns the first token that may begin another; value->n_tokens stays
 * 0 when there is none. */
static size_t read_value(const kembar_value_scan *scan, size_t i, kembar_value *value) {
    if (!may_begin(scan, i))
        return i + 1;
    size_t next = kembar_value_find_date(scan, i, value);
    if (next == i)
        next = kembar_value_find_number(scan, i, value);
    if (next > i)
        return next;
    return kembar_value_starts_with_digit(scan, i) ? kembar_value_skip_digits(scan, i) : i + 1;
}

/* 1.234 and 1,234: exactly three digits behind the mark. */
static int may_be_thousands(kembar_view behind) {
    return kembar_value_leading_digits(behind) == 3;
}

/* 2/11/2023, 2/11/23, 2-11-2023: the third part may be a year. */
static int may_be_year(kembar_view third) {
    return third.size == 2 || (third.size == 4 && (third.data[0] == '1' || third.data[0] == '2'));
}

/* Whether what is joined to token i, which has digits, may be read in two ways. */
static int is_joined_unclearly(const kembar_value_scan *scan, size_t i) {
    kembar_view gap = kembar_value_gap(scan, i);
    if (gap.size != 1)
        return 0;
    char mark = gap.data[0];
    if (mark == '.' || mark == ',')
        return may_be_thousands(kembar_value_token(scan, i + 1));
    return (mark == '-' || mark == '/') && kembar_value_gap_is(scan, i + 1, mark) &&
           may_be_year(kembar_value_token(scan, i + 2));
}

/* Rp5m, Rp5t. */
static int may_end_in_multiplier(kembar_view token) {
    char last = (char)(token.data[token.size - 1] | 0x20);
    return last == 'm' || last == 't';
}

int kembar_values_ask_language(kembar_view text, const kembar_tokens *tokens, size_t first,
                               size_t n) {
    kembar_value_scan scan = {text, tokens, first + n, KEMBAR_LANGUAGE_OTHER};
    for (size_t i = first; i < scan.end; i++)
        if ((tokens->flags[i] & KEMBAR_TOKEN_DIGIT) &&
            (may_end_in_multiplier(kembar_value_token(&scan, i)) || is_joined_unclearly(&scan, i)))
            return 1;
    return 0;
}

static kembar_status append(kembar_value **values, size_t *n_values, size_t *capacity,
                            const kembar_value *value) {
    void *items = *values;
    kembar_status status = kembar_array_reserve(&items, capacity, *n_values + 1, sizeof **values);
    if (status)
        return status;
    *values = items;
    (*values)[(*n_values)++] = *value;
    return KEMBAR_OK;
}

kembar_status kembar_values_find(kembar_view text, const kembar_tokens *tokens, size_t first,
                                 size_t n, kembar_language language, kembar_value **values,
                                 size_t *n_values, size_t *capacity) {
    kembar_value_scan scan = {text, tokens, first + n, language};
    for (size_t i = first; i < scan.end;) {
        /* Zeroed, so that equal values have equal bytes. */
        kembar_value value = {0};
        i = read_value(&scan, i, &value);
        if (value.n_tokens == 0)
            continue;
        kembar_status status = append(values, n_values, capacity, &value);
        if (status)
            return status;
    }
    return KEMBAR_OK;
}
