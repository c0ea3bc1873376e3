#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/numbers.h"

static void parses_fractions(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int32_t micro;
    } cases[] = {{"0", 0},          {"1", 1000000},      {"0.5", 500000},
                 {".25", 250000},   {"0.000001", 1},     {"0.123456", 123456},
                 {"1.0", 1000000},  {"00.10", 100000},   {"0.5000000", 500000},
                 {"2.75", 2750000}, {"0.999999", 999999}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t micro = -7;
        assert_int_equal(kembar_parse_micro(cases[i].text, &micro), 1);
        assert_int_equal(micro, cases[i].micro);
    }
}

static void refuses_other_fractions(void **state) {
    (void)state;
    static const char *const texts[] = {"",    ".",   "0.",    "0,5",  "-0.5",
                                        "+1",  " 1",  "1 ",    "1e-1", "0.1234567",
                                        "0x1", "50%", "1.2.3", "nan",  "99999999999999999999"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int32_t micro = -7;
        assert_int_equal(kembar_parse_micro(texts[i], &micro), 0);
        assert_int_equal(micro, -7);
    }
}

static void parses_counts(void **state) {
    (void)state;
    int32_t count = -7;
    assert_int_equal(kembar_parse_count("0", &count), 1);
    assert_int_equal(count, 0);
    assert_int_equal(kembar_parse_count("2147483647", &count), 1);
    assert_int_equal(count, INT32_MAX);
    static const char *const texts[] = {"", "2147483648", "-1", "1.5", "12x", " 1", "1 "};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        count = -7;
        assert_int_equal(kembar_parse_count(texts[i], &count), 0);
        assert_int_equal(count, -7);
    }
}

static void parses_sizes(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint64_t bytes;
    } cases[] = {{"0", 0},
                 {"800", 800},
                 {"500k", 512000},
                 {"500K", 512000},
                 {"64M", UINT64_C(64) << 20},
                 {"1G", UINT64_C(1) << 30},
                 {"3g", UINT64_C(3) << 30}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint64_t bytes = 7;
        assert_int_equal(kembar_parse_size(cases[i].text, &bytes), 1);
        assert_true(bytes == cases[i].bytes);
    }
    static const char *const texts[] = {
        "", "k", "1T", "1kB", "-1", "1.5M", "1 k", "99999999999G", "99999999999999999999"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        uint64_t bytes = 7;
        assert_int_equal(kembar_parse_size(texts[i], &bytes), 0);
        assert_true(bytes == 7);
    }
}

static void prints_fractions(void **state) {
    (void)state;
    char buffer[KEMBAR_MICRO_BYTES];
    assert_string_equal(kembar_print_micro(0, buffer), "0");
    assert_string_equal(kembar_print_micro(500000, buffer), "0.5");
    assert_string_equal(kembar_print_micro(1000000, buffer), "1");
    assert_string_equal(kembar_print_micro(10000000, buffer), "10");
    assert_string_equal(kembar_print_micro(1, buffer), "0.000001");
    assert_string_equal(kembar_print_micro(-250000, buffer), "-0.25");
    assert_string_equal(kembar_print_micro(INT32_MIN, buffer), "-2147.483648");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parses_fractions), cmocka_unit_test(refuses_other_fractions),
        cmocka_unit_test(parses_counts),    cmocka_unit_test(parses_sizes),
        cmocka_unit_test(prints_fractions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
