/* Links between the languages: which are asserted, as what, and with which sentences. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/alloc.h"
#include "pair/link_match.h"
#include "pair/links.h"
#include "pair/pair_merge.h"
#include "scarce_memory.h"
#include "temp_folder.h"
#include "two_languages.h"

static kembar_pair_list link_all(told_set *set, kembar_links_counts *counts) {
    kembar_options options = kembar_options_default();
    kembar_pair_list list = {0};
    options.n_threads = 2;
    kembar_links_input input = {set->prepared, &set->space, NULL, &set->classes, &options};
    assert_int_equal(kembar_links_add(&list, counts, &input, NULL), KEMBAR_OK);
    return list;
}

/* Eight stories told in both languages (documents 2i and 2i + 1), four in one alone. */
static told_set *tell_twelve(uint64_t seed) {
    kembar_random random = {seed};
    told_set *set = told_set_new();
    for (int i = 0; i < 8; i++) {
        told_story story = tell(&random, 6);
        told_set_add_story(set, &story, KEMBAR_LANGUAGE_EN);
        told_set_add_story(set, &story, KEMBAR_LANGUAGE_ID);
    }
    for (int i = 0; i < 4; i++) {
        told_story story = tell(&random, 6);
        told_set_add_story(set, &story, i % 2 ? KEMBAR_LANGUAGE_EN : KEMBAR_LANGUAGE_ID);
    }
    return set;
}

static void translations_are_linked_one_to_one(void **state) {
    told_set *set = tell_twelve(5);
    kembar_links_counts counts;
    (void)state;
    told_set_build(set);
    kembar_pair_list list = link_all(set, &counts);
    assert_int_equal(counts.n_links, 8);
    for (uint32_t i = 0; i < 8; i++) {
        const kembar_pair *pair = kembar_pair_list_find(&list, 2 * i, 2 * i + 1);
        assert_non_null(pair);
        assert_int_equal(pair->relation, KEMBAR_RELATION_TRANSLATION);
        assert_int_equal(pair->mutual, 1);
        assert_true(pair->link >= 500000 && pair->score == pair->link);
        assert_true(pair->similarity > 250000);
        assert_in_range(pair->n_spans, 4, 6);
        assert_true(pair->coverage_a >= 500000 || pair->coverage_b >= 500000);
        assert_true(pair->coverage_a <= 1000000 && pair->coverage_b <= 1000000);
        assert_true(pair->n_terms > 0 && pair->n_terms <= 8);
    }
    size_t n_mutual = 0;
    for (size_t i = 0; i < list.n_items; i++)
        n_mutual += list.items[i].mutual == 1;
    assert_int_equal(n_mutual, 8);
    kembar_pair_list_deinit(&list);
    told_set_free(set);
}

static void spans_and_terms_are_those_of_the_texts(void **state) {
    told_set *set = tell_twelve(6);
    kembar_links_counts counts;
    (void)state;
    told_set_build(set);
    kembar_pair_list list = link_all(set, &counts);
    const kembar_pair *pair = kembar_pair_list_find(&list, 0, 1);
    const char *en = set->items[0].document->text.data, *id = set->items[1].document->text.data;
    assert_non_null(pair);
    for (uint32_t i = 0; i < pair->n_spans; i++) {
        const kembar_span_pair *span = &list.spans[pair->first_span + i];
        assert_memory_equal(en + span->a_begin, "They said", 9);
        assert_memory_equal(id + span->b_begin, "Menurut mereka", 14);
        assert_int_equal(en[span->a_end], '.');
        assert_int_equal(id[span->b_end], '.');
    }
    for (uint32_t i = 0; i < pair->n_terms; i++) {
        const kembar_matched_term *term = &list.terms[pair->first_term + i];
        assert_true(term->weight_micro > 0);
        assert_in_range((size_t)(term->a.data - en), 0, set->items[0].document->text.size);
        assert_in_range((size_t)(term->b.data - id), 0, set->items[1].document->text.size);
        if (i > 0)
            assert_true(term->weight_micro <= (term - 1)->weight_micro);
    }
    kembar_pair_list_deinit(&list);
    told_set_free(set);
}

