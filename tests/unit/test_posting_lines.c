/* What goes line by line ends where it would have gone one by one, and nothing else is touched. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/random.h"
#include "pair/posting_lines.h"

enum { MOST_RANGES = 9, MOST_IN_RANGE = 40, MOST_ITEMS = MOST_RANGES * (MOST_IN_RANGE + 3) + 16 };

typedef struct draft {
    size_t n_ranges;
    size_t begin[MOST_RANGES], left[MOST_RANGES], n_left;
} draft;

/* Between ranges some places are left to others. */
static draft draw(kembar_random *random) {
    draft out = {.n_ranges = 1 + (size_t)kembar_random_below(random, MOST_RANGES)};
    size_t sum = 0;
    for (size_t i = 0; i < out.n_ranges; i++) {
        out.begin[i] = sum + (size_t)kembar_random_below(random, 4);
        out.left[i] = (size_t)kembar_random_below(random, MOST_IN_RANGE);
        sum = out.begin[i] + out.left[i];
        out.n_left += out.left[i];
    }
    return out;
}

static size_t pick(draft *of, kembar_random *random) {
    size_t range = (size_t)kembar_random_below(random, of->n_ranges);
    while (of->left[range] == 0)
        range = (range + 1) % of->n_ranges;
    of->left[range]--;
    of->n_left--;
    return range;
}

static void check(kembar_random *random, kembar_posting *items) {
    kembar_posting expected[MOST_ITEMS], found[MOST_ITEMS];
    size_t next[MOST_RANGES], plain[MOST_RANGES];
    kembar_posting_lines lines;
    draft of = draw(random);
    memset(expected, 0xee, sizeof expected);
    memset(items, 0xee, sizeof found);
    memcpy(next, of.begin, sizeof next);
    memcpy(plain, of.begin, sizeof plain);
    assert_int_equal(kembar_posting_lines_init(&lines, items, next, of.n_ranges), KEMBAR_OK);
    for (uint32_t i = 0; of.n_left > 0; i++) {
        size_t range = pick(&of, random);
        expected[plain[range]++] = (kembar_posting){i, i * 7};
        kembar_posting_lines_put(&lines, range, (kembar_posting){i, i * 7});
    }
    kembar_posting_lines_end(&lines);
    memcpy(found, items, sizeof found);
    assert_memory_equal(found, expected, sizeof found);
    assert_memory_equal(next, plain, of.n_ranges * sizeof *next);
}

/* Wherever the items begin in a line. */
static void lines_are_what_goes_one_by_one(void **state) {
    (void)state;
    kembar_random random = {11};
    kembar_posting *memory = malloc((MOST_ITEMS + 2 * KEMBAR_LINE_POSTINGS) * sizeof *memory);
    assert_non_null(memory);
    for (size_t i = 0; i < 2000; i++)
        check(&random, memory + i % KEMBAR_LINE_POSTINGS);
    free(memory);
}

static int is_granted(void *context) {
    int *left = context;
    return (*left)-- > 0;
}

static void nothing_is_kept_without_memory(void **state) {
    (void)state;
    kembar_posting items[8];
    size_t next[1] = {0};
    kembar_posting_lines lines;
    for (int allowed = 0; allowed < 2; allowed++) {
        int left = allowed;
        kembar_alloc_set_gate(is_granted, &left);
        assert_int_equal(kembar_posting_lines_init(&lines, items, next, 1), KEMBAR_ERROR_MEMORY);
        kembar_alloc_set_gate(NULL, NULL);
        assert_null(lines.first);
        assert_null(lines.memory);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(lines_are_what_goes_one_by_one),
                                       cmocka_unit_test(nothing_is_kept_without_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
