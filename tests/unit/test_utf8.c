#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/random.h"
#include "text/utf8.h"

static kembar_view view_of(const char *text) {
    return (kembar_view){text, strlen(text)};
}

static size_t encode(uint32_t c, char out[4]) {
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (c & 0x3f));
        c >>= 6;
    }
    out[0] = (char)((n == 2 ? 0xc0 : n == 3 ? 0xe0 : 0xf0) | c);
    return n;
}

static void every_code_point_is_valid_and_decodes(void **state) {
    (void)state;
    for (uint32_t c = 1; c < 0x110000; c++) {
        char bytes[4];
        size_t size = encode(c, bytes);
        int is_surrogate = c >= 0xd800 && c < 0xe000;
        assert_int_equal(kembar_utf8_valid_prefix((kembar_view){bytes, size}),
                         is_surrogate ? 0 : size);
        if (!is_surrogate) {
            size_t n;
            assert_int_equal(kembar_utf8_decode((kembar_view){bytes, size}, &n), c);
            assert_int_equal(n, size);
        }
    }
}

typedef struct repair_case {
    const char *bytes;
    size_t size;
    const char *repaired;
    size_t n_repairs;
} repair_case;

#define BAD "\xef\xbf\xbd"

/* Expected values from Python's bytes.decode('utf-8', 'replace'), but for NUL and the byte order
 * mark. */
static const repair_case repair_cases[] = {
    {"plain", 5, "plain", 0},
    {"", 0, "", 0},
    {"a\0b", 3, "a" BAD "b", 1},
    {"long ascii run\0and more", 23, "long ascii run" BAD "and more", 1},
    {"\xc0\xaf", 2, BAD BAD, 2},
    {"\xc1\xbf", 2, BAD BAD, 2},
    {"\xe0\x80\xaf", 3, BAD BAD BAD, 3},
    {"\xe0\xa0", 2, BAD, 1},
    {"\xe2\x82", 2, BAD, 1},
    {"\xe2\x82x", 3, BAD "x", 1},
    {"\xf0\x90\x8d", 3, BAD, 1},
    {"\xf0\x8f\xbf\xbf", 4, BAD BAD BAD BAD, 4},
    {"\xf0\x9f\x98\xf0\x9f\x98\x80", 7, BAD "\xf0\x9f\x98\x80", 1},
    {"\xed\xa0\x80", 3, BAD BAD BAD, 3},
    {"\xed\x9f\xbf", 3, "\xed\x9f\xbf", 0},
    {"\xf4\x8f\xbf\xbf", 4, "\xf4\x8f\xbf\xbf", 0},
    {"\xf4\x90\x80\x80", 4, BAD BAD BAD BAD, 4},
    {"\xf5\x80", 2, BAD BAD, 2},
    {"\xff\xfe", 2, BAD BAD, 2},
    {"\x80\xbf", 2, BAD BAD, 2},
    {"caf\xe9 cr\xe8me", 10, "caf" BAD " cr" BAD "me", 2},
    {"a\xf1\x80\x80\xe1\x80\xc2"
     "b\x80"
     "c\x80\xbf"
     "d",
     13, "a" BAD BAD BAD "b" BAD "c" BAD BAD "d", 6},
    {"\xef\xbb\xbftext", 7, "text", 0},
    {"x\xef\xbb\xbf", 4, "x\xef\xbb\xbf", 0},
    {"\xef\xbb", 2, BAD, 1},
};

static void repair_replaces_maximal_parts(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof repair_cases / sizeof *repair_cases; i++) {
        const repair_case *c = &repair_cases[i];
        kembar_buffer out = {0};
        assert_int_equal(kembar_utf8_repair((kembar_view){c->bytes, c->size}, &out), c->n_repairs);
        assert_int_equal(out.size, strlen(c->repaired));
        assert_memory_equal(kembar_buffer_view(&out).data, c->repaired, out.size);
        kembar_buffer_deinit(&out);
    }
}

