#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "collected.h"
#include "temp_folder.h"

#define PATHS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void link_to(const char *target, const char *path) {
    assert_int_equal(symlink(target, path), 0);
}

static void test_folders_and_hidden_files(void **state) {
    (void)state;
    temp_write_text("in/b.txt", "b");
    temp_write_text("in/a/z.md", "z");
    temp_write_text("in/a/deep/er/y.TXT", "y");
    temp_write_text("in/.hidden.txt", "h");
    temp_write_text("in/.git/x.txt", "x");
    temp_write_text("in/a-b.txt", "ab");
    expect_collected(collect("in"), "a-b.txt a/deep/er/y.TXT a/z.md b.txt ", "");
    expect_collected(collect("./in//a/"), "deep/er/y.TXT z.md ", "");
    /* What the caller names is read, hidden or not. */
    expect_collected(collect("in/.hidden.txt"), ".hidden.txt ", "");
    expect_collected(collect("in/.git"), "x.txt ", "");
}

static void test_other_endings(void **state) {
    (void)state;
    temp_write_text("in/a.txt", "a");
    temp_write_text("in/b.HTML", "b");
    temp_write_text("in/c.html", "c");
    temp_write_text("in/d.csv.gz", "d");
    temp_write_text("in/README", "e");
    temp_write_text("in/txt", "f");
    temp_write_text("in/g.an-ending-that-is-too-long", "g");
    kembar_collection *c = collect("in");
    static const char *const endings[] = {"", ".csv.gz", ".html"};
    static const uint64_t counts[] = {3, 1, 2};
    assert_int_equal(kembar_collection_skipped_count(c), 3);
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(kembar_collection_skipped(c, i)->ending, endings[i]);
        assert_int_equal(kembar_collection_skipped(c, i)->n_files, counts[i]);
    }
    assert_int_equal(kembar_collection_input_count(c), 1);
    expect_collected(c, "a.txt ", "");
}

static void test_forced_format(void **state) {
    (void)state;
    temp_write_text("in/a.log", "a text");
    temp_write_text("in/b.jsonl", "{\"text\": \"read as text\"}");
    temp_write("in/c.png", "\x89PNG\0\0", 6);
    kembar_source_options options = kembar_source_options_default();
    options.format = KEMBAR_FORMAT_TEXT;
    const char *paths[] = {"in", NULL};
    expect_collected(collect_with(&options, 1, paths), "a.log b.jsonl ",
                     "in/c.png:0 neither a known ending nor text\n");
    options.format = KEMBAR_FORMAT_JSONL;
    const char *one[] = {"in/b.jsonl", NULL};
    expect_collected(collect_with(&options, 1, one), "b.jsonl#1 ", "");
}

static void test_named_files_of_unknown_kind(void **state) {
    (void)state;
    temp_write_text("notes", "plain text");
    temp_write("image.png", "\x89PNG\0\0", 6);
    temp_write("wide.dat", "\xFF\xFEh\0i\0", 6);
    expect_collected(collect("notes"), "notes ", "");
    expect_collected(collect("wide.dat"), "wide.dat ", "");
    kembar_collection *c = collect("image.png");
    assert_int_equal(kembar_collection_input_count(c), 1);
    expect_collected(c, "", "image.png:0 neither a known ending nor text\n");
}

static void test_empty_folders(void **state) {
    (void)state;
    temp_make_folder("empty");
    temp_make_folder("empty/inside");
    temp_write_text("other/a.html", "a");
    temp_write_text("other/b.html", "b");
    temp_write_text("full/inside/a.txt", "a");
    temp_make_folder("full/nothing");
    expect_collected(collect("empty"), "", "empty:0 no documents in this folder\n");
    expect_collected(collect("other"), "",
                     "other:0 no documents in this folder, only files with other endings (2)\n");
    expect_collected(collect("full"), "inside/a.txt ", "");
    /* Found by another way is not empty. */
    const char *paths[] = {"full/inside", "full", NULL};
    expect_collected(collect_with(NULL, 1, paths), "full/inside/a.txt ", "");
}

static void test_excludes(void **state) {
    (void)state;
    temp_write_text("in/a.txt", "a");
    temp_write_text("in/b.txt", "b");
    temp_write_text("in/drafts/c.txt", "c");
    temp_write_text("in/x/drafts/d.txt", "d");
    temp_write_text("in/x/e.md", "e");
    static const char *const excludes[] = {"b.*", "drafts/"};
    kembar_source_options options = kembar_source_options_default();
    options.excludes = excludes;
    options.n_excludes = 2;
    const char *paths[] = {"in", NULL};
    expect_collected(collect_with(&options, 1, paths), "a.txt x/e.md ", "");
    static const char *const below[] = {"x/**"};
    options.excludes = below;
    options.n_excludes = 1;
    expect_collected(collect_with(&options, 1, paths), "a.txt b.txt drafts/c.txt ", "");
    /* A listed path is excluded as it would be on a walk. */
    options.excludes = excludes;
    options.n_excludes = 2;
    temp_write_text("list", "in/a.txt\nin/b.txt\nin/x/drafts/d.txt\nin/x/e.md\n");
    const char *lists[] = {"@list", NULL};
    expect_collected(collect_with(&options, 1, lists), "in/a.txt in/x/e.md ", "");
}

