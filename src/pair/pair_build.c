#include "pair/pair_build.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/views.h"
#include "text/shingles.h"

void kembar_pair_list_deinit(kembar_pair_list *list) {
    kembar_free(list->items);
    kembar_free(list->spans);
    kembar_free(list->terms);
    *list = (kembar_pair_list){0};
}

int kembar_pair_is_wanted(const kembar_document *a, const kembar_document *b,
                          const kembar_options *options) {
    if (options->across_sources && a->source.size && kembar_view_equal(a->source, b->source))
        return 0;
    if (options->within_days < 0)
        return 1;
    int32_t day_a = kembar_document_day(a), day_b = kembar_document_day(b);
    if (day_a == INT32_MIN || day_b == INT32_MIN)
        return 1;
    return llabs((long long)day_a - day_b) <= options->within_days;
}

/* Bytes from the first token's begin to the last one's end. */
static void byte_span(const kembar_prepared *prepared, uint32_t begin, uint32_t end,
                      uint32_t *byte_begin, uint32_t *byte_end) {
    const kembar_token *tokens = prepared->document->tokens.items;
    *byte_begin = tokens[prepared->content.tokens[begin]].begin;
    *byte_end = tokens[prepared->content.tokens[end - 1]].end;
}

static kembar_status add_spans(kembar_pair_list *list, const kembar_prepared *a,
                               const kembar_prepared *b, const kembar_pair_finding *finding) {
    if (kembar_array_reserve((void **)&list->spans, &list->spans_capacity,
                             list->n_spans + finding->n_passages, sizeof *list->spans))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < finding->n_passages; i++) {
        const kembar_passage *p = &finding->passages[i];
        kembar_span_pair *span = &list->spans[list->n_spans++];
        byte_span(a, p->a_begin, p->a_end, &span->a_begin, &span->a_end);
        byte_span(b, p->b_begin, p->b_end, &span->b_begin, &span->b_end);
    }
    return KEMBAR_OK;
}

static int compare_spans(const void *x, const void *y) {
    const kembar_span_pair *a = x, *b = y;
    if (a->a_begin != b->a_begin)
        return a->a_begin < b->a_begin ? -1 : 1;
    if (a->b_begin != b->b_begin)
        return a->b_begin < b->b_begin ? -1 : 1;
    return a->a_end < b->a_end ? -1 : a->a_end > b->a_end;
}

static void swap_i32(int32_t *x, int32_t *y) {
    int32_t keep = *x;
    *x = *y;
    *y = keep;
}

void kembar_pair_turn(kembar_pair *pair) {
    uint32_t id = pair->a;
    pair->a = pair->b;
    pair->b = id;
    swap_i32(&pair->containment_a, &pair->containment_b);
    swap_i32(&pair->coverage_a, &pair->coverage_b);
}

static void swap_spans(kembar_span_pair *spans, uint32_t n_spans) {
    for (uint32_t i = 0; i < n_spans; i++) {
        kembar_span_pair s = spans[i];
        spans[i] = (kembar_span_pair){s.b_begin, s.b_end, s.a_begin, s.a_end};
    }
}

kembar_status kembar_pair_list_add(kembar_pair_list *list, const kembar_prepared *prepared_a,
                                   const kembar_prepared *prepared_b, uint32_t a_id, uint32_t b_id,
                                   const kembar_pair_finding *finding) {
    size_t whole_a = kembar_prepared_whole(prepared_a), whole_b = kembar_prepared_whole(prepared_b);
    size_t shared = kembar_prepared_whole_shared(prepared_a, prepared_b);
    if (kembar_array_reserve((void **)&list->items, &list->items_capacity, list->n_items + 1,
                             sizeof *list->items))
        return KEMBAR_ERROR_MEMORY;
    kembar_pair *pair = &list->items[list->n_items];
    *pair = (kembar_pair){.a = a_id,
                          .b = b_id,
                          .relation = (uint8_t)finding->relation,
                          .facts_differ = finding->facts_differ,
                          .mutual = -1,
                          .score = finding->score,
                          .jaccard = kembar_micro(shared, whole_a + whole_b - shared),
                          .containment_a = kembar_micro(shared, whole_a),
                          .containment_b = kembar_micro(shared, whole_b),
                          .coverage_a = kembar_measures_coverage_a(&finding->measures),
                          .coverage_b = kembar_measures_coverage_b(&finding->measures),
                          .similarity = -1,
                          .link = -1,
                          .equal_tokens = finding->measures.n_equal,
                          .longest_passage = finding->measures.longest,
                          .shared_shingles = finding->measures.shingles_shared,
                          .first_span = (uint32_t)list->n_spans,
                          .n_spans = (uint32_t)finding->n_passages};
    if (add_spans(list, prepared_a, prepared_b, finding))
        return KEMBAR_ERROR_MEMORY;
    int is_swapped = a_id > b_id;
    if (is_swapped)
        kembar_pair_turn(pair);
    if (pair->n_spans) {
        kembar_span_pair *spans = list->spans + pair->first_span;
        if (is_swapped)
            swap_spans(spans, pair->n_spans);
        qsort(spans, pair->n_spans, sizeof *spans, compare_spans);
    }
    list->n_items++;
    return KEMBAR_OK;
}
