#include "document/date.h"

#include <string.h>

#include "document/date_scan.h"
#include "text/value_words.h"

typedef struct date_parts {
    int year, month, day;
    int has_time;
    int hour, minute, second;
    char zone_sign; /* '+', '-', 'Z', or 0 without a zone */
    int zone_hour, zone_minute;
} date_parts;

static const char *const weekdays[] = {
    "mon",    "tue",    "tues",    "wed",       "thu",      "thur",   "thurs",    "fri",    "sat",
    "sun",    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "senin",
    "selasa", "rabu",   "kamis",   "jumat",     "sabtu",    "minggu", "ahad",     "sen",    "sel",
    "rab",    "kam",    "jum",     "sab",       "min",      NULL};

typedef struct zone_name {
    const char *name;
    int hours;
} zone_name;

/* Those of RFC 2822 and the three of Indonesia. */
static const zone_name zones[] = {{"wib", 7},  {"wita", 8}, {"wit", 9},  {"est", -5},
                                  {"edt", -4}, {"cst", -6}, {"cdt", -5}, {"mst", -7},
                                  {"mdt", -6}, {"pst", -8}, {"pdt", -7}};

static int read_month(kembar_date_scan *scan) {
    char word[KEMBAR_DATE_WORD_BYTES];
    kembar_date_word(scan, word);
    return kembar_word_month((kembar_view){word, strlen(word)});
}

static int read_year(kembar_date_scan *scan, int *year) {
    int n_digits;
    *year = kembar_date_number(scan, &n_digits);
    return n_digits == 4;
}

/* A day or month of one or two digits. */
static int read_short(kembar_date_scan *scan, int *value) {
    int n_digits;
    *value = kembar_date_number(scan, &n_digits);
    return n_digits == 1 || n_digits == 2;
}

/* After a four-digit year: 2023-11-03, 2023/11/03. */
static int read_year_first(kembar_date_scan *scan, date_parts *parts) {
    int separator = kembar_date_peek(scan);
    if (separator != '-' && separator != '/' && separator != '.')
        return 0;
    return kembar_date_take(scan, separator) && read_short(scan, &parts->month) &&
           kembar_date_take(scan, separator) && read_short(scan, &parts->day);
}

/* After a first number and its separator: 03/11/2023. */
static int read_numeric(kembar_date_scan *scan, int separator, int first, kembar_language language,
                        date_parts *parts) {
    int second;
    if (!read_short(scan, &second) || !kembar_date_take(scan, separator) ||
        !read_year(scan, &parts->year))
        return 0;
    int day_first = separator == '.' || language == KEMBAR_LANGUAGE_ID ? second <= 12 : first > 12;
    parts->day = day_first ? first : second;
    parts->month = day_first ? second : first;
    return 1;
}

/* After a day: 3 November 2023, 3rd of Nov. 2023, 03-Nov-2023. */
static int read_day_month(kembar_date_scan *scan, date_parts *parts) {
    static const char *const ordinals[] = {"st", "nd", "rd", "th", NULL};
    static const char *const of[] = {"of", NULL};
    (void)kembar_date_take_word(scan, ordinals);
    kembar_date_skip(scan, ".-/");
    (void)kembar_date_take_word(scan, of);
    kembar_date_skip(scan, "");
    parts->month = read_month(scan);
    kembar_date_skip(scan, ".,-/");
    return parts->month != 0 && read_year(scan, &parts->year);
}

/* November 3, 2023 */
static int read_month_day(kembar_date_scan *scan, date_parts *parts) {
    static const char *const ordinals[] = {"st", "nd", "rd", "th", NULL};
    parts->month = read_month(scan);
    kembar_date_skip(scan, ".");
    if (parts->month == 0 || !read_short(scan, &parts->day))
        return 0;
    (void)kembar_date_take_word(scan, ordinals);
    kembar_date_skip(scan, ",.");
    return read_year(scan, &parts->year);
}

