/* Every command with its kth allocation failing, for every k (for some, where a sanitizer looks for
 * leaks meanwhile): once, and with all later ones failing too. Allocations that shared libraries
 * make are the matter of test_calls.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "allocations.h"
#include "base/alloc.h"
#include "base/file.h"
#include "base/hash.h"
#include "cli/arguments.h"
#include "cli/messages.h"
#include "temp_folder.h"

#ifdef KEMBAR_SANITIZED
enum { STRIDE = 13, LATER_STRIDE = 61 };
#else
enum { STRIDE = 1, LATER_STRIDE = 11 };
#endif
enum { MAX_WORDS = 24, MAX_FAILURES = 1000000, LAST_ALLOCATIONS = 100 };

/* A cache that each run finds empty, and that none has to leave as it was. */
#define FRESH "fresh"

/* stdout and stderr go to files while a command runs. */
static int own_streams[2];
static const char *const stream_names[2] = {"stdout.txt", "stderr.txt"};

static void redirect(void) {
    for (int i = 0; i < 2; i++) {
        fflush(i == 0 ? stdout : stderr);
        int fd = open(stream_names[i], O_RDWR | O_CREAT | O_TRUNC | O_APPEND, 0666);
        own_streams[i] = dup(i + 1);
        if (fd < 0 || own_streams[i] < 0 || dup2(fd, i + 1) < 0)
            abort();
        close(fd);
    }
}

static void restore(void) {
    for (int i = 0; i < 2; i++) {
        fflush(i == 0 ? stdout : stderr);
        clearerr(i == 0 ? stdout : stderr);
        dup2(own_streams[i], i + 1);
        close(own_streams[i]);
    }
}

/* As main does it. `line` is cut at its spaces. */
static int run_line(const char *line) {
    char text[1024];
    char *words[MAX_WORDS];
    int n_words = 0;
    (void)snprintf(text, sizeof text, "%s", line);
    for (char *word = strtok(text, " "); word; word = strtok(NULL, " "))
        words[n_words++] = word;
    const kembar_command *command = n_words > 0 ? kembar_command_find(words[0]) : NULL;
    if (!command)
        abort();
    kembar_arguments arguments;
    int code = kembar_arguments_parse(&arguments, command, n_words - 1, words + 1);
    if (code == 0)
        code = command->run(&arguments);
    kembar_arguments_deinit(&arguments);
    return kembar_finish_output(code);
}

static void empty_fresh(void) {
    DIR *entries = opendir(FRESH);
    if (!entries)
        return;
    for (const struct dirent *entry; (entry = readdir(entries));)
        (void)unlinkat(dirfd(entries), entry->d_name, 0);
    closedir(entries);
}

static int run_failing(const char *line, long k, int and_later, int *has_failed, long *n_seen) {
    empty_fresh();
    redirect();
    allocations_fail_at(k, and_later);
    int code = run_line(line);
    *has_failed = allocations_stop_failing(n_seen);
    restore();
    return code;
}

