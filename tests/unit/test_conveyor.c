/* The conveyor: whoever makes records of which stretch, and whenever, they come out as if one had
 * read the stream from its beginning to its end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/random.h"
#include "read/conveyor.h"
#include "scarce_memory.h"
#include "temp_folder.h"

enum { MAX_WORKERS = 7, MAX_TEXT = 8192, NO_LIMIT = 1 << 20 };

/* Every third line of a stream is rejected; of the others only traces are made. */
typedef struct belt {
    kembar_conveyor conveyor;
    kembar_stretch stretches[MAX_WORKERS];
    uint64_t fails_from; /* the first of the lines that fail */
} belt;

static kembar_status make_record(const belt *self, const kembar_line *line, kembar_stretch *out) {
    if (line->number >= self->fails_from) {
        return kembar_error_set(&out->error, KEMBAR_ERROR_LIMIT, NULL, line->number, "line %d",
                                (int)line->number);
    }
    if (line->number % 3 == 0) {
        kembar_rejected rejected;
        if (kembar_rejected_init(&rejected, (kembar_view){"f", 1}, line->number,
                                 (kembar_view){NULL, 0}, "third") ||
            kembar_rejected_list_add(&out->made.rejections, &rejected)) {
            return kembar_error_memory(&out->error);
        }
        return KEMBAR_OK;
    }
    kembar_read_trace trace = {.id = {"i", 1},
                               .position = line->number,
                               .offset = line->offset,
                               .size_bytes = (uint32_t)line->size_bytes};
    trace.hash = kembar_hash_bytes(line->bytes.data, line->bytes.size, 0);
    return kembar_file_result_add_trace(&out->made, &trace) == KEMBAR_OK
               ? KEMBAR_OK
               : kembar_error_memory(&out->error);
}

static void make_records(const belt *self, kembar_stretch *stretch) {
    for (size_t i = 0; i < stretch->window.n_lines && stretch->status == KEMBAR_OK; i++) {
        stretch->status = make_record(self, &stretch->window.lines[i], stretch);
    }
}

static kembar_status work(void *context, size_t begin, size_t end, int worker_id,
                          kembar_error *error) {
    belt *self = context;
    kembar_stretch *stretch = &self->stretches[worker_id];
    (void)begin;
    (void)end;
    (void)error;
    while (kembar_conveyor_next(&self->conveyor, stretch)) {
        make_records(self, stretch);
        for (uint64_t n = kembar_hash_mix(stretch->number) % 4; n > 0; n--) {
            (void)sched_yield(); /* so that others are done first */
        }
    }
    return KEMBAR_OK;
}

typedef struct how {
    kembar_compression compression;
    size_t target_bytes, limit_bytes;
    int n_threads;
    uint64_t fails_from;
} how;

/* Reads the file "t". */
static kembar_status convey(const how *by, kembar_file_result *result, kembar_error *error) {
    kembar_stream *stream = NULL;
    belt self = {.fails_from = by->fails_from};
    *result = (kembar_file_result){0};
    kembar_status status = kembar_stream_open(&stream, "t", by->compression, error);
    if (status == KEMBAR_OK) {
        status = kembar_conveyor_init(&self.conveyor, stream, by->target_bytes, by->limit_bytes,
                                      result, error);
    }
    if (status == KEMBAR_OK) {
        status = kembar_parallel_for(by->n_threads, (size_t)by->n_threads, 1, work, &self, error);
        assert_int_equal(status, KEMBAR_OK);
        status = kembar_conveyor_end(&self.conveyor, error);
    }
    for (size_t i = 0; i < MAX_WORKERS; i++) {
        kembar_stretch_deinit(&self.stretches[i]);
    }
    kembar_stream_close(stream);
    return status;
}

/* Lines of up to `most` bytes, some of them blank, some with CRLF; the last may lack its end. */
static size_t make_text(uint64_t seed, size_t most, char text[MAX_TEXT]) {
    kembar_random random = {seed};
    size_t n = 0, size = 1 + kembar_random_below(&random, MAX_TEXT - 1);
    while (n < size) {
        size_t n_line = kembar_random_below(&random, most + 1), left = size - n;
        n_line = n_line < left ? n_line : left;
        memset(text + n, kembar_random_below(&random, 8) == 0 ? ' ' : 'a' + (int)(n % 26), n_line);
        n += n_line;
        if (n_line > 1 && kembar_random_below(&random, 4) == 0) {
            text[n - 1] = '\r';
        }
        if (n < size) {
            text[n++] = '\n';
        }
    }
    return size;
}

static int is_blank(const char *line, size_t size) {
    return strspn(line, " \t\r") >= size;
}

