/* A normalised date is in the one form, stays as it is, and its day goes up with it. */
#include "document/date.h"
#include "fuzz.h"

static int matches(const char *text, size_t size, const char *pattern) {
    if (strlen(pattern) != size)
        return 0;
    for (size_t i = 0; i < size; i++) {
        int is_digit = text[i] >= '0' && text[i] <= '9';
        int is_sign = text[i] == '+' || text[i] == '-';
        if (pattern[i] == '0' ? !is_digit : pattern[i] == '+' ? !is_sign : text[i] != pattern[i])
            return 0;
    }
    return 1;
}

static int is_normal(const char *text, size_t size) {
    return matches(text, size, "0000-00-00") || matches(text, size, "0000-00-00T00:00:00") ||
           matches(text, size, "0000-00-00T00:00:00Z") ||
           matches(text, size, "0000-00-00T00:00:00+00:00");
}

static int number(const char *text, int n_digits) {
    int value = 0;
    for (int i = 0; i < n_digits; i++)
        value = value * 10 + (text[i] - '0');
    return value;
}

static int is_leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days from 1970-01-01, month by month. */
static int32_t count_days(int year, int month, int day) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t days = day - 1;
    for (int i = 1; i < month; i++)
        days += lengths[i - 1] + (i == 2 && is_leap(year));
    for (int i = 1970; i < year; i++)
        days += 365 + is_leap(i);
    for (int i = year; i < 1970; i++)
        days -= 365 + is_leap(i);
    return days;
}

static void check_date(kembar_view text, kembar_language language) {
    char out[KEMBAR_DATE_BYTES], again[KEMBAR_DATE_BYTES];
    size_t size = kembar_date_normalise(text, language, out);
    if (size == 0)
        return;
    FUZZ_CHECK(size < KEMBAR_DATE_BYTES && is_normal(out, size));
    for (int i = 0; i < KEMBAR_N_LANGUAGES; i++) {
        FUZZ_CHECK(kembar_date_normalise((kembar_view){out, size}, (kembar_language)i, again) ==
                   size);
        FUZZ_CHECK(memcmp(out, again, size) == 0);
    }
    int month = number(out + 5, 2), day = number(out + 8, 2);
    FUZZ_CHECK(month >= 1 && month <= 12 && day >= 1 && day <= 31);
    FUZZ_CHECK(kembar_date_day((kembar_view){out, size}) == count_days(number(out, 4), month, day));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *copy = fuzz_copy(fuzz_view(data, size));
    kembar_view text = {copy, size};
    for (int i = 0; i < KEMBAR_N_LANGUAGES; i++)
        check_date(text, (kembar_language)i);
    int32_t day = kembar_date_day(text);
    FUZZ_CHECK(day == INT32_MIN || (day > -800000 && day < 3000000));
    kembar_free(copy);
    return 0;
}
