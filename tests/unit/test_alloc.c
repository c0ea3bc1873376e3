#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/alloc.h"
#include "scarce_memory.h"

static void refuses_overflow(void **state) {
    (void)state;
    assert_null(kembar_alloc(SIZE_MAX / 2, 3));
    assert_null(kembar_alloc(SIZE_MAX, SIZE_MAX));
    assert_null(kembar_alloc_zeroed((size_t)1 << 32, (size_t)1 << 32));
    assert_null(kembar_alloc(1, (size_t)PTRDIFF_MAX + 1));
}

static void gives_a_pointer_for_nothing(void **state) {
    (void)state;
    void *pointers[] = {kembar_alloc(0, 8), kembar_alloc(8, 0), kembar_alloc_zeroed(0, 0),
                        kembar_realloc(NULL, 0, 4)};
    for (size_t i = 0; i < 4; i++) {
        assert_non_null(pointers[i]);
        kembar_free(pointers[i]);
    }
    kembar_free(NULL);
}

static void zeroes(void **state) {
    (void)state;
    unsigned char *bytes = kembar_alloc(1000, 1);
    assert_non_null(bytes);
    memset(bytes, 0xee, 1000);
    kembar_free(bytes); /* so that the heap has dirty memory to hand out */
    bytes = kembar_alloc_zeroed(100, 10);
    assert_non_null(bytes);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(bytes[i], 0);
    kembar_free(bytes);
}

static void realloc_keeps_content(void **state) {
    (void)state;
    char *text = kembar_realloc(NULL, 4, 1);
    assert_non_null(text);
    memcpy(text, "kata", 4);
    assert_null(kembar_realloc(text, SIZE_MAX, 2));
    assert_memory_equal(text, "kata", 4);
    text = kembar_realloc(text, 100000, 1);
    assert_non_null(text);
    assert_memory_equal(text, "kata", 4);
    kembar_free(text);
}

/* Enough of it to be given in huge pages. */
static void much_memory_is_as_little(void **state) {
    (void)state;
    enum { MANY = 9 << 20, STEP = 4096 };
    unsigned char *bytes = kembar_alloc_zeroed(MANY, 1);
    assert_non_null(bytes);
    for (size_t i = 0; i < MANY; i += STEP) {
        assert_int_equal(bytes[i], 0);
        bytes[i] = (unsigned char)(i / STEP);
    }
    bytes = kembar_realloc(bytes, 3, MANY);
    assert_non_null(bytes);
    for (size_t i = 0; i < MANY; i += STEP)
        assert_int_equal(bytes[i], (unsigned char)(i / STEP));
    bytes[3 * (size_t)MANY - 1] = 1;
    bytes = kembar_realloc(bytes, 2, 1);
    assert_non_null(bytes);
    assert_int_equal(bytes[0], 0);
    kembar_free(bytes);
}

static void much_memory_begins_where_a_huge_page_does(void **state) {
    (void)state;
    enum { HUGE = 2 << 20 };
    for (size_t n_bytes = 4 * (size_t)HUGE; n_bytes < 8 * (size_t)HUGE; n_bytes += HUGE / 2 + 1) {
        unsigned char *bytes = kembar_alloc(n_bytes, 1);
        assert_non_null(bytes);
        assert_int_equal((uintptr_t)bytes % HUGE, 0);
        bytes[0] = 1;
        bytes[n_bytes - 1] = 2;
        bytes = kembar_realloc(bytes, n_bytes, 3);
        assert_non_null(bytes);
        assert_int_equal(bytes[0], 1);
        assert_int_equal(bytes[n_bytes - 1], 2);
        kembar_free(bytes);
    }
}

static void gate_fails_the_kth_call(void **state) {
    (void)state;
    scarce_memory(2);
    void *first = kembar_alloc(1, 1);
    void *second = kembar_alloc_zeroed(1, 1);
    void *third = kembar_realloc(first, 2, 1);
    void *fourth = kembar_alloc(1, 1);
    plenty_of_memory();
    void *fifth = kembar_alloc(1, 1);
    assert_non_null(first);
    assert_non_null(second);
    assert_null(third);
    assert_null(fourth);
    assert_non_null(fifth);
    kembar_free(first);
    kembar_free(second);
    kembar_free(fifth);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_overflow),
        cmocka_unit_test(gives_a_pointer_for_nothing),
        cmocka_unit_test(zeroes),
        cmocka_unit_test(realloc_keeps_content),
        cmocka_unit_test(much_memory_is_as_little),
        cmocka_unit_test(much_memory_begins_where_a_huge_page_does),
        cmocka_unit_test(gate_fails_the_kth_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