static void repair_of_random_bytes_is_valid_and_stable(void **state) {
    (void)state;
    static const unsigned char likely[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f,
                                           0xa0, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xe1,
                                           0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5};
    kembar_random random = {7};
    for (int round = 0; round < 20000; round++) {
        char bytes[40];
        size_t size = kembar_random_below(&random, sizeof bytes);
        for (size_t i = 0; i < size; i++)
            bytes[i] = (char)likely[kembar_random_below(&random, sizeof likely)];
        kembar_view view = {bytes, size};
        kembar_buffer once = {0};
        kembar_buffer twice = {0};
        size_t n_repairs = kembar_utf8_repair(view, &once);
        kembar_view repaired = kembar_buffer_view(&once);
        assert_int_equal(kembar_utf8_valid_prefix(repaired), repaired.size);
        assert_int_equal(n_repairs == 0, kembar_utf8_valid_prefix(view) == size);
        assert_int_equal(kembar_utf8_repair(repaired, &twice), 0);
        assert_int_equal(twice.size, once.size);
        kembar_buffer_deinit(&once);
        kembar_buffer_deinit(&twice);
    }
}

static void prefixes_stop_where_they_should(void **state) {
    (void)state;
    char text[210];
    memset(text, 'x', sizeof text);
    for (size_t at = 0; at < sizeof text; at++) {
        for (text[at] = 1; text[at] < 0x7f; text[at] = (char)(text[at] + 21)) {
            assert_int_equal(kembar_utf8_ascii_prefix((kembar_view){text, sizeof text}),
                             sizeof text);
            assert_int_equal(kembar_utf8_valid_prefix((kembar_view){text, sizeof text}),
                             sizeof text);
        }
        text[at] = '\x80';
        assert_int_equal(kembar_utf8_ascii_prefix((kembar_view){text, sizeof text}), at);
        text[at] = '\xff';
        assert_int_equal(kembar_utf8_ascii_prefix((kembar_view){text, sizeof text}), at);
        text[at] = '\xc3';
        assert_int_equal(kembar_utf8_ascii_prefix((kembar_view){text, sizeof text}), at);
        assert_int_equal(kembar_utf8_valid_prefix((kembar_view){text, sizeof text}), at);
        text[at] = '\0';
        assert_int_equal(kembar_utf8_ascii_prefix((kembar_view){text, sizeof text}), sizeof text);
        assert_int_equal(kembar_utf8_valid_prefix((kembar_view){text, sizeof text}), at);
        text[at] = 'x';
    }
    assert_int_equal(kembar_utf8_ascii_prefix((kembar_view){NULL, 0}), 0);
    assert_int_equal(kembar_utf8_valid_prefix((kembar_view){NULL, 0}), 0);
}

