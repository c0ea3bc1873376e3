#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/random.h"
#include "pair/lookalike.h"

enum { N_PAIRS = 60000, MAX_BYTES = KEMBAR_LOOKALIKE_MAX_BYTES };

static kembar_view random_word(kembar_random *random, char *out, size_t max_size,
                               unsigned letters) {
    size_t size = kembar_random_below(random, max_size + 1);
    for (size_t i = 0; i < size; i++)
        out[i] = (char)(kembar_random_below(random, letters) + (letters > 26 ? 0 : 'a'));
    return (kembar_view){out, size};
}

/* A copy of `word` with a few edits, so that small distances occur too. */
static kembar_view edited_word(kembar_random *random, kembar_view word, char *out) {
    size_t size = 0;
    for (size_t i = 0; i < word.size; i++) {
        uint64_t edit = kembar_random_below(random, 12);
        if (edit == 0)
            continue;
        if (edit == 1 && size < MAX_BYTES)
            out[size++] = (char)('a' + kembar_random_below(random, 26));
        if (size < MAX_BYTES)
            out[size++] = edit == 2 ? 'z' : word.data[i];
    }
    return (kembar_view){out, size};
}

static void bit_parallel_equals_reference(void **state) {
    (void)state;
    static const unsigned letters[] = {2, 4, 26, 256};
    kembar_random random = {41};
    char a[MAX_BYTES], b[MAX_BYTES];
    size_t n_small = 0, n_full = 0;
    for (size_t i = 0; i < N_PAIRS; i++) {
        size_t most = i % 3 ? MAX_BYTES : 9;
        kembar_view x = random_word(&random, a, most, letters[i % 4]);
        kembar_view y =
            i % 2 ? edited_word(&random, x, b) : random_word(&random, b, most, letters[i % 4]);
        unsigned expected = kembar_edit_distance_reference(x, y);
        assert_int_equal(kembar_edit_distance(x, y), expected);
        assert_int_equal(kembar_edit_distance(y, x), expected);
        n_small += expected > 0 && expected < 4;
        n_full += x.size == MAX_BYTES || y.size == MAX_BYTES;
    }
    assert_true(n_small > N_PAIRS / 20 && n_full > 100);
}

static void obeys_the_triangle(void **state) {
    (void)state;
    kembar_random random = {42};
    char a[MAX_BYTES], b[MAX_BYTES], c[MAX_BYTES];
    for (size_t i = 0; i < N_PAIRS / 4; i++) {
        kembar_view x = random_word(&random, a, 20, 3);
        kembar_view y = edited_word(&random, x, b), z = random_word(&random, c, 20, 3);
        unsigned xy = kembar_edit_distance(x, y), yz = kembar_edit_distance(y, z);
        unsigned xz = kembar_edit_distance(x, z);
        assert_true(xz <= xy + yz);
        size_t longer = x.size > z.size ? x.size : z.size;
        assert_true(xz <= longer && xz >= longer - (x.size + z.size - longer));
        assert_int_equal(xz == 0, x.size == z.size && memcmp(a, c, x.size) == 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bit_parallel_equals_reference),
        cmocka_unit_test(obeys_the_triangle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