static kembar_collection *collect_but(const char *own, const char *const *paths) {
    const char *const own_files[] = {own, "gone/x.jsonl", "b.txt/"};
    kembar_source_options options = kembar_source_options_default();
    options.own_files = own_files;
    options.n_own_files = 3;
    return collect_with(&options, 1, paths);
}

/* One file alone, whatever way leads there; its name elsewhere is that of another file. */
static void test_own_files(void **state) {
    (void)state;
    temp_write_text("in/a.txt", "a");
    temp_write_text("in/b.txt", "b");
    temp_write_text("in/sub/b.txt", "c");
    temp_write_text("other/b.txt", "d");
    link_to("in", "way");
    link_to("../in", "other/in");
    static const char *const names[] = {"in/b.txt", "./in//b.txt", "way/b.txt",
                                        "other/in/sub/../b.txt"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        expect_collected(collect_but(names[i], PATHS("in")), "a.txt sub/b.txt ", "");
        expect_collected(collect_but(names[i], PATHS("way", "other")),
                         "other/b.txt way/a.txt way/sub/b.txt ", "");
        expect_collected(collect_but(names[i], PATHS("other")), "b.txt in/a.txt in/sub/b.txt ", "");
    }
    expect_collected(collect_but("in/b.txt", PATHS("in/b.txt", "in/a.txt")), "a.txt b.txt ", "");
    temp_write_text("list", "in/a.txt\nin/b.txt\nother/b.txt\n");
    expect_collected(collect_but("in/b.txt", PATHS("@list")), "in/a.txt in/b.txt other/b.txt ", "");
    temp_write_text("list", "in\n");
    expect_collected(collect_but("in/b.txt", PATHS("@list")), "in/a.txt in/sub/b.txt ", "");
    expect_collected(collect_but("in/sub", PATHS("in")), "a.txt b.txt sub/b.txt ", "");
}

/* A link is replaced by what is written; where it leads is another matter. */
static void test_own_file_is_a_link(void **state) {
    (void)state;
    temp_write_text("in/a.txt", "a");
    temp_write_text("in/b.txt", "b");
    link_to("nowhere", "in/c.txt");
    expect_collected(collect_but("in/c.txt", PATHS("in")), "a.txt b.txt ", "");
    link_to("b.txt", "in/0.txt");
    expect_collected(collect_but("in/0.txt", PATHS("in")), "a.txt b.txt ",
                     "in/c.txt:0 a link that leads nowhere\n");
}

static void test_links(void **state) {
    (void)state;
    temp_write_text("in/real/a.txt", "a");
    temp_write_text("outside/b.txt", "b");
    temp_write_text("outside/deep/c.txt", "c");
    link_to("../outside", "in/apart");      /* to a folder that is nowhere else */
    link_to("../outside/deep", "in/zdeep"); /* into one that came already */
    link_to("real", "in/alias");            /* to a folder that is walked by its own name */
    link_to("..", "in/real/up");            /* a loop */
    link_to(".", "in/here");
    link_to("real/a.txt", "in/0.txt"); /* to a file that is read by its own name */
    link_to("../outside/b.txt", "in/1.txt");
    expect_collected(collect("in"), "apart/b.txt apart/deep/c.txt real/a.txt ", "");
}

static void test_link_to_a_file_alone(void **state) {
    (void)state;
    temp_write_text("outside/b.txt", "b");
    temp_make_folder("in");
    link_to("../outside/b.txt", "in/two.txt");
    link_to("../outside/b.txt", "in/one.txt");
    expect_collected(collect("in"), "one.txt ", "");
    expect_collected(collect("in/two.txt"), "two.txt ", "");
}

static void test_link_as_root(void **state) {
    (void)state;
    temp_write_text("v2/a.txt", "a");
    link_to("v2", "current");
    expect_collected(collect("current"), "a.txt ", "");
    const char *paths[] = {"v2", "current", NULL};
    expect_collected(collect_with(NULL, 1, paths), "current/a.txt ", "");
}

static void test_broken_links(void **state) {
    (void)state;
    temp_write_text("in/a.txt", "a");
    link_to("nowhere", "in/b.txt");
    link_to("d.txt", "in/c.txt");
    link_to("c.txt", "in/d.txt");
    expect_collected(collect("in"), "a.txt ",
                     "in/b.txt:0 a link that leads nowhere\n"
                     "in/c.txt:0 a link in a loop of links\n"
                     "in/d.txt:0 a link in a loop of links\n");
    expect_collected(collect("in/b.txt"), "", "in/b.txt:0 a link that leads nowhere\n");
    expect_collected(collect("in/c.txt"), "", "in/c.txt:0 a link in a loop of links\n");
}

