#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "kembar/options.h"

static int32_t *value_of(kembar_options *options, const kembar_option_field *field) {
    return (int32_t *)(void *)((char *)options + field->offset);
}

static void defaults_are_valid(void **state) {
    (void)state;
    kembar_options options = kembar_options_default();
    assert_int_equal(kembar_options_validate(&options, NULL), KEMBAR_OK);
    assert_int_equal(options.near_micro, 500000);
    assert_int_equal(options.excerpt_tokens, 40);
    assert_int_equal(options.min_tokens, 5);
    assert_int_equal(options.shingle_tokens, 5);
    assert_int_equal(options.n_bands, 32);
    assert_int_equal(options.band_rows, 4);
    assert_int_equal(options.within_days, -1);
    assert_int_equal(options.across_sources, 0);
}

static void every_member_has_a_field_of_its_own(void **state) {
    (void)state;
    size_t n;
    const kembar_option_field *fields = kembar_option_fields(&n);
    uint8_t seen[sizeof(kembar_options) / sizeof(int32_t)] = {0};
    /* All but the list of priorities, which is no number. */
    size_t n_list = (sizeof(const char *const *) + sizeof(int32_t)) / sizeof(int32_t);
    assert_int_equal(n, sizeof seen - n_list);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(fields[i].offset % sizeof(int32_t), 0);
        assert_int_equal(seen[fields[i].offset / sizeof(int32_t)]++, 0);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(fields[i].name, fields[k].name);
        assert_null(strstr(fields[i].name, "_micro"));
    }
}

static void bounds_are_checked_and_named(void **state) {
    (void)state;
    size_t n;
    const kembar_option_field *fields = kembar_option_fields(&n);
    for (size_t i = 0; i < n; i++) {
        const int32_t values[] = {fields[i].minimum,     fields[i].maximum, fields[i].minimum - 1,
                                  fields[i].maximum + 1, INT32_MIN,         INT32_MAX};
        for (size_t k = 0; k < 6; k++) {
            kembar_options options = kembar_options_default();
            kembar_error error = {0};
            options.n_bands = options.band_rows = 1; /* so that their product never objects */
            *value_of(&options, &fields[i]) = values[k];
            kembar_status status = kembar_options_validate(&options, &error);
            assert_int_equal(status, k < 2 ? KEMBAR_OK : KEMBAR_ERROR_ARGUMENT);
            if (k >= 2)
                assert_memory_equal(error.message, fields[i].name, strlen(fields[i].name));
        }
    }
}

static void bands_must_fit_a_sketch(void **state) {
    (void)state;
    static const struct {
        int32_t bands, rows;
        kembar_status status;
    } cases[] = {{64, 4, KEMBAR_OK},
                 {16, 16, KEMBAR_OK},
                 {64, 5, KEMBAR_ERROR_ARGUMENT},
                 {17, 16, KEMBAR_ERROR_ARGUMENT}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kembar_options options = kembar_options_default();
        kembar_error error = {0};
        options.n_bands = cases[i].bands;
        options.band_rows = cases[i].rows;
        assert_int_equal(kembar_options_validate(&options, &error), cases[i].status);
        assert_int_equal(strstr(error.message, "bands") != NULL, cases[i].status != KEMBAR_OK);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_valid),
        cmocka_unit_test(every_member_has_a_field_of_its_own),
        cmocka_unit_test(bounds_are_checked_and_named),
        cmocka_unit_test(bands_must_fit_a_sketch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
