/* Links between the languages: which are asserted, as what, and with which sentences. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "pair/link_match.h"
#include "pair/links.h"
#include "pair/pair_merge.h"
#include "temp_folder.h"
#include "two_languages.h"

static kembar_pair_list link_all(told_set *set, kembar_links_counts *counts) {
    kembar_options options = kembar_options_default();
    kembar_pair_list list = {0};
    options.n_threads = 2;
    kembar_links_input input = {set->prepared, &set->space, &set->classes, &options};
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

static kembar_status link_once(void *context) {
    told_set *set = context;
    kembar_options options = kembar_options_default();
    kembar_pair_list list = {0};
    kembar_links_counts counts;
    options.n_threads = 1;
    kembar_links_input input = {set->prepared, &set->space, &set->classes, &options};
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
        cmocka_unit_test(one_language_has_no_links),
        cmocka_unit_test(the_threshold_parts_true_from_false),
        cmocka_unit_test(few_links_lean_on_the_usual_threshold),
        cmocka_unit_test(probability_rises_with_the_score),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };
    return cmocka_run_group_tests(tests, temp_folder_enter, temp_folder_leave);
}
