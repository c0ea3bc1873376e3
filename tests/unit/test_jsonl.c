#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collected.h"
#include "read/lines.h"
#include "temp_folder.h"

static kembar_collection *collect_lines(const char *lines) {
    temp_write_text("f.jsonl", lines);
    return collect("f.jsonl");
}

static const kembar_document *document_of(const kembar_collection *collection, size_t i) {
    assert_in_range(i, 0, kembar_collection_document_count(collection) - 1);
    return kembar_collection_document(collection, i);
}

static void test_fields(void **state) {
    (void)state;
    kembar_collection *c = collect_lines(
        "{\"id\": \"a\", \"title\": \"T\", \"text\": \"Body \\u00e9\", \"date\": \"2024-03-05\", "
        "\"source\": \"S\", \"url\": \"https://u\", \"more\": [1]}\n");
    const kembar_document *d = document_of(c, 0);
    expect_view(kembar_document_id(d), "a");
    expect_view(kembar_document_title(d), "T");
    expect_view(kembar_document_text(d), "T\nBody \xC3\xA9");
    expect_view(kembar_document_date(d), "2024-03-05");
    expect_view(kembar_document_source(d), "S");
    expect_view(kembar_document_url(d), "https://u");
    expect_view(kembar_document_input(d), "f.jsonl");
    assert_int_equal(kembar_document_position(d), 1);
    expect_view(kembar_collection_raw(c, 0), NULL);
    assert_int_equal(kembar_collection_input(c, 0)->n_documents, 1);
    expect_collected(c, "a ", "");
}

static void test_line_ends(void **state) {
    (void)state;
    expect_collected(
        collect_lines("{\"text\":\"a\"}\r\n\n  \t\r\n{\"text\":\"b\"}\n{\"text\":\"c\"}"),
        "f.jsonl#1 f.jsonl#4 f.jsonl#5 ", "");
    expect_collected(collect_lines("\xEF\xBB\xBF{\"text\":\"a\"}\n\xEF\xBB\xBF{\"text\":\"b\"}\n"),
                     "f.jsonl#1 f.jsonl#2 ", "");
    expect_collected(collect_lines("\n\r\n  \n"), "", "f.jsonl:0 no text\n");
    expect_collected(collect_lines(""), "", "f.jsonl:0 no text\n");
}

static void test_numbers_as_id_and_date(void **state) {
    (void)state;
    kembar_collection *c = collect_lines("{\"id\": 12, \"text\": \"a\", \"date\": 2024}\n"
                                         "{\"id\": 1.50, \"text\": \"b\"}\n"
                                         "{\"id\": \"\", \"text\": \"c\"}\n"
                                         "{\"id\": null, \"text\": \"d\", \"date\": true}\n");
    expect_view(kembar_document_date(document_of(c, 3)), NULL);
    expect_collected(c, "1.5 12 f.jsonl#3 f.jsonl#4 ", "");
}

static void test_wrong_types(void **state) {
    (void)state;
    expect_collected(
        collect_lines(
            "{\"text\": 5}\n"
            "{\"text\": [\"a\"], \"title\": \"t\"}\n"
            "{\"text\": {}}\n"
            "{\"text\": false}\n"
            "{\"text\": \"a\", \"id\": []}\n"
            "{\"text\": \"a\", \"id\": true}\n"
            "[1]\n\"a\"\n3\nnull\n"
            "{\"id\": \"ok\", \"text\": \"a\", \"title\": 1, \"source\": [], \"url\": {}}\n"),
        "ok ",
        "f.jsonl:1 the text is a number, not a string\n"
        "f.jsonl:2 the text is an array, not a string\n"
        "f.jsonl:3 the text is an object, not a string\n"
        "f.jsonl:4 the text is true or false, not a string\n"
        "f.jsonl:5 the id is an array, not a string or a number\n"
        "f.jsonl:6 the id is true or false, not a string or a number\n"
        "f.jsonl:7 an array, not an object\n"
        "f.jsonl:8 a string, not an object\n"
        "f.jsonl:9 a number, not an object\n"
        "f.jsonl:10 null, not an object\n");
}

