#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/random.h"
#include "base/run_file.h"
#include "temp_folder.h"

enum { KIND = 7, MAX_ITEMS = 3000, MAX_VALUE = 300, BOUND = 1 << 30 };

/* Items with random keys; some values are empty. */
typedef struct made_items {
    kembar_run_item items[MAX_ITEMS];
    char values[MAX_VALUE + MAX_ITEMS];
    size_t n;
} made_items;

static void make_items(made_items *out, size_t n, uint64_t seed) {
    kembar_random random = {seed};
    for (size_t i = 0; i < sizeof out->values; i++)
        out->values[i] = (char)kembar_random_below(&random, 256);
    for (size_t i = 0; i < n; i++)
        out->items[i] =
            (kembar_run_item){{kembar_random_next(&random) % 1000, kembar_random_next(&random)},
                              {out->values + i, (size_t)kembar_random_below(&random, MAX_VALUE)}};
    out->n = n;
}

static kembar_run_file *open_file(const char *path) {
    kembar_run_file *file;
    kembar_error error = {0};
    if (kembar_run_file_open(&file, path, KIND, BOUND, &error) != KEMBAR_OK)
        fail_msg("%s", error.message);
    return file;
}

static void what_is_written_is_found(void **state) {
    static const size_t counts[] = {0, 1, 2, 17, MAX_ITEMS};
    static made_items made;
    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        make_items(&made, counts[i], i + 1);
        assert_int_equal(kembar_run_file_write("a.run", KIND, made.items, made.n, NULL, NULL),
                         KEMBAR_OK);
        kembar_run_file *file = open_file("a.run");
        assert_int_equal(kembar_run_file_count(file), made.n);
        for (size_t k = 0; k < made.n; k++) {
            kembar_view value;
            kembar_run_item item = kembar_run_file_item(file, k);
            assert_int_equal(kembar_run_key_compare(item.key, made.items[k].key), 0);
            assert_true(kembar_run_file_find(file, made.items[k].key, &value));
            assert_int_equal(value.size, made.items[k].value.size);
            assert_memory_equal(value.data, made.items[k].value.data, value.size);
            assert_int_equal((uintptr_t)value.data % 8, 0);
            kembar_hash128 other = made.items[k].key;
            other.low++;
            assert_false(kembar_run_file_find(file, other, &value));
        }
        kembar_run_file_close(file);
    }
}

static void the_order_of_items_does_not_matter(void **state) {
    static made_items made;
    char *data[2];
    size_t size[2];
    (void)state;
    make_items(&made, 500, 3);
    /* Twice the same one. */
    made.items[100] = made.items[200];
    for (int i = 0; i < 2; i++) {
        assert_int_equal(kembar_run_file_write("a.run", KIND, made.items, 500, NULL, NULL),
                         KEMBAR_OK);
        assert_int_equal(kembar_file_read("a.run", BOUND, &data[i], &size[i], NULL), KEMBAR_OK);
        make_items(&made, 500, 3);
        made.items[100] = made.items[200];
        for (size_t k = 0; k < 250; k++) {
            kembar_run_item keep = made.items[k];
            made.items[k] = made.items[499 - k];
            made.items[499 - k] = keep;
        }
    }
    assert_int_equal(size[0], size[1]);
    assert_memory_equal(data[0], data[1], size[0]);
    kembar_run_file *file = open_file("a.run");
    assert_int_equal(kembar_run_file_count(file), 499);
    kembar_run_file_close(file);
    kembar_free(data[0]);
    kembar_free(data[1]);
}

static kembar_status try_bytes(const char *data, size_t size) {
    kembar_run_file *file;
    temp_write("b.run", data, size);
    kembar_status status = kembar_run_file_open(&file, "b.run", KIND, BOUND, NULL);
    kembar_run_file_close(file);
    return status;
}

static void no_broken_byte_is_trusted(void **state) {
    static made_items made;
    char *data;
    size_t size;
    (void)state;
    make_items(&made, 12, 5);
    assert_int_equal(kembar_run_file_write("a.run", KIND, made.items, made.n, NULL, NULL),
                     KEMBAR_OK);
    assert_int_equal(kembar_file_read("a.run", BOUND, &data, &size, NULL), KEMBAR_OK);
    for (size_t i = 0; i < size; i++) {
        data[i] = (char)(data[i] ^ 1 << i % 8);
        assert_int_equal(try_bytes(data, size), KEMBAR_ERROR_FORMAT);
        data[i] = (char)(data[i] ^ 1 << i % 8);
        assert_int_equal(try_bytes(data, i), KEMBAR_ERROR_FORMAT);
    }
    assert_int_equal(try_bytes(data, size), KEMBAR_OK);
    kembar_free(data);
}

static void other_kinds_and_missing_files_are_refused(void **state) {
    kembar_run_file *file;
    kembar_error error = {0};
    (void)state;
    assert_int_equal(kembar_run_file_write("a.run", KIND + 1, NULL, 0, NULL, NULL), KEMBAR_OK);
    assert_int_equal(kembar_run_file_open(&file, "a.run", KIND, BOUND, &error),
                     KEMBAR_ERROR_FORMAT);
    assert_string_equal(error.message, "a run file of other things");
    assert_null(file);
    assert_int_equal(kembar_run_file_open(&file, "a.run", KIND + 1, 10, &error),
                     KEMBAR_ERROR_LIMIT);
    assert_int_equal(kembar_run_file_open(&file, "none.run", KIND, BOUND, &error), KEMBAR_ERROR_IO);
    assert_int_equal(kembar_run_file_write("none/a.run", KIND, NULL, 0, NULL, &error),
                     KEMBAR_ERROR_IO);
}

int main(void) {
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, temp_folder_enter, temp_folder_leave)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(what_is_written_is_found),
        IN_FOLDER(the_order_of_items_does_not_matter),
        IN_FOLDER(no_broken_byte_is_trusted),
        IN_FOLDER(other_kinds_and_missing_files_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
