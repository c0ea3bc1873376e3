/* Every level against a byte-by-byte reading. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/random.h"
#include "text/line_marks.h"

enum { N_WORDS = KEMBAR_LINE_MARKS_BYTES / 64 };

typedef void (*mark_function)(kembar_line_marks *marks, const char *data, size_t size);

static void assert_marks(mark_function make, const char *data, size_t size) {
    static kembar_line_marks expected, marks;
    memset(&expected, 0, sizeof expected);
    memset(&marks, 0xa5, sizeof marks);
    for (size_t i = 0; i < size; i++) {
        expected.ends[i / 64] |= (uint64_t)(data[i] == '\n' || data[i] == '\r') << i % 64;
        expected.others[i / 64] |= (uint64_t)((unsigned char)data[i] >= 0x80) << i % 64;
    }
    make(&marks, data, size);
    size_t n_words = (size + 63) / 64;
    assert_memory_equal(marks.ends, expected.ends, n_words * sizeof *marks.ends);
    assert_memory_equal(marks.others, expected.others, n_words * sizeof *marks.others);
    for (size_t i = n_words; i < N_WORDS; i++)
        assert_true(marks.ends[i] == 0xa5a5a5a5a5a5a5a5 && marks.others[i] == 0xa5a5a5a5a5a5a5a5);
}

static void check(mark_function make) {
    static char data[KEMBAR_LINE_MARKS_BYTES];
    static const char kinds[] = "a b\n\r\xe2\x80\x93";
    kembar_random random = {5};
    for (size_t round = 0; round < 1000; round++) {
        size_t size = round < 300 ? round : kembar_random_below(&random, sizeof data + 1);
        /* At the end of the memory, so that what is read behind it is found out. */
        char *begin = data + sizeof data - size;
        for (size_t i = 0; i < size; i++)
            begin[i] = round % 2 ? (char)kembar_random_next(&random)
                                 : kinds[kembar_random_below(&random, sizeof kinds - 1)];
        assert_marks(make, begin, size);
    }
    assert_marks(make, data, sizeof data);
}

static void scalar_marks_lines(void **state) {
    (void)state;
    check(kembar_line_marks_scalar);
}

static void what_is_chosen_marks_lines(void **state) {
    (void)state;
    check(kembar_line_marks_make);
}

static void avx512_marks_lines(void **state) {
    (void)state;
#ifdef KEMBAR_X86
    if (kembar_cpu() >= KEMBAR_CPU_AVX512) {
        check(kembar_line_marks_avx512);
        return;
    }
#endif
    skip();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scalar_marks_lines),
        cmocka_unit_test(what_is_chosen_marks_lines),
        cmocka_unit_test(avx512_marks_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
