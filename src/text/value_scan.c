#include "text/value_scan.h"

#include "text/value_words.h"

kembar_view kembar_value_token(const kembar_value_scan *scan, size_t i) {
    kembar_token token = scan->tokens->items[i];
    return (kembar_view){scan->text.data + token.begin, token.end - token.begin};
}

kembar_view kembar_value_gap(const kembar_value_scan *scan, size_t i) {
    if (i + 1 >= scan->end)
        return (kembar_view){NULL, 0};
    uint32_t begin = scan->tokens->items[i].end;
    uint32_t end = scan->tokens->items[i + 1].begin;
    /* Tokens that one cluster folded to may share its bytes. */
    if (end <= begin)
        return (kembar_view){NULL, 0};
    return (kembar_view){scan->text.data + begin, end - begin};
}

int kembar_value_gap_is_space(const kembar_value_scan *scan, size_t i) {
    kembar_view gap = kembar_value_gap(scan, i);
    for (size_t at = 0; at < gap.size; at++) {
        unsigned char c = (unsigned char)gap.data[at];
        int is_nbsp = c == 0xC2 && at + 1 < gap.size && (unsigned char)gap.data[at + 1] == 0xA0;
        if (is_nbsp)
            at++;
        else if (c != ' ' && c != '\t' && c != '\n' && c != '\r')
            return 0;
    }
    return gap.size > 0;
}

int kembar_value_gap_is(const kembar_value_scan *scan, size_t i, char byte) {
    kembar_view gap = kembar_value_gap(scan, i);
    return gap.size == 1 && gap.data[0] == byte;
}

char kembar_value_byte_before(const kembar_value_scan *scan, size_t i, size_t distance) {
    size_t begin = scan->tokens->items[i].begin;
    return distance <= begin ? scan->text.data[begin - distance] : '\0';
}

char kembar_value_byte_after(const kembar_value_scan *scan, size_t i, size_t distance) {
    size_t at = scan->tokens->items[i].end + distance;
    return at < scan->text.size ? scan->text.data[at] : '\0';
}

static int is_digit(char c) {
    return c >= '0' && c <= '9';
}

size_t kembar_value_leading_digits(kembar_view token) {
    size_t n = 0;
    while (n < token.size && is_digit(token.data[n]))
        n++;
    return n;
}

int kembar_value_starts_with_digit(const kembar_value_scan *scan, size_t i) {
    return i < scan->end && kembar_value_leading_digits(kembar_value_token(scan, i)) > 0;
}

int kembar_value_small_integer(const kembar_value_scan *scan, size_t i, int ordinal) {
    static const char *const endings[] = {"st", "nd", "rd", "th", NULL};
    if (i >= scan->end)
        return -1;
    kembar_view token = kembar_value_token(scan, i);
    size_t n = kembar_value_leading_digits(token);
    kembar_view rest = {token.data + n, token.size - n};
    if (n == 0 || n > 4 || (rest.size > 0 && !(ordinal && kembar_word_is_one_of(rest, endings))))
        return -1;
    int number = 0;
    for (size_t at = 0; at < n; at++)
        number = number * 10 + (token.data[at] - '0');
    return number;
}

size_t kembar_value_skip_digits(const kembar_value_scan *scan, size_t i) {
    i++;
    while (kembar_value_starts_with_digit(scan, i)) {
        kembar_view gap = kembar_value_gap(scan, i - 1);
        if (gap.size != 1 || (gap.data[0] != '.' && gap.data[0] != ',' && gap.data[0] != ':'))
            break;
        i++;
    }
    return i;
}
