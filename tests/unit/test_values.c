#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "text/values.h"

/* One text and the canonical forms in it, parted by blanks. */
typedef struct example {
    kembar_language language;
    const char *text, *values;
} example;

#define EN KEMBAR_LANGUAGE_EN
#define ID KEMBAR_LANGUAGE_ID
#define OTHER KEMBAR_LANGUAGE_OTHER

typedef struct found {
    kembar_tokens tokens;
    kembar_value *values;
    size_t n_values;
    size_t capacity;
} found;

static void find(found *f, kembar_language language, const char *text) {
    memset(f, 0, sizeof *f);
    kembar_view view = {text, strlen(text)};
    assert_int_equal(kembar_tokens_append(&f->tokens, view, 0, view.size), KEMBAR_OK);
    assert_int_equal(kembar_values_find(view, &f->tokens, 0, f->tokens.n_items, language,
                                        &f->values, &f->n_values, &f->capacity),
                     KEMBAR_OK);
}

static void deinit(found *f) {
    kembar_tokens_deinit(&f->tokens);
    kembar_free(f->values);
}

static void check_order(const found *f) {
    size_t next = 0;
    for (size_t i = 0; i < f->n_values; i++) {
        assert_true(f->values[i].first_token >= next);
        assert_true(f->values[i].n_tokens > 0);
        next = (size_t)f->values[i].first_token + f->values[i].n_tokens;
        assert_true(next <= f->tokens.n_items);
        assert_non_null(memchr(f->values[i].text, '\0', sizeof f->values[i].text));
    }
}

static void check(const example *examples, size_t n) {
    for (size_t i = 0; i < n; i++) {
        found f;
        find(&f, examples[i].language, examples[i].text);
        check_order(&f);
        char all[1024] = "";
        int end = 0;
        for (size_t k = 0; k < f.n_values; k++)
            end += snprintf(all + end, sizeof all - (size_t)end, "%s%s", k ? " " : "",
                            f.values[k].text);
        deinit(&f);
        if (strcmp(all, examples[i].values) != 0)
            fail_msg("\"%s\" gave \"%s\", not \"%s\"", examples[i].text, all, examples[i].values);
    }
}

#define CHECK(examples) check(examples, sizeof(examples) / sizeof((examples)[0]))

static void reads_numbers(void **state) {
    (void)state;
    static const example examples[] = {
        {EN, "Convention No. 190", "num:190"},
        {ID, "Konvensi No. 190", "num:190"},
        {EN, "0 and 007 and 0.500", "num:0 num:7 num:0.5"},
        {EN, "1,234.56 or 1.234,56", "num:1234.56 num:1234.56"},
        {ID, "1,234.56 atau 1.234,56", "num:1234.56 num:1234.56"},
        {EN, "1.234 and 1,234", "num:1.234 num:1234"},
        {OTHER, "1.234 and 1,234", "num:1.234 num:1234"},
        {ID, "1.234 dan 1,234", "num:1234 num:1.234"},
        {ID, "2.500.000 orang", "num:2500000"},
        {EN, "12,5 and 0,125", "num:12.5 num:0.125"},
        {ID, "0,05 dan 3,20", "num:0.05 num:3.2"},
        {EN, "the 331st session, in the 1990s, 5km", "num:331 num:1990 num:5"},
        {ID, "sesi ke-331, tahun 1990-an", "num:331 num:1990"},
        {EN, "COVID-19 and G20", "num:19"},
        {EN, "It grew in 2023. 5 people left.", "num:2023 num:5"},
        {EN, "no number here", ""},
        {EN, "", ""},
    };
    CHECK(examples);
}

