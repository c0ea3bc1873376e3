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
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/parallel.h"
#include "scarce_memory.h"

/* Each test runs inside an empty folder of its own, so that names are short and relative. */
typedef struct test_place {
    char folder[512];
    int old_folder;
} test_place;

static int enter_empty_folder(void **state) {
    test_place *place = calloc(1, sizeof *place);
    const char *parent = getenv("TMPDIR");
    *state = place;
    if (!place)
        return -1;
    snprintf(place->folder, sizeof place->folder, "%s/kembar-test-XXXXXX",
             parent ? parent : P_tmpdir);
    place->old_folder = open(".", O_RDONLY);
    return place->old_folder >= 0 && mkdtemp(place->folder) && chdir(place->folder) == 0 ? 0 : -1;
}

/* Folders in tests are one level deep. */
static void empty_folder(const char *folder) {
    DIR *entries = opendir(folder);
    struct dirent *entry;
    while (entries && (entry = readdir(entries))) {
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            unlink(path) != 0)
            rmdir(path);
    }
    if (entries)
        closedir(entries);
}

static int leave_folder(void **state) {
    test_place *place = *state;
    empty_folder("sub");
    empty_folder(".");
    int result = fchdir(place->old_folder);
    result |= rmdir(place->folder);
    close(place->old_folder);
    free(place);
    return result;
}

static size_t count_entries(const char *folder) {
    DIR *entries = opendir(folder);
    assert_non_null(entries);
    size_t n_entries = 0;
    while (readdir(entries))
        n_entries++;
    closedir(entries);
    return n_entries - 2; /* without . and .. */
}

