#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/run_file.h"
#include "made_imprint.h"
#include "pipeline/imprint_bytes.h"
#include "pipeline/imprint_cache.h"
#include "temp_folder.h"

#define FOLDER "kept"
enum { MAX_NAMES = 64, BOUND = 1 << 20, MAX_SEED = 64 };

/* --- one process's use of the folder --- */

static kembar_imprint_cache *open_cache(void) {
    kembar_imprint_cache *cache;
    kembar_dedup_options options = kembar_dedup_options_default();
    options.run.n_threads = 1;
    assert_int_equal(kembar_imprint_cache_open(&cache, FOLDER, &options, NULL), KEMBAR_OK);
    return cache;
}

static size_t n_faults(const kembar_imprint_cache *cache) {
    return kembar_imprint_cache_faults(cache)->n_items;
}

/* As reading asks for record number `seed`: found, as it was kept, or not, and then it is kept.
 * Returns whether it was found. */
static int ask(kembar_imprint_cache *cache, uint32_t seed) {
    /* What is kept is saved later. */
    static sample samples[MAX_SEED + 1];
    char bytes[32], name[32];
    sample *made = &samples[seed];
    kembar_hash128 key;
    kembar_view id;
    const void *summary = NULL;
    const kembar_read_memory *memory = kembar_imprint_cache_memory(cache, 11);
    (void)snprintf(bytes, sizeof bytes, "record %u", seed);
    (void)snprintf(name, sizeof name, "id %u", seed);
    assert_true(seed <= MAX_SEED);
    make_sample(made, seed);
    int found = memory->find(memory->context, 0, 12, (kembar_view){bytes, strlen(bytes)}, &key, &id,
                             &summary);
    assert_in_range(found, 0, 1);
    if (found) {
        expect_same_imprint(summary, &made->imprint);
        assert_int_equal(id.size, strlen(name));
        assert_memory_equal(id.data, name, id.size);
    } else {
        assert_int_equal(memory->keep(memory->context, 0, key, (kembar_view){name, strlen(name)},
                                      &made->imprint),
                         KEMBAR_OK);
    }
    return found;
}

static void save(kembar_imprint_cache *cache) {
    const kembar_imprint_changes none = {0};
    assert_int_equal(kembar_imprint_cache_save(cache, &none, NULL, NULL), KEMBAR_OK);
}

/* A whole use that asks for records first to last; returns how many were found. */
static size_t use(uint32_t first, uint32_t last) {
    kembar_imprint_cache *cache = open_cache();
    size_t n = 0;
    for (uint32_t i = first; i <= last; i++)
        n += (size_t)ask(cache, i);
    save(cache);
    assert_int_equal(n_faults(cache), 0);
    kembar_imprint_cache_free(cache);
    return n;
}

/* The names in the folder that begin so. */
typedef struct names {
    char items[MAX_NAMES][256];
    size_t n;
} names;

static names list_names(const char *begin) {
    names out = {.n = 0};
    DIR *entries = opendir(FOLDER);
    assert_non_null(entries);
    for (const struct dirent *entry; (entry = readdir(entries));)
        if (strncmp(entry->d_name, begin, strlen(begin)) == 0) {
            assert_true(out.n < MAX_NAMES);
            (void)snprintf(out.items[out.n++], sizeof out.items[0], "%s", entry->d_name);
        }
    (void)closedir(entries);
    return out;
}

static size_t count_runs(void) {
    return list_names("imprints-").n;
}

/* The path of the only file. */
static const char *only_run(char path[512]) {
    names runs = list_names("imprints-");
    assert_int_equal(runs.n, 1);
    (void)snprintf(path, 512, FOLDER "/%s", runs.items[0]);
    return path;
}

/* --- the folder --- */

static void what_was_kept_is_found(void **state) {
    (void)state;
    assert_int_equal(use(1, 5), 0);
    assert_int_equal(count_runs(), 1);
    assert_int_equal(use(1, 5), 5);
    assert_int_equal(count_runs(), 1); /* nothing new, nothing written */
    assert_int_equal(use(4, 9), 2);
    assert_int_equal(count_runs(), 2);
    assert_int_equal(use(1, 9), 9);
    assert_int_equal(list_names(".imprints").n, 0);
}