static void copies_share_the_relation_but_not_the_link(void **state) {
    told_set *set = tell_twelve(7);
    kembar_links_counts counts;
    (void)state;
    /* Document 20 is document 0 again. */
    kembar_buffer text = {0};
    kembar_buffer_append_view(&text, set->items[0].document->text);
    uint32_t copy = told_set_add(set, text_of(&text));
    kembar_buffer_deinit(&text);
    told_set_build(set);
    assert_int_equal(set->classes.of_document[copy], 0);
    kembar_pair_list list = link_all(set, &counts);
    const kembar_pair *first = kembar_pair_list_find(&list, 0, 1);
    const kembar_pair *second = kembar_pair_list_find(&list, 1, copy);
    assert_non_null(first);
    assert_non_null(second);
    assert_int_equal(first->mutual, 1);
    assert_int_equal(second->mutual, 0);
    assert_int_equal(second->relation, KEMBAR_RELATION_TRANSLATION);
    assert_int_equal(second->link, first->link);
    assert_int_equal(second->n_spans, first->n_spans);
    kembar_pair_list_deinit(&list);
    told_set_free(set);
}

/* Adds a story in English and another in Indonesian that share `n_shared` of eight sentences. */
static kembar_relation relation_when_shared(size_t n_shared) {
    told_set *set = tell_twelve(8);
    kembar_random random = {88};
    kembar_links_counts counts;
    kembar_buffer text = {0};
    told_story story = tell(&random, 8), other = tell(&random, 8);
    uint32_t en = told_set_add_story(set, &story, KEMBAR_LANGUAGE_EN);
    append_told(&text, &story, KEMBAR_LANGUAGE_ID, 0, n_shared);
    append_told(&text, &other, KEMBAR_LANGUAGE_ID, n_shared, 8);
    uint32_t id = told_set_add(set, text_of(&text));
    told_set_build(set);
    kembar_pair_list list = link_all(set, &counts);
    const kembar_pair *pair = kembar_pair_list_find(&list, en, id);
    kembar_relation relation = pair ? (kembar_relation)pair->relation : KEMBAR_RELATION_NONE;
    kembar_pair_list_deinit(&list);
    kembar_buffer_deinit(&text);
    told_set_free(set);
    return relation;
}

static void half_of_a_text_makes_a_translation(void **state) {
    (void)state;
    assert_int_equal(relation_when_shared(8), KEMBAR_RELATION_TRANSLATION);
    assert_int_equal(relation_when_shared(5), KEMBAR_RELATION_TRANSLATION);
    assert_int_equal(relation_when_shared(2), KEMBAR_RELATION_RELATED);
}

/* Two mixed pages, each of which tells in Indonesian what the other tells in English: one pair,
 * linked by either side. With `is_taken` a third text is a better partner of the first, so that
 * neither link is asserted. */
static kembar_pair link_mixed(size_t n_first, size_t n_second, int is_taken) {
    told_set *set = tell_twelve(13);
    kembar_random random = {44};
    kembar_links_counts counts;
    kembar_buffer texts[2] = {{0}};
    told_story one = tell(&random, n_first), two = tell(&random, n_second);
    told_story others = tell(&random, 2);
    append_told(&texts[0], &one, KEMBAR_LANGUAGE_EN, 0, n_first);
    append_told(&texts[0], &two, KEMBAR_LANGUAGE_ID, 0, n_second);
    append_told(&texts[1], &one, KEMBAR_LANGUAGE_ID, 1, n_first);
    append_told(&texts[1], &others, KEMBAR_LANGUAGE_ID, 0, 1);
    append_told(&texts[1], &two, KEMBAR_LANGUAGE_EN, 1, n_second);
    append_told(&texts[1], &others, KEMBAR_LANGUAGE_EN, 1, 2);
    uint32_t a = told_set_add(set, text_of(&texts[0]));
    uint32_t b = told_set_add(set, text_of(&texts[1]));
    if (is_taken)
        told_set_add_story(set, &one, KEMBAR_LANGUAGE_ID);
    told_set_build(set);
    kembar_pair_list list = link_all(set, &counts);
    const kembar_pair *found = kembar_pair_list_find(&list, a, b);
    assert_non_null(found);
    kembar_pair pair = *found;
    for (size_t i = 1; i < list.n_items; i++)
        assert_true(list.items[i - 1].a != list.items[i].a ||
                    list.items[i - 1].b != list.items[i].b);
    kembar_pair_list_deinit(&list);
    kembar_buffer_deinit(&texts[0]);
    kembar_buffer_deinit(&texts[1]);
    told_set_free(set);
    return pair;
}