static void write_whole(const char *path, const char *bytes, size_t size) {
    kembar_file_writer *writer;
    assert_int_equal(kembar_file_writer_open(&writer, path, NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_write(writer, bytes, size, NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_seal(writer, NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_publish(writer, NULL), KEMBAR_OK);
}

static void expect_content(const char *path, const char *expected, size_t expected_size) {
    char *bytes;
    size_t size;
    assert_int_equal(kembar_file_read(path, UINT64_MAX, &bytes, &size, NULL), KEMBAR_OK);
    assert_int_equal(size, expected_size);
    assert_memory_equal(bytes, expected, expected_size);
    assert_int_equal(bytes[size], '\0');
    kembar_free(bytes);
}

static void expect_unreadable(const char *path, kembar_status status, const char *message) {
    kembar_error error;
    char *bytes = (char *)1;
    size_t size = 1;
    assert_int_equal(kembar_file_read(path, 100, &bytes, &size, &error), status);
    assert_int_equal(error.code, status);
    assert_string_equal(error.message, message);
    assert_string_equal(error.file, path);
    assert_null(bytes);
    assert_int_equal(size, 0);
}

static void expect_unwritable(const char *path, kembar_status status, const char *message) {
    kembar_error error;
    kembar_file_writer *writer = (kembar_file_writer *)1;
    assert_int_equal(kembar_file_writer_open(&writer, path, &error), status);
    assert_null(writer);
    assert_string_equal(error.message, message);
    assert_string_equal(error.file, path);
}

static void appears_whole_at_publish(void **state) {
    (void)state;
    kembar_file_writer *writer;
    write_whole("a.txt", "old", 3);
    assert_int_equal(kembar_file_writer_open(&writer, "a.txt", NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_write(writer, "new ", 4, NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_write(writer, NULL, 0, NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_write(writer, "text", 4, NULL), KEMBAR_OK);
    assert_int_equal(count_entries("."), 2);
    expect_content("a.txt", "old", 3);
    assert_int_equal(kembar_file_writer_seal(writer, NULL), KEMBAR_OK);
    expect_content("a.txt", "old", 3);
    kembar_hash128 digest = kembar_file_writer_digest(writer);
    kembar_hash128 expected = kembar_hash128_bytes("new text", 8);
    assert_true(digest.high == expected.high && digest.low == expected.low);
    assert_int_equal(kembar_file_writer_size(writer), 8);
    assert_int_equal(kembar_file_writer_publish(writer, NULL), KEMBAR_OK);
    expect_content("a.txt", "new text", 8);
    assert_int_equal(count_entries("."), 1);
}

static void writes_any_size(void **state) {
    (void)state;
    enum { MOST = 20000000 };
    static const size_t sizes[] = {0, 1, 262143, 262144, 262145, 1000000, MOST};
    char *bytes = malloc(MOST);
    assert_non_null(bytes);
    for (size_t i = 0; i < MOST; i++)
        bytes[i] = (char)(i * 31 >> 3);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        write_whole("b", bytes, sizes[i]);
        expect_content("b", bytes, sizes[i]);
    }
    kembar_file_writer *writer;
    assert_int_equal(kembar_file_writer_open(&writer, "b", NULL), KEMBAR_OK);
    for (size_t at = 0; at < 1000000; at += 1000)
        assert_int_equal(kembar_file_writer_write(writer, bytes + at, 1000, NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_seal(writer, NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_publish(writer, NULL), KEMBAR_OK);
    expect_content("b", bytes, 1000000);
    free(bytes);
}

/* Long pieces are not gathered, but come after the short ones before them; with and without a
 * digest. */
static void writes_long_between_short(void **state) {
    (void)state;
    enum { ALL = 3000000, LONG = 300000 };
    char *bytes = malloc(ALL);
    assert_non_null(bytes);
    for (size_t i = 0; i < ALL; i++)
        bytes[i] = (char)(i * 37 >> 4);
    for (int no_digest = 0; no_digest <= 1; no_digest++) {
        kembar_file_options options = {.no_digest = no_digest};
        kembar_file_writer *writer;
        assert_int_equal(kembar_file_writer_open_with(&writer, "b", &options, NULL), KEMBAR_OK);
        for (size_t at = 0, n = 1; at < ALL; at += n, n = n * 7 % LONG + 1) {
            n = n < ALL - at ? n : ALL - at;
            assert_int_equal(kembar_file_writer_write(writer, bytes + at, n, NULL), KEMBAR_OK);
        }
        assert_int_equal(kembar_file_writer_size(writer), ALL);
        assert_int_equal(kembar_file_writer_seal(writer, NULL), KEMBAR_OK);
        assert_int_equal(kembar_file_writer_publish(writer, NULL), KEMBAR_OK);
        expect_content("b", bytes, ALL);
    }
    free(bytes);
}

typedef struct stored_file {
    kembar_file_writer *writer;
    char *piece;
} stored_file;

enum { PIECE = 1 << 20, N_PIECES = 11 };

/* One writes, the others store meanwhile. */
static kembar_status write_and_store(void *context, size_t begin, size_t end, int worker_id,
                                     kembar_error *error) {
    const stored_file *file = context;
    kembar_status status = KEMBAR_OK;
    (void)end;
    (void)worker_id;
    for (size_t i = 0; begin == 0 && i < N_PIECES && !status; i++)
        status = kembar_file_writer_write(file->writer, file->piece, PIECE, error);
    kembar_file_writer_store(file->writer);
    return status;
}

/* The former file, longer or shorter or none, is whole until the new one comes. */
static void others_store_what_one_writes(void **state) {
    (void)state;
    static const size_t formers[] = {0, 5 * (size_t)PIECE, 13 * (size_t)PIECE};
    char *former = malloc(13 * (size_t)PIECE), *wanted = malloc(N_PIECES * (size_t)PIECE);
    assert_true(former && wanted);
    memset(former, 'f', 13 * (size_t)PIECE);
    for (size_t i = 0; i < N_PIECES * (size_t)PIECE; i++)
        wanted[i] = (char)(i % PIECE * 37 >> 4);
    for (size_t i = 0; i < 3; i++) {
        kembar_file_options options = {.no_digest = 1, .stores_apart = 1};
        stored_file file = {.piece = wanted};
        if (formers[i])
            write_whole("b", former, formers[i]);
        assert_int_equal(kembar_file_writer_open_with(&file.writer, "b", &options, NULL),
                         KEMBAR_OK);
        assert_int_equal(kembar_parallel_for(3, 200, 1, write_and_store, &file, NULL), KEMBAR_OK);
        if (formers[i])
            expect_content("b", former, formers[i]);
        assert_int_equal(kembar_file_writer_seal(file.writer, NULL), KEMBAR_OK);
        if (formers[i])
            expect_content("b", former, formers[i]);
        assert_int_equal(kembar_file_writer_publish(file.writer, NULL), KEMBAR_OK);
        expect_content("b", wanted, N_PIECES * (size_t)PIECE);
    }
    free(former);
    free(wanted);
}

/* Writes over `path` while what stands there is let go of, as dedup does. */
static void replace(const char *path) {
    enum { SIZE = 6 * PIECE };
    char *bytes = calloc(1, SIZE);
    assert_non_null(bytes);
    kembar_file_options options = {.no_digest = 1, .stores_apart = 1};
    kembar_file_writer *writer;
    assert_int_equal(kembar_file_writer_open_with(&writer, path, &options, NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_write(writer, bytes, SIZE, NULL), KEMBAR_OK);
    kembar_file_writer_store(writer);
    assert_int_equal(kembar_file_writer_seal(writer, NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_publish(writer, NULL), KEMBAR_OK);
    expect_content(path, bytes, SIZE);
    free(bytes);
}

static void expect_plain_file(const char *path) {
    struct stat info;
    assert_int_equal(lstat(path, &info), 0);
    assert_true(S_ISREG(info.st_mode));
    assert_int_equal(info.st_nlink, 1);
}

/* The link goes; what it led to stays as it was, or stays away. */
static void replaces_links(void **state) {
    (void)state;
    write_whole("target", "old", 3);
    assert_int_equal(symlink("target", "link"), 0);
    assert_int_equal(symlink("nowhere", "broken"), 0);
    assert_int_equal(symlink("loop", "loop"), 0);
    static const char *const links[] = {"link", "broken"};
    for (size_t i = 0; i < 2; i++) {
        replace(links[i]);
        expect_plain_file(links[i]);
    }
    expect_content("target", "old", 3);
    assert_int_equal(count_entries("."), 4);
    expect_unwritable("loop", KEMBAR_ERROR_IO, "cannot create: Too many levels of symbolic links");
}

/* Its other name keeps the old bytes. */
static void replaces_one_of_two_names(void **state) {
    (void)state;
    write_whole("one", "old", 3);
    assert_int_equal(link("one", "two"), 0);
    replace("one");
    expect_plain_file("one");
    expect_plain_file("two");
    expect_content("two", "old", 3);
}

/* Who may write to the folder may replace what he may not read. Root reads everything, so another
 * user does it. */
static void replaces_what_cannot_be_read(void **state) {
    (void)state;
    enum { NOBODY = 65534 };
    write_whole("a", "old", 3);
    assert_int_equal(chmod("a", 0), 0);
    if (geteuid() == 0) {
        assert_int_equal(chown(".", NOBODY, (gid_t)-1), 0);
        assert_int_equal(seteuid(NOBODY), 0);
    }
    assert_int_equal(access("a", F_OK), 0);
    int fd = open("a", O_RDONLY);
    assert_true(fd < 0);
    replace("a");
    expect_plain_file("a");
    if (getuid() == 0)
        assert_int_equal(seteuid(0), 0);
}

static void abandon_leaves_nothing(void **state) {
    (void)state;
    kembar_file_writer *writer;
    assert_int_equal(kembar_file_writer_open(&writer, "a.txt", NULL), KEMBAR_OK);
    kembar_file_writer_abandon(writer);
    assert_int_equal(kembar_file_writer_open(&writer, "a.txt", NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_write(writer, "x", 1, NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_seal(writer, NULL), KEMBAR_OK);
    kembar_file_writer_abandon(writer);
    kembar_file_writer_abandon(NULL);
    assert_int_equal(count_entries("."), 0);
}

static void two_writers_of_one_file(void **state) {
    (void)state;
    kembar_file_writer *first;
    kembar_file_writer *second;
    assert_int_equal(kembar_file_writer_open(&first, "a", NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_open(&second, "a", NULL), KEMBAR_OK);
    assert_int_equal(count_entries("."), 2);
    assert_int_equal(kembar_file_writer_write(first, "1", 1, NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_write(second, "2", 1, NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_seal(first, NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_seal(second, NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_publish(second, NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_publish(first, NULL), KEMBAR_OK);
    expect_content("a", "1", 1);
    assert_int_equal(count_entries("."), 1);
}

static void checks_the_order_of_calls(void **state) {
    (void)state;
    kembar_file_writer *writer;
    assert_int_equal(kembar_file_writer_open(&writer, "a", NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_publish(writer, NULL), KEMBAR_ERROR_ARGUMENT);
    assert_int_equal(kembar_file_writer_open(&writer, "a", NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_seal(writer, NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_write(writer, "x", 1, NULL), KEMBAR_ERROR_ARGUMENT);
    assert_int_equal(kembar_file_writer_seal(writer, NULL), KEMBAR_ERROR_ARGUMENT);
    assert_int_equal(kembar_file_writer_size(writer), 0);
    kembar_file_writer_abandon(writer);
    assert_int_equal(count_entries("."), 0);
}

static void refuses_odd_targets(void **state) {
    (void)state;
    assert_int_equal(mkdir("sub", 0777), 0);
    assert_int_equal(mkfifo("fifo", 0666), 0);
    expect_unwritable("", KEMBAR_ERROR_ARGUMENT, "not a file name");
    expect_unwritable("new/", KEMBAR_ERROR_ARGUMENT, "not a file name");
    expect_unwritable("sub", KEMBAR_ERROR_IO, "is a folder");
    expect_unwritable("sub/..", KEMBAR_ERROR_IO, "is a folder");
    expect_unwritable("fifo", KEMBAR_ERROR_IO, "not a regular file");
    expect_unwritable("/dev/null", KEMBAR_ERROR_IO, "not a regular file");
    expect_unwritable("none/a", KEMBAR_ERROR_IO, "cannot create: No such file or directory");
    expect_unwritable("fifo/a", KEMBAR_ERROR_IO, "cannot create: Not a directory");
    assert_int_equal(count_entries("."), 2);
}

static void writes_the_longest_names(void **state) {
    (void)state;
    char name[256];
    memset(name, 'n', 255);
    name[255] = '\0';
    write_whole(name, "x", 1);
    expect_content(name, "x", 1);
    char path[300];
    snprintf(path, sizeof path, "./sub/%s", name);
    assert_int_equal(mkdir("sub", 0777), 0);
    write_whole(path, "y", 1);
    expect_content(path, "y", 1);
    assert_int_equal(count_entries("sub"), 1);
}

static void publish_fails_cleanly(void **state) {
    (void)state;
    kembar_error error;
    kembar_file_writer *writer;
    assert_int_equal(kembar_file_writer_open(&writer, "sub", NULL), KEMBAR_OK);
    assert_int_equal(kembar_file_writer_seal(writer, NULL), KEMBAR_OK);
    assert_int_equal(mkdir("sub", 0777), 0);
    assert_int_equal(kembar_file_writer_publish(writer, &error), KEMBAR_ERROR_IO);
    assert_string_equal(error.message, "cannot rename into place: Is a directory");
    assert_string_equal(error.file, "sub");
    assert_int_equal(count_entries("."), 1);
}

/* A bound on file sizes stands for a full disk. Fills a file past it; *of_write is KEMBAR_OK where
 * all of `size` fitted the buffer, so that the fault shows at seal. */
static void overfill(size_t size, kembar_status *of_write, kembar_status *of_seal,
                     kembar_error *error) {
    char *bytes = calloc(1, size);
    assert_non_null(bytes);
    kembar_file_writer *writer;
    struct rlimit old_limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old_limit), 0);
    struct rlimit limit = {100000, old_limit.rlim_max};
    assert_int_equal(kembar_file_writer_open(&writer, "a", NULL), KEMBAR_OK);
    void (*old_handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    *of_write = kembar_file_writer_write(writer, bytes, size, error);
    *of_seal = kembar_file_writer_seal(writer, *of_write == KEMBAR_OK ? error : NULL);
    kembar_file_writer_abandon(writer);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old_limit), 0);
    signal(SIGXFSZ, old_handler);
    free(bytes);
}

static void write_fails_cleanly(void **state) {
    (void)state;
    kembar_error error;
    kembar_status of_write;
    kembar_status of_seal;
    overfill(600000, &of_write, &of_seal, &error);
    assert_int_equal(of_write, KEMBAR_ERROR_IO);
    assert_string_equal(error.message, "cannot write: File too large");
    assert_string_equal(error.file, "a");
    assert_int_equal(of_seal, KEMBAR_ERROR_ARGUMENT);
    assert_int_equal(count_entries("."), 0);
}

static void seal_fails_cleanly(void **state) {
    (void)state;
    kembar_error error;
    kembar_status of_write;
    kembar_status of_seal;
    overfill(110000, &of_write, &of_seal, &error);
    assert_int_equal(of_write, KEMBAR_OK);
    assert_int_equal(of_seal, KEMBAR_ERROR_IO);
    assert_string_equal(error.message, "cannot write: File too large");
    assert_int_equal(count_entries("."), 0);
}

static void reads_within_a_bound(void **state) {
    (void)state;
    write_whole("a", "0123456789", 10);
    char *bytes;
    size_t size;
    assert_int_equal(kembar_file_read("a", 10, &bytes, &size, NULL), KEMBAR_OK);
    kembar_free(bytes);
    kembar_error error;
    assert_int_equal(kembar_file_read("a", 9, &bytes, &size, &error), KEMBAR_ERROR_LIMIT);
    assert_string_equal(error.message, "larger than 9 bytes");
    assert_null(bytes);
    write_whole("empty", "", 0);
    assert_int_equal(kembar_file_read("empty", 0, &bytes, &size, NULL), KEMBAR_OK);
    assert_non_null(bytes);
    assert_int_equal(size, 0);
    kembar_free(bytes);
}

/* The system tells 0 as the size of these files, as it would of one that grows while it is read. */
static void reads_more_than_was_told(void **state) {
    (void)state;
    char *bytes;
    size_t size;
    assert_int_equal(kembar_file_read("/proc/self/status", 1 << 20, &bytes, &size, NULL),
                     KEMBAR_OK);
    assert_in_range(size, 100, 1 << 20);
    assert_int_equal(strlen(bytes), size);
    assert_non_null(strstr(bytes, "voluntary_ctxt_switches"));
    kembar_free(bytes);
    expect_unreadable("/proc/self/status", KEMBAR_ERROR_LIMIT, "larger than 100 bytes");
}

static void refuses_what_is_no_file(void **state) {
    (void)state;
    assert_int_equal(mkdir("sub", 0777), 0);
    assert_int_equal(mkfifo("fifo", 0666), 0);
    assert_int_equal(symlink("loop", "loop"), 0);
    assert_int_equal(symlink("fifo", "link"), 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
    int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_true(descriptor >= 0);
    assert_int_equal(bind(descriptor, (struct sockaddr *)&address, sizeof address), 0);
    expect_unreadable("sub", KEMBAR_ERROR_IO, "is a folder");
    expect_unreadable("fifo", KEMBAR_ERROR_IO, "not a regular file");
    expect_unreadable("link", KEMBAR_ERROR_IO, "not a regular file");
    expect_unreadable("socket", KEMBAR_ERROR_IO, "not a regular file");
    expect_unreadable("/dev/zero", KEMBAR_ERROR_IO, "not a regular file");
    expect_unreadable("none", KEMBAR_ERROR_IO, "cannot open: No such file or directory");
    expect_unreadable("loop", KEMBAR_ERROR_IO, "cannot open: Too many levels of symbolic links");
    expect_unreadable("", KEMBAR_ERROR_IO, "cannot open: No such file or directory");
    close(descriptor);
}

static void cleans_up_without_memory(void **state) {
    (void)state;
    write_whole("a", "text", 4);
    int n_failures = 0;
    for (size_t k = 0; k < 20; k++) {
        scarce_memory(k);
        kembar_error error;
        kembar_file_writer *writer;
        kembar_status of_open = kembar_file_writer_open(&writer, "b", &error);
        kembar_file_writer_abandon(writer);
        scarce_memory(k);
        char *bytes;
        size_t size;
        kembar_status of_read = kembar_file_read("a", 100, &bytes, &size, &error);
        kembar_free(bytes);
        scarce_memory(k);
        kembar_status of_folder = kembar_folder_make("sub", &error);
        plenty_of_memory();
        assert_true(of_open == (k < 7 ? KEMBAR_ERROR_MEMORY : KEMBAR_OK));
        assert_true(of_read == (k < 1 ? KEMBAR_ERROR_MEMORY : KEMBAR_OK));
        assert_true(of_folder == (k < 1 ? KEMBAR_ERROR_MEMORY : KEMBAR_OK));
        n_failures += of_open != KEMBAR_OK;
        assert_int_equal(count_entries("."), k < 1 ? 1 : 2);
    }
    assert_int_equal(n_failures, 7);
}

static void makes_folders(void **state) {
    (void)state;
    struct stat info;
    static const char *const paths[] = {"sub",        "sub/one", "sub//two/", "./sub/one/",
                                        "sub/../sub", "/",       "."};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        assert_int_equal(kembar_folder_make(paths[i], NULL), KEMBAR_OK);
        assert_int_equal(stat(paths[i], &info), 0);
        assert_true(S_ISDIR(info.st_mode));
    }
    assert_int_equal(count_entries("sub"), 2);
    assert_int_equal(count_entries("."), 1);
}

static void expect_no_folder(const char *path, const char *message) {
    kembar_error error;
    assert_int_equal(kembar_folder_make(path, &error), KEMBAR_ERROR_IO);
    assert_string_equal(error.message, message);
    assert_string_equal(error.file, path);
}

static void refuses_folders_that_cannot_be(void **state) {
    (void)state;
    write_whole("file", "x", 1);
    assert_int_equal(symlink("nowhere", "link"), 0);
    expect_no_folder("file", "cannot make folder: Not a directory");
    expect_no_folder("file/sub", "cannot make folder: Not a directory");
    expect_no_folder("link", "cannot make folder: File exists");
    kembar_error error;
    assert_int_equal(kembar_folder_make("", &error), KEMBAR_ERROR_ARGUMENT);
    assert_int_equal(count_entries("."), 2);
}

static void removes_files(void **state) {
    (void)state;
    kembar_error error;
    write_whole("a", "x", 1);
    assert_int_equal(kembar_file_remove("a", NULL), KEMBAR_OK);
    assert_int_equal(count_entries("."), 0);
    assert_int_equal(kembar_file_remove("a", NULL), KEMBAR_OK);
    assert_int_equal(mkdir("sub", 0777), 0);
    assert_int_equal(kembar_file_remove("sub", &error), KEMBAR_ERROR_IO);
    assert_string_equal(error.message, "cannot remove: Is a directory");
    assert_int_equal(count_entries("."), 1);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_empty_folder, leave_folder)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(appears_whole_at_publish),
        IN_FOLDER(writes_any_size),
        IN_FOLDER(writes_long_between_short),
        IN_FOLDER(others_store_what_one_writes),
        IN_FOLDER(replaces_links),
        IN_FOLDER(replaces_one_of_two_names),
        IN_FOLDER(replaces_what_cannot_be_read),
        IN_FOLDER(abandon_leaves_nothing),
        IN_FOLDER(two_writers_of_one_file),
        IN_FOLDER(checks_the_order_of_calls),
        IN_FOLDER(refuses_odd_targets),
        IN_FOLDER(writes_the_longest_names),
        IN_FOLDER(publish_fails_cleanly),
        IN_FOLDER(write_fails_cleanly),
        IN_FOLDER(seal_fails_cleanly),
        IN_FOLDER(reads_within_a_bound),
        IN_FOLDER(reads_more_than_was_told),
        IN_FOLDER(refuses_what_is_no_file),
        IN_FOLDER(cleans_up_without_memory),
        IN_FOLDER(makes_folders),
        IN_FOLDER(refuses_folders_that_cannot_be),
        IN_FOLDER(removes_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
