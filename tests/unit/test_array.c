#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/array.h"
#include "scarce_memory.h"

static void grows_by_doubling_and_keeps_items(void **state) {
    (void)state;
    uint32_t *items = NULL;
    size_t capacity = 0;
    int n_growths = 0;
    for (uint32_t i = 0; i < 100000; i++) {
        size_t before = capacity;
        assert_int_equal(
            kembar_array_reserve((void **)&items, &capacity, (size_t)i + 1, sizeof *items),
            KEMBAR_OK);
        n_growths += capacity != before;
        items[i] = i;
    }
    assert_true(capacity >= 100000);
    assert_in_range(n_growths, 1, 17);
    for (uint32_t i = 0; i < 100000; i++)
        assert_int_equal(items[i], i);
    kembar_free(items);
}

static void jumps_to_a_large_need(void **state) {
    (void)state;
    char *items = NULL;
    size_t capacity = 0;
    assert_int_equal(kembar_array_reserve((void **)&items, &capacity, 0, 1), KEMBAR_OK);
    assert_null(items);
    assert_int_equal(kembar_array_reserve((void **)&items, &capacity, 1000, 1), KEMBAR_OK);
    assert_int_equal(capacity, 1000);
    assert_int_equal(kembar_array_reserve((void **)&items, &capacity, 1001, 1), KEMBAR_OK);
    assert_int_equal(capacity, 2000);
    kembar_free(items);
}

static void failure_changes_nothing(void **state) {
    (void)state;
    uint64_t *items = NULL;
    size_t capacity = 0;
    assert_int_equal(kembar_array_reserve((void **)&items, &capacity, 1, sizeof *items), KEMBAR_OK);
    uint64_t *old_items = items;
    size_t old_capacity = capacity;
    static const size_t too_many[] = {SIZE_MAX, SIZE_MAX / 8 + 1, SIZE_MAX / 2 + 1};
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(
            kembar_array_reserve((void **)&items, &capacity, too_many[i], sizeof *items),
            KEMBAR_ERROR_MEMORY);
    scarce_memory(0);
    kembar_status status =
        kembar_array_reserve((void **)&items, &capacity, capacity + 1, sizeof *items);
    plenty_of_memory();
    assert_int_equal(status, KEMBAR_ERROR_MEMORY);
    assert_ptr_equal(items, old_items);
    assert_int_equal(capacity, old_capacity);
    kembar_free(items);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows_by_doubling_and_keeps_items),
        cmocka_unit_test(jumps_to_a_large_need),
        cmocka_unit_test(failure_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