static void two_links_of_one_pair_are_one(void **state) {
    (void)state;
    for (int is_taken = 0; is_taken < 2; is_taken++) {
        kembar_pair first = link_mixed(9, 3, is_taken), second = link_mixed(3, 9, is_taken);
        kembar_pair halves = link_mixed(6, 6, is_taken);
        assert_int_equal(first.relation, KEMBAR_RELATION_TRANSLATION);
        assert_int_equal(second.relation, KEMBAR_RELATION_TRANSLATION);
        assert_int_equal(halves.relation, KEMBAR_RELATION_RELATED);
        assert_int_equal(first.mutual, !is_taken);
        assert_int_equal(second.mutual, !is_taken);
        assert_int_equal(halves.mutual, !is_taken);
    }
}

/* What was related by words of one language gives way to the link. */
static void a_link_says_more_than_related(void **state) {
    told_set *set = tell_twelve(5);
    kembar_links_counts counts;
    kembar_options options = kembar_options_default();
    kembar_pair_list list = {0};
    (void)state;
    told_set_build(set);
    list.items = kembar_alloc_zeroed(1, sizeof *list.items);
    assert_non_null(list.items);
    list.items[0] = (kembar_pair){.a = 2,
                                  .b = 3,
                                  .relation = KEMBAR_RELATION_RELATED,
                                  .similarity = 600000,
                                  .score = 600000,
                                  .facts_differ = -1,
                                  .link = -1,
                                  .mutual = -1};
    list.n_items = list.items_capacity = 1;
    kembar_links_input input = {set->prepared, &set->space, NULL, &set->classes, &options};
    options.n_threads = 2;
    assert_int_equal(kembar_links_add(&list, &counts, &input, NULL), KEMBAR_OK);
    const kembar_pair *pair = kembar_pair_list_find(&list, 2, 3);
    assert_int_equal(pair->relation, KEMBAR_RELATION_TRANSLATION);
    assert_true(pair->link >= 500000 && pair->score == pair->link);
    kembar_pair_list_deinit(&list);
    told_set_free(set);
}

static void one_language_has_no_links(void **state) {
    kembar_random random = {9};
    told_set *set = told_set_new();
    kembar_links_counts counts;
    (void)state;
    told_story story = tell(&random, 6);
    told_set_add_story(set, &story, KEMBAR_LANGUAGE_EN);
    told_set_build(set);
    kembar_pair_list list = link_all(set, &counts);
    assert_int_equal(list.n_items, 0);
    assert_int_equal(counts.n_candidates, 0);
    kembar_pair_list_deinit(&list);
    told_set_free(set);
}

/* 60 true links at 1.0 and more, 40 false ones below .4; what the second matching reaches is like
 * the false ones. */
static void the_threshold_parts_true_from_false(void **state) {
    int32_t first[100], second[100];
    (void)state;
    for (int i = 0; i < 100; i++) {
        first[i] = i < 60 ? 1600000 - i * 10000 : 400000 - (i - 60) * 10000;
        second[i] = 400000 - i * 4000;
    }
    int32_t threshold = kembar_link_threshold(first, 100, second, 100, 100);
    assert_in_range(threshold, 350000, 1010000);
}

