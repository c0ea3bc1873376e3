#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "cluster/groups.h"
#include "kembar/document.h"
#include "pair/representative.h"
#include "small_collection.h"

enum { MAX_DOCUMENTS = 200 };

/* Documents with texts of their own: an id and as many words as asked. */
static void make_texts(small_document *documents, char texts[][64], char ids[][8], size_t n) {
    for (size_t i = 0; i < n; i++) {
        snprintf(ids[i], 8, "d%03u", (unsigned)i);
        snprintf(texts[i], 64, "alpha%u beta%u gamma%u delta%u epsilon%u", (unsigned)i, (unsigned)i,
                 (unsigned)i, (unsigned)i, (unsigned)i);
        documents[i] = (small_document){.id = ids[i], .text = texts[i]};
    }
}

typedef struct fixture {
    small_document documents[MAX_DOCUMENTS];
    char texts[MAX_DOCUMENTS][64], ids[MAX_DOCUMENTS][8];
    small_collection collection;
    kembar_ranks ranks;
    kembar_groups groups;
} fixture;

static void begin(fixture *f, size_t n) {
    memset(f, 0, sizeof *f);
    make_texts(f->documents, f->texts, f->ids, n);
}

static void build(fixture *f, size_t n, const kembar_pair *pairs, size_t n_pairs) {
    small_collection_init(&f->collection, f->documents, n);
    kembar_cluster_input input = small_collection_input(&f->collection, pairs, n_pairs);
    assert_int_equal(kembar_ranks_build(&f->ranks, input.prepared, n, 1), KEMBAR_OK);
    assert_int_equal(kembar_groups_build(&f->groups, &input, &f->ranks), KEMBAR_OK);
}

static void end(fixture *f) {
    kembar_groups_deinit(&f->groups);
    kembar_ranks_deinit(&f->ranks);
    small_collection_deinit(&f->collection);
}

static void expect_groups(const fixture *f, const uint32_t *representatives, size_t n) {
    for (size_t i = 0; i < n; i++)
        assert_int_equal(f->groups.representative[i], representatives[i]);
}

static kembar_pair near(uint32_t a, uint32_t b, int32_t score) {
    return small_pair(a, b, KEMBAR_RELATION_NEAR, score);
}

static void test_without_pairs_everyone_is_alone(void **state) {
    (void)state;
    fixture f;
    begin(&f, 3);
    build(&f, 3, NULL, 0);
    expect_groups(&f, (uint32_t[]){0, 1, 2}, 3);
    end(&f);
}

static void test_ranks_follow_the_rule(void **state) {
    (void)state;
    fixture f;
    begin(&f, 6);
    f.documents[0].date = NULL;
    f.documents[1].date = "2024-03-02";
    f.documents[2].date = "2024-03-01";
    f.documents[3].date = "2024-03-01";
    f.documents[3].text = "one two three four five six seven eight nine";
    f.documents[4].date = "1969-12-31";
    build(&f, 6, NULL, 0);
    const uint32_t expected[] = {4, 3, 2, 1, 0, 5};
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(f.ranks.documents[i], expected[i]);
    for (uint32_t i = 0; i < 6; i++)
        for (uint32_t j = 0; j < 6; j++)
            assert_int_equal(kembar_representative_compare(f.collection.prepared, i, j) < 0,
                             f.ranks.of_document[i] < f.ranks.of_document[j]);
    end(&f);
}

static void test_earliest_member_stands_for_the_group(void **state) {
    (void)state;
    fixture f;
    begin(&f, 3);
    f.documents[0].date = "2024-03-03";
    f.documents[1].date = "2024-03-02";
    f.documents[2].date = "2024-03-01";
    kembar_pair pairs[] = {near(0, 2, 700000), near(1, 2, 600000)};
    build(&f, 3, pairs, 2);
    expect_groups(&f, (uint32_t[]){2, 2, 2}, 3);
    assert_int_equal(f.groups.score[0], 700000);
    assert_int_equal(f.groups.score[1], 600000);
    assert_int_equal(f.groups.score[2], 1000000);
    end(&f);
}

static void test_chain_is_not_one_group(void **state) {
    (void)state;
    static fixture f;
    static kembar_pair pairs[MAX_DOCUMENTS - 1];
    begin(&f, MAX_DOCUMENTS);
    for (uint32_t i = 0; i + 1 < MAX_DOCUMENTS; i++)
        pairs[i] = near(i, i + 1, 800000);
    build(&f, MAX_DOCUMENTS, pairs, MAX_DOCUMENTS - 1);
    for (uint32_t i = 0; i < MAX_DOCUMENTS; i++) {
        uint32_t representative = f.groups.representative[i];
        assert_int_equal(f.groups.representative[representative], representative);
        assert_true(representative == i || representative + 1 == i || i + 1 == representative);
    }
    assert_int_equal(f.groups.representative[1], 0);
    end(&f);
}

