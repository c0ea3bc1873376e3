/* Catalogues: records by id and place, and what becomes of them when they are read again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "read/catalogue.h"
#include "run_dedup.h"
#include "temp_folder.h"

/* Texts of documents as summaries, in an arena. */
static kembar_status take_text(void *context, int worker_id, const kembar_document *document,
                               const void **summary, kembar_error *error) {
    kembar_view text = kembar_document_text(document);
    char *copy = kembar_arena_take(context, text.size + 1);
    (void)worker_id;
    (void)error;
    assert_non_null(copy);
    memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    *summary = copy;
    return KEMBAR_OK;
}

static kembar_catalogue *catalogue_of(const char *const *paths, kembar_arena *arena) {
    kembar_catalogue *catalogue = NULL;
    kembar_source *source = source_of(paths);
    assert_int_equal(
        kembar_source_catalogue(source, 1, NULL, NULL, take_text, arena, NULL, &catalogue, NULL),
        KEMBAR_OK);
    kembar_source_free(source);
    return catalogue;
}

static void expect_bytes(kembar_view view, const char *text) {
    assert_int_equal(view.size, strlen(text));
    assert_memory_equal(view.data, text, view.size);
}

static void records_are_where_they_were(void **state) {
    static const char *const paths[] = {"folder", NULL};
    (void)state;
    temp_write_text("folder/b.jsonl",
                    "\xef\xbb\xbf{\"id\":\"z\",\"text\":\"one\"}\r\n\n"
                    "{\"text\":\"two\"}\nbroken\n{\"id\":\"a\",\"text\":\"three\"}");
    temp_write_text("folder/a.txt", "A file.\n");
    kembar_arena arena = {0};
    kembar_catalogue *catalogue = catalogue_of(paths, &arena);
    kembar_catalogue_reader reader = {.ahead_bytes = 64};
    kembar_document_maker maker = {0};
    static const char *const ids[] = {"a.txt", "z", "b.jsonl#3", "a"};
    static const char *const texts[] = {"A file.\n", "one", "two", "three"};
    static const char *const bytes[] = {"A file.\n", "{\"id\":\"z\",\"text\":\"one\"}",
                                        "{\"text\":\"two\"}", "{\"id\":\"a\",\"text\":\"three\"}"};
    static const size_t ranks[] = {1, 3, 2, 0};
    assert_int_equal(kembar_catalogue_record_count(catalogue), 4);
    assert_int_equal(kembar_catalogue_rejection_count(catalogue), 1);
    assert_int_equal(kembar_catalogue_rejection(catalogue, 0)->position, 4);
    for (size_t i = 4; i-- > 0;) {
        kembar_view line;
        const kembar_document *document;
        expect_bytes(kembar_catalogue_id(catalogue, i), ids[i]);
        assert_int_equal(kembar_catalogue_rank(catalogue, i), ranks[i]);
        assert_string_equal(kembar_catalogue_summary(catalogue, i), texts[i]);
        assert_int_equal(kembar_catalogue_is_line(catalogue, i), i > 0);
        assert_int_equal(kembar_catalogue_bytes(catalogue, &reader, i, &line, NULL), KEMBAR_OK);
        expect_bytes(line, bytes[i]);
        assert_int_equal(kembar_catalogue_document(catalogue, &reader, i, &maker, &document, NULL),
                         KEMBAR_OK);
        expect_bytes(kembar_document_text(document), texts[i]);
        expect_bytes(kembar_document_id(document), ids[i]);
    }
    kembar_catalogue_reader_deinit(&reader);
    kembar_document_maker_deinit(&maker);
    kembar_catalogue_free(catalogue);
    kembar_arena_deinit(&arena);
}

static void the_second_record_with_an_id_is_rejected(void **state) {
    static const char *const paths[] = {"twice.jsonl", NULL};
    (void)state;
    temp_write_text("twice.jsonl",
                    "{\"id\":\"b\",\"text\":\"one\"}\n{\"id\":\"a\",\"text\":\"two\"}\n"
                    "{\"id\":\"b\",\"text\":\"three\"}\n");
    kembar_arena arena = {0};
    kembar_catalogue *catalogue = catalogue_of(paths, &arena);
    assert_int_equal(kembar_catalogue_record_count(catalogue), 2);
    assert_int_equal(kembar_catalogue_rank(catalogue, 0), 1);
    assert_int_equal(kembar_catalogue_rank(catalogue, 1), 0);
    const kembar_rejection *rejection = kembar_catalogue_rejection(catalogue, 0);
    assert_int_equal(rejection->position, 3);
    assert_string_equal(rejection->reason, "its id is that of line 1 of twice.jsonl");
    kembar_catalogue_free(catalogue);
    kembar_arena_deinit(&arena);
}

static void a_record_may_have_the_id_of_a_file(void **state) {
    static const char *const paths[] = {"same", NULL};
    (void)state;
    temp_write_text("same/a.txt", "A file.\n");
    temp_write_text("same/b.jsonl", "{\"id\":\"a.txt\",\"text\":\"one\"}\n");
    kembar_arena arena = {0};
    kembar_catalogue *catalogue = catalogue_of(paths, &arena);
    assert_int_equal(kembar_catalogue_record_count(catalogue), 1);
    assert_string_equal(kembar_catalogue_summary(catalogue, 0), "A file.\n");
    assert_string_equal(kembar_catalogue_rejection(catalogue, 0)->reason,
                        "its id is that of same/a.txt");
    kembar_catalogue_free(catalogue);
    kembar_arena_deinit(&arena);
}