static void test_text_and_title(void **state) {
    (void)state;
    kembar_collection *c = collect_lines("{\"id\": \"a\", \"title\": \"only a title\"}\n"
                                         "{\"id\": \"b\", \"title\": \"T\", \"text\": null}\n"
                                         "{\"id\": \"c\", \"title\": \"T\", \"text\": \" \\n\"}\n"
                                         "{\"id\": \"d\", \"text\": \" \\u00a0\\ufeff\\n\"}\n"
                                         "{\"id\": \"e\", \"title\": \"\"}\n"
                                         "{\"title\": \" \", \"text\": \"\"}\n"
                                         "{}\n");
    expect_view(kembar_collection_rejection(c, 0)->id, "d");
    expect_view(kembar_collection_rejection(c, 1)->id, "e");
    expect_collected(c, "a b c ",
                     "f.jsonl:4 no text and no title\nf.jsonl:5 no text and no title\n"
                     "f.jsonl:6 no text and no title\nf.jsonl:7 no text and no title\n");
}

static void test_broken_lines(void **state) {
    (void)state;
    expect_collected(
        collect_lines("{\"text\": \"a\"}\n{\"text\": \"b\"\n{\"text\": \"c}\n{\"text\": \"d\"}\n"),
        "f.jsonl#1 f.jsonl#4 ",
        "f.jsonl:2 broken JSON: The JSON document has an improper structure: missing or "
        "superfluous commas, braces, missing keys, etc\n"
        "f.jsonl:3 broken JSON: A string is opened, but never closed\n");
}

static void test_repairs(void **state) {
    (void)state;
    const char lines[] = "{\"text\": \"a\xFF"
                         "b\"}\n{\"text\": \"a\0b\"}\n"
                         "{\"text\": \"half \\ud83d pair\"}\n{\"te\xC3xt\": 1, \"text\": \"d\"}\n";
    temp_write("f.jsonl", lines, sizeof lines - 1);
    kembar_collection *c = collect("f.jsonl");
    expect_view(kembar_document_text(document_of(c, 0)), "a\xEF\xBF\xBD"
                                                         "b");
    expect_view(kembar_document_text(document_of(c, 1)), "a\xEF\xBF\xBD"
                                                         "b");
    expect_view(kembar_document_text(document_of(c, 2)), "half \xEF\xBF\xBD pair");
    expect_view(kembar_document_text(document_of(c, 3)), "d");
    expect_collected(c, "f.jsonl#1 f.jsonl#2 f.jsonl#3 f.jsonl#4 ", "");
}

static void test_other_names(void **state) {
    (void)state;
    temp_write_text("f.jsonl", "{\"key\": 7, \"body\": {\"content\": \"deep\"}, \"text\": \"no\"}\n"
                               "{\"key\": 8, \"body.content\": \"flat\", \"head\": \"H\"}\n"
                               "{\"key\": 9, \"text\": \"not looked at\"}\n");
    const kembar_field_name fields[] = {
        {"text", "body.content"}, {"id", "never"}, {"id", "key"}, {"title", "head"}};
    kembar_source_options options = kembar_source_options_default();
    options.fields = fields;
    options.n_fields = 4;
    const char *paths[] = {"f.jsonl", NULL};
    kembar_collection *c = collect_with(&options, 1, paths);
    expect_view(kembar_document_text(document_of(c, 0)), "deep");
    expect_view(kembar_document_text(document_of(c, 1)), "H\nflat");
    expect_collected(c, "7 8 ", "f.jsonl:3 no text and no title\n");
}