/* With next to nothing to go by the usual threshold holds. */
static void few_links_lean_on_the_usual_threshold(void **state) {
    const int32_t one[] = {1400000}, low[] = {100000};
    (void)state;
    assert_true(kembar_link_threshold(one, 1, NULL, 0, 1) < 1400000);
    assert_true(kembar_link_threshold(low, 1, NULL, 0, 1) > 100000);
}

static void probability_rises_with_the_score(void **state) {
    int32_t last = -1;
    (void)state;
    for (int32_t score = -2000000; score <= 3000000; score += 50000) {
        int32_t link = kembar_link_probability(score, 400000);
        assert_in_range(link, 0, 1000000);
        assert_true(link >= last);
        last = link;
    }
    assert_in_range(kembar_link_probability(400000, 400000), 500000, 700000);
}

/* Links of `n_stories` stories told in both languages, with leave to learn from them. */
static kembar_pair_list link_and_learn(told_set *set, size_t n_stories, int n_threads,
                                       kembar_links_counts *counts) {
    kembar_random random = {12};
    kembar_options options = kembar_options_default();
    kembar_pair_list list = {0};
    options.n_threads = n_threads;
    for (size_t i = 0; i < n_stories; i++) {
        told_story story = tell(&random, 4);
        told_set_add_story(set, &story, KEMBAR_LANGUAGE_EN);
        told_set_add_story(set, &story, KEMBAR_LANGUAGE_ID);
    }
    told_set_build(set);
    kembar_space_input space_input = told_set_input(set, n_threads);
    kembar_links_input input = {set->prepared, &set->space, &space_input, &set->classes, &options};
    assert_int_equal(kembar_links_add(&list, counts, &input, NULL), KEMBAR_OK);
    return list;
}

static void a_hundred_sure_links_teach_words(void **state) {
    told_set *set = told_set_new();
    kembar_links_counts counts;
    (void)state;
    kembar_pair_list list = link_and_learn(set, 110, 2, &counts);
    assert_in_range(counts.learned.n_lessons, 100, 110);
    assert_in_range(counts.learned.n_passages, 300, 440);
    assert_true(counts.learned.n_words > 0);
    assert_int_equal(counts.n_links, 110);
    for (uint32_t i = 0; i < 110; i++)
        assert_int_equal(kembar_pair_list_find(&list, 2 * i, 2 * i + 1)->mutual, 1);
    assert_int_equal(kembar_sparse_validate(&set->space.documents, 1, NULL), KEMBAR_OK);
    kembar_pair_list_deinit(&list);
    told_set_free(set);
}

static void learning_hangs_on_no_thread(void **state) {
    told_set *sets[2] = {told_set_new(), told_set_new()};
    kembar_links_counts counts[2];
    (void)state;
    kembar_pair_list one = link_and_learn(sets[0], 105, 1, &counts[0]);
    kembar_pair_list four = link_and_learn(sets[1], 105, 4, &counts[1]);
    const kembar_sparse *a = &sets[0]->space.documents, *b = &sets[1]->space.documents;
    assert_true(counts[0].learned.n_words > 0);
    assert_int_equal(counts[0].threshold, counts[1].threshold);
    assert_int_equal(a->first[a->n_rows], b->first[b->n_rows]);
    assert_memory_equal(a->values, b->values, a->first[a->n_rows] * sizeof *a->values);
    assert_int_equal(one.n_items, four.n_items);
    for (size_t i = 0; i < one.n_items; i++)
        assert_int_equal(one.items[i].link, four.items[i].link);
    kembar_pair_list_deinit(&one);
    kembar_pair_list_deinit(&four);
    told_set_free(sets[0]);
    told_set_free(sets[1]);
}

static void few_links_teach_nothing(void **state) {
    told_set *set = told_set_new();
    kembar_links_counts counts;
    (void)state;
    kembar_pair_list list = link_and_learn(set, 60, 2, &counts);
    assert_int_equal(counts.n_links, 60);
    assert_int_equal(counts.learned.n_lessons, 0);
    kembar_pair_list_deinit(&list);
    told_set_free(set);
}

