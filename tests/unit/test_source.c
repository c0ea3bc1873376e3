#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "collected.h"
#include "scarce_memory.h"
#include "temp_folder.h"

static void expect_paths(const char *const *paths, const char *ids, const char *rejections) {
    expect_collected(collect_with(NULL, 2, paths), ids, rejections);
}
#define PATHS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void test_ids_of_one_root(void **state) {
    (void)state;
    temp_write_text("d/in/a.txt", "a");
    temp_write_text("d/in/f.jsonl", "{\"text\":\"1\"}\n{\"id\":\"x\",\"text\":\"2\"}");
    expect_collected(collect("d/in"), "a.txt f.jsonl#1 x ", "");
    expect_collected(collect("d/in/a.txt"), "a.txt ", "");
    expect_collected(collect("d/in/f.jsonl"), "f.jsonl#1 x ", "");
    assert_int_equal(chdir("d/in"), 0);
    expect_collected(collect("."), "a.txt f.jsonl#1 x ", "");
    expect_collected(collect(".."), "in/a.txt in/f.jsonl#1 x ", "");
    assert_int_equal(chdir("../.."), 0);
}

/* The first glob that matches the path, or what comes after a '/', names the source of documents
 * that name none. */
static void test_sources_by_path(void **state) {
    (void)state;
    const kembar_source_name sources[] = {{"wire/**", "Wire"}, {"*.md", "Blog"}, {"**", "Rest"}};
    kembar_source_options options = kembar_source_options_default();
    options.sources = sources;
    options.n_sources = 3;
    temp_write_text("in/wire/a.md", "a");
    temp_write_text("in/b.md", "---\nsource: Own\n---\nb");
    temp_write_text("in/c.md", "c");
    temp_write_text("in/d.jsonl", "{\"text\":\"d\",\"source\":\"\"}\n{\"text\":\"e\",\"source\":"
                                  "\"Other\"}\n");
    static const struct {
        const char *id, *source;
    } wanted[] = {{"b.md", "Own"},
                  {"c.md", "Blog"},
                  {"d.jsonl#1", "Rest"},
                  {"d.jsonl#2", "Other"},
                  {"wire/a.md", "Wire"}};
    kembar_collection *collection = collect_with(&options, 2, (const char *const[]){"in", NULL});
    assert_int_equal(kembar_collection_document_count(collection), 5);
    for (size_t i = 0; i < 5; i++) {
        const kembar_document *document = kembar_collection_document(collection, i);
        expect_view(kembar_document_id(document), wanted[i].id);
        expect_view(kembar_document_source(document), wanted[i].source);
    }
    assert_int_equal(kembar_collection_options(collection)->n_sources, 3);
    kembar_collection_free(collection);
    const kembar_source_name wrong[] = {{"", "Wire"}, {"*", ""}};
    for (size_t i = 0; i < 2; i++) {
        kembar_source *source = NULL;
        options.sources = &wrong[i];
        options.n_sources = 1;
        assert_int_equal(kembar_source_new(&source, &options, NULL), KEMBAR_ERROR_ARGUMENT);
    }
}

static void test_ids_of_several_roots(void **state) {
    (void)state;
    temp_write_text("d/one/a.txt", "a");
    temp_write_text("d/two/a.txt", "b");
    temp_write_text("e/two/a.txt", "c");
    temp_write_text("e/f.jsonl", "{\"text\":\"1\"}");
    expect_paths(PATHS("d/one", "d/two", "e/f.jsonl"), "f.jsonl#1 one/a.txt two/a.txt ", "");
    expect_paths(PATHS("d/two", "e/two"), "two/a.txt ",
                 "e/two/a.txt:0 its id is that of d/two/a.txt\n");
    expect_paths(PATHS("e/two/a.txt", "d/two/a.txt"), "a.txt ",
                 "e/two/a.txt:0 its id is that of d/two/a.txt\n");
    assert_int_equal(chdir("d/one"), 0);
    expect_paths(PATHS(".", "../two"), "one/a.txt two/a.txt ", "");
    assert_int_equal(chdir("../.."), 0);
}