static void shifts_by_multipliers(void **state) {
    (void)state;
    static const example examples[] = {
        {ID, "2,5 juta", "num:2500000"},
        {EN, "1.2 million", "num:1200000"},
        {EN, "2.5-million", "num:2500000"},
        {ID, "10 ribu, 3 miliar, 4 milyar, 1,25 triliun",
         "num:10000 num:3000000000 num:4000000000 num:1250000000000"},
        {EN, "10 thousand, 3 billion, 4bn, 1.25 trillion",
         "num:10000 num:3000000000 num:4000000000 num:1250000000000"},
        {EN, "0.05 million and 0 million", "num:50000 num:0"},
        {ID, "5 ribu triliun", "num:5000000000000000"},
        {EN, "1.23456789 million", "num:1234567.89"},
    };
    CHECK(examples);
}

static void reads_percentages(void **state) {
    (void)state;
    static const example examples[] = {
        {ID, "12 persen, 7,5%", "pct:12 pct:7.5"},
        {EN, "7.5 percent, 10 per cent, 3 %, a 30-percent cut", "pct:7.5 pct:10 pct:3 pct:30"},
        {EN, "7,5%", "pct:7.5"},
        {EN, "10 per person", "num:10"},
    };
    CHECK(examples);
}

static void reads_money(void **state) {
    (void)state;
    static const example examples[] = {
        {ID, "Rp 2.500.000 dan Rp2,5 juta", "money:IDR:2500000 money:IDR:2500000"},
        {ID, "Rp. 2.500.000,- atau Rp2.500.000,00", "money:IDR:2500000 money:IDR:2500000"},
        {EN, "Rp 2,500,000 and IDR 2.5 million", "money:IDR:2500000 money:IDR:2500000"},
        {EN, "US$ 3.4 billion, US$3.4 billion, $3.4bn, USD 3.4 billion",
         "money:USD:3400000000 money:USD:3400000000 money:USD:3400000000 money:USD:3400000000"},
        {ID, "US$3,4 miliar, 5 juta dolar AS", "money:USD:3400000000 money:USD:5000000"},
        {EN, "20 million US dollars, 3 Australian dollars, A$5",
         "money:USD:20000000 money:AUD:3 money:AUD:5"},
        {EN, "10 rupiah, $5m", "money:IDR:10 money:USD:5000000"},
        {ID, "Rp5 triliun, Rp 5T, Rp5M",
         "money:IDR:5000000000000 money:IDR:5000000000000 "
         "money:IDR:5000000000"},
        {EN,
         "\xE2\x82\xAC"
         "20 and \xC2\xA3"
         "30",
         "money:EUR:20 money:GBP:30"},
        {EN, "20 US soldiers", "num:20"},
    };
    CHECK(examples);
}

static void reads_dates_with_names(void **state) {
    (void)state;
    static const example examples[] = {
        {EN, "on 2 November 2023", "date:2023-11-02"},
        {EN, "on Thursday, November 2, 2023", "date:2023-11-02"},
        {EN, "on Nov. 2, 2023", "date:2023-11-02"},
        {ID, "Jum'at, 03 November 2023 | 17:55 WIB", "date:2023-11-03"},
        {ID, "17 Agustus 1945, 5 Mei, Desember 2022", "date:1945-08-17 date:--05-05 date:2022-12"},
        {EN, "17th of August 1945, May 5, 3rd May", "date:1945-08-17 date:--05-05 date:--05-03"},
        {EN, "you may 5 times; march 12 miles", "num:5 num:12"},
        {EN, "5 May 2,000 people came", "date:--05-05 num:2000"},
        {EN, "29 Feb 2024 but 31 April", "date:2024-02-29 num:31"},
        {EN, "03-Nov-2023", "date:2023-11-03"},
        {EN, "in March 2024", "date:2024-03"},
        {EN, "section 5, May 2023", "num:5 date:2023-05"},
        {EN, "29 February 2000, 29 February 1900, 29 February 2023",
         "date:2000-02-29 num:29 date:1900-02 num:29 date:2023-02"},
        {EN, "29 February and 30 February", "date:--02-29 num:30"},
        {EN, "November 31, 2023", "num:31 num:2023"},
        {EN, "November 2.5 million", "num:2500000"},
        {EN, "November 2", "date:--11-02"},
        {EN, "2 November", "date:--11-02"},
        {EN, "2", "num:2"},
        {EN, "2nd of", "num:2"},
        {EN, "5 May 0999 and 5 May 3000", "date:--05-05 num:999 date:--05-05 num:3000"},
    };
    CHECK(examples);
}

