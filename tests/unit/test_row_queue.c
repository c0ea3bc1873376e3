#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/row_queue.h"

enum { N_ROWS = 1000, SLICE = 7, LONG_ROW = 100, ALL_BYTES = N_ROWS * (LONG_ROW + 8) };

typedef struct queue_record {
    kembar_row_queue queue;
    size_t fails_at;    /* this row */
    size_t flush_bytes; /* from so many on a slice writes at once */
} queue_record;

/* A number, and so many letters as its last digits say. */
static void put(kembar_buffer *out, size_t i) {
    kembar_buffer_append_u64(out, i);
    kembar_buffer_append_spaces(out, i % LONG_ROW);
    kembar_buffer_append_char(out, '\n');
}

static kembar_status write_slice(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    queue_record *record = context;
    kembar_row_slice slice;
    kembar_status status = KEMBAR_OK;
    (void)worker_id;
    kembar_row_slice_begin(&slice, &record->queue, begin / SLICE);
    assert_int_equal(slice.text->size, 0);
    for (size_t i = begin; i < end && !slice.is_over && !status; i++) {
        put(slice.text, i);
        status = i == record->fails_at ? KEMBAR_ERROR_FORMAT : KEMBAR_OK;
        if (!status && slice.text->size >= record->flush_bytes)
            status = kembar_row_slice_flush(&slice, &record->queue, error);
    }
    return kembar_row_slice_end(&slice, &record->queue, status, error);
}

static kembar_status write_all(queue_record *record, int n_threads, FILE *stream) {
    record->queue = (kembar_row_queue){.stream = stream};
    assert_int_equal(kembar_row_queue_init(&record->queue, n_threads), KEMBAR_OK);
    kembar_status status = kembar_parallel_for(n_threads, N_ROWS, SLICE, write_slice, record, NULL);
    kembar_row_queue_deinit(&record->queue);
    return status;
}

/* The rows before `end` are in the stream, and nothing else. */
static void check_rows(FILE *stream, size_t end) {
    static char found[ALL_BYTES];
    kembar_buffer wanted = {0};
    for (size_t i = 0; i < end; i++)
        put(&wanted, i);
    rewind(stream);
    assert_int_equal(fread(found, 1, sizeof found, stream), wanted.size);
    assert_memory_equal(found, wanted.data, wanted.size);
    kembar_buffer_deinit(&wanted);
}

static void rows_come_in_order(void **state) {
    (void)state;
    static const size_t flushes[] = {1, 60, 300, SIZE_MAX};
    for (int n_threads = 1; n_threads <= 7; n_threads += 2)
        for (size_t i = 0; i < 4; i++) {
            queue_record record = {.fails_at = SIZE_MAX, .flush_bytes = flushes[i]};
            FILE *stream = tmpfile();
            assert_non_null(stream);
            assert_int_equal(write_all(&record, n_threads, stream), KEMBAR_OK);
            check_rows(stream, N_ROWS);
            assert_int_equal(fclose(stream), 0);
        }
}

static void nothing_follows_a_failure(void **state) {
    (void)state;
    for (int n_threads = 1; n_threads <= 7; n_threads += 2) {
        queue_record record = {.fails_at = 50 * SLICE, .flush_bytes = SIZE_MAX};
        FILE *stream = tmpfile();
        assert_non_null(stream);
        assert_int_equal(write_all(&record, n_threads, stream), KEMBAR_ERROR_FORMAT);
        check_rows(stream, record.fails_at);
        assert_int_equal(fclose(stream), 0);
    }
}

static void a_full_disk_is_told(void **state) {
    (void)state;
    static const size_t flushes[] = {1, 200, SIZE_MAX};
    for (int n_threads = 1; n_threads <= 7; n_threads += 2)
        for (size_t i = 0; i < 3; i++) {
            queue_record record = {.fails_at = SIZE_MAX, .flush_bytes = flushes[i]};
            FILE *stream = fopen("/dev/full", "w");
            assert_non_null(stream);
            assert_int_equal(setvbuf(stream, NULL, _IONBF, 0), 0);
            assert_int_equal(write_all(&record, n_threads, stream), KEMBAR_ERROR_IO);
            (void)fclose(stream);
        }
}

static void a_text_without_memory_is_told(void **state) {
    (void)state;
    for (int flushes = 0; flushes <= 1; flushes++) {
        kembar_row_queue queue = {.stream = stderr};
        kembar_row_slice slice;
        kembar_status status = KEMBAR_OK;
        assert_int_equal(kembar_row_queue_init(&queue, 1), KEMBAR_OK);
        kembar_row_slice_begin(&slice, &queue, 0);
        slice.text->failed = 1;
        if (flushes)
            status = kembar_row_slice_flush(&slice, &queue, NULL);
        assert_int_equal(status, flushes ? KEMBAR_ERROR_MEMORY : KEMBAR_OK);
        assert_int_equal(kembar_row_slice_end(&slice, &queue, status, NULL), KEMBAR_ERROR_MEMORY);
        kembar_row_queue_deinit(&queue);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_come_in_order),
        cmocka_unit_test(nothing_follows_a_failure),
        cmocka_unit_test(a_full_disk_is_told),
        cmocka_unit_test(a_text_without_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
