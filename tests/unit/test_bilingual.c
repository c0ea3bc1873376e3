#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "forged_map.h"
#include "lexicon/bilingual.h"
#include "lexicon/bilingual_format.h"
#include "make_document.h"
#include "scarce_memory.h"
#include "temp_folder.h"

static const forged_row rows[] = {
    {"buku", "book", 800000},  {"buku", "knot", 200000},    {"rumah", "hous", 600000},
    {"rumah", "home", 400000}, {"rumahan", "hous", 600000}, {"susun", "stack", 1000000},
};

enum { N_ROWS = sizeof rows / sizeof *rows };

static kembar_view view_of(const char *text) {
    return (kembar_view){text, strlen(text)};
}

static kembar_bilingual *parse(const kembar_buffer *bytes) {
    kembar_bilingual *map = NULL;
    kembar_error error = {0};
    kembar_status status = kembar_bilingual_parse(&map, kembar_buffer_view(bytes), "map", &error);
    if (status)
        fail_msg("%s", error.message);
    return map;
}

static void expect_translation(const kembar_translation *item, const char *stem, float weight) {
    assert_int_equal(item->stem.size, strlen(stem));
    assert_memory_equal(item->stem.data, stem, item->stem.size);
    assert_true(item->weight == weight);
}

static void finds_translations(void **state) {
    (void)state;
    kembar_buffer bytes = {0};
    forge_map(&bytes, rows, N_ROWS);
    kembar_bilingual *map = parse(&bytes);
    size_t n;
    const kembar_translation *found = kembar_bilingual_find(map, view_of("buku"), &n);
    assert_int_equal(n, 2);
    expect_translation(&found[0], "book", 0.8F);
    expect_translation(&found[1], "knot", 0.2F);
    found = kembar_bilingual_find(map, view_of("susun"), &n);
    assert_int_equal(n, 1);
    expect_translation(&found[0], "stack", 1.0F);
    static const char *const strangers[] = {"", "a", "buk", "bukuu", "rumaha", "zzz"};
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
        n = 9;
        assert_null(kembar_bilingual_find(map, view_of(strangers[i]), &n));
        assert_int_equal(n, 0);
    }
    kembar_bilingual_free(map);
    kembar_buffer_deinit(&bytes);
}

static void finds_words_of_a_stem(void **state) {
    (void)state;
    kembar_buffer bytes = {0};
    forge_map(&bytes, rows, N_ROWS);
    kembar_bilingual *map = parse(&bytes);
    kembar_translation found[2];
    /* Equal weights: by bytes. */
    assert_int_equal(kembar_bilingual_reverse(map, view_of("hous"), found, 2), 2);
    expect_translation(&found[0], "rumah", 0.6F);
    expect_translation(&found[1], "rumahan", 0.6F);
    assert_int_equal(kembar_bilingual_reverse(map, view_of("hous"), found, 1), 1);
    expect_translation(&found[0], "rumah", 0.6F);
    assert_int_equal(kembar_bilingual_reverse(map, view_of("hous"), found, 0), 0);
    assert_int_equal(kembar_bilingual_reverse(map, view_of("buku"), found, 2), 0);
    kembar_bilingual_free(map);
    kembar_buffer_deinit(&bytes);
}

static void tells_of_itself(void **state) {
    (void)state;
    kembar_buffer bytes = {0};
    forge_map(&bytes, rows, N_ROWS);
    kembar_bilingual *map = parse(&bytes);
    assert_int_equal(kembar_bilingual_version(map), KEMBAR_BILINGUAL_VERSION);
    assert_int_equal(kembar_bilingual_word_count(map), 4);
    assert_int_equal(kembar_bilingual_translation_count(map), N_ROWS);
    size_t n;
    const kembar_bilingual_list *lists = kembar_bilingual_lists(map, &n);
    assert_int_equal(n, 1);
    assert_int_equal(lists[0].n_pairs, 7);
    assert_memory_equal(lists[0].name.data, "made", 4);
    assert_memory_equal(lists[0].licence.data, "MIT", 3);
    kembar_bilingual_free(map);
    kembar_buffer_deinit(&bytes);
}

static kembar_status try_parse(const char *data, size_t size) {
    kembar_bilingual *map = NULL;
    kembar_error error = {0};
    /* On the heap in its own size, so that a sanitizer sees a step past the end. */
    char *copy = malloc(size + (size == 0));
    assert_non_null(copy);
    memcpy(copy, data, size);
    kembar_status status = kembar_bilingual_parse(&map, (kembar_view){copy, size}, "map", &error);
    free(copy);
    if (status) {
        assert_null(map);
        assert_int_equal(error.code, status);
        assert_string_equal(error.file, "map");
    }
    kembar_bilingual_free(map);
    return status;
}

static void refuses_every_truncation(void **state) {
    (void)state;
    kembar_buffer bytes = {0};
    forge_map(&bytes, rows, N_ROWS);
    assert_int_equal(try_parse(bytes.data, bytes.size), KEMBAR_OK);
    for (size_t size = 0; size < bytes.size; size++)
        assert_int_equal(try_parse(bytes.data, size), KEMBAR_ERROR_FORMAT);
    kembar_buffer_append_char(&bytes, '\0');
    assert_int_equal(try_parse(bytes.data, bytes.size), KEMBAR_ERROR_FORMAT);
    kembar_buffer_deinit(&bytes);
}