static int read_date(kembar_date_scan *scan, kembar_language language, date_parts *parts) {
    int n_digits;
    if (kembar_date_take_word(scan, weekdays))
        kembar_date_skip(scan, ".,");
    int first = kembar_date_number(scan, &n_digits);
    if (n_digits == 8) {
        parts->year = first / 10000;
        parts->month = first / 100 % 100;
        parts->day = first % 100;
        return 1;
    }
    if (n_digits == 4) {
        parts->year = first;
        return read_year_first(scan, parts);
    }
    if (n_digits == 0)
        return read_month_day(scan, parts);
    if (n_digits > 2)
        return 0;
    int separator = kembar_date_peek(scan);
    kembar_date_scan ahead = *scan;
    if ((separator == '/' || separator == '-' || separator == '.') &&
        kembar_date_take(&ahead, separator) && kembar_date_peek(&ahead) >= '0' &&
        kembar_date_peek(&ahead) <= '9') {
        *scan = ahead;
        return read_numeric(scan, separator, first, language, parts);
    }
    parts->day = first;
    return read_day_month(scan, parts);
}

/* 17:55, 17.55.00, 175500, with a fraction that is dropped. */
static int read_clock(kembar_date_scan *scan, date_parts *parts) {
    int n_digits;
    int first = kembar_date_number(scan, &n_digits);
    if (n_digits == 4 || n_digits == 6) {
        int clock = n_digits == 6 ? first : first * 100;
        parts->hour = clock / 10000;
        parts->minute = clock / 100 % 100;
        parts->second = clock % 100;
        return 1;
    }
    int separator = kembar_date_peek(scan);
    parts->hour = first;
    if (n_digits < 1 || n_digits > 2 || (separator != ':' && separator != '.'))
        return 0;
    if (!kembar_date_take(scan, separator) || !read_short(scan, &parts->minute))
        return 0;
    if (kembar_date_take(scan, separator) && !read_short(scan, &parts->second))
        return 0;
    if (kembar_date_take(scan, '.') || kembar_date_take(scan, ','))
        while (kembar_date_peek(scan) >= '0' && kembar_date_peek(scan) <= '9')
            scan->at++;
    return 1;
}

static int apply_half_day(kembar_date_scan *scan, date_parts *parts) {
    static const char *const halves[] = {"am", "pm", NULL};
    int half = kembar_date_take_word(scan, halves);
    if (half == 0)
        return 1;
    if (parts->hour < 1 || parts->hour > 12)
        return 0;
    parts->hour = parts->hour % 12 + (half == 2 ? 12 : 0);
    return 1;
}

/* +07:00, +0700, +07 */
static int read_offset(kembar_date_scan *scan, date_parts *parts) {
    int n_digits;
    parts->zone_sign = (char)kembar_date_peek(scan);
    scan->at++;
    int value = kembar_date_number(scan, &n_digits);
    if (n_digits == 4) {
        parts->zone_hour = value / 100;
        parts->zone_minute = value % 100;
        return 1;
    }
    parts->zone_hour = value;
    if (n_digits < 1 || n_digits > 2)
        return 0;
    return !kembar_date_take(scan, ':') || read_short(scan, &parts->zone_minute);
}

/* A zone by name, or nothing at all; unknown names are passed over. */
static void read_zone_name(kembar_date_scan *scan, date_parts *parts) {
    char word[KEMBAR_DATE_WORD_BYTES];
    kembar_date_word(scan, word);
    if (strcmp(word, "z") == 0 || strcmp(word, "utc") == 0 || strcmp(word, "gmt") == 0 ||
        strcmp(word, "ut") == 0) {
        parts->zone_sign = 'Z';
        return;
    }
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        if (strcmp(word, zones[i].name) == 0) {
            parts->zone_sign = zones[i].hours < 0 ? '-' : '+';
            parts->zone_hour = zones[i].hours < 0 ? -zones[i].hours : zones[i].hours;
        }
    }
}

static int at_sign(const kembar_date_scan *scan) {
    return kembar_date_peek(scan) == '+' || kembar_date_peek(scan) == '-';
}

static int read_time(kembar_date_scan *scan, date_parts *parts) {
    parts->has_time = 1;
    if (!read_clock(scan, parts))
        return 0;
    kembar_date_skip(scan, "");
    if (!apply_half_day(scan, parts))
        return 0;
    kembar_date_skip(scan, "");
    if (!at_sign(scan))
        read_zone_name(scan, parts);
    return !at_sign(scan) || read_offset(scan, parts);
}

static int days_in_month(int year, int month) {
    static const int n_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return n_days[month - 1] + (month == 2 && is_leap);
}

static int is_possible(const date_parts *parts) {
    return parts->year >= 1 && parts->year <= 9999 && parts->month >= 1 && parts->month <= 12 &&
           parts->day >= 1 && parts->day <= days_in_month(parts->year, parts->month) &&
           parts->hour <= 23 && parts->minute <= 59 && parts->second <= 60 &&
           parts->zone_hour <= 15 && parts->zone_minute <= 59;
}