static void test_read_once(void **state) {
    (void)state;
    temp_write_text("in/a.txt", "a");
    temp_write_text("in/sub/b.txt", "b");
    assert_int_equal(link("in/a.txt", "in/c.txt"), 0);
    /* The same path in other words is one root. */
    expect_paths(PATHS("in", "./in/", "in"), "a.txt c.txt sub/b.txt ", "");
    expect_paths(PATHS("in", "in/sub"), "in/a.txt in/c.txt in/sub/b.txt ", "");
    expect_paths(PATHS("in/sub", "in/a.txt", "in"), "in/a.txt in/c.txt in/sub/b.txt ", "");
    expect_paths(PATHS("in/sub/../a.txt", "in/a.txt"), "a.txt ", "");
    /* Two names of one file are two files: that is for the tool to find out. */
    expect_paths(PATHS("in/a.txt", "in/c.txt"), "a.txt c.txt ", "");
}

static void test_lists(void **state) {
    (void)state;
    temp_write_text("docs/a.txt", "a");
    temp_write_text("docs/b.md", "---\ntitle: T\n---\nb");
    temp_write_text("docs/deep/f.jsonl", "{\"text\":\"1\"}");
    temp_write_text("src/main.c", "int main(void);");
    const char list[] = "./docs/a.txt\r\n\ndocs//b.md\ndocs/deep\ndocs/gone.md\nsrc/main.c\n"
                        "docs/a.txt\nx\0y\ndocs/b.md";
    temp_write("list", list, sizeof list - 1);
    static const char ids[] = "docs/a.txt docs/b.md docs/deep/f.jsonl#1 src/main.c ";
    static const char faults[] = "docs/gone.md:0 no such file or folder\n"
                                 "x\xEF\xBF\xBDy:0 the path holds a NUL\n";
    expect_paths(PATHS("@list"), ids, faults);
    expect_paths(PATHS("docs", "@list"), ids, faults);
    temp_write_text("one", "docs/a.txt\n");
    expect_paths(PATHS("@one"), "docs/a.txt ", "");
    temp_write_text("none", "\n\r\n");
    expect_paths(PATHS("@none"), "", "");
}

static void test_long_paths(void **state) {
    (void)state;
    char path[4200];
    memset(path, 'a', sizeof path);
    path[4096] = '\0';
    temp_write_text("list", path);
    for (int i = 0; i < 2; i++) {
        kembar_collection *c = i == 0 ? collect(path) : collect_with(NULL, 1, PATHS("@list"));
        assert_int_equal(kembar_collection_rejection_count(c), 1);
        assert_string_equal(kembar_collection_rejection(c, 0)->reason,
                            "the path is longer than 4095 bytes");
        kembar_collection_free(c);
    }
    path[4095] = '\0';
    kembar_collection *c = collect(path);
    assert_string_equal(kembar_collection_rejection(c, 0)->reason,
                        "cannot look at: File name too long");
    kembar_collection_free(c);
}

/* Puts a file under the standard input; restore with dup2(former, 0). */
static int feed_input(const char *text) {
    temp_write_text("input", text);
    int former = dup(STDIN_FILENO);
    int fd = open("input", O_RDONLY);
    assert_true(former >= 0 && fd >= 0);
    assert_int_equal(dup2(fd, STDIN_FILENO), STDIN_FILENO);
    assert_int_equal(close(fd), 0);
    return former;
}

static void restore_input(int former) {
    assert_int_equal(dup2(former, STDIN_FILENO), STDIN_FILENO);
    assert_int_equal(close(former), 0);
}

