/* Several files that appear together, and what is left where they do not. */
#define _XOPEN_SOURCE 700

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/temporaries.h"
#include "scarce_memory.h"
#include "temp_folder.h"

static size_t count_entries(void) {
    DIR *entries = opendir(".");
    assert_non_null(entries);
    size_t n_entries = 0;
    while (readdir(entries))
        n_entries++;
    closedir(entries);
    return n_entries - 2; /* without . and .. */
}

static void expect_content(const char *path, const char *expected) {
    char *bytes;
    size_t size;
    assert_int_equal(kembar_file_read(path, 1000, &bytes, &size, NULL), KEMBAR_OK);
    assert_string_equal(bytes, expected);
    kembar_free(bytes);
}

static kembar_file_writer *open_sealed(const char *path, const char *text,
                                       kembar_temporaries *temporaries) {
    kembar_file_writer *writer;
    kembar_file_options options = {.temporaries = temporaries, .takes_streams = 1};
    assert_int_equal(kembar_file_writer_open_with(&writer, path, &options, NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_write(writer, text, strlen(text), NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_seal(writer, NULL), KEMBAR_OK);
    return writer;
}

static void several_appear_together(void **state) {
    (void)state;
    temp_write_text("b", "old b");
    kembar_file_writer *writers[] = {open_sealed("a", "new a", NULL), NULL,
                                     open_sealed("b", "new b", NULL)};
    assert_int_equal(kembar_file_writers_publish(writers, 3, 0, NULL), KEMBAR_OK);
    expect_content("a", "new a");
    expect_content("b", "new b");
    assert_int_equal(count_entries(), 2);
    assert_null(writers[0]);
    assert_null(writers[2]);
}

/* The last cannot be renamed: of those before it one was new, the other stood there before. */
static void a_late_failure_undoes_all(void **state) {
    (void)state;
    temp_write_text("b", "old b");
    kembar_error error;
    kembar_file_writer *writers[] = {open_sealed("a", "new a", NULL),
                                     open_sealed("b", "new b", NULL),
                                     open_sealed("c", "new c", NULL)};
    temp_make_folder("c");
    assert_int_equal(kembar_file_writers_publish(writers, 3, 0, &error), KEMBAR_ERROR_IO);
    assert_string_equal(error.message, "cannot rename into place: Is a directory");
    assert_int_equal(count_entries(), 2);
    expect_content("b", "old b");
}

/* The former link comes back as a link. */
static void a_link_comes_back(void **state) {
    (void)state;
    temp_write_text("target", "old");
    assert_int_equal(symlink("target", "a"), 0);
    kembar_file_writer *writers[] = {open_sealed("a", "new a", NULL),
                                     open_sealed("c", "new c", NULL)};
    temp_make_folder("c");
    assert_int_equal(kembar_file_writers_publish(writers, 2, 0, NULL), KEMBAR_ERROR_IO);
    char where[16] = "";
    assert_int_equal(readlink("a", where, sizeof where - 1), 6);
    assert_string_equal(where, "target");
    expect_content("target", "old");
    assert_int_equal(count_entries(), 3);
}

static void the_vouching_file_comes_last(void **state) {
    (void)state;
    temp_write_text("a", "old a");
    temp_write_text("run", "old run");
    kembar_file_writer *writers[] = {open_sealed("a", "new a", NULL),
                                     open_sealed("b", "new b", NULL),
                                     open_sealed("run", "new run", NULL)};
    temp_make_folder("b"); /* fails in the middle, when the old run is already taken away */
    assert_int_equal(kembar_file_writers_publish(writers, 3, 1, NULL), KEMBAR_ERROR_IO);
    expect_content("a", "old a");
    expect_content("run", "old run");
    assert_int_equal(count_entries(), 3);
    assert_int_equal(rmdir("b"), 0);
    writers[0] = open_sealed("a", "new a", NULL);
    writers[1] = open_sealed("b", "new b", NULL);
    writers[2] = open_sealed("run", "new run", NULL);
    assert_int_equal(kembar_file_writers_publish(writers, 3, 1, NULL), KEMBAR_OK);
    expect_content("a", "new a");
    expect_content("run", "new run");
    assert_int_equal(count_entries(), 3);
}

static void writes_to_streams_where_they_are(void **state) {
    (void)state;
    int ends[2];
    char path[32], bytes[8] = "";
    assert_int_equal(pipe(ends), 0);
    (void)snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
    kembar_file_writer *writers[] = {open_sealed(path, "piped", NULL),
                                     open_sealed("/dev/null", "gone", NULL),
                                     open_sealed("a", "new a", NULL)};
    assert_int_equal(kembar_file_writers_publish(writers, 3, 0, NULL), KEMBAR_OK);
    assert_int_equal(read(ends[0], bytes, sizeof bytes), 5);
    assert_string_equal(bytes, "piped");
    assert_int_equal(count_entries(), 1);
    struct stat info;
    assert_int_equal(stat("/dev/null", &info), 0);
    assert_true(S_ISCHR(info.st_mode));
    close(ends[0]);
    close(ends[1]);
}

/* A file that a stream was redirected to goes on where the stream stands. */
static void appends_to_a_redirected_stream(void **state) {
    (void)state;
    int fd = open("log", O_WRONLY | O_CREAT, 0666);
    char path[32];
    assert_int_equal(write(fd, "first ", 6), 6);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    assert_int_equal(kembar_file_writer_publish(open_sealed(path, "second", NULL), NULL),
                     KEMBAR_OK);
    close(fd);
    expect_content("log", "first second");
    assert_int_equal(count_entries(), 1);
}

static void tries_without_a_trace(void **state) {
    (void)state;
    kembar_error error;
    kembar_file_options options = {.takes_streams = 1};
    temp_write_text("a", "old");
    temp_make_folder("sub");
    assert_int_equal(mkfifo("fifo", 0666), 0);
    assert_int_equal(kembar_file_writer_try("a", &options, NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_try("b", &options, NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_try("fifo", &options, NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_try("/dev/null", &options, NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_try("sub", &options, &error), KEMBAR_ERROR_IO);
    assert_string_equal(error.message, "is a folder");
    assert_int_equal(kembar_file_writer_try("none/b", &options, NULL), KEMBAR_ERROR_IO);
    options.takes_streams = 0;
    assert_int_equal(kembar_file_writer_try("fifo", &options, NULL), KEMBAR_ERROR_IO);
    assert_int_equal(kembar_file_writer_try("/dev/fd/2", &options, NULL), KEMBAR_ERROR_IO);
    expect_content("a", "old");
    assert_int_equal(count_entries(), 3);
}

/* What is written to such a name while the stream leads to a file. */
static void expect_stream(const char *name, int fd) {
    kembar_file_options options = {.takes_streams = 1};
    kembar_file_writer *writer;
    int own = dup(fd), file = open("stream", O_WRONLY | O_CREAT | O_TRUNC, 0666);
    assert_true(own >= 0 && file >= 0);
    assert_int_equal(fflush(NULL), 0);
    assert_int_equal(dup2(file, fd), fd);
    kembar_status status = kembar_file_writer_open_with(&writer, name, &options, NULL);
    if (!status)
        status = kembar_file_writer_write(writer, "streamed", 8, NULL);
    if (!status)
        status = kembar_file_writer_seal(writer, NULL);
    if (!status)
        status = kembar_file_writer_publish(writer, NULL);
    assert_int_equal(dup2(own, fd), fd);
    close(own);
    close(file);
    assert_int_equal(status, KEMBAR_OK);
    expect_content("stream", "streamed");
}

static void writes_to_streams_by_their_names(void **state) {
    (void)state;
    expect_stream("/dev/stdout", STDOUT_FILENO);
    expect_stream("/dev/stderr", STDERR_FILENO);
    expect_stream("/proc/self/fd/2", STDERR_FILENO);
}

static void refuses_terminals(void **state) {
    (void)state;
    kembar_file_options options = {.takes_streams = 1};
    kembar_error error;
    int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    assert_true(terminal >= 0);
    assert_int_equal(grantpt(terminal) | unlockpt(terminal), 0);
    assert_int_equal(kembar_file_writer_try(ptsname(terminal), &options, &error), KEMBAR_ERROR_IO);
    assert_string_equal(error.message, "is a terminal");
    close(terminal);
}

static void removes_what_the_dead_left(void **state) {
    (void)state;
    static const char *const stale[] = {".run.json.17.0.tmp", ".run.json.17.0.old",
                                        ".pairs.jsonl.4000000000.12.tmp"};
    static const char *const kept[] = {
        ".run.json.17.0.bak",  ".run.json.17.tmp",   ".other.17.0.tmp",    "run.json.17.0.tmp",
        ".run.json.17.0.tmp~", ".run.json.x7.0.tmp", ".run.jsonl.17.0.tmp"};
    static const char *const names[] = {"run.json", "pairs.jsonl"};
    for (size_t i = 0; i < 3; i++)
        temp_write_text(stale[i], "x");
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        temp_write_text(kept[i], "x");
    temp_make_folder(".run.json.18.0.tmp");
    kembar_file_writer *alive = open_sealed("run.json", "new", NULL); /* sealed, still locked */
    kembar_file_remove_stale(".", names, 2);
    assert_int_equal(count_entries(), sizeof kept / sizeof *kept + 2);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        expect_content(kept[i], "x");
    assert_int_equal(kembar_file_writer_publish(alive, NULL), KEMBAR_OK);
    expect_content("run.json", "new");
    kembar_file_remove_stale("nowhere", names, 2);
    temp_write_text(".run.json.17.0.tmp", "x");
    temp_write_text("below/.run.json.17.0.tmp", "x");
    kembar_file_remove_stale_of("run.json");
    kembar_file_remove_stale_of("below/run.json");
    kembar_file_remove_stale_of("nowhere/run.json");
    assert_int_not_equal(access(".run.json.17.0.tmp", F_OK), 0);
    assert_int_not_equal(access("below/.run.json.17.0.tmp", F_OK), 0);
}

static void removes_what_the_dead_left_under_any_name(void **state) {
    (void)state;
    static const char *const stale[] = {".kind-a.run.17.0.tmp", ".kind-b.17.0.old",
                                        ".kind-.4000000000.12.tmp"};
    static const char *const kept[] = {
        ".kind-a.run.17.tmp",  ".kind-a.run.17.0.bak", "kind-a.run.17.0.tmp",   ".other-a.17.0.tmp",
        ".kind-a.run.x.0.tmp", ".kind-a.run.17..tmp",  ".kind-a.run.1x7.0.tmp", ".tmp"};
    for (size_t i = 0; i < 3; i++)
        temp_write_text(stale[i], "x");
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        temp_write_text(kept[i], "x");
    kembar_file_writer *alive = open_sealed("kind-c", "new", NULL); /* sealed, still locked */
    kembar_file_remove_stale_like(".", "kind-");
    assert_int_equal(count_entries(), sizeof kept / sizeof *kept + 1);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        expect_content(kept[i], "x");
    assert_int_equal(kembar_file_writer_publish(alive, NULL), KEMBAR_OK);
    kembar_file_remove_stale_like("nowhere", "kind-");
}

/* In a child, since the registry lets nothing through afterwards. */
static void a_sweep_leaves_nothing(void **state) {
    (void)state;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        kembar_temporaries *temporaries;
        if (kembar_temporaries_new(&temporaries, NULL) != KEMBAR_OK)
            _exit(1);
        kembar_file_writer *first = open_sealed("a", "a", temporaries);
        kembar_file_writer *second = open_sealed("b", "b", temporaries);
        kembar_file_writer *third = open_sealed("c", "c", temporaries);
        kembar_file_writer_abandon(second);
        if (kembar_file_writer_publish(first, NULL) != KEMBAR_OK || count_entries() != 2 || !third)
            _exit(2);
        kembar_temporaries_remove_all(temporaries);
        _exit(count_entries() == 1 ? 0 : 3);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    expect_content("a", "a");
}

static void leave(int signal_number) {
    _exit(signal_number == SIGTERM && count_entries() == 0 ? 0 : 4);
}

static void a_watched_signal_sweeps(void **state) {
    (void)state;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        static const int signals[] = {SIGTERM, SIGINT};
        kembar_temporaries *temporaries;
        sigset_t set;
        (void)sigemptyset(&set);
        (void)sigaddset(&set, SIGTERM);
        (void)sigaddset(&set, SIGINT);
        (void)sigprocmask(SIG_BLOCK, &set, NULL);
        if (kembar_temporaries_new(&temporaries, NULL) != KEMBAR_OK ||
            kembar_temporaries_watch(temporaries, signals, 2, leave, NULL) != KEMBAR_OK)
            _exit(1);
        kembar_file_writer *writer = open_sealed("a", "a", temporaries);
        (void)kill(getpid(), SIGTERM);
        for (;;) { /* until the sweep holds this up */
            kembar_file_writer_abandon(writer);
            writer = open_sealed("a", "a", temporaries);
        }
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(count_entries(), 0);
}

static void registries_survive_without_memory(void **state) {
    (void)state;
    static const int signals[] = {SIGUSR1};
    for (size_t k = 0; k < 2; k++) {
        kembar_error error;
        kembar_temporaries *temporaries;
        scarce_memory(k);
        kembar_status status = kembar_temporaries_new(&temporaries, &error);
        plenty_of_memory();
        assert_int_equal(status, KEMBAR_ERROR_MEMORY);
        assert_null(temporaries);
    }
    kembar_temporaries *temporaries;
    assert_int_equal(kembar_temporaries_new(&temporaries, NULL), KEMBAR_OK);
    scarce_memory(0);
    assert_int_equal(kembar_temporaries_watch(temporaries, signals, 1, leave, NULL),
                     KEMBAR_ERROR_MEMORY);
    plenty_of_memory();
    static const int none[] = {-1};
    assert_int_equal(kembar_temporaries_watch(temporaries, none, 1, leave, NULL),
                     KEMBAR_ERROR_ARGUMENT);
    kembar_temporaries_free(temporaries);
    kembar_temporaries_free(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, temp_folder_enter, temp_folder_leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(several_appear_together),
        TEST(a_late_failure_undoes_all),
        TEST(a_link_comes_back),
        TEST(the_vouching_file_comes_last),
        TEST(writes_to_streams_where_they_are),
        TEST(appends_to_a_redirected_stream),
        TEST(tries_without_a_trace),
        TEST(writes_to_streams_by_their_names),
        TEST(refuses_terminals),
        TEST(removes_what_the_dead_left),
        TEST(removes_what_the_dead_left_under_any_name),
        TEST(a_sweep_leaves_nothing),
        TEST(a_watched_signal_sweeps),
        TEST(registries_survive_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
