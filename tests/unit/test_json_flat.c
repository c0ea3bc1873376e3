#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/buffer.h"
#include "base/random.h"
#include "flat_check.h"
#include "parser_state.h"

static int is_flat(void **state, kembar_view text) {
    int found;
    const char *broken = flat_check(*state, text, &found);
    if (broken != NULL)
        fail_msg("%.*s: %s", (int)text.size, text.data, broken);
    return found;
}

static void records_are_read(void **state) {
    static const char *const texts[] = {
        "{\"id\":\"a\"}",
        " {\t\"id\" : \"a\" ,\"text\": \"b\\nc \\\\\\\"d\\/\\b\\f\\r\\t\" } ",
        "{\"id\":12,\"date\":0,\"n\":123456789012345678}",
        "{\"title\":null,\"text\":\"\",\"\":\"empty\",\"\":\"again\"}",
        "{\"text\":\"\\u0041\\u00e9\\u20AC\\u07ff\\u0800\\uffff\xc3\xa9\xf0\x9f\x99\x82\x7f\"}",
        "{\"a\\u0062\\n\":\"key\"}\r",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!is_flat(state, (kembar_view){texts[i], strlen(texts[i])}))
            fail_msg("%s", texts[i]);
}

static void all_else_is_left_to_others(void **state) {
    static const char *const texts[] = {
        "", " ", "{", "{}", "[]", "\"a\"", "1", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":1 2}",
        "{\"a\":1}}", "{\"a\":1} x", "{\"a\":1", "{a:1}", "{,}", "{\"a\" 1}",
        /* other values */
        "{\"a\":true}", "{\"a\":-1}", "{\"a\":1.5}", "{\"a\":1e3}", "{\"a\":01}", "{\"a\":[]}",
        "{\"a\":{\"b\":1}}", "{\"a\":1234567890123456789}", "{\"a\":nul}", "{\"a\":null",
        /* strings */
        "{\"a\":\"b", "{\"a\":\"b\\", "{\"a\":\"b\\\"", "{\"a\":\"\\x\"}", "{\"a\":\"\\\xc3\xa9\"}",
        "{\"a\":\"\t\"}", "{\"a\":\"\x1f\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\\u0000\"}", "{\"a\":\"\\ud83d\\ude42\"}", "{\"a\":\"\\udfff\"}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (is_flat(state, (kembar_view){texts[i], strlen(texts[i])}))
            fail_msg("%s", texts[i]);
}

static void so_many_members_and_no_more(void **state) {
    for (size_t n = KEMBAR_JSON_FLAT_MEMBERS - 1; n <= KEMBAR_JSON_FLAT_MEMBERS + 1; n++) {
        kembar_buffer text = {0};
        for (size_t i = 0; i < n; i++)
            kembar_buffer_append_format(&text, "%c\"k%d\":\"v\"", i ? ',' : '{', (int)i);
        kembar_buffer_append_char(&text, '}');
        assert_int_equal(kembar_buffer_status(&text), KEMBAR_OK);
        assert_int_equal(is_flat(state, kembar_buffer_view(&text)), n <= KEMBAR_JSON_FLAT_MEMBERS);
        kembar_buffer_deinit(&text);
    }
}

/* Records with a part left out, doubled or put elsewhere now and then. */
static void what_is_read_is_as_others_read_it(void **state) {
    static const char body[] =
        "\"one two three four five six seven eight nine ten eleven twelve \\\"thirteen\\\" "
        "fourteen\\nfifteen \\u201csixteen\\u201d seventeen \xe2\x80\x9c\x65ighteen\"";
    static const char *const parts[] = {"{", "\"id\"", ":", "\"a\"", ",", "\"text\"",
                                        ":", body,     ",", "\"n\"", ":", "42",
                                        ",", "\"x\"",  ":", "null",  "}"};
    static const char *const strange[] = {"\\", "\"", "\\u00", "\\ud800", "\t",  "0",
                                          "-",  "e",  " ",     "[",       "]",   "{",
                                          "}",  ",",  ":",     "true",    "\x01"};
    enum { N_PARTS = sizeof parts / sizeof *parts, N_STRANGE = sizeof strange / sizeof *strange };
    kembar_random random = {41};
    size_t n_flat = 0;
    for (size_t round = 0; round < 20000; round++) {
        kembar_buffer text = {0};
        size_t faults = kembar_random_below(&random, 3), at = kembar_random_below(&random, N_PARTS);
        for (size_t i = 0; i < N_PARTS; i++) {
            if (faults == 0 || i != at)
                kembar_buffer_append_text(&text, parts[i]);
            else if (faults == 2)
                kembar_buffer_append_text(&text, strange[kembar_random_below(&random, N_STRANGE)]);
        }
        size_t place = text.size ? kembar_random_below(&random, text.size) : 0;
        if (round % 4 == 0 && text.size > 0 && (unsigned char)text.data[place] < 0x80)
            text.data[place] = "\"\\{}:,n0 x"[round / 4 % 10];
        assert_int_equal(kembar_buffer_status(&text), KEMBAR_OK);
        n_flat += (size_t)is_flat(state, kembar_buffer_view(&text));
        kembar_buffer_deinit(&text);
    }
    assert_in_range(n_flat, 5000, 15000);
}

typedef size_t (*copy_function)(kembar_view text, char *out);

/* What ends a run at every place of texts of every size. */
static void check_copy(copy_function copy) {
    enum { MAX_SIZE = 200, FAR = 77 };
    static const char ends[] = "\"\\\n\x1f\x01";
    char text[MAX_SIZE], out[MAX_SIZE + KEMBAR_JSON_ROOM_SLACK + 1];
    for (size_t size = 0; size <= MAX_SIZE; size++)
        for (size_t place = 0; place <= size; place++) {
            for (size_t i = 0; i < size; i++)
                text[i] = " !#[]\x7f\xc3\xa9\xff~"[(i + size) % 10];
            if (place < size)
                text[place] = ends[(place + size) % (sizeof ends - 1)];
            memset(out, FAR, sizeof out);
            assert_int_equal(copy((kembar_view){text, size}, out), place);
            assert_memory_equal(out, text, place);
            assert_int_equal(out[size + KEMBAR_JSON_ROOM_SLACK], FAR);
        }
}

static void every_level_copies_the_same(void **state) {
    (void)state;
    check_copy(kembar_json_copy_plain);
    check_copy(kembar_json_copy_plain_scalar);
#ifdef KEMBAR_X86
    if (kembar_cpu() >= KEMBAR_CPU_AVX2)
        check_copy(kembar_json_copy_plain_avx2);
    if (kembar_cpu() >= KEMBAR_CPU_AVX512)
        check_copy(kembar_json_copy_plain_avx512);
#endif
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_PARSER(records_are_read),
        WITH_PARSER(all_else_is_left_to_others),
        WITH_PARSER(so_many_members_and_no_more),
        WITH_PARSER(what_is_read_is_as_others_read_it),
        cmocka_unit_test(every_level_copies_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