static void test_standard_input(void **state) {
    (void)state;
    int former = feed_input("{\"text\":\"1\"}\n{\"id\":\"x\",\"text\":\"2\"}\n{");
    kembar_collection *c = collect("-");
    restore_input(former);
    expect_view(kembar_collection_input(c, 0)->path, "stdin");
    assert_int_equal(kembar_collection_input(c, 0)->size_bytes, 36);
    expect_collected(c, "stdin#1 x ",
                     "stdin:3 broken JSON: The JSON document has an improper structure: missing or "
                     "superfluous commas, braces, missing keys, etc\n");
    kembar_source_options options = kembar_source_options_default();
    options.format = KEMBAR_FORMAT_MARKDOWN;
    former = feed_input("---\ntitle: T\n---\nB");
    c = collect_with(&options, 1, PATHS("-"));
    restore_input(former);
    expect_view(kembar_document_text(kembar_collection_document(c, 0)), "T\nB");
    expect_collected(c, "stdin ", "");
    former = feed_input("");
    c = collect("-");
    restore_input(former);
    expect_collected(c, "", "stdin:0 no text\n");
}

static void test_list_on_standard_input(void **state) {
    (void)state;
    temp_write_text("a.txt", "a");
    int former = feed_input("a.txt\n");
    kembar_collection *c = collect_with(NULL, 1, PATHS("@-"));
    restore_input(former);
    expect_collected(c, "a.txt ", "");
}

static void test_broken_standard_input(void **state) {
    (void)state;
    int former = dup(STDIN_FILENO);
    int fd = open(".", O_RDONLY);
    assert_int_equal(dup2(fd, STDIN_FILENO), STDIN_FILENO);
    assert_int_equal(close(fd), 0);
    kembar_source *source = NULL;
    kembar_collection *c = NULL;
    kembar_error error = {0};
    assert_int_equal(kembar_source_new(&source, NULL, NULL), KEMBAR_OK);
    assert_int_equal(kembar_source_add(source, "-", NULL), KEMBAR_OK);
    kembar_status status = kembar_source_read(source, 1, NULL, NULL, &c, &error);
    restore_input(former);
    assert_int_equal(status, KEMBAR_ERROR_IO);
    assert_null(c);
    assert_string_equal(error.message, "cannot read: Is a directory");
    assert_string_equal(error.file, "stdin");
    kembar_source_free(source);
}

static void test_bad_calls(void **state) {
    (void)state;
    kembar_error error = {0};
    kembar_source *source = NULL;
    kembar_source_options options = kembar_source_options_default();
    const kembar_field_name unknown = {"body", "text"};
    options.fields = &unknown;
    options.n_fields = 1;
    assert_int_equal(kembar_source_new(&source, &options, &error), KEMBAR_ERROR_ARGUMENT);
    assert_null(source);
    assert_string_equal(error.message,
                        "\"body\" is no field: id, text, title, date, source or url");
    const kembar_field_name nameless = {"text", ""};
    options.fields = &nameless;
    assert_int_equal(kembar_source_new(&source, &options, &error), KEMBAR_ERROR_ARGUMENT);
    options = kembar_source_options_default();
    options.max_document_bytes = 0;
    assert_int_equal(kembar_source_new(&source, &options, &error), KEMBAR_ERROR_ARGUMENT);
    options = kembar_source_options_default();
    options.format = (kembar_input_format)(KEMBAR_FORMAT_JSONL + 1);
    assert_int_equal(kembar_source_new(&source, &options, &error), KEMBAR_ERROR_ARGUMENT);

    assert_int_equal(kembar_source_new(&source, NULL, &error), KEMBAR_OK);
    assert_int_equal(kembar_source_add_list(source, "none", &error), KEMBAR_ERROR_IO);
    assert_string_equal(error.message, "no such file or folder");
    assert_int_equal(kembar_source_add(source, "-", &error), KEMBAR_OK);
    assert_int_equal(kembar_source_add(source, "-", &error), KEMBAR_ERROR_ARGUMENT);
    assert_int_equal(kembar_source_add_list(source, "-", &error), KEMBAR_ERROR_ARGUMENT);
    temp_write_text("list", "a\n-\n");
    assert_int_equal(kembar_source_add_list(source, "list", &error), KEMBAR_ERROR_ARGUMENT);
    assert_string_equal(error.file, "list");
    assert_int_equal(error.position, 2);
    kembar_source_free(source);

    assert_int_equal(kembar_source_new(&source, NULL, &error), KEMBAR_OK);
    kembar_collection *c = NULL;
    assert_int_equal(kembar_source_read(source, 1, NULL, NULL, &c, &error), KEMBAR_OK);
    expect_collected(c, "", "");
    assert_int_equal(kembar_source_read(source, 1, NULL, NULL, &c, &error), KEMBAR_ERROR_ARGUMENT);
    assert_null(c);
    kembar_source_free(source);
}

