#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "document/date.h"

static void assert_date(const char *written, kembar_language language, const char *expected) {
    char date[KEMBAR_DATE_BYTES + 1] = {0};
    size_t size = kembar_date_normalise((kembar_view){written, strlen(written)}, language, date);
    if (size != strlen(expected) || memcmp(date, expected, size) != 0)
        fail_msg("\"%s\" is \"%.*s\", not \"%s\"", written, (int)size, date, expected);
}

static void assert_english(const char *written, const char *expected) {
    assert_date(written, KEMBAR_LANGUAGE_EN, expected);
}

static void clocks_are_read(void **state) {
    (void)state;
    assert_english("2023-11-03 17:55", "2023-11-03T17:55:00");
    assert_english("2023-11-03 1755", "2023-11-03T17:55:00");
    assert_english("2023-11-03 175501", "2023-11-03T17:55:01");
    assert_english("2023-11-03 17.55.09", "2023-11-03T17:55:09");
    assert_english("2023-11-03T17:55:09.123456Z", "2023-11-03T17:55:09Z");
    assert_english("2023-11-03T17:55:09,5+07:00", "2023-11-03T17:55:09+07:00");
    assert_english("3 Nov 2023 at 5 pm", "");
    assert_english("3 Nov 2023 at 5:07 pm", "2023-11-03T17:07:00");
    assert_english("3 Nov 2023 at 12:07 am", "2023-11-03T00:07:00");
    assert_english("3 Nov 2023 at 12:07 pm", "2023-11-03T12:07:00");
    assert_date("3 November 2023 pukul 17.07 WIB", KEMBAR_LANGUAGE_ID, "2023-11-03T17:07:00+07:00");
    assert_date("3 November 2023 jam 17.07 WITA", KEMBAR_LANGUAGE_ID, "2023-11-03T17:07:00+08:00");
}

