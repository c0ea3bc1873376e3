/* Space and links are the same for any number of threads, whatever the texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "pair/links.h"
#include "temp_folder.h"
#include "two_languages.h"

/* Random stories in one language or both, whole, in part, mixed, and copied. */
static told_set *random_set(uint64_t seed) {
    kembar_random random = {seed};
    told_set *set = told_set_new();
    while (set->n < 60) {
        told_story story = tell(&random, 2 + kembar_random_below(&random, 8));
        size_t part = 1 + kembar_random_below(&random, story.n_sentences);
        kembar_buffer text = {0};
        uint64_t kind = kembar_random_below(&random, 5);
        if (kind != 0)
            told_set_add_story(set, &story, KEMBAR_LANGUAGE_EN);
        append_told(&text, &story, KEMBAR_LANGUAGE_ID, 0, part);
        if (kind == 1)
            append_told(&text, &story, KEMBAR_LANGUAGE_EN, part, story.n_sentences);
        told_set_add(set, text_of(&text));
        if (kind == 2)
            told_set_add(set, text.data);
        kembar_buffer_deinit(&text);
    }
    told_set_build(set);
    return set;
}

static void expect_same_rows(const kembar_sparse *a, const kembar_sparse *b) {
    assert_int_equal(a->n_rows, b->n_rows);
    assert_int_equal(a->n_columns, b->n_columns);
    assert_memory_equal(a->first, b->first, (a->n_rows + 1) * sizeof *a->first);
    assert_memory_equal(a->columns, b->columns, a->first[a->n_rows] * sizeof *a->columns);
    assert_memory_equal(a->values, b->values, a->first[a->n_rows] * sizeof *a->values);
}

static kembar_pair_list link_all(told_set *set, int n_threads) {
    kembar_options options = kembar_options_default();
    kembar_pair_list list = {0};
    kembar_links_counts counts;
    options.n_threads = n_threads;
    kembar_links_input input = {set->prepared, &set->space, NULL, &set->classes, &options};
    assert_int_equal(kembar_links_add(&list, &counts, &input, NULL), KEMBAR_OK);
    return list;
}

static void expect_same_pair(const kembar_pair_list *x, const kembar_pair_list *y, size_t i) {
    const kembar_pair *p = &x->items[i], *q = &y->items[i];
    assert_int_equal(p->a, q->a);
    assert_int_equal(p->b, q->b);
    assert_int_equal(p->relation, q->relation);
    assert_int_equal(p->mutual, q->mutual);
    assert_int_equal(p->link, q->link);
    assert_int_equal(p->similarity, q->similarity);
    assert_int_equal(p->n_spans, q->n_spans);
    assert_memory_equal(x->spans + p->first_span, y->spans + q->first_span,
                        p->n_spans * sizeof *x->spans);
    assert_int_equal(p->n_terms, q->n_terms);
    for (uint32_t t = 0; t < p->n_terms; t++) {
        const kembar_matched_term *m = &x->terms[p->first_term + t];
        const kembar_matched_term *n = &y->terms[q->first_term + t];
        assert_ptr_equal(m->a.data, n->a.data);
        assert_ptr_equal(m->b.data, n->b.data);
        assert_int_equal(m->weight_micro, n->weight_micro);
    }
}

/* Rows are in order, each document is in one mutual pair at most, spans lie in the texts. */
static void check_list(const told_set *set, const kembar_pair_list *list) {
    uint8_t is_linked[TOLD_MAX_DOCUMENTS] = {0};
    for (size_t i = 0; i < list->n_items; i++) {
        const kembar_pair *pair = &list->items[i];
        assert_true(pair->a < pair->b);
        if (i > 0)
            assert_true((pair - 1)->a < pair->a ||
                        ((pair - 1)->a == pair->a && (pair - 1)->b < pair->b));
        if (pair->mutual == 1) {
            assert_false(is_linked[pair->a]++);
            assert_false(is_linked[pair->b]++);
        }
        for (uint32_t s = 0; s < pair->n_spans; s++) {
            const kembar_span_pair *span = &list->spans[pair->first_span + s];
            assert_true(span->a_begin < span->a_end &&
                        span->a_end <= set->items[pair->a].document->text.size);
            assert_true(span->b_begin < span->b_end &&
                        span->b_end <= set->items[pair->b].document->text.size);
        }
    }
}

static void threads_change_nothing(void **state) {
    size_t n_pairs = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= 8; seed++) {
        told_set *set = random_set(seed);
        kembar_space_input input = told_set_input(set, 4);
        kembar_space space;
        assert_int_equal(kembar_space_build(&space, &input, NULL), KEMBAR_OK);
        expect_same_rows(&set->space.documents, &space.documents);
        expect_same_rows(&set->space.words.map, &space.words.map);
        kembar_pair_list one = link_all(set, 1), four = link_all(set, 4);
        assert_int_equal(one.n_items, four.n_items);
        for (size_t i = 0; i < one.n_items; i++)
            expect_same_pair(&one, &four, i);
        check_list(set, &one);
        n_pairs += one.n_items;
        kembar_pair_list_deinit(&one);
        kembar_pair_list_deinit(&four);
        kembar_space_deinit(&space);
        told_set_free(set);
    }
    assert_true(n_pairs > 80);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(threads_change_nothing)};
    return cmocka_run_group_tests(tests, temp_folder_enter, temp_folder_leave);
}