static void test_texts(void **state) {
    (void)state;
    temp_write_text("in/bom.txt", "\xEF\xBB\xBFwith a mark");
    temp_write("in/little.txt", "\xFF\xFEh\0\xe9\0\x3d\xd8\x00\xde\x3d\xd8x\0", 14);
    static const char big[] = "\xFE\xFF\0-\0-\0-\0\n\0i\0d\0:\0 \0z\0\n\0-\0-\0-\0\n\0B!";
    temp_write("in/big.md", big, sizeof big - 1);
    temp_write_text("in/marks.md", "# Head\n\n*stays*");
    temp_write("in/nul.txt", "a\0b\xFF", 4);
    temp_write_text("in/empty.txt", "");
    temp_write_text("in/blank.txt", " \n\t\xC2\xA0\r\n\xE3\x80\x80");
    temp_write_text("in/mark-only.txt", "\xEF\xBB\xBF");
    temp_write_text("in/only-matter.md", "---\ndate: 2024-01-01\n---\n\n");
    temp_write_text("in/title.md", "---\ntitle: A title\n---\n");
    kembar_collection *c = collect("in");
    expect_view(kembar_document_text(kembar_collection_document(c, 0)), "with a mark");
    expect_view(kembar_document_text(kembar_collection_document(c, 1)),
                "h\xC3\xA9\xF0\x9F\x98\x80\xEF\xBF\xBDx");
    expect_view(kembar_document_text(kembar_collection_document(c, 2)), "# Head\n\n*stays*");
    expect_view(kembar_document_text(kembar_collection_document(c, 3)), "a\xEF\xBF\xBD"
                                                                        "b\xEF\xBF\xBD");
    expect_view(kembar_document_title(kembar_collection_document(c, 4)), "A title");
    expect_view(kembar_document_text(kembar_collection_document(c, 5)), "B\xEF\xBF\xBD");
    expect_collected(c, "bom.txt little.txt marks.md nul.txt title.md z ",
                     "in/blank.txt:0 no text\nin/empty.txt:0 no text\n"
                     "in/mark-only.txt:0 no text\nin/only-matter.md:0 no text\n");
}

static void test_utf16_without_a_mark(void **state) {
    (void)state;
    static const char little[] = "O\0n\0e\0 \0\x14\x20 \0t\0w\0o\0 \0w\0o\0r\0d\0s\0.\0\x3d\xd8";
    static const char big[] = "\0O\0n\0e\0 \x20\x14\0 \0t\0w\0o\0 \0w\0o\0r\0d\0s\0.!";
    static const char mixed[] = "O\0n\0e\0t\0w\0o\0\0x\0y";
    static const char few[] = "abc\0def\0ghi";
    temp_write("in/a.txt", little, sizeof little - 1);
    temp_write("in/b.txt", big, sizeof big - 1);
    temp_write("in/c.txt", mixed, sizeof mixed - 1);
    temp_write("in/d.txt", few, sizeof few - 1);
    temp_write("in/e.jsonl", little, sizeof little - 1);
    kembar_collection *c = collect("in");
    expect_view(kembar_document_text(kembar_collection_document(c, 0)),
                "One \xE2\x80\x94 two words.\xEF\xBF\xBD");
    expect_view(kembar_document_text(kembar_collection_document(c, 1)),
                "One \xE2\x80\x94 two words.\xEF\xBF\xBD");
    expect_view(kembar_document_text(kembar_collection_document(c, 3)), "abc\xEF\xBF\xBD"
                                                                        "def\xEF\xBF\xBD"
                                                                        "ghi");
    expect_collected(c, "a.txt b.txt c.txt d.txt ",
                     "in/e.jsonl:0 UTF-16: records must be in UTF-8\n");
}