/* Line by line, as it should be. `text` ends with a NUL. */
static void expect_lines(const kembar_file_result *result, const char *text, size_t size,
                         size_t limit) {
    size_t i = 0, n_rejected = 0;
    uint64_t number = 0;
    for (size_t begin = 0; begin < size;) {
        size_t end = begin + strcspn(text + begin, "\n"), next = end + 1;
        number++;
        size_t n = end - begin;
        if (n > 0 && n <= limit && text[end - 1] == '\r') {
            n--;
        }
        if (is_blank(text + begin, n)) {
            begin = next;
            continue;
        }
        if (number % 3 == 0) {
            assert_in_range(n_rejected, 0, result->rejections.n_items - 1);
            assert_int_equal(result->rejections.items[n_rejected++].position, number);
            begin = next;
            continue;
        }
        assert_in_range(i, 0, result->n_traces - 1);
        const kembar_read_trace *trace = &result->traces[i++];
        assert_int_equal(trace->position, number);
        assert_int_equal(trace->offset, begin);
        if (n <= limit) {
            assert_int_equal(trace->size_bytes, n);
            assert_int_equal(trace->hash, kembar_hash_bytes(text + begin, n, 0));
        } else { /* what ends it may be counted where it was not held */
            assert_in_range(trace->size_bytes, n - 1, n);
        }
        begin = next;
    }
    assert_int_equal(i, result->n_traces);
    assert_int_equal(n_rejected, result->rejections.n_items);
}

static void expect_all(const char *text, size_t size, size_t limit) {
    static const size_t targets[] = {1, 2, 3, 7, 16, 61, 1000, 2 * MAX_TEXT};
    static const int threads[] = {1, 2, MAX_WORKERS};
    temp_write("t", text, size);
    for (size_t t = 0; t < sizeof targets / sizeof *targets; t++) {
        for (size_t n = 0; n < sizeof threads / sizeof *threads; n++) {
            how by = {KEMBAR_COMPRESSION_NONE, targets[t], limit, threads[n], UINT64_MAX};
            kembar_file_result result;
            assert_int_equal(convey(&by, &result, NULL), KEMBAR_OK);
            expect_lines(&result, text, size, limit);
            kembar_file_result_deinit(&result);
        }
    }
}

static void stretches_of_any_size_by_any_number_of_threads(void **state) {
    (void)state;
    char text[MAX_TEXT + 1] = "";
    for (uint64_t seed = 1; seed <= 24; seed++) {
        size_t size = make_text(seed, seed % 3 == 0 ? 400 : 20, text);
        text[size] = '\0';
        expect_all(text, size, NO_LIMIT);
    }
}

static void lines_over_the_limit_at_any_border(void **state) {
    (void)state;
    char text[MAX_TEXT + 1] = "";
    for (uint64_t seed = 1; seed <= 12; seed++) {
        size_t size = make_text(seed, 300, text);
        text[size] = '\0';
        expect_all(text, size, 60 + seed);
    }
}

static void nothing_and_nothing_but_line_ends(void **state) {
    (void)state;
    expect_all("", 0, NO_LIMIT);
    expect_all("\n", 1, NO_LIMIT);
    expect_all("\n\n\r\n \n\n", 7, NO_LIMIT);
}

/* Lines in front of a failure are done, and the first one that fails is the one that is told. */
static void the_first_failure_counts(void **state) {
    (void)state;
    char text[MAX_TEXT] = "";
    for (size_t n = 0; n < 400; n++) {
        (void)snprintf(text + strlen(text), sizeof text - strlen(text), "line %d\n", (int)n);
    }
    temp_write_text("t", text);
    for (int n_threads = 1; n_threads <= MAX_WORKERS; n_threads += 3) {
        for (uint64_t from = 1; from <= 400; from += 21) {
            how by = {KEMBAR_COMPRESSION_NONE, 30, NO_LIMIT, n_threads, from};
            kembar_file_result result;
            kembar_error error = {0};
            assert_int_equal(convey(&by, &result, &error), KEMBAR_ERROR_LIMIT);
            assert_int_equal(error.position, from);
            assert_in_range(result.n_traces, (from - 1) / 5, from);
            kembar_file_result_deinit(&result);
        }
    }
}

static void write_broken_gzip(void) {
    gzFile file = gzopen("t", "wb");
    assert_non_null(file);
    kembar_random random = {9};
    for (int i = 1; i <= 20000; i++) {
        (void)gzprintf(file, "%d %llx\n", i, (unsigned long long)kembar_random_next(&random));
    }
    assert_int_equal(gzclose(file), Z_OK);
    assert_int_equal(truncate("t", 150 * 1000), 0);
}