static void broken_clocks_are_no_dates(void **state) {
    (void)state;
    static const char *const broken[] = {
        "2023-11-03 17",
        "2023-11-03 17:",
        "2023-11-03 17:5555",
        "2023-11-03 17:55:555",
        "2023-11-03 175",
        "2023-11-03 17/55",
        "2023-11-03 24:00",
        "2023-11-03 23:60",
        "2023-11-03 23:59:61",
        "2023-11-03 13:07 pm",
        "2023-11-03 0:07 am",
        "2023-11-03 17:55 +7000",
        "2023-11-03 17:55 +",
        "2023-11-03 17:55 +123",
        "2023-11-03 17:55 +07:",
        "2023-11-03 17:55 +07:60",
        "2023-11-03 17:55 +16:00",
        "2023-11-03 17:55 17:56",
        "2023-11-03 x",
        "2023-11-03 (Friday) x",
        "2023-11-03 (Friday",
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        assert_english(broken[i], "");
}

static void zones_are_read(void **state) {
    (void)state;
    assert_english("2023-11-03 17:55 +0700", "2023-11-03T17:55:00+07:00");
    assert_english("2023-11-03 17:55 +07", "2023-11-03T17:55:00+07:00");
    assert_english("2023-11-03 17:55 -5", "2023-11-03T17:55:00-05:00");
    assert_english("2023-11-03 17:55 UTC", "2023-11-03T17:55:00Z");
    assert_english("2023-11-03 17:55 GMT", "2023-11-03T17:55:00Z");
    assert_english("2023-11-03 17:55 UT", "2023-11-03T17:55:00Z");
    assert_english("2023-11-03 17:55 EST", "2023-11-03T17:55:00-05:00");
    assert_english("2023-11-03 17:55 GMT+7", "2023-11-03T17:55:00+07:00");
    assert_english("2023-11-03 17:55 CET", "2023-11-03T17:55:00");
    assert_english("2023-11-03 17:55 Z (Friday)", "2023-11-03T17:55:00Z");
}

static void days_are_read_in_many_forms(void **state) {
    (void)state;
    assert_english("20231103", "2023-11-03");
    assert_english("2023/11/3", "2023-11-03");
    assert_english("2023.11.03", "2023-11-03");
    assert_english("11/3/2023", "2023-11-03");
    assert_english("13/11/2023", "2023-11-13");
    assert_english("3.11.2023", "2023-11-03");
    assert_date("3/11/2023", KEMBAR_LANGUAGE_ID, "2023-11-03");
    assert_date("11/13/2023", KEMBAR_LANGUAGE_ID, "2023-11-13");
    assert_english("3rd of Nov. 2023", "2023-11-03");
    assert_english("03-Nov-2023", "2023-11-03");
    assert_english("Friday, November 3rd, 2023", "2023-11-03");
    assert_english("Nov. 3 2023", "2023-11-03");
    assert_date("Jum'at, 3 Nopember 2023", KEMBAR_LANGUAGE_ID, "2023-11-03");
    assert_date("Sabtu (4/11/2023)", KEMBAR_LANGUAGE_ID, "");
    assert_english("29 February 2024 \n", "2024-02-29");
    assert_english("29 February 2000", "2000-02-29");
}

static void what_is_no_day_is_no_date(void **state) {
    (void)state;
    static const char *const broken[] = {
        "",
        " ",
        "yesterday",
        "2023",
        "2023-11",
        "2023-11-",
        "2023-111-03",
        "2023-11/03",
        "2023_11_03",
        "2023-13-01",
        "2023-00-01",
        "2023-11-31",
        "2023-02-29",
        "1900-02-29",
        "0000-01-01",
        "123",
        "12345",
        "123456789",
        "20231301",
        "3/11/23",
        "3/11-2023",
        "3/111/2023",
        "3 Smarch 2023",
        "3 November 23",
        "November 2023",
        "November 303, 2023",
        "November, 2023",
        "3 November",
        "3",
        "32 November 2023",
        "3 antidisestablishmentarianism 2023",
        "2023-11-03-04",
    };
    char endless[128];
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        assert_english(broken[i], "");
    memset(endless, ' ', sizeof endless);
    memcpy(endless + 100, "2023-11-03", 11);
    assert_english(endless, "");
}

/* What needs no looking for its form is the same as what does. */
static void plain_days_are_read_as_others(void **state) {
    (void)state;
    char plain[KEMBAR_DATE_BYTES], other[KEMBAR_DATE_BYTES];
    for (int month = 0; month < 14; month++)
        for (int day = 0; day < 34; day++) {
            char text[] = " 2000-00-00";
            text[6] = (char)('0' + month / 10);
            text[7] = (char)('0' + month % 10);
            text[9] = (char)('0' + day / 10);
            text[10] = (char)('0' + day % 10);
            size_t n =
                kembar_date_normalise((kembar_view){text + 1, 10}, KEMBAR_LANGUAGE_EN, plain);
            assert_int_equal(
                n, kembar_date_normalise((kembar_view){text, 11}, KEMBAR_LANGUAGE_EN, other));
            if (n > 0)
                assert_memory_equal(plain, other, n);
            assert_int_equal(n > 0, kembar_date_day((kembar_view){text + 1, 10}) != INT32_MIN);
        }
    assert_english("2023-11_03", "");
    assert_english("2023-1a-03", "");
}

static void days_are_counted(void **state) {
    (void)state;
    static const struct {
        const char *date;
        int32_t day;
    } cases[] = {{"1970-01-01", 0},
                 {"1969-12-31", -1},
                 {"2000-02-29", 11016},
                 {"2000-03-01", 11017},
                 {"2023-11-03T17:55:00Z", 19664},
                 {"2023-11-0", INT32_MIN},
                 {"2023-02-30", INT32_MIN},
                 {"not a date", INT32_MIN}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(kembar_date_day((kembar_view){cases[i].date, strlen(cases[i].date)}),
                         cases[i].day);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clocks_are_read),
        cmocka_unit_test(broken_clocks_are_no_dates),
        cmocka_unit_test(zones_are_read),
        cmocka_unit_test(days_are_read_in_many_forms),
        cmocka_unit_test(what_is_no_day_is_no_date),
        cmocka_unit_test(plain_days_are_read_as_others),
        cmocka_unit_test(days_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
