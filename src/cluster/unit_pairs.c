#include "cluster/unit_pairs.h"

#include "base/alloc.h"
#include "base/lower_bound.h"
#include "base/sort.h"
#include "pair/relation.h"

static uint64_t pair_key(uint32_t a, uint32_t b) {
    return a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
}

static void raise_score(int32_t *value, int32_t to) {
    if (to > *value)
        *value = to;
}

static void raise_tokens(uint32_t *value, const kembar_prepared *prepared, int32_t coverage) {
    uint64_t tokens = coverage > 0 ? prepared->content.n_tokens * (uint64_t)coverage / 1000000 : 0;
    if (tokens > *value)
        *value = (uint32_t)tokens;
}

static void add_excerpt(kembar_unit_pair *to, const kembar_pair *pair,
                        const kembar_prepared *prepared, int is_swapped) {
    int32_t coverage_a = is_swapped ? pair->coverage_b : pair->coverage_a;
    int32_t coverage_b = is_swapped ? pair->coverage_a : pair->coverage_b;
    to->is_excerpt = 1;
    raise_score(&to->coverage_a, coverage_a);
    raise_score(&to->coverage_b, coverage_b);
    raise_tokens(&to->shared_a, &prepared[is_swapped ? pair->b : pair->a], coverage_a);
    raise_tokens(&to->shared_b, &prepared[is_swapped ? pair->a : pair->b], coverage_b);
}

static void add(kembar_unit_pair *to, const kembar_pair *pair, const kembar_prepared *prepared,
                int is_swapped) {
    if (pair->relation == KEMBAR_RELATION_TRANSLATION || pair->relation == KEMBAR_RELATION_RELATED)
        raise_score(&to->link, pair->link);
    if (pair->relation == KEMBAR_RELATION_TRANSLATION)
        to->is_translation = 1;
    if (kembar_relation_is_copy(pair))
        raise_score(&to->near, pair->score);
    else if (pair->relation == KEMBAR_RELATION_NEAR)
        to->facts_differ = 1;
    else if (pair->relation == KEMBAR_RELATION_EXCERPT)
        add_excerpt(to, pair, prepared, is_swapped);
    else if (pair->relation == KEMBAR_RELATION_RELATED)
        to->is_related = 1;
}

static size_t list_pairs(kembar_keyed *items, const kembar_cluster_input *input,
                         const kembar_units *units) {
    size_t n = 0;
    for (size_t i = 0; i < input->n_pairs; i++) {
        uint32_t a = units->of_document[input->pairs[i].a];
        uint32_t b = units->of_document[input->pairs[i].b];
        if (a != b)
            items[n++] = (kembar_keyed){pair_key(a, b), (uint32_t)i, a > b};
    }
    return n;
}

static void join_pairs(kembar_unit_pairs *out, const kembar_keyed *items, size_t n,
                       const kembar_cluster_input *input, const uint8_t *is_unlike) {
    for (size_t i = 0; i < n; i++) {
        uint64_t key = items[i].key;
        if (i == 0 || key != items[i - 1].key)
            out->items[out->n_items++] =
                (kembar_unit_pair){.a = (uint32_t)(key >> 32), .b = (uint32_t)key, .is_unlike = 1};
        out->items[out->n_items - 1].is_unlike &= is_unlike[items[i].value];
        add(&out->items[out->n_items - 1], &input->pairs[items[i].value], input->prepared,
            (int)items[i].extra);
    }
}

kembar_status kembar_unit_pairs_build(kembar_unit_pairs *out, const kembar_cluster_input *input,
                                      const kembar_units *units, const uint8_t *is_unlike) {
    *out = (kembar_unit_pairs){0};
    kembar_keyed *items = kembar_alloc(input->n_pairs, sizeof *items);
    if (!items)
        return KEMBAR_ERROR_MEMORY;
    size_t n = list_pairs(items, input, units);
    kembar_status status = kembar_sort_keyed(items, n, input->n_threads);
    if (!status) {
        out->items = kembar_alloc(n, sizeof *out->items);
        status = out->items ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    }
    if (!status)
        join_pairs(out, items, n, input, is_unlike);
    kembar_free(items);
    return status;
}

void kembar_unit_pairs_deinit(kembar_unit_pairs *pairs) {
    kembar_free(pairs->items);
    *pairs = (kembar_unit_pairs){0};
}

const kembar_unit_pair *kembar_unit_pairs_find(const kembar_unit_pairs *pairs, uint32_t a,
                                               uint32_t b) {
    uint64_t key = pair_key(a, b);
    size_t at;
    KEMBAR_LOWER_BOUND(at, pairs->n_items, pair_key(pairs->items[at].a, pairs->items[at].b) < key);
    int is_found = at < pairs->n_items && pair_key(pairs->items[at].a, pairs->items[at].b) == key;
    return is_found ? &pairs->items[at] : NULL;
}