/* Lines in front of where a file breaks off come out, whoever was reading; a failure among them
 * counts before the file's. */
static void a_file_that_breaks_off(void **state) {
    (void)state;
    write_broken_gzip();
    size_t n_read = 0;
    for (int n_threads = 1; n_threads <= MAX_WORKERS; n_threads += 3) {
        how by = {KEMBAR_COMPRESSION_GZIP, 100, NO_LIMIT, n_threads, UINT64_MAX};
        kembar_file_result result;
        kembar_error error = {0};
        assert_int_equal(convey(&by, &result, &error), KEMBAR_ERROR_FORMAT);
        assert_int_equal(n_threads == 1 ? 0 : n_read, n_threads == 1 ? 0 : result.n_traces);
        n_read = result.n_traces;
        assert_in_range(n_read, 1000, 20000);
        for (size_t i = 0; i < n_read; i++) {
            assert_int_equal(result.traces[i].position, i / 2 * 3 + i % 2 + 1);
        }
        kembar_file_result_deinit(&result);
        by.fails_from = 1000;
        assert_int_equal(convey(&by, &result, &error), KEMBAR_ERROR_LIMIT);
        assert_int_equal(error.position, 1000);
        kembar_file_result_deinit(&result);
    }
}

static void utf16_is_refused(void **state) {
    (void)state;
    temp_write("t", "\xFF\xFE{\0\n\0}\0", 8);
    for (size_t target = 2; target < 10; target++) {
        how by = {KEMBAR_COMPRESSION_NONE, target, NO_LIMIT, 2, UINT64_MAX};
        kembar_file_result result;
        kembar_error error = {0};
        assert_int_equal(convey(&by, &result, &error), KEMBAR_ERROR_FORMAT);
        assert_string_equal(error.message, "UTF-16: records must be in UTF-8");
        assert_int_equal(result.n_traces, 0);
        kembar_file_result_deinit(&result);
    }
}

/* Two stretches in one hand, given back the wrong way round. */
static kembar_status out_of_turn(void *context) {
    kembar_stream *stream = NULL;
    kembar_file_result result = {0};
    belt self = {.fails_from = UINT64_MAX};
    (void)context;
    kembar_status status = kembar_stream_open(&stream, "t", KEMBAR_COMPRESSION_NONE, NULL);
    if (status == KEMBAR_OK) {
        status = kembar_conveyor_init(&self.conveyor, stream, 10, NO_LIMIT, &result, NULL);
    }
    if (status == KEMBAR_OK) {
        for (size_t n = 0; n < 4 && kembar_conveyor_next(&self.conveyor, &self.stretches[n]); n++) {
            make_records(&self, &self.stretches[n]);
        }
        for (size_t n = 4; n-- > 0;) {
            while (kembar_conveyor_next(&self.conveyor, &self.stretches[n])) {
                make_records(&self, &self.stretches[n]);
            }
        }
        status = kembar_conveyor_end(&self.conveyor, NULL);
    }
    if (status == KEMBAR_OK) {
        assert_int_equal(result.n_traces, 14);
        for (size_t i = 0; i < 14; i++) {
            assert_int_equal(result.traces[i].position, i / 2 * 3 + i % 2 + 1);
        }
        assert_int_equal(result.rejections.n_items, 6);
        assert_int_equal(result.rejections.items[5].position, 18);
    }
    for (size_t i = 0; i < MAX_WORKERS; i++) {
        kembar_stretch_deinit(&self.stretches[i]);
    }
    kembar_file_result_deinit(&result);
    kembar_stream_close(stream);
    return status;
}

static void memory_runs_out(void **state) {
    (void)state;
    temp_write_text("t", "1 aaaa\n2 bbbb\n3 cccc\n4 dddd\n5 eeee\n6 ffff\n7 gggg\n8 hhhh\n9 iiii\n"
                         "10 jjj\n11 kkk\n12 lll\n13 mmm\n14 nnn\n15 ooo\n16 ppp\n17 qqq\n18 rrr\n"
                         "19 ttt\n20 a line of more than two stretches");
    assert_in_range(fail_every_allocation(out_of_turn, NULL), 20, 200);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, temp_folder_enter, temp_folder_leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(stretches_of_any_size_by_any_number_of_threads),
        IN_FOLDER(lines_over_the_limit_at_any_border),
        IN_FOLDER(nothing_and_nothing_but_line_ends),
        IN_FOLDER(the_first_failure_counts),
        IN_FOLDER(a_file_that_breaks_off),
        IN_FOLDER(utf16_is_refused),
        IN_FOLDER(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