static void reads_dates_in_digits(void **state) {
    (void)state;
    static const example examples[] = {
        {ID, "2/11/2023", "date:2023-11-02"},
        {EN, "2/11/2023", "date:2023-02-11"},
        {OTHER, "2/11/2023", "date:2023-02-11"},
        {EN, "22-10-2024 16:14 IST", "date:2024-10-22"},
        {ID, "10/22/2024", "date:2024-10-22"},
        {EN, "2.11.2023", "date:2023-11-02"},
        {EN, "2023-11-02, 2023/11/02, 2023-11-02T10:00:00Z",
         "date:2023-11-02 date:2023-11-02 date:2023-11-02"},
        {ID, "Rabu (7/11) dan Selasa (7/11/2023)", "date:--11-07 date:2023-11-07"},
        {EN, "Geneva (7/11)", "date:--11-07"},
        {EN, "2/3 of them in 2022/23", "num:2 num:3 num:2022 num:23"},
        {ID, "(11/13) dan (13/14) dan (31/2)", "date:--11-13 num:13 num:14 num:31 num:2"},
        {ID, "2/11/23, 2/11/99 dan 2-11-23", "date:2023-11-02 date:1999-11-02 num:2 num:11 num:23"},
        {EN, "2023-11-02T1 2023-11-021 2023.11.02 3023-11-02",
         "num:2023 num:11 num:2023 num:11 num:21 num:3023 num:11 num:2"},
        {EN, "32/13/2023 and 1-2-3-2004", "num:32 num:13 num:2023 num:1 num:2 num:3 num:2004"},
    };
    CHECK(examples);
}

static void leaves_times_and_other_runs(void **state) {
    (void)state;
    static const example examples[] = {
        {ID, "pukul 17.55 WIB dan 16:14", ""},     {EN, "at 5.30 p.m. and 5:30 p.m., 10.30 am", ""},
        {EN, "version 4.1.1 at 10.0.0.1", ""},     {EN, "ratio 1:5,000 here", ""},
        {EN, "1.2.3.4.5.6.7.8.9.10.11.12.13", ""},
    };
    CHECK(examples);
}

static void bounds_digits(void **state) {
    (void)state;
    static const example examples[] = {
        {EN, "123456789012345678901234", "num:123456789012345678901234"},
        {EN, "1234567890123456789012345", ""},
        {EN, "0000000000000000000000000000000000000005", "num:5"},
        {EN, "1234567890123456789.1234567", ""},
        {EN, "1234567890123456789 million", ""},
        {EN, "Rp 0.00000000000000000000001", "money:IDR:0.00000000000000000000001"},
    };
    CHECK(examples);
}

static void spans_its_tokens(void **state) {
    (void)state;
    found f;
    find(&f, ID, "Sekitar Rp 2,5 juta pada 2 November 2023");
    assert_int_equal(f.n_values, 2);
    assert_int_equal(f.values[0].first_token, 1);
    assert_int_equal(f.values[0].n_tokens, 4);
    assert_int_equal(f.values[0].kind, KEMBAR_VALUE_MONEY);
    assert_int_equal(f.values[1].first_token, 6);
    assert_int_equal(f.values[1].n_tokens, 3);
    assert_int_equal(f.values[1].kind, KEMBAR_VALUE_DATE);
    deinit(&f);
}