static void two_at_once_lose_nothing(void **state) {
    (void)state;
    assert_int_equal(use(1, 2), 0);
    kembar_imprint_cache *a = open_cache(), *b = open_cache();
    for (uint32_t i = 1; i <= 6; i++)
        assert_int_equal(ask(a, i), i <= 2);
    for (uint32_t i = 1; i <= 8; i++)
        assert_int_equal(ask(b, i), i <= 2);
    save(a);
    save(b);
    assert_int_equal(n_faults(a) + n_faults(b), 0);
    assert_int_equal(ask(a, 1), 1);
    assert_int_equal(ask(b, 2), 1);
    kembar_imprint_cache_free(a);
    kembar_imprint_cache_free(b);
    assert_int_equal(count_runs(), 3);
    assert_int_equal(use(1, 8), 8);
}

static void two_that_write_the_same_write_one_file(void **state) {
    (void)state;
    kembar_imprint_cache *a = open_cache(), *b = open_cache();
    assert_int_equal(ask(a, 1) + ask(a, 2), 0);
    assert_int_equal(ask(b, 2) + ask(b, 1), 0);
    save(a);
    save(b);
    kembar_imprint_cache_free(a);
    kembar_imprint_cache_free(b);
    assert_int_equal(count_runs(), 1);
    assert_int_equal(use(1, 2), 2);
}

static void many_files_become_one(void **state) {
    (void)state;
    for (uint32_t i = 1; i <= 8; i++) {
        assert_int_equal(use(i, i), 0);
        assert_int_equal(count_runs(), i);
    }
    /* One that has them open still finds what others merge and remove. */
    kembar_imprint_cache *open = open_cache();
    assert_int_equal(use(9, 9), 0);
    assert_int_equal(count_runs(), 1);
    for (uint32_t i = 1; i <= 8; i++)
        assert_int_equal(ask(open, i), 1);
    /* It merges what it knows, beside what the other wrote. */
    assert_int_equal(ask(open, 10), 0);
    save(open);
    assert_int_equal(n_faults(open), 0);
    kembar_imprint_cache_free(open);
    assert_int_equal(count_runs(), 2);
    assert_int_equal(use(1, 10), 10);
}

static void a_broken_file_is_told_and_replaced(void **state) {
    char path[512];
    char *data;
    size_t size;
    (void)state;
    assert_int_equal(use(1, 4), 0);
    assert_int_equal(kembar_file_read(only_run(path), BOUND, &data, &size, NULL), KEMBAR_OK);
    data[size / 2] = (char)(data[size / 2] ^ 1);
    temp_write(path, data, size);
    kembar_free(data);
    temp_write_text(FOLDER "/second.txt", "of somebody else");
    kembar_imprint_cache *cache = open_cache();
    assert_int_equal(n_faults(cache), 1);
    kembar_view told = kembar_rejected_path(&kembar_imprint_cache_faults(cache)->items[0]);
    assert_int_equal(told.size, strlen(path));
    assert_memory_equal(told.data, path, told.size);
    for (uint32_t i = 2; i <= 4; i++)
        assert_int_equal(ask(cache, i), 0);
    save(cache);
    kembar_imprint_cache_free(cache);
    assert_int_equal(count_runs(), 1);
    assert_int_equal(use(1, 4), 3);
}

static void what_is_foreign_stays(void **state) {
    static const char *const foreign[] = {"README", "imprints-1.run", "imprints-.run.bak",
                                          ".imprints-x.run.17.tmp", "imprints-0123456789abcdef-1"};
    char path[512];
    (void)state;
    temp_make_folder(FOLDER);
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        (void)snprintf(path, sizeof path, FOLDER "/%s", foreign[i]);
        temp_write_text(path, "of somebody else");
    }
    for (uint32_t i = 1; i <= 12; i++)
        assert_int_equal(use(i, i), 0);
    assert_int_equal(use(1, 12), 12);
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        char *data;
        size_t size;
        (void)snprintf(path, sizeof path, FOLDER "/%s", foreign[i]);
        assert_int_equal(kembar_file_read(path, BOUND, &data, &size, NULL), KEMBAR_OK);
        assert_string_equal(data, "of somebody else");
        kembar_free(data);
    }
}

static void what_the_dead_left_goes(void **state) {
    (void)state;
    assert_int_equal(use(1, 1), 0);
    temp_write_text(FOLDER "/.imprints-0123456789abcdef-7.run.17.0.tmp", "half");
    assert_int_equal(use(1, 1), 1);
    assert_int_equal(list_names(".imprints").n, 0);
}

static void other_options_have_files_of_their_own(void **state) {
    kembar_imprint_cache *cache;
    kembar_dedup_options options = kembar_dedup_options_default();
    (void)state;
    assert_int_equal(use(1, 3), 0);
    options.run.n_threads = 1;
    options.run.shingle_tokens++;
    assert_int_equal(kembar_imprint_cache_open(&cache, FOLDER, &options, NULL), KEMBAR_OK);
    assert_int_equal(ask(cache, 1), 0);
    save(cache);
    kembar_imprint_cache_free(cache);
    assert_int_equal(count_runs(), 2);
    assert_int_equal(use(1, 3), 3);
}

