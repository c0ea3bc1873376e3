/* Dates: with a month's name, or digits alone. */
#include <string.h>

#include "text/value_scan.h"
#include "text/value_words.h"

/* year 0: not given; day 0: a whole month. */
typedef struct date {
    int year, month, day;
} date;

static int is_leap(int year) {
    return year == 0 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

static int is_valid(const date *d) {
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (d->month < 1 || d->month > 12 || d->day < 1 || d->day > days[d->month - 1])
        return 0;
    return !(d->month == 2 && d->day == 29 && !is_leap(d->year));
}

static char *print_digits(char *out, int number, int width) {
    for (int at = width - 1; at >= 0; at--, number /= 10)
        out[at] = (char)('0' + number % 10);
    return out + width;
}

static size_t write_date(const date *d, size_t i, size_t next, kembar_value *value) {
    char *out = value->text;
    memcpy(out, "date:", 5);
    out += 5;
    if (d->year)
        out = print_digits(out, d->year, 4);
    else
        *out++ = '-';
    *out++ = '-';
    out = print_digits(out, d->month, 2);
    if (d->day) {
        *out++ = '-';
        out = print_digits(out, d->day, 2);
    }
    *out = '\0';
    value->kind = KEMBAR_VALUE_DATE;
    value->first_token = (uint32_t)i;
    /* A time of any number of parts may follow. */
    value->n_tokens = (uint16_t)(next - i < UINT16_MAX ? next - i : UINT16_MAX);
    return next;
}

/* No mark that would join token i to digits after it: 5,000 or 7.5 or 16:14. */
static int ends_number(const kembar_value_scan *scan, size_t i) {
    return kembar_value_skip_digits(scan, i) == i + 1;
}

/* A year of four digits in token i, or 0. */
static int read_year(const kembar_value_scan *scan, size_t i) {
    if (i >= scan->end || kembar_value_token(scan, i).size != 4 || !ends_number(scan, i))
        return 0;
    int year = kembar_value_small_integer(scan, i, 0);
    return year >= 1000 && year < 3000 ? year : 0;
}

static int read_day(const kembar_value_scan *scan, size_t i) {
    if (i >= scan->end || kembar_value_leading_digits(kembar_value_token(scan, i)) > 2)
        return 0;
    int day = kembar_value_small_integer(scan, i, 1);
    return day >= 1 && day <= 31 ? day : 0;
}

/* The month that token i names, or 0. "may" and "march" are words too: a capital, or no month. */
static int read_month(const kembar_value_scan *scan, size_t i) {
    if (i >= scan->end)
        return 0;
    int month = kembar_word_month(kembar_value_token(scan, i));
    int is_capital = scan->tokens->flags[i] & KEMBAR_TOKEN_CAPITAL;
    return is_capital || (month != 3 && month != 5) ? month : 0;
}

/* Blank or one mark, as stand between the parts of a date. A full stop before a blank is an
 * abbreviation's. */
static int is_date_gap(const kembar_value_scan *scan, size_t i) {
    if (kembar_value_gap_is_space(scan, i))
        return 1;
    kembar_view gap = kembar_value_gap(scan, i);
    if (gap.size == 1)
        return memchr("-/.,", gap.data[0], 4) != NULL;
    if (gap.size != 2 || gap.data[1] != ' ')
        return 0;
    return gap.data[0] == ',' || (gap.data[0] == '.' && kembar_value_token(scan, i).size <= 4);
}

/* 2 November 2023, 2nd of November, 03-Nov-2023, 2 November. */
static size_t find_day_first(const kembar_value_scan *scan, size_t i, kembar_value *value) {
    date d = {0, 0, read_day(scan, i)};
    size_t at = i + 1;
    if (d.day == 0 || !is_date_gap(scan, i) || kembar_value_byte_after(scan, i, 0) == ',')
        return i;
    if (kembar_word_equals(kembar_value_token(scan, at), "of") &&
        kembar_value_gap_is_space(scan, at))
        at++;
    d.month = read_month(scan, at);
    if (d.month == 0)
        return i;
    if (is_date_gap(scan, at))
        d.year = read_year(scan, at + 1);
    if (!is_valid(&d))
        return i;
    return write_date(&d, i, at + (d.year ? 2 : 1), value);
}

/* November 2, 2023; November 2; November 2023. */
static size_t find_month_first(const kembar_value_scan *scan, size_t i, kembar_value *value) {
    date d = {0, read_month(scan, i), 0};
    if (d.month == 0 || !is_date_gap(scan, i))
        return i;
    d.year = read_year(scan, i + 1);
    if (d.year)
        return write_date(&d, i, i + 2, value);
    d.day = read_day(scan, i + 1);
    if (d.day == 0 || !ends_number(scan, i + 1))
        return i;
    if (is_date_gap(scan, i + 1))
        d.year = read_year(scan, i + 2);
    if (!is_valid(&d))
        return i;
    return write_date(&d, i, i + (d.year ? 3 : 2), value);
}

static void swap_day_and_month(date *d) {
    int day = d->day;
    d->day = d->month;
    d->month = day;
}

/* 2023-11-02, also before a time: 2023-11-02T10:00. */
static size_t find_year_first(const kembar_value_scan *scan, size_t i, char mark,
                              kembar_value *value) {
    date d = {kembar_value_small_integer(scan, i, 0), kembar_value_small_integer(scan, i + 1, 0),
              0};
    kembar_view last = kembar_value_token(scan, i + 2);
    size_t n = kembar_value_leading_digits(last);
    int has_time = last.size == 5 && n == 2 && (last.data[2] == 'T' || last.data[2] == 't');
    if (kembar_value_token(scan, i).size != 4 || d.year < 1000 || d.year >= 3000 || mark == '.' ||
        !(n == last.size || has_time) || n == 0 || n > 2)
        return i;
    for (size_t at = 0; at < n; at++)
        d.day = d.day * 10 + (last.data[at] - '0');
    if (!is_valid(&d))
        return i;
    return write_date(&d, i, has_time ? kembar_value_skip_digits(scan, i + 2) : i + 3, value);
}

/* 2/11/2023, 22-10-2024, 02.11.2023, 2/11/23. */
static size_t find_year_last(const kembar_value_scan *scan, size_t i, char mark,
                             kembar_value *value) {
    date d = {kembar_value_small_integer(scan, i + 2, 0),
              kembar_value_small_integer(scan, i + 1, 0), kembar_value_small_integer(scan, i, 0)};
    size_t year_digits = kembar_value_token(scan, i + 2).size;
    if (year_digits == 2 && mark == '/' && d.year >= 0)
        d.year += d.year < 70 ? 2000 : 1900;
    if (d.year < 1000 || d.year >= 3000)
        return i;
    int is_day_first = scan->language == KEMBAR_LANGUAGE_ID || mark == '.' || d.day > 12;
    if (!is_day_first || d.month > 12)
        swap_day_and_month(&d);
    return is_valid(&d) ? write_date(&d, i, i + 3, value) : i;
}

/* (7/11), (7-11-2023 is no such): a habit of Indonesian news, whose English pages keep it: day
 * first. */
static size_t find_bracketed(const kembar_value_scan *scan, size_t i, kembar_value *value) {
    if (kembar_value_byte_before(scan, i, 1) != '(' ||
        kembar_value_byte_after(scan, i + 1, 0) != ')')
        return i;
    date d = {0, kembar_value_small_integer(scan, i + 1, 0),
              kembar_value_small_integer(scan, i, 0)};
    if (d.month > 12)
        swap_day_and_month(&d);
    return is_valid(&d) ? write_date(&d, i, i + 2, value) : i;
}

static size_t find_digits(const kembar_value_scan *scan, size_t i, kembar_value *value) {
    kembar_view gap = kembar_value_gap(scan, i);
    if (gap.size != 1 || !memchr("-/.", gap.data[0], 3))
        return i;
    char mark = gap.data[0];
    int is_pair = mark == '/' && !(kembar_value_gap_is(scan, i + 1, '/'));
    if (is_pair)
        return find_bracketed(scan, i, value);
    /* A fourth part, before or after, makes it something else: an address, a version, a number. */
    char before = kembar_value_byte_before(scan, i, 2);
    if ((kembar_value_byte_before(scan, i, 1) == mark && before >= '0' && before <= '9') ||
        i + 2 >= scan->end || !kembar_value_gap_is(scan, i + 1, mark) ||
        (kembar_value_gap_is(scan, i + 2, mark) && kembar_value_starts_with_digit(scan, i + 3)))
        return i;
    size_t next = find_year_first(scan, i, mark, value);
    return next > i ? next : find_year_last(scan, i, mark, value);
}

size_t kembar_value_find_date(const kembar_value_scan *scan, size_t i, kembar_value *value) {
    if (!kembar_value_starts_with_digit(scan, i))
        return find_month_first(scan, i, value);
    size_t next = find_day_first(scan, i, value);
    return next > i ? next : find_digits(scan, i, value);
}