static void test_text_limit(void **state) {
    (void)state;
    temp_write_text("in/fits.txt", "0123456789");
    temp_write_text("in/over.txt", "0123456789a");
    kembar_source_options options = kembar_source_options_default();
    options.max_document_bytes = 10;
    kembar_collection *c = collect_with(&options, 1, PATHS("in"));
    assert_int_equal(kembar_collection_input(c, 1)->size_bytes, 11);
    expect_collected(c, "fits.txt ",
                     "in/over.txt:0 a text of 11 bytes is over the limit of 10 bytes\n");
    int former = feed_input("0123456789a");
    options.format = KEMBAR_FORMAT_TEXT;
    c = collect_with(&options, 1, PATHS("-"));
    restore_input(former);
    expect_collected(c, "", "stdin:0 a text of at least 11 bytes is over the limit of 10 bytes\n");
}

static void test_digests(void **state) {
    (void)state;
    temp_write_text("in/a.txt", "a text\r\n");
    temp_write_text("in/b.jsonl", "{\"text\":\"1\"}\n{}\n");
    kembar_collection *c = collect("in");
    static const char *const names[] = {"in/a.txt", "in/b.jsonl"};
    static const char *const texts[] = {"a text\r\n", "{\"text\":\"1\"}\n{}\n"};
    for (size_t i = 0; i < 2; i++) {
        const kembar_input *input = kembar_collection_input(c, i);
        char digest[33];
        kembar_hash128_format(kembar_hash128_bytes(texts[i], strlen(texts[i])), digest);
        expect_view(input->path, names[i]);
        assert_string_equal(input->digest, digest);
        assert_int_equal(input->size_bytes, strlen(texts[i]));
        assert_int_equal(input->n_documents, 1);
    }
    assert_int_equal(kembar_collection_find(c, (kembar_view){"b.jsonl#1", 9}), 1);
    assert_int_equal(kembar_collection_find(c, (kembar_view){"a.txt", 5}), 0);
    assert_true(kembar_collection_find(c, (kembar_view){"a.tx", 4}) == SIZE_MAX);
    assert_true(kembar_collection_find(c, (kembar_view){"", 0}) == SIZE_MAX);
    kembar_collection_free(c);
}

/* Files of records of several windows, with faults, long lines and repeated ids between good ones.
 */
static void write_records(const char *path, unsigned n_lines, unsigned seed) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    for (unsigned i = 0; i < n_lines; i++) {
        unsigned kind = (i * 7919 + seed) % 97;
        if (kind == 0) {
            (void)fputs("{\"text\": broken}\n", file);
        } else if (kind == 1) {
            (void)fprintf(file, "{\"id\": \"same-%u\", \"text\": \"again\"}\r\n", i % 5);
        } else if (kind == 2) {
            (void)fputs("\n", file);
        } else {
            (void)fprintf(file, "{\"title\": \"Title %u\", \"text\": \"%0*u words of a text\"}\n",
                          i, (int)(kind * 9), i);
        }
    }
    assert_int_equal(fclose(file), 0);
}