static void what_is_not_used_goes_with_the_third_merging(void **state) {
    (void)state;
    assert_int_equal(use(1, 2), 0);
    for (uint32_t i = 0; i < 3; i++) {
        /* Seven files more; the next one takes the place of all, and one of the first is used. */
        for (uint32_t k = 0; k < 7; k++)
            assert_int_equal(use(10 + 7 * i + k, 10 + 7 * i + k), 0);
        assert_int_equal(count_runs(), 8);
        kembar_imprint_cache *cache = open_cache();
        assert_int_equal(ask(cache, 1), 1);
        assert_int_equal(ask(cache, 40 + i), 0);
        save(cache);
        kembar_imprint_cache_free(cache);
        assert_int_equal(count_runs(), 1);
    }
    kembar_imprint_cache *cache = open_cache();
    assert_int_equal(ask(cache, 1), 1);
    assert_int_equal(ask(cache, 2), 0);
    assert_int_equal(ask(cache, 10), 0);
    assert_int_equal(ask(cache, 17), 1);
    assert_int_equal(ask(cache, 24), 1);
    kembar_imprint_cache_free(cache);
}

static void of_other_kinds_the_last_stay(void **state) {
    char path[512];
    (void)state;
    temp_make_folder(FOLDER);
    for (unsigned i = 0; i < KEMBAR_CACHE_OTHER_RUNS + 3; i++) {
        (void)snprintf(path, sizeof path, FOLDER "/imprints-%016x-%032x.run", i + 1, i);
        temp_write_text(path, "of another version");
        const struct timespec times[2] = {{.tv_sec = 1000 + i}, {.tv_sec = 1000 + i}};
        assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    }
    assert_int_equal(use(1, 1), 0);
    assert_int_equal(count_runs(), KEMBAR_CACHE_OTHER_RUNS + 1);
    assert_int_equal(list_names("imprints-0000000000000003-").n, 0);
    assert_int_equal(list_names("imprints-0000000000000004-").n, 1);
}

static void a_broken_file_goes_where_nothing_is_new(void **state) {
    char path[512];
    (void)state;
    assert_int_equal(use(1, 4), 0);
    (void)snprintf(path, sizeof path, "%.*sffffffff%024x.run", (int)(sizeof FOLDER + 26),
                   only_run((char[512]){0}), 1);
    temp_write_text(path, "broken");
    kembar_imprint_cache *cache = open_cache();
    assert_int_equal(n_faults(cache), 1);
    assert_int_equal(ask(cache, 1), 1);
    save(cache);
    kembar_imprint_cache_free(cache);
    assert_int_equal(use(1, 4), 4);
    assert_int_equal(count_runs(), 1);
}

/* --- what is made again --- */

static const kembar_imprint *recall(kembar_imprint_cache *cache, const char *bytes,
                                    kembar_hash128 *key) {
    kembar_view id;
    const void *summary = NULL;
    const kembar_read_memory *memory = kembar_imprint_cache_memory(cache, 11);
    int found = memory->find(memory->context, 0, 12, (kembar_view){bytes, strlen(bytes)}, key, &id,
                             &summary);
    return found == 1 ? summary : NULL;
}

