#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "cluster/quotations.h"
#include "scarce_memory.h"
#include "small_collection.h"

#define QUOTE                                                                                      \
    "We have waited eleven years for this bridge, said the governor, and nobody here will wait a " \
    "twelfth; the money lies ready, the plans are drawn, and the first pillar will stand before "  \
    "the rains return to the valley."

static const small_document DOCUMENTS[] = {
    {.id = "a",
     .text = QUOTE " Rice prices rose in the markets of the coast after three dry weeks."},
    {.id = "b",
     .text = QUOTE " A choir of nurses won the radio contest with songs from the hills."},
    {.id = "c",
     .text = QUOTE " Goalkeepers train longer, a study of forty football clubs found out."},
    {.id = "d",
     .text = QUOTE " Traders at the coast said rice prices rose after three dry weeks."}};
enum { N = 4, MAX_PAIRS = 6 };

typedef struct fixture {
    small_collection collection;
    kembar_pair pairs[MAX_PAIRS];
    kembar_span_pair spans[1];
    kembar_cluster_input input;
    uint8_t is_unlike[MAX_PAIRS];
} fixture;

static void start(fixture *f) {
    size_t n = 0;
    small_collection_init(&f->collection, DOCUMENTS, N);
    f->spans[0] = (kembar_span_pair){0, sizeof QUOTE - 1, 0, sizeof QUOTE - 1};
    for (uint32_t a = 0; a < N; a++)
        for (uint32_t b = a + 1; b < N; b++) {
            f->pairs[n] = small_pair(a, b, KEMBAR_RELATION_EXCERPT, 490000);
            f->pairs[n++].n_spans = 1;
        }
    f->input = small_collection_input(&f->collection, f->pairs, n);
    f->input.spans = f->spans;
}

static void find(fixture *f) {
    memset(f->is_unlike, 9, sizeof f->is_unlike);
    assert_int_equal(kembar_quotations_find_unlike(f->is_unlike, &f->input, NULL), KEMBAR_OK);
}

static void end(fixture *f) {
    small_collection_deinit(&f->collection);
}

/* Pairs are ab, ac, ad, bc, bd, cd. */
static void texts_that_are_alike_beside_it_are_on_one_matter(void **state) {
    (void)state;
    const uint8_t expected[MAX_PAIRS] = {1, 1, 0, 1, 1, 1};
    fixture f;
    start(&f);
    find(&f);
    assert_memory_equal(f.is_unlike, expected, sizeof expected);
    f.input.n_threads = 2;
    find(&f);
    assert_memory_equal(f.is_unlike, expected, sizeof expected);
    end(&f);
}

static void half_of_a_text_is_no_quotation(void **state) {
    (void)state;
    const uint8_t expected[MAX_PAIRS] = {0, 0, 0, 1, 1, 1};
    fixture f;
    start(&f);
    f.pairs[0].coverage_a = 500000;
    f.pairs[1].coverage_b = 500000;
    find(&f);
    assert_memory_equal(f.is_unlike, expected, sizeof expected);
    end(&f);
}

static void of_related_texts_only_a_long_passage_is_one(void **state) {
    (void)state;
    const uint8_t expected[MAX_PAIRS] = {1, 0, 0, 0, 0, 0};
    fixture f;
    start(&f);
    for (size_t i = 0; i < MAX_PAIRS; i++)
        f.pairs[i].relation = KEMBAR_RELATION_RELATED;
    f.pairs[0].longest_passage = KEMBAR_QUOTATION_TOKENS;
    f.pairs[1].longest_passage = KEMBAR_QUOTATION_TOKENS - 1;
    f.pairs[3].longest_passage = KEMBAR_QUOTATION_TOKENS;
    f.pairs[3].link = 400000; /* across languages */
    f.pairs[4].relation = KEMBAR_RELATION_NEAR;
    f.pairs[5].longest_passage = KEMBAR_QUOTATION_TOKENS;
    f.pairs[5].n_spans = 0;
    find(&f);
    assert_memory_equal(f.is_unlike, expected, sizeof expected);
    f.input.spans = NULL;
    find(&f);
    assert_int_equal(f.is_unlike[0], 0);
    end(&f);
}

static void failed_allocations_leave_nothing(void **state) {
    (void)state;
    fixture f;
    kembar_status status = KEMBAR_ERROR_MEMORY;
    size_t k = 0;
    start(&f);
    for (; status != KEMBAR_OK && k < 100; k++) {
        kembar_error error = {0};
        scarce_memory(k);
        status = kembar_quotations_find_unlike(f.is_unlike, &f.input, &error);
        plenty_of_memory();
        assert_true(status == KEMBAR_OK || error.code == KEMBAR_ERROR_MEMORY);
    }
    assert_int_equal(status, KEMBAR_OK);
    assert_in_range(k, 5, 50);
    end(&f);
}

/* All pairs of n units that are unlike. */
static size_t list_clique(kembar_unit_pair *items, uint32_t n) {
    size_t n_items = 0;
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = a + 1; b < n; b++)
            items[n_items++] = (kembar_unit_pair){.a = a, .b = b, .is_unlike = 1};
    return n_items;
}

static size_t count_marked(kembar_unit_pair *items, size_t n_items, size_t n_units) {
    kembar_unit_pairs pairs = {items, n_items};
    size_t n = 0;
    assert_int_equal(kembar_quotations_mark(&pairs, n_units), KEMBAR_OK);
    for (size_t i = 0; i < n_items; i++)
        n += items[i].is_quotation;
    return n;
}

/* One text and two round-ups that hold a part of it carry the same passage. */
static void what_three_carry_is_no_quotation(void **state) {
    (void)state;
    kembar_unit_pair items[10];
    size_t n_items = list_clique(items, 3);
    assert_int_equal(count_marked(items, n_items, 3), 0);
    n_items = list_clique(items, 4);
    assert_int_equal(count_marked(items, n_items, 4), 6);
    items[5].is_unlike = 0; /* the third and the fourth are alike */
    assert_int_equal(count_marked(items, n_items, 4), 1);
    n_items = list_clique(items, 5);
    assert_int_equal(count_marked(items, n_items, 5), 10);
}

/* A text from which many quote different passages. */
static void a_text_that_many_quote_is_none(void **state) {
    (void)state;
    kembar_unit_pair items[10];
    for (uint32_t i = 0; i < 10; i++)
        items[i] = (kembar_unit_pair){.a = 0, .b = i + 1, .is_unlike = 1};
    assert_int_equal(count_marked(items, 10, 11), 0);
    assert_int_equal(count_marked(items, 0, 11), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_that_are_alike_beside_it_are_on_one_matter),
        cmocka_unit_test(half_of_a_text_is_no_quotation),
        cmocka_unit_test(of_related_texts_only_a_long_passage_is_one),
        cmocka_unit_test(failed_allocations_leave_nothing),
        cmocka_unit_test(what_three_carry_is_no_quotation),
        cmocka_unit_test(a_text_that_many_quote_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
