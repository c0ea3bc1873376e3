#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cluster/crossings.h"
#include "cluster/excerpts.h"

enum { N = 6 };

/* A mark that excerpts.h takes for a round-up's. */
static uint8_t round_up_mark(void) {
    for (unsigned mark = 1; mark < 255; mark++)
        if (kembar_excerpts_is_round_up((uint8_t)mark))
            return (uint8_t)mark;
    fail();
    return 0;
}

static kembar_unit_pair translation(uint32_t a, uint32_t b, int32_t link) {
    return (kembar_unit_pair){.a = a, .b = b, .link = link, .is_translation = 1};
}

static kembar_unit_pair event(uint32_t a, uint32_t b, int32_t link) {
    return (kembar_unit_pair){.a = a, .b = b, .link = link, .is_related = 1};
}

/* Units 0 to 2 are one story, 3 and 4 another, 5 is alone. */
static void expect(kembar_unit_pair *items, size_t n, uint32_t round_up, const uint32_t *expected) {
    uint32_t cluster_of[N] = {0, 0, 0, 3, 3, 5};
    uint8_t is_left_out[N] = {0};
    kembar_unit_pairs pairs = {items, n};
    if (round_up < N)
        is_left_out[round_up] = round_up_mark();
    assert_int_equal(kembar_crossings_join(cluster_of, is_left_out, &pairs, N), KEMBAR_OK);
    for (size_t i = 0; i < N; i++)
        assert_int_equal(cluster_of[i], expected[i]);
}

static void without_links_nothing_moves(void **state) {
    (void)state;
    kembar_unit_pair pairs[] = {{.a = 0, .b = 3, .near = 400000}};
    expect(pairs, 1, N, (uint32_t[]){0, 0, 0, 3, 3, 5});
}

static void a_translation_joins_stories(void **state) {
    (void)state;
    kembar_unit_pair pairs[] = {translation(1, 4, 600000), translation(2, 5, 510000)};
    expect(pairs, 2, N, (uint32_t[]){0, 0, 0, 0, 0, 0});
}

static void a_round_up_ties_nothing(void **state) {
    (void)state;
    kembar_unit_pair pairs[] = {translation(1, 4, 990000)};
    expect(pairs, 1, 1, (uint32_t[]){0, 0, 0, 3, 3, 5});
    expect(pairs, 1, 4, (uint32_t[]){0, 0, 0, 3, 3, 5});
}

/* One event in other words: likely, or each other's best. */
static void an_event_needs_a_likely_link_or_two_votes(void **state) {
    (void)state;
    kembar_unit_pair likely[] = {event(1, 4, 667000)};
    expect(likely, 1, N, (uint32_t[]){0, 0, 0, 0, 0, 5});
    kembar_unit_pair mutual[] = {event(1, 4, 510000)};
    expect(mutual, 1, N, (uint32_t[]){0, 0, 0, 0, 0, 5});
    kembar_unit_pair one_sided[] = {event(1, 4, 510000), translation(4, 5, 500000),
                                    translation(1, 2, 500000)};
    expect(one_sided, 3, N, (uint32_t[]){0, 0, 0, 3, 3, 3});
}

/* A page that two stories resemble nearly as much follows neither, and neither follows it. */
static void a_topic_is_no_event(void **state) {
    (void)state;
    kembar_unit_pair near_by[] = {event(0, 5, 950000), event(3, 5, 880000)};
    expect(near_by, 2, N, (uint32_t[]){0, 0, 0, 3, 3, 5});
    kembar_unit_pair clear[] = {event(0, 5, 950000), event(3, 5, 600000)};
    expect(clear, 2, N, (uint32_t[]){0, 0, 0, 3, 3, 0});
}

static void a_story_keeps_its_smallest_unit_as_name(void **state) {
    (void)state;
    uint32_t cluster_of[] = {2, 1, 2}; /* unit 2's story, which unit 0 has joined */
    uint8_t is_left_out[] = {0, 0, 0};
    kembar_unit_pairs pairs = {NULL, 0};
    assert_int_equal(kembar_crossings_join(cluster_of, is_left_out, &pairs, 3), KEMBAR_OK);
    assert_int_equal(cluster_of[0], 0);
    assert_int_equal(cluster_of[1], 1);
    assert_int_equal(cluster_of[2], 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_links_nothing_moves),
        cmocka_unit_test(a_translation_joins_stories),
        cmocka_unit_test(a_round_up_ties_nothing),
        cmocka_unit_test(an_event_needs_a_likely_link_or_two_votes),
        cmocka_unit_test(a_topic_is_no_event),
        cmocka_unit_test(a_story_keeps_its_smallest_unit_as_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