static void test_threads_and_order(void **state) {
    (void)state;
    write_records("large.jsonl", 40000, 5);
    temp_make_folder("in");
    for (int i = 0; i < 60; i++) {
        char path[64];
        char text[64];
        (void)snprintf(path, sizeof path, "in/%02d.%s", i, i % 3 == 0 ? "jsonl" : "txt");
        (void)snprintf(text, sizeof text, "{\"text\": \"number %d\"%s", i, i % 6 == 0 ? "" : "}");
        temp_write_text(path, text);
    }
    write_records("in/records.jsonl", 500, 9);
    temp_write_text("list", "none.txt\nin/02.txt\n");
    static const char *const orders[][6] = {
        {"in", "large.jsonl", "none", "@list", "in/01.txt", NULL},
        {"in/01.txt", "@list", "none", "large.jsonl", "in", NULL},
        {"none", "in/01.txt", "in", "@list", "large.jsonl", NULL}};
    static const int threads[] = {1, 2, 7};
    kembar_source_options options = kembar_source_options_default();
    options.keep_raw = 1;
    char *first = NULL;
    for (size_t i = 0; i < 9; i++) {
        kembar_collection *c = collect_with(&options, threads[i % 3], orders[i / 3]);
        char *dump = dump_of(c);
        if (first == NULL) {
            first = dump;
            assert_in_range(kembar_collection_document_count(c), 35000, 41000);
            assert_in_range(kembar_collection_rejection_count(c), 400, 2000);
        } else {
            assert_string_equal(dump, first);
            free(dump);
        }
        kembar_collection_free(c);
    }
    free(first);
}

typedef struct progress_log {
    uint64_t last;
    uint64_t total;
    int n_calls;
    pthread_t thread;
} progress_log;

static void log_progress(void *context, const char *stage, uint64_t done, uint64_t total) {
    progress_log *log = context;
    assert_string_equal(stage, "read");
    assert_true(done >= log->last);
    assert_true(total == 0 || done <= total);
    assert_true(pthread_equal(log->thread, pthread_self()));
    log->last = done;
    log->total = total;
    log->n_calls++;
}

/* With one thread all is told; with two it is chance how much the calling thread reads. */
static void test_progress(void **state) {
    (void)state;
    write_records("large.jsonl", 12000, 1);
    temp_write_text("small.txt", "small");
    struct stat info;
    assert_int_equal(stat("large.jsonl", &info), 0);
    for (int n_threads = 1; n_threads <= 2; n_threads++) {
        kembar_source *source = NULL;
        assert_int_equal(kembar_source_new(&source, NULL, NULL), KEMBAR_OK);
        assert_int_equal(kembar_source_add(source, "large.jsonl", NULL), KEMBAR_OK);
        assert_int_equal(kembar_source_add(source, "small.txt", NULL), KEMBAR_OK);
        progress_log log = {.thread = pthread_self()};
        kembar_collection *c = NULL;
        assert_int_equal(kembar_source_read(source, n_threads, log_progress, &log, &c, NULL),
                         KEMBAR_OK);
        assert_int_equal(log.last, (uint64_t)info.st_size + 5);
        assert_int_equal(log.total, log.last);
        assert_in_range(log.n_calls, n_threads == 1 ? 3 : 1, 100);
        kembar_collection_free(c);
        kembar_source_free(source);
    }
}

static kembar_status read_all(kembar_collection **out) {
    static const kembar_field_name field = {"text", "body"};
    static const char *const exclude = "*.no";
    kembar_source_options options = kembar_source_options_default();
    options.fields = &field;
    options.n_fields = 1;
    options.excludes = &exclude;
    options.n_excludes = 1;
    options.own_files = &exclude;
    options.n_own_files = 1;
    options.keep_raw = 1;
    kembar_source *source = NULL;
    kembar_status status = kembar_source_new(&source, &options, NULL);
    if (status == KEMBAR_OK) {
        status = kembar_source_add(source, "in", NULL);
    }
    if (status == KEMBAR_OK) {
        status = kembar_source_add_list(source, "list", NULL);
    }
    if (status == KEMBAR_OK) {
        status = kembar_source_read(source, 1, NULL, NULL, out, NULL);
    }
    kembar_source_free(source);
    return status;
}