static void test_raw_lines(void **state) {
    (void)state;
    temp_write_text(
        "f.jsonl",
        "{\"id\": \"b\", \"text\" : \"1\\u0041\xFF\"} \r\n{\"id\":\"a\",\"text\":\"2\"}");
    temp_write_text("g.txt", "no record");
    kembar_source_options options = kembar_source_options_default();
    options.keep_raw = 1;
    const char *paths[] = {"f.jsonl", "g.txt", NULL};
    kembar_collection *c = collect_with(&options, 1, paths);
    expect_view(kembar_collection_raw(c, 0), "{\"id\":\"a\",\"text\":\"2\"}");
    expect_view(kembar_collection_raw(c, 1), "{\"id\": \"b\", \"text\" : \"1\\u0041\xFF\"} ");
    expect_view(kembar_collection_raw(c, 2), NULL);
    expect_collected(c, "a b g.txt ", "");
}

static void test_repeated_ids(void **state) {
    (void)state;
    kembar_collection *c = collect_lines("{\"id\": \"x\", \"text\": \"first\"}\n"
                                         "{\"id\": \"y\", \"text\": \"other\"}\n"
                                         "{\"id\": \"x\", \"text\": \"second\"}\n"
                                         "{\"id\": \"x\", \"text\": \"third\"}\n");
    expect_view(kembar_document_text(document_of(c, 0)), "first");
    expect_view(kembar_collection_rejection(c, 1)->id, "x");
    assert_int_equal(kembar_collection_input(c, 0)->n_documents, 2);
    expect_collected(c, "x y ",
                     "f.jsonl:3 its id is that of line 1 of f.jsonl\n"
                     "f.jsonl:4 its id is that of line 1 of f.jsonl\n");
}

static void test_limits(void **state) {
    (void)state;
    kembar_source_options options = kembar_source_options_default();
    options.max_document_bytes = 10;
    const char *paths[] = {"f.jsonl", NULL};
    temp_write_text("f.jsonl", "{\"text\":\"0123456789\"}\n{\"text\":\"0123456789a\"}\n"
                               "{\"text\":\"012345678\",\"title\":\"ab\"}\n");
    expect_collected(collect_with(&options, 1, paths), "f.jsonl#1 ",
                     "f.jsonl:2 a text of 11 bytes is over the limit of 10 bytes\n"
                     "f.jsonl:3 a text of 11 bytes is over the limit of 10 bytes\n");
}

static void test_long_ids(void **state) {
    (void)state;
    char line[5000];
    for (int size = 4096; size <= 4097; size++) {
        int n = snprintf(line, sizeof line, "{\"text\":\"a\",\"id\":\"%0*d\"}", size, 7);
        assert_int_equal(n, size + 20);
        kembar_collection *c = collect_lines(line);
        assert_int_equal(kembar_collection_document_count(c), size == 4096);
        assert_string_equal(
            rejections_of(c),
            size == 4096 ? "" : "f.jsonl:1 an id of 4097 bytes is over the limit of 4096 bytes\n");
        kembar_collection_free(c);
    }
}

/* A line over the limit is not held; what follows it is read. Both ways of reading records: small
 * files, and large ones by all workers. */
static void test_endless_line(void **state) {
    (void)state;
    kembar_source_options options = kembar_source_options_default();
    options.max_document_bytes = 10;
    size_t n_long = 20 * 1024 * 1024;
    FILE *file = fopen("f.jsonl", "wb");
    assert_non_null(file);
    (void)fputs("{\"id\":\"a\",\"text\":\"1\"}\n", file);
    char block[4096];
    memset(block, 'x', sizeof block);
    for (size_t n = 0; n < n_long; n += sizeof block) {
        assert_int_equal(fwrite(block, 1, sizeof block, file), sizeof block);
    }
    assert_int_equal(fflush(file), 0);
    static const char reason[] =
        "f.jsonl:2 a line of 20971520 bytes is over the limit of 1048606 bytes\n";
    const char *paths[] = {"f.jsonl", NULL};
    for (int n_threads = 1; n_threads <= 3; n_threads++) { /* nothing ends the line yet */
        expect_collected(collect_with(&options, n_threads, paths), "a ", reason);
    }
    (void)fputs("\n{\"id\":\"b\",\"text\":\"2\"}\n", file);
    assert_int_equal(fclose(file), 0);
    for (int n_threads = 1; n_threads <= 3; n_threads++) {
        expect_collected(collect_with(&options, n_threads, paths), "a b ", reason);
    }
}

