#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collected.h"
#include "read/markdown.h"

typedef struct parsed {
    kembar_record record;
    kembar_buffer storage;
} parsed;

static parsed parse(const char *text) {
    parsed p = {0};
    kembar_view bytes = {text, strlen(text)};
    assert_int_equal(kembar_markdown_read(bytes, &p.record, &p.storage), KEMBAR_OK);
    return p;
}

static void expect_text_only(const char *text) {
    parsed p = parse(text);
    expect_view(p.record.text, text);
    expect_view(p.record.title, NULL);
    expect_view(p.record.id, NULL);
    kembar_buffer_deinit(&p.storage);
}

static void test_all_fields(void **state) {
    (void)state;
    parsed p = parse("---\r\n"
                     "title: \"Strike: day two\"\r\n"
                     "date: 2024-03-05\r\n"
                     "source: 'Harbor Times'\r\n"
                     "url: https://example.org/a?b=c#d\r\n"
                     "id: 42\r\n"
                     "tags: [one, {title: no}]\r\n"
                     "more:\r\n"
                     "  title: neither\r\n"
                     "---\r\n"
                     "# Body\r\n\r\n*as it is*\r\n");
    expect_view(p.record.title, "Strike: day two");
    expect_view(p.record.date, "2024-03-05");
    expect_view(p.record.source, "Harbor Times");
    expect_view(p.record.url, "https://example.org/a?b=c#d");
    expect_view(p.record.id, "42");
    expect_view(p.record.text, "# Body\r\n\r\n*as it is*\r\n");
    kembar_buffer_deinit(&p.storage);
}

static void test_values_that_say_nothing(void **state) {
    (void)state;
    parsed p = parse("---\ntitle:\nsource: ~\nurl: null\nid: ''\ndate: [2024]\n---\nBody\n");
    expect_view(p.record.title, NULL);
    expect_view(p.record.source, NULL);
    expect_view(p.record.url, NULL);
    expect_view(p.record.id, NULL);
    expect_view(p.record.date, NULL);
    expect_view(p.record.text, "Body\n");
    kembar_buffer_deinit(&p.storage);
}

static void test_values_that_are_text(void **state) {
    (void)state;
    parsed p = parse("---\ntitle: |\n  Two\n  lines\nsource: 'null'\nid: &x a\nurl: *x\n"
                     "title: second\n...\nBody");
    expect_view(p.record.title, "Two\nlines\n");
    expect_view(p.record.source, "null");
    expect_view(p.record.id, "a");
    expect_view(p.record.url, NULL);
    expect_view(p.record.text, "Body");
    kembar_buffer_deinit(&p.storage);
}

static void test_keeps_what_was_known(void **state) {
    (void)state;
    parsed p = {.record = {.id = {"a.md", 4}}};
    const char *text = "---\ntitle: T\nid:\n---\nB";
    assert_int_equal(kembar_markdown_read((kembar_view){text, strlen(text)}, &p.record, &p.storage),
                     KEMBAR_OK);
    expect_view(p.record.id, "a.md");
    expect_view(p.record.title, "T");
    kembar_buffer_deinit(&p.storage);
}

static void test_marks_and_empty_matter(void **state) {
    (void)state;
    parsed p = parse("\xEF\xBB\xBF---  \ntitle: T\n---\t\nB");
    expect_view(p.record.title, "T");
    expect_view(p.record.text, "B");
    kembar_buffer_deinit(&p.storage);
    p = parse("---\n---\nB");
    expect_view(p.record.text, "B");
    kembar_buffer_deinit(&p.storage);
    p = parse("---\ntitle: T\n---");
    expect_view(p.record.title, "T");
    expect_view(p.record.text, "");
    kembar_buffer_deinit(&p.storage);
}

static void test_no_front_matter(void **state) {
    (void)state;
    expect_text_only("");
    expect_text_only("plain text\n---\nid: 1\n---\n");
    expect_text_only("---");
    expect_text_only("---\n");
    expect_text_only("---\ntitle: never closed\n\nBody\n");
    expect_text_only("----\ntitle: four\n----\n");
    expect_text_only(" ---\ntitle: indented\n ---\n");
    expect_text_only("---\nA sentence between two rules.\n---\nBody\n");
    expect_text_only("---\n- a\n- list\n---\nBody\n");
    expect_text_only("---\ntitle: a: b: c\n---\nBody\n");
    expect_text_only("---\ntitle: \"open\n---\nBody\n");
    expect_text_only("---\ntitle: [a, b\n---\nBody\n");
}

static void test_ill_formed_bytes(void **state) {
    (void)state;
    parsed p = parse("---\ntitle: a\xFF"
                     "b\n---\nB\xFE");
    expect_view(p.record.title, "a\xEF\xBF\xBD"
                                "b");
    expect_view(p.record.text, "B\xFE");
    kembar_buffer_deinit(&p.storage);
}

/* Nesting and length are bounded: what goes beyond is text. */
static void test_bounds(void **state) {
    (void)state;
    for (int flow = 0; flow < 2; flow++) {
        char deep[20000] = "---\ntitle: T\na: ";
        size_t n = strlen(deep);
        memset(deep + n, flow ? '[' : '\n', 9000);
        for (size_t i = 0; !flow && i < 9000; i += 2) {
            memcpy(deep + n + i, "- ", 2);
        }
        memcpy(deep + n + 9000, "\n---\nBody", 10);
        expect_text_only(deep);
    }
    size_t size = KEMBAR_FRONT_MATTER_MAX_BYTES + 100;
    char *text = malloc(size + 20);
    assert_non_null(text);
    memset(text, 'x', size);
    memcpy(text, "---\ntitle: T\na: ", 16);
    memcpy(text + size, "\n---\nBody", 10);
    expect_text_only(text);
    memcpy(text + size - 200, "\n---\nBody", 10);
    parsed p = parse(text);
    expect_view(p.record.title, "T");
    kembar_buffer_deinit(&p.storage);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_fields),
        cmocka_unit_test(test_values_that_say_nothing),
        cmocka_unit_test(test_values_that_are_text),
        cmocka_unit_test(test_keeps_what_was_known),
        cmocka_unit_test(test_marks_and_empty_matter),
        cmocka_unit_test(test_no_front_matter),
        cmocka_unit_test(test_ill_formed_bytes),
        cmocka_unit_test(test_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