static void test_no_regular_files(void **state) {
    (void)state;
    temp_write_text("in/a.txt", "a");
    assert_int_equal(mkfifo("in/fifo.txt", 0600), 0);
    assert_int_equal(mkfifo("in/other-ending", 0600), 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "in/socket.md"};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
    link_to("/dev/zero", "in/zero.jsonl");
    expect_collected(collect("in"), "a.txt ",
                     "in/fifo.txt:0 a FIFO, not a file\n"
                     "in/socket.md:0 a socket, not a file\n"
                     "in/zero.jsonl:0 a device, not a file\n");
    expect_collected(collect("in/fifo.txt"), "", "in/fifo.txt:0 a FIFO, not a file\n");
    expect_collected(collect("/dev/null"), "", "/dev/null:0 a device, not a file\n");
    assert_int_equal(close(fd), 0);
}

static void test_missing_paths(void **state) {
    (void)state;
    temp_write_text("file.txt", "f");
    expect_collected(collect("none"), "", "none:0 no such file or folder\n");
    expect_collected(collect("none/a.txt"), "", "none/a.txt:0 no such file or folder\n");
    expect_collected(collect("file.txt/a"), "", "file.txt/a:0 no such file or folder\n");
    expect_collected(collect(""), "", ":0 no such file or folder\n");
}

static void test_unreadable(void **state) {
    (void)state;
    temp_write_text("in/a.txt", "a");
    temp_write_text("in/locked.txt", "b");
    temp_write_text("in/shut/c.txt", "c");
    /* The superuser may read all: be somebody else for a while. */
    int is_root = geteuid() == 0;
    assert_int_equal(chmod(".", 0755) | chmod("in/locked.txt", 0) | chmod("in/shut", 0), 0);
    if (is_root) {
        assert_int_equal(seteuid(65534), 0);
    }
    kembar_collection *c = collect("in");
    if (is_root) {
        assert_int_equal(seteuid(0), 0);
    }
    assert_int_equal(chmod("in/shut", 0755), 0);
    assert_int_equal(kembar_collection_input_count(c), 1);
    expect_collected(c, "a.txt ",
                     "in/locked.txt:0 cannot open: Permission denied\n"
                     "in/shut:0 cannot open the folder: Permission denied\n");
}

static void test_names_in_any_bytes(void **state) {
    (void)state;
    temp_write_text("in/a b\n\xC3\xA9.txt", "a");
    temp_write_text("in/\xFF.txt", "b");
    temp_write_text("in/\xFE.txt", "c");
    temp_write_text("in/\xFD.jsonl", "{");
    kembar_collection *c = collect("in");
    expect_view(kembar_document_id(kembar_collection_document(c, 1)), "\xEF\xBF\xBD.txt");
    expect_view(kembar_collection_rejection(c, 0)->path, "in/\xEF\xBF\xBD.jsonl");
    expect_view(kembar_collection_rejection(c, 1)->id, "\xEF\xBF\xBD.txt");
    assert_string_equal(kembar_collection_rejection(c, 1)->reason,
                        "its id is that of in/\xEF\xBF\xBD.txt");
    assert_string_equal(ids_of(c), "a b\n\xC3\xA9.txt \xEF\xBF\xBD.txt ");
    kembar_collection_free(c);
}

static void test_deep_folders(void **state) {
    (void)state;
    char path[4096] = "in";
    char id[4096] = "";
    for (int i = 0; i < 200; i++) {
        assert_int_equal(mkdir(path, 0755), 0);
        memcpy(path + strlen(path), "/d", 3);
        memcpy(id + strlen(id), "d/", 3);
    }
    id[strlen(id) - 2] = '\0';
    memcpy(path + strlen(path) - 1, "a.txt", 6);
    memcpy(id + strlen(id), "a.txt ", 7);
    temp_write("x.txt", "x", 1);
    assert_int_equal(rename("x.txt", path), 0);
    expect_collected(collect("in"), id, "");
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, temp_folder_enter, temp_folder_leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_folders_and_hidden_files),
        IN_FOLDER(test_other_endings),
        IN_FOLDER(test_forced_format),
        IN_FOLDER(test_named_files_of_unknown_kind),
        IN_FOLDER(test_empty_folders),
        IN_FOLDER(test_excludes),
        IN_FOLDER(test_own_files),
        IN_FOLDER(test_own_file_is_a_link),
        IN_FOLDER(test_links),
        IN_FOLDER(test_link_to_a_file_alone),
        IN_FOLDER(test_link_as_root),
        IN_FOLDER(test_broken_links),
        IN_FOLDER(test_no_regular_files),
        IN_FOLDER(test_missing_paths),
        IN_FOLDER(test_unreadable),
        IN_FOLDER(test_names_in_any_bytes),
        IN_FOLDER(test_deep_folders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