static int run_well(const char *line, long *n_seen) {
    int ignored;
    return run_failing(line, MAX_FAILURES, 0, &ignored, n_seen);
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A digest of what a folder holds, names and bytes, but for FRESH; timings.json, which always
 * varies, and the streams by name alone. */
static void add_folder(kembar_hash_stream *digest, const char *folder) {
    char *names[64];
    size_t n_names = 0;
    DIR *entries = opendir(folder);
    assert_non_null(entries);
    for (const struct dirent *entry; (entry = readdir(entries));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            strcmp(entry->d_name, FRESH) != 0) {
            assert_true(n_names < 64);
            names[n_names++] = strdup(entry->d_name);
        }
    closedir(entries);
    qsort(names, n_names, sizeof *names, compare_names);
    for (size_t i = 0; i < n_names; i++) {
        char path[512];
        struct stat info;
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        kembar_hash_stream_add(digest, path, strlen(path) + 1);
        assert_int_equal(stat(path, &info), 0);
        if (S_ISDIR(info.st_mode)) {
            add_folder(digest, path);
        } else if (strcmp(names[i], "timings.json") != 0 && strstr(names[i], "std") != names[i]) {
            char *data;
            size_t size;
            assert_int_equal(kembar_file_read(path, UINT64_MAX, &data, &size, NULL), KEMBAR_OK);
            kembar_hash_stream_add(digest, data, size);
            kembar_free(data);
        }
        free(names[i]);
    }
}

static uint64_t digest_all(void) {
    kembar_hash_stream *digest = kembar_hash_stream_new();
    add_folder(digest, ".");
    uint64_t low = kembar_hash_stream_digest(digest).low;
    kembar_hash_stream_free(digest);
    return low;
}

static uint64_t digest_stdout(void) {
    char *data;
    size_t size;
    assert_int_equal(kembar_file_read("stdout.txt", UINT64_MAX, &data, &size, NULL), KEMBAR_OK);
    uint64_t hash = kembar_hash_bytes(data, size, 0);
    kembar_free(data);
    return hash;
}

/* The last line tells of the fault; nothing else than "out of memory" may be said of it. */
static int tells_of_memory(void) {
    char *data;
    size_t size;
    assert_int_equal(kembar_file_read("stderr.txt", UINT64_MAX, &data, &size, NULL), KEMBAR_OK);
    int tells = strstr(data, "kembar") && strstr(data, "out of memory");
    kembar_free(data);
    return tells;
}

static void fail_test(const char *line, long k, int and_later, int code, const char *what) {
    fprintf(stderr, "kembar %s\nallocation %ld%s: exit code %d, %s; its stderr:\n", line, k,
            and_later ? " and all later ones" : "", code, what);
    char *data;
    size_t size;
    if (kembar_file_read("stderr.txt", UINT64_MAX, &data, &size, NULL) == KEMBAR_OK) {
        fputs(data, stderr);
        kembar_free(data);
    }
    fail();
}

typedef struct clean_run {
    int code;
    uint64_t former, files, printed; /* digests: before; after; of stdout */
} clean_run;

/* Returns 0 when the run has fewer allocations than k. A fault that does no harm must do none. */
static int fail_at(const char *line, const char *undo_line, const clean_run *clean, int prints,
                   long k, int and_later) {
    int has_failed;
    int code = run_failing(line, k, and_later, &has_failed, NULL);
    if (code == KEMBAR_EXIT_FAILED && has_failed) {
        if (!tells_of_memory())
            fail_test(line, k, and_later, code, "and no word of memory");
        if (digest_all() != clean->former)
            fail_test(line, k, and_later, code, "but the files are not those from before");
        return 1;
    }
    if (code != clean->code)
        fail_test(line, k, and_later, code, "which is neither that of a failure nor of success");
    if (digest_all() != clean->files || (prints && digest_stdout() != clean->printed))
        fail_test(line, k, and_later, code, "but other results than without the fault");
    if (undo_line)
        assert_int_equal(run_well(undo_line, NULL), 0);
    return has_failed;
}

/* The last `n_last` allocations, each in turn. `undo_line` brings the files back to what they were
 * before `line` (NULL: it writes none); `prints`: the same at every run. */
static void fail_last(long n_last, const char *line, const char *undo_line, int code, int prints) {
    clean_run clean;
    long n_seen;
    if (undo_line)
        assert_int_equal(run_well(undo_line, NULL), 0);
    else /* what is loaded once is loaded now */
        assert_int_equal(run_well(line, NULL), code);
    clean.former = digest_all();
    clean.code = run_well(line, &n_seen);
    if (clean.code != code)
        fail_test(line, -1, 0, clean.code, "without any fault");
    clean.files = digest_all();
    clean.printed = digest_stdout();
    if (undo_line) {
        assert_true(clean.files != clean.former);
        assert_int_equal(run_well(undo_line, NULL), 0);
        assert_true(digest_all() == clean.former);
    }
    long n_allocations = 0;
    for (int and_later = 0; and_later < 2; and_later++) {
        long k = and_later || n_seen < n_last ? 0 : n_seen - n_last;
        while (fail_at(line, undo_line, &clean, prints, k, and_later) && k < MAX_FAILURES)
            k += and_later ? LATER_STRIDE : STRIDE;
        n_allocations = and_later ? n_allocations : k;
    }
    assert_true(n_allocations > 0);
    print_message("%ld allocations: kembar %s\n", n_allocations, line);
}

static void fail_everywhere(const char *line, const char *undo_line, int code, int prints) {
    fail_last(MAX_FAILURES, line, undo_line, code, prints);
}

#define OLD_RUN "cluster in -o out --near 0.6 --threads 1 --quiet"

static void cluster(void **state) {
    (void)state;
    fail_everywhere("cluster in -o out --threads 1 --verbose", OLD_RUN, 0, 0);
}

static void cluster_with_threads(void **state) {
    (void)state;
    fail_everywhere("cluster in in/none -o out --threads 3 --json --with-text --exclude *.x",
                    OLD_RUN, KEMBAR_EXIT_REJECTED, 1);
}

static void dedup(void **state) {
    (void)state;
    fail_everywhere("dedup in -o kept.jsonl --removed removed.jsonl --pairs pairs.jsonl "
                    "--against old.txt --threads 1",
                    "dedup old.txt -o kept.jsonl --removed removed.jsonl --pairs pairs.jsonl", 0,
                    1);
    fail_everywhere("dedup in/nusa.jsonl in/meridian.jsonl.gz in/selat.jsonl.zst -o - --threads 1",
                    NULL, 0, 1);
}

static void compare(void **state) {
    (void)state;
    fail_everywhere("compare in/tobong.md in/tobong.txt", NULL, 0, 1);
    fail_everywhere("compare in/kilns.md in/tobong.txt --json", NULL, 0, 1);
    fail_everywhere("compare in/nusa.jsonl#1 in/selat.jsonl.zst#2 --color always", NULL, 0, 1);
}

static void explain(void **state) {
    (void)state;
    fail_everywhere("explain run tobong.md", NULL, 0, 1);
    fail_everywhere("explain run tobong.md tobong.txt", NULL, 0, 1);
    fail_everywhere("explain run crew.txt tobong.txt", NULL, 0, 1);
    /* The same but for the last of it, when the answer is laid out. */
    fail_last(LAST_ALLOCATIONS, "explain run tobong.md tobong.txt --json", NULL, 0, 1);
    fail_last(LAST_ALLOCATIONS, "explain run tobong.md --json", NULL, 0, 1);
    fail_everywhere("parameters --json", NULL, 0, 1);
}

static void evaluate(void **state) {
    (void)state;
    fail_everywhere("eval run --truth truth.tsv --stories stories.tsv --mistakes", NULL, 0, 1);
    fail_everywhere("eval run --truth truth.tsv --stories stories.tsv --min-f1 0.9 --json", NULL,
                    KEMBAR_EXIT_GATE, 1);
}

static void diff(void **state) {
    (void)state;
    fail_everywhere("diff run other", NULL, 0, 1);
    fail_everywhere("diff run other --json", NULL, 0, 1);
}

static void track(void **state) {
    (void)state;
    fail_everywhere("track in/tobong.md in/kilns.md --in in --json -o track.json --threads 1",
                    "track old.txt --in in -o track.json --quiet", 0, 1);
    /* The same but for the last of it, when the answer is laid out. */
    fail_last(LAST_ALLOCATIONS, "track in/tobong.md in/kilns.md --in in --threads 1", NULL, 0, 1);
    fail_last(LAST_ALLOCATIONS, "track in/tobong.md in/kilns.md --in in --csv --threads 1", NULL, 0,
              1);
}

static void read_documents(void **state) {
    (void)state;
    fail_everywhere("read in in/none --with-text --field text=text --files-from list.txt "
                    "--threads 1",
                    NULL, KEMBAR_EXIT_REJECTED, 1);
}

static void lexicon(void **state) {
    (void)state;
    fail_everywhere("lexicon info", NULL, 0, 1);
    fail_everywhere("lexicon info --json", NULL, 0, 1);
    fail_everywhere("lexicon lookup perumahan houses", NULL, 0, 1);
    fail_everywhere("lexicon lookup perumahan houses --json", NULL, 0, 1);
}

static void baseline(void **state) {
    (void)state;
    fail_everywhere("baseline show known.jsonl", NULL, 0, 1);
    fail_everywhere("baseline show known.jsonl --json", NULL, 0, 1);
    fail_everywhere("baseline prune known.jsonl old.txt --against in/crew.txt --dry-run --threads "
                    "1 --quiet",
                    NULL, 0, 1);
    fail_everywhere("baseline prune known.jsonl --json", NULL, 0, 1);
}

#define CHECK "check in/tobong.md in/crew.txt in/selat.jsonl.zst --against in"

static void check(void **state) {
    (void)state;
    fail_everywhere(CHECK " --threads 1 --output json:check.json --output sarif:- --quiet",
                    "check old.txt --output json:check.json --quiet", KEMBAR_EXIT_GATE, 1);
    fail_everywhere("check in --changed list.txt --baseline known.jsonl --fail-on excerpt "
                    "--threads 1 --quiet --max 9 --cache features",
                    NULL, 0, 1);
    fail_everywhere(
        "check in --changed list.txt --fail-on exact --threads 1 --quiet --cache " FRESH, NULL, 0,
        1);
    fail_everywhere(CHECK " --baseline new.jsonl --update-baseline --threads 1 "
                          "--quiet",
                    "check old.txt --baseline new.jsonl --update-baseline --quiet", 0, 1);
    fail_last(LAST_ALLOCATIONS, CHECK " --fail-on related --threads 1 --quiet", NULL,
              KEMBAR_EXIT_GATE, 1);
}

static void config(void **state) {
    (void)state;
    fail_everywhere("config show in/crew.txt --config conf/kembar.yml", NULL, 0, 1);
    fail_everywhere("config show in/crew.txt --config conf/kembar.yml --json", NULL, 0, 1);
    fail_everywhere("config show conf/below", NULL, 0, 1);
    fail_everywhere("read in/crew.txt --config conf/kembar.yml --threads 1 --quiet", NULL, 0, 1);
}

static void make_inputs(void) {
    char script[1024];
    int status = 1;
    (void)snprintf(script, sizeof script, "%s/tests/fault/faulty.py", getenv("KEMBAR_SOURCE"));
    pid_t child = fork();
    if (child == 0) {
        (void)execlp("python3", "python3", "-B", script, "in", (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

/* The collection, two runs that are read by explain, eval and diff, and truth. */
static int set_up(void **state) {
    if (temp_folder_enter(state) != 0)
        return -1;
    make_inputs();
    temp_write_text("truth.tsv", "tobong.md\ttobong.txt\tnear\nkilns.md\tcrew.txt\tnear\n"
                                 "kilns.md\tnobody\ttranslation\n");
    temp_write_text("stories.tsv", "tobong.md\ta\ntobong.txt\ta\ncrew.txt\tb\nkilns.md\tb\n");
    temp_write_text("list.txt", "in/crew.txt\nin/nusa.jsonl\n");
    temp_write_text("old.txt", "A text of its own that has nothing to do with any of the others.");
    temp_write_text("known.jsonl",
                    "{\"a\":\"1e3528f1b058f3e0759b069c2d6ab1ac\",\"b\":"
                    "\"9f68d215cadf38c588878aaf23333d7a\",\"relation\":\"near\",\"ids\":[\"x\","
                    "\"y\"],\"expires\":\"2999-01-31\",\"note\":\"agreed\"}\n");
    static const char settings[] = "sources:\n  '*.txt': Desk\npriorities: [Desk, Wire]\n"
                                   "thresholds:\n  near: 0.6\nignore: ['*.bak', drafts/]\n";
    temp_write_text("conf/kembar.yml", settings);
    temp_write_text("conf/.kembar.yml", settings);
    temp_write_text("conf/below/x.txt", "x");
    if (run_well("cluster in -o run --threads 1 --quiet", NULL) != 0 ||
        run_well("cluster in old.txt -o other --near 0.9 --exclude crew.txt --quiet", NULL) != 0)
        return -1;
    return 0;
}

#ifdef KEMBAR_LEAK_CHECK
int __lsan_do_recoverable_leak_check(void);

static void nothing_leaked(void **state) {
    (void)state;
    assert_int_equal(__lsan_do_recoverable_leak_check(), 0);
}
#endif

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cluster),        cmocka_unit_test(cluster_with_threads),
        cmocka_unit_test(dedup),          cmocka_unit_test(compare),
        cmocka_unit_test(explain),        cmocka_unit_test(evaluate),
        cmocka_unit_test(diff),           cmocka_unit_test(track),
        cmocka_unit_test(read_documents), cmocka_unit_test(lexicon),
        cmocka_unit_test(baseline),       cmocka_unit_test(check),
        cmocka_unit_test(config),
#ifdef KEMBAR_LEAK_CHECK
        cmocka_unit_test(nothing_leaked),
#endif
    };
    /* Most of the time would go into giving pages back and getting them again. */
    (void)mallopt(M_MMAP_THRESHOLD, 1 << 30);
    (void)mallopt(M_TRIM_THRESHOLD, 1 << 30);
    return cmocka_run_group_tests(tests, set_up, temp_folder_leave);
}