/* 60 links, of which the second matching says that 10 are chance. */
static void precision_counts_the_false_ones(void **state) {
    int32_t first[100], second[100];
    (void)state;
    for (int i = 0; i < 100; i++) {
        first[i] = i < 60 ? 1000000 : 100000;
        second[i] = i < 10 ? 1000000 : 200000;
    }
    assert_int_equal(kembar_link_precision(first, 100, second, 100, 100, 500000), 833333);
    assert_int_equal(kembar_link_precision(first, 100, NULL, 0, 100, 500000), 1000000);
    assert_int_equal(kembar_link_precision(first, 100, second, 100, 100, 2000000), 0);
}

static kembar_status teach_once(void *context) {
    told_set *set = context;
    const kembar_lesson lessons[] = {{1, 0}, {3, 2}};
    kembar_learned learned;
    kembar_sparse map;
    kembar_space_input input = told_set_input(set, 1);
    kembar_space space;
    kembar_status status = kembar_space_build(&space, &input, NULL);
    if (status)
        return status;
    status = kembar_link_learn(&map, &learned, lessons, 2, &space, set->prepared, NULL);
    if (!status)
        status = kembar_space_remap(&space, &input, &map, NULL);
    kembar_space_deinit(&space);
    return status;
}

static void every_failed_allocation_is_survived_in_learning(void **state) {
    kembar_random random = {11};
    told_set *set = told_set_new();
    (void)state;
    for (int i = 0; i < 2; i++) {
        told_story story = tell(&random, 3);
        told_set_add_story(set, &story, KEMBAR_LANGUAGE_EN);
        told_set_add_story(set, &story, KEMBAR_LANGUAGE_ID);
    }
    told_set_build(set);
    assert_true(fail_every_allocation(teach_once, set) > 50);
    told_set_free(set);
}

static kembar_status link_once(void *context) {
    told_set *set = context;
    kembar_options options = kembar_options_default();
    kembar_pair_list list = {0};
    kembar_links_counts counts;
    options.n_threads = 1;
    kembar_links_input input = {set->prepared, &set->space, NULL, &set->classes, &options};
    kembar_status status = kembar_links_add(&list, &counts, &input, NULL);
    kembar_pair_list_deinit(&list);
    return status;
}

static void every_failed_allocation_is_survived(void **state) {
    kembar_random random = {10};
    told_set *set = told_set_new();
    (void)state;
    for (int i = 0; i < 2; i++) {
        told_story story = tell(&random, 3);
        told_set_add_story(set, &story, KEMBAR_LANGUAGE_EN);
        told_set_add_story(set, &story, KEMBAR_LANGUAGE_ID);
    }
    told_set_build(set);
    assert_true(fail_every_allocation(link_once, set) > 30);
    told_set_free(set);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(translations_are_linked_one_to_one),
        cmocka_unit_test(spans_and_terms_are_those_of_the_texts),
        cmocka_unit_test(copies_share_the_relation_but_not_the_link),
        cmocka_unit_test(half_of_a_text_makes_a_translation),
        cmocka_unit_test(two_links_of_one_pair_are_one),
        cmocka_unit_test(a_link_says_more_than_related),
        cmocka_unit_test(one_language_has_no_links),
        cmocka_unit_test(the_threshold_parts_true_from_false),
        cmocka_unit_test(few_links_lean_on_the_usual_threshold),
        cmocka_unit_test(probability_rises_with_the_score),
        cmocka_unit_test(a_hundred_sure_links_teach_words),
        cmocka_unit_test(learning_hangs_on_no_thread),
        cmocka_unit_test(few_links_teach_nothing),
        cmocka_unit_test(precision_counts_the_false_ones),
        cmocka_unit_test(every_failed_allocation_is_survived_in_learning),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };
    return cmocka_run_group_tests(tests, temp_folder_enter, temp_folder_leave);
}
