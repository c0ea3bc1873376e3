#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "cli/nearest.h"
#include "cli/suggest.h"

static size_t distance(const char *a, const char *b) {
    size_t there = kembar_suggest_distance(a, strlen(a), b, strlen(b));
    assert_int_equal(kembar_suggest_distance(b, strlen(b), a, strlen(a)), there);
    return there;
}

static void counts_edits(void **state) {
    (void)state;
    assert_int_equal(distance("", ""), 0);
    assert_int_equal(distance("near", "near"), 0);
    assert_int_equal(distance("", "near"), 4);
    assert_int_equal(distance("near", "nears"), 1);
    assert_int_equal(distance("near", "neat"), 1);
    assert_int_equal(distance("near", "naer"), 1);
    assert_int_equal(distance("threads", "treads"), 1);
    assert_int_equal(distance("kitten", "sitting"), 3);
}

static void counts_the_end_of_long_texts(void **state) {
    (void)state;
    char a[400], b[400];
    memset(a, 'a', sizeof a);
    memset(b, 'a', sizeof b);
    a[0] = 'x';
    b[sizeof b - 1] = 'y';
    assert_int_equal(kembar_suggest_distance(a, sizeof a, b, sizeof b), 1);
}

static void suggests_the_nearest(void **state) {
    (void)state;
    static const char *const names[] = {"near", "threads", "excerpt-tokens", "json", "rows"};
    enum { N_NAMES = sizeof names / sizeof *names };
    assert_string_equal(kembar_suggest(names, N_NAMES, "thread", 6), "threads");
    assert_string_equal(kembar_suggest(names, N_NAMES, "treads", 6), "threads");
    assert_string_equal(kembar_suggest(names, N_NAMES, "nera", 4), "near");
    assert_string_equal(kembar_suggest(names, N_NAMES, "excerpt", 7), "excerpt-tokens");
    assert_null(kembar_suggest(names, N_NAMES, "zzzzzzzz", 8));
    assert_null(kembar_suggest(names, N_NAMES, "e", 1));
    assert_null(kembar_suggest(names, 0, "near", 4));
}

static kembar_view view_of(const char *text) {
    return (kembar_view){text, strlen(text)};
}

static void keeps_the_nearest_ids(void **state) {
    (void)state;
    kembar_nearest nearest = {.wanted = view_of("wire/quake-1")};
    static const char *const ids[] = {"daily/other",  "wire/quake-2",     "wire/quake-3",
                                      "wire/qake-11", "WIRE/QUAKE-1.txt", "wire/quake-4"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        kembar_nearest_offer(&nearest, view_of(ids[i]));
    assert_int_equal(nearest.n_ids, 3);
    assert_ptr_equal(nearest.ids[0].data, ids[4]); /* holds the wanted one */
    assert_ptr_equal(nearest.ids[1].data, ids[1]);
    assert_ptr_equal(nearest.ids[2].data, ids[2]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_edits),
        cmocka_unit_test(counts_the_end_of_long_texts),
        cmocka_unit_test(suggests_the_nearest),
        cmocka_unit_test(keeps_the_nearest_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