static void refuses_every_flipped_bit(void **state) {
    (void)state;
    kembar_buffer bytes = {0};
    forge_map(&bytes, rows, N_ROWS);
    for (size_t bit = 0; bit < 8 * bytes.size; bit++) {
        bytes.data[bit / 8] ^= (char)(1 << bit % 8);
        assert_int_equal(try_parse(bytes.data, bytes.size), KEMBAR_ERROR_FORMAT);
        bytes.data[bit / 8] ^= (char)(1 << bit % 8);
    }
    kembar_buffer_deinit(&bytes);
}

/* Damage with a checksum to match: the bounds alone must hold. */
static void survives_forged_bytes(void **state) {
    (void)state;
    kembar_buffer bytes = {0};
    forge_map(&bytes, rows, N_ROWS);
    kembar_random random = {7};
    char *whole = malloc(bytes.size);
    assert_non_null(whole);
    memcpy(whole, bytes.data, bytes.size);
    size_t n_refused = 0;
    for (int round = 0; round < 20000; round++) {
        for (uint64_t n = 1 + kembar_random_below(&random, 3); n > 0; n--)
            bytes.data[8 + kembar_random_below(&random, bytes.size - 8)] =
                (char)(unsigned char)kembar_random_below(&random, 256);
        forge_checksum(&bytes);
        kembar_bilingual *map = NULL;
        if (kembar_bilingual_parse(&map, kembar_buffer_view(&bytes), "map", NULL) == KEMBAR_OK) {
            size_t n = 0;
            kembar_translation found[4];
            (void)kembar_bilingual_find(map, view_of("rumah"), &n);
            (void)kembar_bilingual_reverse(map, view_of("hous"), found, 4);
        } else {
            n_refused++;
        }
        kembar_bilingual_free(map);
        memcpy(bytes.data, whole, bytes.size);
    }
    assert_in_range(n_refused, 1000, 19999);
    free(whole);
    kembar_buffer_deinit(&bytes);
}

static void refuses_what_contradicts_itself(void **state) {
    (void)state;
    static const forged_row unsorted[] = {{"b", "x", 1000000}, {"a", "x", 1000000}};
    static const forged_row weightless[] = {{"a", "x", 0}};
    static const forged_row too_heavy[] = {{"a", "x", 1000001}};
    const struct {
        const forged_row *rows;
        size_t n_rows;
    } bad[] = {{unsorted, 2}, {weightless, 1}, {too_heavy, 1}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        kembar_buffer bytes = {0};
        forge_map(&bytes, bad[i].rows, bad[i].n_rows);
        assert_int_equal(try_parse(bytes.data, bytes.size), KEMBAR_ERROR_FORMAT);
        kembar_buffer_deinit(&bytes);
    }
}

static void another_version_is_named(void **state) {
    (void)state;
    kembar_buffer bytes = {0};
    forge_map(&bytes, rows, N_ROWS);
    bytes.data[8]++;
    forge_checksum(&bytes);
    kembar_bilingual *map = NULL;
    kembar_error error = {0};
    assert_int_equal(kembar_bilingual_parse(&map, kembar_buffer_view(&bytes), "map", &error),
                     KEMBAR_ERROR_FORMAT);
    assert_non_null(strstr(error.message, "version"));
    kembar_buffer_deinit(&bytes);
}

static void opens_a_folder(void **state) {
    (void)state;
    kembar_bilingual *map = NULL;
    size_t n;
    assert_int_equal(kembar_bilingual_open(&map, "no-such", NULL), KEMBAR_ERROR_LIBRARY);
    assert_null(map);
    /* Without a map in it: empty, no error. */
    temp_make_folder("data");
    assert_int_equal(kembar_bilingual_open(&map, "data", NULL), KEMBAR_OK);
    assert_null(kembar_bilingual_find(map, view_of("buku"), &n));
    assert_int_equal(kembar_bilingual_version(map), 0);
    kembar_bilingual_free(map);
    kembar_buffer bytes = {0};
    forge_map(&bytes, rows, N_ROWS);
    temp_write("data/lexicon.bin", bytes.data, bytes.size);
    assert_int_equal(kembar_bilingual_open(&map, "data", NULL), KEMBAR_OK);
    assert_non_null(kembar_bilingual_find(map, view_of("buku"), &n));
    kembar_bilingual_free(map);
    temp_write("data/lexicon.bin", bytes.data, bytes.size - 1);
    assert_int_equal(kembar_bilingual_open(&map, "data", NULL), KEMBAR_ERROR_FORMAT);
    assert_null(map);
    kembar_buffer_deinit(&bytes);
}

static kembar_status open_and_free(void *context) {
    (void)context;
    kembar_bilingual *map = NULL;
    kembar_status status = kembar_bilingual_open(&map, ".", NULL);
    if (status)
        assert_null(map);
    kembar_bilingual_free(map);
    return status;
}

static void survives_failing_allocations(void **state) {
    (void)state;
    kembar_buffer bytes = {0};
    forge_map(&bytes, rows, N_ROWS);
    temp_write("lexicon.bin", bytes.data, bytes.size);
    assert_true(fail_every_allocation(open_and_free, NULL) >= 5);
    kembar_buffer_deinit(&bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_translations),
        cmocka_unit_test(finds_words_of_a_stem),
        cmocka_unit_test(tells_of_itself),
        cmocka_unit_test(refuses_every_truncation),
        cmocka_unit_test(refuses_every_flipped_bit),
        cmocka_unit_test(survives_forged_bytes),
        cmocka_unit_test(refuses_what_contradicts_itself),
        cmocka_unit_test(another_version_is_named),
        cmocka_unit_test_setup_teardown(opens_a_folder, temp_folder_enter, temp_folder_leave),
        cmocka_unit_test_setup_teardown(survives_failing_allocations, temp_folder_enter,
                                        temp_folder_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
