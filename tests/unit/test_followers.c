#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cluster/followers.h"
#include "scarce_memory.h"

enum { N = 6, LONG = KEMBAR_FOLLOWER_TOKENS, EVIDENCE = KEMBAR_FOLLOWER_EVIDENCE };

/* Units 0 to 2 are one story, 3 and 4 another, 5 is alone. */
typedef struct fixture {
    kembar_prepared prepared[N];
    uint32_t unit[N];
    uint8_t kind_of[N];
    uint32_t cluster_of[N];
} fixture;

static fixture make_fixture(void) {
    fixture f = {.cluster_of = {0, 0, 0, 3, 3, 5}};
    for (uint32_t i = 0; i < N; i++) {
        f.prepared[i].content.n_tokens = LONG;
        f.unit[i] = i;
    }
    return f;
}

static kembar_status join(fixture *f, kembar_link_edge *items, size_t n) {
    kembar_story_edges edges = {items, n};
    kembar_units units = {.of_document = f->unit, .representative = f->unit, .n_units = N};
    kembar_cluster_input input = {.prepared = f->prepared, .n_documents = N};
    return kembar_followers_join(f->cluster_of, f->kind_of, &edges, &input, &units);
}

/* The cluster of unit 5 with these edges; the others stay where they are. */
static uint32_t follow(fixture f, kembar_link_edge *items, size_t n) {
    static const uint32_t others[] = {0, 0, 0, 3, 3};
    assert_int_equal(join(&f, items, n), KEMBAR_OK);
    assert_memory_equal(f.cluster_of, others, sizeof others);
    return f.cluster_of[5];
}

static void two_edges_lead_to_a_story(void **state) {
    (void)state;
    fixture f = make_fixture();
    kembar_link_edge enough[] = {{0, 5, EVIDENCE + 2}, {2, 5, EVIDENCE}};
    assert_int_equal(follow(f, enough, 2), 0);
    kembar_link_edge little[] = {{0, 5, EVIDENCE}, {2, 5, EVIDENCE - 2}};
    assert_int_equal(follow(f, little, 2), 5);
}

/* What the other members say is 0, so one edge counts half. */
static void one_edge_must_weigh_twice_as_much(void **state) {
    (void)state;
    fixture f = make_fixture();
    assert_int_equal(follow(f, &(kembar_link_edge){1, 5, 2 * EVIDENCE - 2}, 1), 5);
    assert_int_equal(follow(f, &(kembar_link_edge){1, 5, 2 * EVIDENCE}, 1), 0);
}

/* Only members of the unit's own language could have an edge. */
static void members_in_another_language_are_not_missed(void **state) {
    (void)state;
    fixture f = make_fixture();
    f.kind_of[0] = f.kind_of[2] = 1;
    assert_int_equal(follow(f, &(kembar_link_edge){1, 5, EVIDENCE}, 1), 0);
}

static void the_next_story_must_lie_far_behind(void **state) {
    (void)state;
    fixture f = make_fixture();
    kembar_link_edge edges[] = {
        {0, 5, 200000}, {1, 5, 200000}, {2, 5, 10000}, {3, 5, 100000}, {4, 5, 100000}};
    assert_int_equal(follow(f, edges, 5), 0);
    edges[3].weight = edges[4].weight = 100002;
    assert_int_equal(follow(f, edges, 5), 5);
    edges[3].weight = edges[4].weight = 400004;
    assert_int_equal(follow(f, edges, 5), 3);
}

static void short_texts_and_those_left_out_have_no_say(void **state) {
    (void)state;
    kembar_link_edge edges[] = {{0, 5, 500000}, {1, 5, 500000}};
    for (size_t unit = 0; unit < N; unit += 5) {
        fixture f = make_fixture();
        f.prepared[unit].content.n_tokens = LONG - 1;
        assert_int_equal(follow(f, edges, unit ? 2 : 1), 5);
        f = make_fixture();
        f.kind_of[unit] = KEMBAR_LINKAGE_LEFT_OUT;
        assert_int_equal(follow(f, edges, unit ? 2 : 1), 5);
    }
}

/* Two units alone are no story, and who joins one takes nobody along. */
static void nothing_chains(void **state) {
    (void)state;
    fixture f = make_fixture();
    memcpy(f.cluster_of, (uint32_t[]){0, 0, 0, 3, 4, 5}, sizeof f.cluster_of);
    kembar_link_edge edges[] = {{0, 3, 300000}, {1, 3, 300000}, {3, 4, 140000}, {4, 5, 500000}};
    assert_int_equal(join(&f, edges, 4), KEMBAR_OK);
    assert_memory_equal(f.cluster_of, ((uint32_t[]){0, 0, 0, 0, 4, 5}), sizeof f.cluster_of);
}

static void failed_allocations_change_nothing(void **state) {
    (void)state;
    kembar_link_edge edges[] = {{0, 5, 500000}, {1, 5, 500000}};
    kembar_status status = KEMBAR_ERROR_MEMORY;
    size_t k = 0;
    for (; status; k++) {
        fixture f = make_fixture();
        scarce_memory(k);
        status = join(&f, edges, 2);
        plenty_of_memory();
        assert_int_equal(f.cluster_of[5], status ? 5 : 0);
    }
    assert_true(k > 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_edges_lead_to_a_story),
        cmocka_unit_test(one_edge_must_weigh_twice_as_much),
        cmocka_unit_test(members_in_another_language_are_not_missed),
        cmocka_unit_test(the_next_story_must_lie_far_behind),
        cmocka_unit_test(short_texts_and_those_left_out_have_no_say),
        cmocka_unit_test(nothing_chains),
        cmocka_unit_test(failed_allocations_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
