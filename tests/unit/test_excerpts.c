#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cluster/excerpts.h"

/* Units 0 and 1 are parts of unit 2; they share no text with each other, but are similar. */
enum { FIRST, SECOND, WHOLE, N };

typedef struct fixture {
    kembar_unit_pair items[2];
    kembar_unit_pairs pairs;
    kembar_story_neighbour nearest[N * KEMBAR_STORY_NEAREST];
    uint32_t counts[N];
    uint8_t is_left_out[N];
} fixture;

static kembar_unit_pair part_of_whole(uint32_t part) {
    return (kembar_unit_pair){.a = part,
                              .b = WHOLE,
                              .is_excerpt = 1,
                              .coverage_a = 900000,
                              .coverage_b = 450000,
                              .shared_a = 40,
                              .shared_b = 40};
}

static void mark(fixture *f, int32_t similarity) {
    *f = (fixture){.items = {part_of_whole(FIRST), part_of_whole(SECOND)}};
    f->pairs = (kembar_unit_pairs){f->items, 2};
    f->nearest[FIRST * KEMBAR_STORY_NEAREST] = (kembar_story_neighbour){SECOND, similarity};
    f->nearest[SECOND * KEMBAR_STORY_NEAREST] = (kembar_story_neighbour){FIRST, similarity};
    f->counts[FIRST] = f->counts[SECOND] = 1;
    kembar_story_neighbours neighbours = {f->nearest, f->counts};
    assert_int_equal(kembar_excerpts_mark(f->is_left_out, &f->pairs, &neighbours, N), KEMBAR_OK);
}

static size_t settle(fixture *f, const uint32_t *cluster_of) {
    size_t n_cleared;
    assert_int_equal(kembar_excerpts_settle(f->is_left_out, &f->pairs, cluster_of, N, &n_cleared),
                     KEMBAR_OK);
    return n_cleared;
}

static void unlike_parts_make_a_round_up(void **state) {
    (void)state;
    fixture f;
    mark(&f, 1000);
    assert_true(kembar_excerpts_is_round_up(f.is_left_out[WHOLE]));
    assert_int_equal(f.is_left_out[FIRST] + f.is_left_out[SECOND], 0);
    assert_int_equal(settle(&f, (uint32_t[]){0, 0, 2}), 0);
    assert_true(kembar_excerpts_is_round_up(f.is_left_out[WHOLE]));
}

static void like_parts_make_a_suspect(void **state) {
    (void)state;
    fixture f;
    mark(&f, 100000);
    assert_true(f.is_left_out[WHOLE] != 0);
    assert_false(kembar_excerpts_is_round_up(f.is_left_out[WHOLE]));
}

static void parts_of_two_stories_convict_it(void **state) {
    (void)state;
    fixture f;
    mark(&f, 100000);
    assert_int_equal(settle(&f, (uint32_t[]){0, 1, 2}), 0);
    assert_true(kembar_excerpts_is_round_up(f.is_left_out[WHOLE]));
    assert_int_equal(f.is_left_out[FIRST], 0);
}

/* Then its parts are parts again, which stand back for the whole. */
static void parts_of_one_story_clear_it(void **state) {
    (void)state;
    fixture f;
    mark(&f, 100000);
    assert_int_equal(settle(&f, (uint32_t[]){0, 0, 2}), 1);
    assert_int_equal(f.is_left_out[WHOLE], 0);
    assert_true(f.is_left_out[FIRST] != 0 && f.is_left_out[SECOND] != 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unlike_parts_make_a_round_up),
        cmocka_unit_test(like_parts_make_a_suspect),
        cmocka_unit_test(parts_of_two_stories_convict_it),
        cmocka_unit_test(parts_of_one_story_clear_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