/* Of three records the last is made again, by other furniture. */
static void an_imprint_is_kept_as_it_has_become(void **state) {
    static const char *const records[] = {"first", "second", "third"};
    sample samples[3], again, later;
    kembar_hash128 key;
    (void)state;
    kembar_imprint_cache *cache = open_cache();
    for (uint32_t i = 0; i < 3; i++) {
        make_sample(&samples[i], i + 1);
        assert_null(recall(cache, records[i], &key));
        const kembar_read_memory *memory = kembar_imprint_cache_memory(cache, 11);
        assert_int_equal(
            memory->keep(memory->context, 0, key, (kembar_view){"id", 2}, &samples[i].imprint),
            KEMBAR_OK);
    }
    /* Made again, it lists no lines. */
    make_sample(&again, 20);
    again.imprint.n_lines = again.imprint.n_anchors = 0;
    const kembar_imprint *before[] = {&samples[1].imprint, &samples[2].imprint};
    const kembar_imprint *after[] = {&samples[1].imprint, &again.imprint};
    kembar_imprint_changes changes = {before, after, 2};
    assert_int_equal(kembar_imprint_cache_save(cache, &changes, NULL, NULL), KEMBAR_OK);
    kembar_imprint_cache_free(cache);

    cache = open_cache();
    for (size_t i = 0; i < 2; i++) {
        const kembar_imprint *found = recall(cache, records[i], &key);
        assert_non_null(found);
        expect_same_imprint(found, &samples[i].imprint);
    }
    const kembar_imprint *found = recall(cache, "third", &key);
    assert_non_null(found);
    assert_true(found->trace == again.imprint.trace);
    assert_int_equal(found->content.high, 20);
    assert_int_equal(found->n_lines, N_LINES);
    assert_int_equal(found->lines[0].hash, 3);
    assert_int_equal(found->anchors[0], 3);

    /* What is made again once more stands before what was found. */
    make_sample(&later, 21);
    before[0] = found;
    after[0] = &later.imprint;
    changes.n = 1;
    assert_int_equal(kembar_imprint_cache_save(cache, &changes, NULL, NULL), KEMBAR_OK);
    kembar_imprint_cache_free(cache);
    assert_int_equal(count_runs(), 2);
    cache = open_cache();
    found = recall(cache, "third", &key);
    assert_true(found && found->trace == later.imprint.trace);
    assert_int_equal(found->content.high, 21);
    /* Where nothing is made again, nothing is written. */
    before[0] = after[0] = found;
    assert_int_equal(kembar_imprint_cache_save(cache, &changes, NULL, NULL), KEMBAR_OK);
    kembar_imprint_cache_free(cache);
    assert_int_equal(count_runs(), 2);

    /* And so it is carried on. */
    for (uint32_t i = 1; i <= 7; i++)
        assert_int_equal(use(i, i), 0);
    assert_int_equal(count_runs(), 1);
    cache = open_cache();
    assert_non_null(recall(cache, "first", &key));
    assert_non_null(recall(cache, "second", &key));
    found = recall(cache, "third", &key);
    assert_true(found && found->trace == later.imprint.trace);
    kembar_imprint_cache_free(cache);
}

/* --- what a value may be --- */

/* The only file again, with its first value replaced by `value`: whole, with every hash right. */
static void forge(kembar_view value) {
    char path[512];
    kembar_run_file *file;
    kembar_run_item items[2];
    /* The kind stands in the name. */
    uint64_t kind = strtoull(only_run(path) + strlen(FOLDER "/imprints-"), NULL, 16);
    assert_int_equal(kembar_run_file_open(&file, path, kind, BOUND, NULL), KEMBAR_OK);
    assert_int_equal(kembar_run_file_count(file), 2);
    for (size_t i = 0; i < 2; i++)
        items[i] = kembar_run_file_item(file, i);
    items[0].value = value;
    assert_int_equal(kembar_run_file_write(path, kind, items, 2, NULL, NULL), KEMBAR_OK);
    kembar_run_file_close(file);
}

static void a_forged_value_is_not_used(void **state) {
    kembar_arena arena = {0};
    sample made;
    (void)state;
    assert_int_equal(use(1, 2), 0);
    make_sample(&made, 1);
    made.places[1] = KEMBAR_SAMPLE_PLACES;
    forge(kembar_imprint_encode(&arena, &made.imprint, (kembar_view){"id", 2}));
    /* It is made again, and then found, though the forged one is still there. */
    assert_int_equal(use(1, 2), 1);
    assert_int_equal(count_runs(), 2);
    assert_int_equal(use(1, 2), 2);
    assert_int_equal(count_runs(), 2);
    /* Nor does it come back when many files become one. */
    for (uint32_t i = 3; i <= 9; i++)
        assert_int_equal(use(i, i), 0);
    assert_int_equal(count_runs(), 1);
    assert_int_equal(use(1, 9), 9);
    kembar_arena_deinit(&arena);
}

int main(void) {
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, temp_folder_enter, temp_folder_leave)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(what_was_kept_is_found),
        IN_FOLDER(two_at_once_lose_nothing),
        IN_FOLDER(two_that_write_the_same_write_one_file),
        IN_FOLDER(many_files_become_one),
        IN_FOLDER(a_broken_file_is_told_and_replaced),
        IN_FOLDER(what_is_foreign_stays),
        IN_FOLDER(what_the_dead_left_goes),
        IN_FOLDER(other_options_have_files_of_their_own),
        IN_FOLDER(what_is_not_used_goes_with_the_third_merging),
        IN_FOLDER(of_other_kinds_the_last_stay),
        IN_FOLDER(a_broken_file_goes_where_nothing_is_new),
        IN_FOLDER(an_imprint_is_kept_as_it_has_become),
        IN_FOLDER(a_forged_value_is_not_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