static void test_options_are_kept(void **state) {
    (void)state;
    temp_write_text("in/a.txt", "a");
    temp_write_text("in/b.txt", "b");
    temp_write_text("in/c.txt", "c");
    char path[] = "body.content", glob[] = "b.*";
    const kembar_field_name fields[] = {{"url", "link"}, {"text", "x"}, {"text", path}};
    const char *const excludes[] = {"z*", glob, "z*"}, *const own[] = {"in/c.txt"};
    kembar_source_options options = kembar_source_options_default();
    options.fields = fields;
    options.n_fields = 3;
    options.excludes = excludes;
    options.n_excludes = 3;
    options.own_files = own;
    options.n_own_files = 1;
    kembar_collection *c = collect_with(&options, 1, PATHS("in"));
    path[0] = glob[0] = '?';
    const kembar_source_options *kept = kembar_collection_options(c);
    static const char *const keys[] = {"id", "text", "title", "date", "source", "url"};
    static const char *const paths[] = {"id", "body.content", "title", "date", "source", "link"};
    assert_int_equal(kept->n_fields, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(kept->fields[i].key, keys[i]);
        assert_string_equal(kept->fields[i].path, paths[i]);
    }
    assert_int_equal(kept->n_excludes, 2);
    assert_string_equal(kept->excludes[0], "b.*");
    assert_string_equal(kept->excludes[1], "z*");
    assert_int_equal(kept->format, KEMBAR_FORMAT_AUTO);
    assert_int_equal(kept->max_document_bytes, options.max_document_bytes);
    expect_collected(c, "a.txt ", "");
}

/* Wherever memory runs out, the call says so and leaves nothing behind (the sanitizers look). */
static void test_memory_runs_out(void **state) {
    (void)state;
    temp_write_text("in/a.md", "---\ntitle: \xFF\n---\nA body.");
    temp_write("in/b.txt", "\xFF\xFEh\0", 4);
    temp_write_text("in/c.jsonl", "{\"body\":\"1\"}\n{\"id\":\"in/a.md\",\"body\":\"2\xFF\"}\n{\n");
    temp_write_text("in/d.html", "d");
    temp_write_text("in/sub/e.txt", "");
    assert_int_equal(symlink("../list", "in/link.txt"), 0);
    assert_int_equal(symlink("sub", "in/again"), 0);
    temp_write_text("list", "gone\nin/\xFFgone\n");
    char *whole = NULL;
    kembar_status status = KEMBAR_ERROR_MEMORY;
    for (size_t n = 0; status != KEMBAR_OK; n++) {
        kembar_collection *c = NULL;
        scarce_memory(n);
        status = read_all(&c);
        plenty_of_memory();
        assert_in_range(n, 0, 5000);
        if (status != KEMBAR_OK) {
            assert_int_equal(status, KEMBAR_ERROR_MEMORY);
            assert_null(c);
            continue;
        }
        whole = dump_of(c);
        kembar_collection_free(c);
    }
    kembar_collection *c = NULL;
    assert_int_equal(read_all(&c), KEMBAR_OK);
    char *again = dump_of(c);
    assert_string_equal(whole, again);
    assert_int_equal(kembar_collection_document_count(c), 4);
    kembar_collection_free(c);
    free(whole);
    free(again);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, temp_folder_enter, temp_folder_leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_ids_of_one_root),
        IN_FOLDER(test_ids_of_several_roots),
        IN_FOLDER(test_sources_by_path),
        IN_FOLDER(test_read_once),
        IN_FOLDER(test_lists),
        IN_FOLDER(test_long_paths),
        IN_FOLDER(test_standard_input),
        IN_FOLDER(test_list_on_standard_input),
        IN_FOLDER(test_broken_standard_input),
        IN_FOLDER(test_bad_calls),
        IN_FOLDER(test_texts),
        IN_FOLDER(test_utf16_without_a_mark),
        IN_FOLDER(test_text_limit),
        IN_FOLDER(test_digests),
        IN_FOLDER(test_threads_and_order),
        IN_FOLDER(test_progress),
        IN_FOLDER(test_options_are_kept),
        IN_FOLDER(test_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