static void test_member_prefers_the_higher_score(void **state) {
    (void)state;
    fixture f;
    begin(&f, 3);
    kembar_pair pairs[] = {near(0, 2, 600000), near(1, 2, 900000)};
    build(&f, 3, pairs, 2);
    expect_groups(&f, (uint32_t[]){0, 1, 1}, 3);
    end(&f);
}

static void test_equal_scores_go_to_the_earlier(void **state) {
    (void)state;
    fixture f;
    begin(&f, 3);
    kembar_pair pairs[] = {near(0, 2, 900000), near(1, 2, 900000)};
    build(&f, 3, pairs, 2);
    expect_groups(&f, (uint32_t[]){0, 1, 0}, 3);
    end(&f);
}

static void test_only_exact_and_near_join(void **state) {
    (void)state;
    fixture f;
    begin(&f, 5);
    kembar_pair pairs[] = {small_pair(0, 1, KEMBAR_RELATION_EXCERPT, 900000),
                           small_pair(0, 2, KEMBAR_RELATION_RELATED, 900000), near(0, 3, 950000),
                           small_pair(0, 4, KEMBAR_RELATION_TRANSLATION, 900000)};
    pairs[2].facts_differ = 1;
    build(&f, 5, pairs, 4);
    expect_groups(&f, (uint32_t[]){0, 1, 2, 3, 4}, 5);
    end(&f);
}

static void test_forms_with_other_facts_never_meet(void **state) {
    (void)state;
    fixture f;
    begin(&f, 3);
    kembar_pair pairs[] = {near(0, 1, 900000), near(0, 2, 800000), near(1, 2, 950000)};
    pairs[2].facts_differ = 1;
    build(&f, 3, pairs, 3);
    expect_groups(&f, (const uint32_t[]){0, 0, 2}, 3);
    end(&f);
}

static void test_exact_class_needs_no_pairs_and_carries_those_of_one(void **state) {
    (void)state;
    fixture f;
    begin(&f, 4);
    f.documents[2].text = f.documents[1].text;
    f.documents[3].text = f.documents[1].text;
    kembar_pair pairs[] = {near(0, 2, 700000)};
    build(&f, 4, pairs, 1);
    expect_groups(&f, (uint32_t[]){0, 0, 0, 0}, 4);
    assert_int_equal(f.groups.score[3], 700000);
    end(&f);
}

static void test_order_of_pairs_changes_nothing(void **state) {
    (void)state;
    static fixture f;
    static kembar_pair pairs[80], shuffled[80];
    uint32_t first[40];
    kembar_random random = {11};
    begin(&f, 40);
    for (size_t i = 0; i < 80; i++) {
        uint32_t a = (uint32_t)kembar_random_below(&random, 39);
        uint32_t b = a + 1 + (uint32_t)kembar_random_below(&random, 39 - a);
        pairs[i] = near(a, b, 500000 + (int32_t)kembar_random_below(&random, 5) * 100000);
    }
    build(&f, 40, pairs, 80);
    memcpy(first, f.groups.representative, sizeof first);
    end(&f);
    memcpy(shuffled, pairs, sizeof shuffled);
    for (size_t i = 80; i > 1; i--) {
        size_t j = (size_t)kembar_random_below(&random, i);
        kembar_pair swap = shuffled[i - 1];
        shuffled[i - 1] = shuffled[j];
        shuffled[j] = swap;
    }
    begin(&f, 40);
    build(&f, 40, shuffled, 80);
    expect_groups(&f, first, 40);
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_without_pairs_everyone_is_alone),
        cmocka_unit_test(test_ranks_follow_the_rule),
        cmocka_unit_test(test_earliest_member_stands_for_the_group),
        cmocka_unit_test(test_chain_is_not_one_group),
        cmocka_unit_test(test_member_prefers_the_higher_score),
        cmocka_unit_test(test_equal_scores_go_to_the_earlier),
        cmocka_unit_test(test_only_exact_and_near_join),
        cmocka_unit_test(test_forms_with_other_facts_never_meet),
        cmocka_unit_test(test_exact_class_needs_no_pairs_and_carries_those_of_one),
        cmocka_unit_test(test_order_of_pairs_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