/* Neither bytes nor tokens outside [first, first + n) may change what is found. */
static void stays_in_its_tokens(void **state) {
    (void)state;
    const char *text = "2 November 2023";
    kembar_view view = {text, strlen(text)};
    found f = {0};
    assert_int_equal(kembar_tokens_append(&f.tokens, view, 0, view.size), KEMBAR_OK);
    assert_int_equal(
        kembar_values_find(view, &f.tokens, 0, 2, EN, &f.values, &f.n_values, &f.capacity),
        KEMBAR_OK);
    assert_int_equal(f.n_values, 1);
    assert_string_equal(f.values[0].text, "date:--11-02");
    deinit(&f);
}

/* Every text of these pieces is read within bounds; the sanitizers watch. */
/* Whether the text asks for its language; if not, all languages must give the same values. */
static int check_asked(const char *text) {
    found f, other;
    find(&f, EN, text);
    int asks = kembar_values_ask_language((kembar_view){text, strlen(text)}, &f.tokens, 0,
                                          f.tokens.n_items);
    for (int i = 0; i < KEMBAR_N_LANGUAGES && !asks; i++) {
        find(&other, (kembar_language)i, text);
        assert_int_equal(other.n_values, f.n_values);
        if (f.n_values)
            assert_memory_equal(other.values, f.values, f.n_values * sizeof *f.values);
        deinit(&other);
    }
    deinit(&f);
    return asks;
}

static void survives_any_mixture(void **state) {
    (void)state;
    static const char *const pieces[] = {"1",
                                         "12",
                                         "2023",
                                         "007",
                                         ".",
                                         ",",
                                         "/",
                                         "-",
                                         ":",
                                         " ",
                                         "%",
                                         "$",
                                         "(",
                                         ")",
                                         "Rp",
                                         "US",
                                         "juta",
                                         "November",
                                         "may",
                                         "T",
                                         "th",
                                         "\xC2\xA0",
                                         "\xE2\x82\xAC",
                                         "p.m.",
                                         "dolar",
                                         "AS",
                                         "\xEF\xBC\x91",
                                         "of",
                                         "999999999999999999999999",
                                         "0.",
                                         "bn",
                                         "345",
                                         "m"};
    uint64_t seed = 7;
    int n_asked = 0;
    for (int round = 0; round < 20000; round++) {
        char text[512] = "";
        int end = 0;
        for (int k = 0; k < 9; k++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            end += snprintf(text + end, sizeof text - (size_t)end, "%s",
                            pieces[(seed >> 33) % (sizeof pieces / sizeof pieces[0])]);
        }
        found f;
        find(&f, (kembar_language)(round % KEMBAR_N_LANGUAGES), text);
        check_order(&f);
        deinit(&f);
        n_asked += check_asked(text);
    }
    assert_in_range(n_asked, 1000, 10000);
}

static void says_when_it_asks_for_the_language(void **state) {
    (void)state;
    static const char *const depend[] = {"sold 1.234 of them", "1,234",   "on 2/11/2023",
                                         "on 2-11-2023",       "2/11/23", "Rp5m",
                                         "Rp 5 T and Rp5t"};
    static const char *const never[] = {
        "no digit",      "in 2006",      "5 juta rupiah", "$1.5",
        "12.34 and 0,5", "202-224-4524", "3.5 percent",   "at 16:14 on March 3, 2006"};
    for (size_t i = 0; i < sizeof depend / sizeof *depend; i++)
        assert_true(check_asked(depend[i]));
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        assert_false(check_asked(never[i]));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_numbers),
        cmocka_unit_test(shifts_by_multipliers),
        cmocka_unit_test(reads_percentages),
        cmocka_unit_test(reads_money),
        cmocka_unit_test(reads_dates_with_names),
        cmocka_unit_test(reads_dates_in_digits),
        cmocka_unit_test(leaves_times_and_other_runs),
        cmocka_unit_test(bounds_digits),
        cmocka_unit_test(spans_its_tokens),
        cmocka_unit_test(stays_in_its_tokens),
        cmocka_unit_test(survives_any_mixture),
        cmocka_unit_test(says_when_it_asks_for_the_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