static void floor_goes_back_to_a_boundary(void **state) {
    (void)state;
    kembar_view text = view_of("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z");
    static const size_t expected[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_int_equal(kembar_utf8_floor(text, i), expected[i]);
}

static void clusters_end_at_grapheme_boundaries(void **state) {
    (void)state;
    assert_int_equal(kembar_utf8_cluster_size(view_of("ab")), 1);
    assert_int_equal(kembar_utf8_cluster_size(view_of("\r\nx")), 2);
    assert_int_equal(kembar_utf8_cluster_size(view_of("\n\xcc\x81")), 1);
    assert_int_equal(kembar_utf8_cluster_size(view_of("e\xcc\x81x")), 3);
    assert_int_equal(kembar_utf8_cluster_size(view_of("\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8.")), 9);
    /* Compatibility jamo that NFKC joins to one syllable. */
    assert_int_equal(kembar_utf8_cluster_size(view_of("\xe3\x84\xb1\xe3\x85\x8f\xe3\x84\xb1")), 6);
    /* Regional indicators pair off. */
    assert_int_equal(
        kembar_utf8_cluster_size(view_of("\xf0\x9f\x87\xae\xf0\x9f\x87\xa9\xf0\x9f\x87\xae")), 8);
}

static void clusters_are_bounded(void **state) {
    (void)state;
    char text[1001];
    text[0] = 'e';
    for (size_t i = 1; i < sizeof text; i += 2)
        memcpy(text + i, "\xcc\x81", 2);
    size_t size = kembar_utf8_cluster_size((kembar_view){text, sizeof text});
    assert_in_range(size, 120, 128);
    assert_int_equal(kembar_utf8_floor((kembar_view){text, sizeof text}, size), size);
}

static void assert_fold(const char *text, const char *expected) {
    kembar_buffer out = {0};
    kembar_utf8_fold(view_of(text), &out);
    assert_int_equal(out.size, strlen(expected));
    assert_memory_equal(kembar_buffer_view(&out).data, expected, out.size);
    kembar_buffer_deinit(&out);
}

/* Expected values from unicodedata.normalize('NFKC', text).casefold(). */
static void fold_is_nfkc_then_case_folding(void **state) {
    (void)state;
    assert_fold("", "");
    assert_fold("Hello WORLD [@`{]", "hello world [@`{]");
    assert_fold("e\xcc\xa3\xcc\x82 e\xcc\x82\xcc\xa3", "\xe1\xbb\x87 \xe1\xbb\x87");
    assert_fold("\xc4\xb0", "i\xcc\x87");
    assert_fold("\xc7\xb0", "j\xcc\x8c");
    assert_fold("Stra\xc3\x9f"
                "e \xef\xac\x83",
                "strasse ffi");
    assert_fold("\xea\xb0\x80\xe1\x86\xa7", "\xea\xb0\x80\xe1\x86\xa7");
    assert_fold("\xc2\xbd \xe2\x80\xa6", "1\xe2\x81\x84"
                                         "2 ...");
}

static void kinds_follow_general_categories(void **state) {
    (void)state;
    assert_int_equal(kembar_utf8_kind('A'), KEMBAR_CHAR_WORD | KEMBAR_CHAR_UPPER);
    assert_int_equal(kembar_utf8_kind('z'), KEMBAR_CHAR_WORD);
    assert_int_equal(kembar_utf8_kind('_'), KEMBAR_CHAR_WORD);
    assert_int_equal(kembar_utf8_kind('7'), KEMBAR_CHAR_WORD | KEMBAR_CHAR_DIGIT);
    for (uint32_t c = 0; c < 0x80; c++) {
        int is_alnum = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        assert_int_equal((kembar_utf8_kind(c) & KEMBAR_CHAR_WORD) != 0, is_alnum || c == '_');
        assert_int_equal(kembar_utf8_kind(c) == KEMBAR_CHAR_SPACE, c == ' ' || (c >= 9 && c <= 13));
    }
    assert_int_equal(kembar_utf8_kind(0xc9), KEMBAR_CHAR_WORD | KEMBAR_CHAR_UPPER);
    assert_int_equal(kembar_utf8_kind(0x1c5), KEMBAR_CHAR_WORD | KEMBAR_CHAR_UPPER); /* Lt */
    assert_int_equal(kembar_utf8_kind(0xbd), KEMBAR_CHAR_WORD | KEMBAR_CHAR_DIGIT);  /* No */
    assert_int_equal(kembar_utf8_kind(0x4e2d), KEMBAR_CHAR_WORD);
    assert_int_equal(kembar_utf8_kind(0x301), 0);
    assert_int_equal(kembar_utf8_kind(0x203f), 0); /* Pc, but no underscore */
    assert_int_equal(kembar_utf8_kind(0xfffd), 0);
    assert_int_equal(kembar_utf8_kind(0xa0), KEMBAR_CHAR_SPACE);
    assert_int_equal(kembar_utf8_kind(0x3000), KEMBAR_CHAR_SPACE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_is_valid_and_decodes),
        cmocka_unit_test(repair_replaces_maximal_parts),
        cmocka_unit_test(repair_of_random_bytes_is_valid_and_stable),
        cmocka_unit_test(prefixes_stop_where_they_should),
        cmocka_unit_test(floor_goes_back_to_a_boundary),
        cmocka_unit_test(clusters_end_at_grapheme_boundaries),
        cmocka_unit_test(clusters_are_bounded),
        cmocka_unit_test(fold_is_nfkc_then_case_folding),
        cmocka_unit_test(kinds_follow_general_categories),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