/* Windows smaller than lines, lines that end exactly at a window's end, and an open end. */
static void test_windows(void **state) {
    (void)state;
    static const char text[] = "one\ntwo two\r\n\n  \nthree\n\n\nfour four four four\nfive";
    temp_write_text("t", text);
    for (size_t target = 1; target < 60; target++) {
        kembar_stream *stream = NULL;
        assert_int_equal(kembar_stream_open(&stream, "t", KEMBAR_COMPRESSION_NONE, NULL),
                         KEMBAR_OK);
        kembar_window windows[2] = {{.size = 0}, {.size = 0}};
        uint64_t number = 0;
        char seen[128] = "";
        for (size_t now = 0, at_end = 0; !at_end; now = 1 - now) {
            kembar_window *w = &windows[now];
            assert_int_equal(kembar_window_fill(w, stream, target, 1000, NULL), KEMBAR_OK);
            assert_int_equal(kembar_window_split(w, &number), KEMBAR_OK);
            for (size_t i = 0; i < w->n_lines; i++) {
                size_t n = strlen(seen);
                (void)snprintf(seen + n, sizeof seen - n, "%d:%.*s;", (int)w->lines[i].number,
                               (int)w->lines[i].bytes.size, w->lines[i].bytes.data);
            }
            at_end = (size_t)w->at_end;
            assert_int_equal(kembar_window_carry(w, &windows[1 - now]), KEMBAR_OK);
        }
        assert_string_equal(seen, "1:one;2:two two;5:three;8:four four four four;9:five;");
        kembar_window_deinit(&windows[0]);
        kembar_window_deinit(&windows[1]);
        kembar_stream_close(stream);
    }
}

static void test_cut_line_in_windows(void **state) {
    (void)state;
    char text[200 * 1024];
    for (size_t n = 70000; n < 72000; n += 333) {
        memset(text, 'x', sizeof text);
        memcpy(text + n, "\nafter\n", 8);
        temp_write_text("t", text);
        kembar_stream *stream = NULL;
        kembar_window w = {.size = 0};
        uint64_t number = 0;
        assert_int_equal(kembar_stream_open(&stream, "t", KEMBAR_COMPRESSION_NONE, NULL),
                         KEMBAR_OK);
        assert_int_equal(kembar_window_fill(&w, stream, 1024, 100, NULL), KEMBAR_OK);
        assert_int_equal(kembar_window_split(&w, &number), KEMBAR_OK);
        assert_int_equal(w.n_lines, 2);
        assert_int_equal(w.lines[0].size_bytes, n);
        assert_in_range(w.lines[0].bytes.size, 101, n);
        expect_view(w.lines[1].bytes, "after");
        kembar_window_deinit(&w);
        kembar_stream_close(stream);
    }
}

static void test_utf16_records(void **state) {
    (void)state;
    temp_write("f.jsonl", "\xFF\xFE{\0}\0", 6);
    expect_collected(collect("f.jsonl"), "", "f.jsonl:0 UTF-16: records must be in UTF-8\n");
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, temp_folder_enter, temp_folder_leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_fields),
        IN_FOLDER(test_line_ends),
        IN_FOLDER(test_numbers_as_id_and_date),
        IN_FOLDER(test_wrong_types),
        IN_FOLDER(test_text_and_title),
        IN_FOLDER(test_broken_lines),
        IN_FOLDER(test_repairs),
        IN_FOLDER(test_other_names),
        IN_FOLDER(test_raw_lines),
        IN_FOLDER(test_repeated_ids),
        IN_FOLDER(test_limits),
        IN_FOLDER(test_long_ids),
        IN_FOLDER(test_endless_line),
        IN_FOLDER(test_windows),
        IN_FOLDER(test_cut_line_in_windows),
        IN_FOLDER(test_utf16_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