/* All of the text: a date, perhaps a time, perhaps a comment in brackets. */
static int read_all(kembar_date_scan *scan, kembar_language language, date_parts *parts) {
    static const char *const links[] = {"t", "at", "pukul", "jam", NULL};
    kembar_date_skip(scan, "");
    if (!read_date(scan, language, parts))
        return 0;
    kembar_date_skip(scan, ",|");
    if (kembar_date_take_word(scan, links))
        kembar_date_skip(scan, "");
    if (kembar_date_peek(scan) != 0 && kembar_date_peek(scan) != '(' && !read_time(scan, parts))
        return 0;
    kembar_date_skip(scan, "");
    if (kembar_date_take(scan, '(')) {
        scan->at = scan->end - 1;
        return kembar_date_take(scan, ')');
    }
    return scan->at == scan->end;
}

static size_t put_number(char *out, int value, int n_digits) {
    for (int i = n_digits - 1; i >= 0; i--) {
        out[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return (size_t)n_digits;
}

/* Two numbers of two digits, each after its mark. */
static size_t put_pair(char *out, char first_mark, int first, char second_mark, int second) {
    out[0] = first_mark;
    (void)put_number(out + 1, first, 2);
    out[3] = second_mark;
    (void)put_number(out + 4, second, 2);
    return 6;
}

static size_t put_date(char *out, const date_parts *parts) {
    size_t n = put_number(out, parts->year, 4);
    n += put_pair(out + n, '-', parts->month, '-', parts->day);
    if (!parts->has_time)
        return n;
    n += put_pair(out + n, 'T', parts->hour, ':', parts->minute);
    out[n++] = ':';
    n += put_number(out + n, parts->second, 2);
    if (parts->zone_sign == 'Z')
        out[n++] = 'Z';
    else if (parts->zone_sign != 0)
        n += put_pair(out + n, parts->zone_sign, parts->zone_hour, ':', parts->zone_minute);
    return n;
}

/* YYYY-MM-DD and nothing else, as most dates are written already, which is the same in every
 * language. */
static int read_plain(kembar_view text, date_parts *parts) {
    enum { PLAIN_BYTES = 10 };
    int numbers[3] = {0}, n_marks = 0;
    if (text.size != PLAIN_BYTES)
        return 0;
    for (size_t i = 0; i < PLAIN_BYTES; i++) {
        unsigned digit = (unsigned)(unsigned char)text.data[i] - '0';
        if (i == 4 || i == 7) {
            if (text.data[i] != '-')
                return 0;
            n_marks++;
        } else if (digit > 9)
            return 0;
        else
            numbers[n_marks] = numbers[n_marks] * 10 + (int)digit;
    }
    parts->year = numbers[0];
    parts->month = numbers[1];
    parts->day = numbers[2];
    return 1;
}

size_t kembar_date_normalise(kembar_view text, kembar_language language,
                             char out[KEMBAR_DATE_BYTES]) {
    enum { MAX_DATE_BYTES = 100 };
    date_parts parts = {0};
    if (text.size == 0 || text.size > MAX_DATE_BYTES)
        return 0;
    if (read_plain(text, &parts))
        return is_possible(&parts) ? put_date(out, &parts) : 0;
    while (text.size > 1 && (text.data[text.size - 1] == ' ' || text.data[text.size - 1] == '\n'))
        text.size--;
    kembar_date_scan scan = {text.data, text.data + text.size};
    if (!read_all(&scan, language, &parts) || !is_possible(&parts))
        return 0;
    return put_date(out, &parts);
}

int32_t kembar_date_day(kembar_view date) {
    enum { DAY_BYTES = 10 };
    date_parts parts = {0};
    if (date.size < DAY_BYTES)
        return INT32_MIN;
    kembar_date_scan scan = {date.data, date.data + DAY_BYTES};
    if ((!read_plain((kembar_view){date.data, DAY_BYTES}, &parts) &&
         !read_date(&scan, KEMBAR_LANGUAGE_OTHER, &parts)) ||
        !is_possible(&parts))
        return INT32_MIN;
    /* Years begin in March here, so that the leap day comes last. */
    int month = (parts.month + 9) % 12;
    int year = parts.year - (parts.month <= 2);
    int days = 365 * year + year / 4 - year / 100 + year / 400;
    return days + (month * 306 + 5) / 10 + parts.day - 1 - 719468;
}