static void changed_files_are_noticed(void **state) {
    static const char *const paths[] = {"changed.jsonl", NULL};
    (void)state;
    temp_write_text("changed.jsonl", "{\"id\":\"a\",\"text\":\"one\"}\n");
    kembar_arena arena = {0};
    kembar_catalogue *catalogue = catalogue_of(paths, &arena);
    kembar_catalogue_reader reader = {0};
    kembar_view line;
    kembar_error error = {0};
    temp_write_text("changed.jsonl", "{\"id\":\"a\",\"text\":\"two\"}\n");
    assert_int_equal(kembar_catalogue_bytes(catalogue, &reader, 0, &line, &error), KEMBAR_ERROR_IO);
    assert_string_equal(error.file, "changed.jsonl");
    assert_null(line.data);
    temp_write_text("changed.jsonl", "{}\n");
    assert_int_equal(kembar_catalogue_bytes(catalogue, &reader, 0, &line, NULL), KEMBAR_ERROR_IO);
    kembar_catalogue_reader_deinit(&reader);
    kembar_catalogue_free(catalogue);
    kembar_arena_deinit(&arena);
}

enum { N_RECORDS = 9000, N_BROKEN = 9, MAX_THREADS = 7 };

/* More than a megabyte: records of many sizes, broken and blank lines among them. */
static void write_large(const char *path, uint64_t broken[N_BROKEN]) {
    FILE *file = fopen(path, "wb");
    uint64_t n_lines = 0;
    assert_non_null(file);
    for (int i = 0; i < N_RECORDS; i++) {
        (void)fprintf(file, "{\"id\":\"%d\",\"text\":\"%0*d\"}\n", i, 1 + i % 301, i);
        n_lines++;
        if (i % 7 == 0) {
            (void)fputs("\r\n", file);
            n_lines++;
        }
        if (i % (N_RECORDS / N_BROKEN) == 1) {
            (void)fputs("broken\n", file);
            broken[i / (N_RECORDS / N_BROKEN)] = ++n_lines;
        }
    }
    assert_int_equal(fclose(file), 0);
}

static kembar_status take_own(void *context, int worker_id, const kembar_document *document,
                              const void **summary, kembar_error *error) {
    kembar_arena *arenas = context;
    return take_text(&arenas[worker_id], worker_id, document, summary, error);
}

static void expect_large(const kembar_catalogue *catalogue, const uint64_t broken[N_BROKEN]) {
    kembar_catalogue_reader reader = {.ahead_bytes = 4096};
    char text[512];
    assert_int_equal(kembar_catalogue_record_count(catalogue), N_RECORDS);
    for (size_t i = 0; i < N_RECORDS; i++) {
        kembar_view line;
        (void)snprintf(text, sizeof text, "{\"id\":\"%d\",\"text\":\"%0*d\"}", (int)i,
                       1 + (int)i % 301, (int)i);
        assert_int_equal(kembar_catalogue_bytes(catalogue, &reader, i, &line, NULL), KEMBAR_OK);
        expect_bytes(line, text);
        (void)snprintf(text, sizeof text, "%0*d", 1 + (int)i % 301, (int)i);
        assert_string_equal(kembar_catalogue_summary(catalogue, i), text);
    }
    assert_int_equal(kembar_catalogue_rejection_count(catalogue), N_BROKEN);
    for (size_t i = 0; i < N_BROKEN; i++) {
        assert_int_equal(kembar_catalogue_rejection(catalogue, i)->position, broken[i]);
    }
    kembar_catalogue_reader_deinit(&reader);
}

static void large_files_are_the_same_for_any_number_of_threads(void **state) {
    static const char *const paths[] = {"large.jsonl", NULL};
    static const int threads[] = {1, 2, MAX_THREADS};
    (void)state;
    uint64_t broken[N_BROKEN] = {0};
    write_large("large.jsonl", broken);
    for (size_t t = 0; t < sizeof threads / sizeof *threads; t++) {
        kembar_catalogue *catalogue = NULL;
        kembar_arena arenas[MAX_THREADS] = {{0}};
        kembar_source *source = source_of(paths);
        assert_int_equal(kembar_source_catalogue(source, threads[t], NULL, NULL, take_own, arenas,
                                                 NULL, &catalogue, NULL),
                         KEMBAR_OK);
        kembar_source_free(source);
        expect_large(catalogue, broken);
        kembar_catalogue_free(catalogue);
        for (int i = 0; i < MAX_THREADS; i++) {
            kembar_arena_deinit(&arenas[i]);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_where_they_were),
        cmocka_unit_test(the_second_record_with_an_id_is_rejected),
        cmocka_unit_test(a_record_may_have_the_id_of_a_file),
        cmocka_unit_test(changed_files_are_noticed),
        cmocka_unit_test(large_files_are_the_same_for_any_number_of_threads),
    };
    return cmocka_run_group_tests(tests, temp_folder_enter, temp_folder_leave);
}
