#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/arena.h"

/* Pieces of every size, some larger than a chunk, keep what was written to them. */
static void pieces_do_not_overlap(void **state) {
    enum { N = 2000, MAX_SIZE = 400, LARGE = 1 << 20 };
    static char *pieces[N];
    kembar_arena arena = {0};
    (void)state;
    for (size_t i = 0; i < N; i++) {
        pieces[i] = kembar_arena_take(&arena, i == N / 2 ? LARGE : i % MAX_SIZE);
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % 16, 0);
        memset(pieces[i], (int)(i % 251), i % MAX_SIZE);
    }
    for (size_t i = 0; i < N; i++)
        for (size_t k = 0; k < i % MAX_SIZE; k++)
            assert_int_equal((unsigned char)pieces[i][k], i % 251);
    kembar_arena_deinit(&arena);
}

static void a_copy_has_the_same_bytes(void **state) {
    kembar_arena arena = {0};
    (void)state;
    assert_memory_equal(kembar_arena_copy(&arena, "twin", 5), "twin", 5);
    assert_non_null(kembar_arena_copy(&arena, NULL, 0));
    kembar_arena_deinit(&arena);
}

static void sizes_near_the_largest_number_do_not_wrap(void **state) {
    static const size_t sizes[] = {SIZE_MAX, SIZE_MAX - 15, SIZE_MAX - 16, SIZE_MAX - 31};
    kembar_arena arena = {0};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        assert_null(kembar_arena_take(&arena, sizes[i]));
    assert_non_null(kembar_arena_take(&arena, 16));
    kembar_arena_deinit(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_do_not_overlap),
        cmocka_unit_test(a_copy_has_the_same_bytes),
        cmocka_unit_test(sizes_near_the_largest_number_do_not_wrap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
