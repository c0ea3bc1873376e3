#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/sort.h"
#include "kembar/run.h"
#include "pair/relation.h"
#include "pipeline/near.h"

/* Documents of `against` come first, so that an index tells where a document is from. */
typedef struct dedup_run {
    const kembar_collection *collection, *against;
    size_t n_against;
    kembar_near near;
    uint32_t *order; /* owned; all documents, those that are rather kept first */
} dedup_run;

static kembar_status list_documents(dedup_run *run, kembar_error *error) {
    size_t n = kembar_collection_document_count(run->collection);
    size_t n_against = run->against ? kembar_collection_document_count(run->against) : 0;
    if (n >= UINT32_MAX - n_against)
        return kembar_error_set(error, KEMBAR_ERROR_LIMIT, NULL, 0, "more than 2^32 - 2 documents");
    run->near.documents = kembar_alloc(n + n_against, sizeof *run->near.documents);
    run->order = kembar_alloc(n + n_against, sizeof *run->order);
    if (!run->near.documents || !run->order)
        return kembar_error_memory(error);
    for (size_t i = 0; i < n_against; i++)
        run->near.documents[i] = kembar_collection_document(run->against, i);
    for (size_t i = 0; i < n; i++)
        run->near.documents[n_against + i] = kembar_collection_document(run->collection, i);
    run->near.n_documents = n + n_against;
    run->n_against = n_against;
    return KEMBAR_OK;
}

static kembar_keyed sort_key(const dedup_run *run, uint32_t i, int by_length) {
    const kembar_prepared *prepared = &run->near.prepared[i];
    if (by_length)
        return (kembar_keyed){~(uint64_t)prepared->content.n_tokens, i, 0};
    /* INT32_MIN, undated, wraps to the last day of all. */
    uint64_t day = (uint32_t)kembar_document_day(prepared->document) - 1 - (uint32_t)INT32_MIN;
    return (kembar_keyed){(uint64_t)(i >= run->n_against) << 32 | (uint32_t)day, i, 0};
}

/* Old documents first, then as representative.h says. The sort is stable: by the lesser key first.
 */
static kembar_status sort_kept_first(dedup_run *run) {
    size_t n = run->near.n_documents;
    kembar_keyed *items = kembar_alloc(n, sizeof *items);
    if (!items)
        return KEMBAR_ERROR_MEMORY;
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < n; i++)
        run->order[i] = (uint32_t)i;
    for (int by_length = 1; by_length >= 0 && !status; by_length--) {
        for (size_t i = 0; i < n; i++)
            items[i] = sort_key(run, run->order[i], by_length);
        status = kembar_sort_keyed(items, n, run->near.options.n_threads);
        for (size_t i = 0; i < n; i++)
            run->order[i] = items[i].value;
    }
    kembar_free(items);
    return status;
}

/* The pairs of each document that are copies, or whose facts differ, as offsets into the pairs. */
typedef struct pair_lists {
    size_t *first;        /* owned */
    uint32_t *pair_index; /* owned */
} pair_lists;

static void lists_deinit(pair_lists *lists) {
    kembar_free(lists->first);
    kembar_free(lists->pair_index);
}

static int counts(const kembar_pair *pair) {
    return kembar_relation_is_copy(pair) || pair->facts_differ == 1;
}

static kembar_status list_pairs(pair_lists *lists, const kembar_pair_list *pairs, size_t n) {
    lists->first = kembar_alloc_zeroed(n + 2, sizeof *lists->first);
    lists->pair_index = kembar_alloc(pairs->n_items, 2 * sizeof *lists->pair_index);
    if (!lists->first || !lists->pair_index)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < pairs->n_items; i++)
        if (counts(&pairs->items[i])) {
            lists->first[pairs->items[i].a + 2]++;
            lists->first[pairs->items[i].b + 2]++;
        }
    for (size_t i = 2; i < n + 2; i++)
        lists->first[i] += lists->first[i - 1];
    for (size_t i = 0; i < pairs->n_items; i++)
        if (counts(&pairs->items[i])) {
            lists->pair_index[lists->first[pairs->items[i].a + 1]++] = (uint32_t)i;
            lists->pair_index[lists->first[pairs->items[i].b + 1]++] = (uint32_t)i;
        }
    return KEMBAR_OK;
}

/* What stands for each document so far: itself, what it duplicates, or NOBODY. */
#define NOBODY UINT32_MAX

typedef struct dedup_state {
    const kembar_pair_list *pairs;
    pair_lists lists;
    uint32_t *stands_for; /* owned; one a document */
} dedup_state;

/* Two forms with other facts must not both go as copies of one text: what they tell would be lost.
 */
static int would_lose_facts(const dedup_state *state, uint32_t document, uint32_t kept) {
    for (size_t k = state->lists.first[document]; k < state->lists.first[document + 1]; k++) {
        const kembar_pair *pair = &state->pairs->items[state->lists.pair_index[k]];
        uint32_t other = pair->a == document ? pair->b : pair->a;
        if (pair->facts_differ == 1 && state->stands_for[other] == kept)
            return 1;
    }
    return 0;
}

static void remove_copies(dedup_run *run, const dedup_state *state, kembar_dedup_row *rows,
                          uint32_t kept) {
    for (size_t k = state->lists.first[kept]; k < state->lists.first[kept + 1]; k++) {
        const kembar_pair *pair = &state->pairs->items[state->lists.pair_index[k]];
        uint32_t other = pair->a == kept ? pair->b : pair->a;
        if (other < run->n_against || state->stands_for[other] != NOBODY ||
            !kembar_relation_is_copy(pair) || would_lose_facts(state, other, kept))
            continue;
        int is_old = kept < run->n_against;
        state->stands_for[other] = kept;
        rows[other - run->n_against] =
            (kembar_dedup_row){.duplicate_of = is_old ? kept : (uint32_t)(kept - run->n_against),
                               .of_against = (uint8_t)is_old,
                               .relation = pair->relation,
                               .score = pair->score};
    }
}

/* A document that nothing kept so far resembles is kept, and what resembles it goes: so everything
 * that goes is verified against what stays, and no group is emptied. */
static kembar_status decide(dedup_run *run, kembar_dedup_result *out) {
    size_t n = run->near.n_documents;
    dedup_state state = {.pairs = &run->near.pairs};
    state.stands_for = kembar_alloc(n, sizeof *state.stands_for);
    kembar_status status = state.stands_for ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    if (!status)
        status = list_pairs(&state.lists, state.pairs, n);
    if (!status)
        status = sort_kept_first(run);
    for (size_t i = 0; i < n && !status; i++)
        state.stands_for[i] = NOBODY;
    for (size_t i = 0; i < out->n_rows; i++)
        out->rows[i].duplicate_of = UINT32_MAX;
    for (size_t i = 0; i < n && !status; i++) {
        uint32_t document = run->order[i];
        if (state.stands_for[document] != NOBODY)
            continue;
        state.stands_for[document] = document;
        remove_copies(run, &state, out->rows, document);
    }
    lists_deinit(&state.lists);
    kembar_free(state.stands_for);
    return status;
}

static void add_count(kembar_dedup_result *out, const char *name, uint64_t value) {
    out->counts[out->n_counts++] = (kembar_count){name, value};
}

static void fill_counts(const dedup_run *run, kembar_dedup_result *out) {
    uint64_t removed = 0;
    for (size_t i = 0; i < out->n_rows; i++)
        removed += out->rows[i].duplicate_of != UINT32_MAX;
    add_count(out, "documents", out->n_rows);
    add_count(out, "rejected", kembar_collection_rejection_count(run->collection));
    add_count(out, "against", run->n_against);
    add_count(out, "kept", out->n_rows - removed);
    add_count(out, "removed", removed);
    add_count(out, "candidates", run->near.counts.n_candidates);
    add_count(out, "aligned", run->near.counts.n_aligned);
}

/* Pairs that say something about the collection, with indices as the header promises. Old with old
 * says nothing. */
static kembar_status keep_pairs(const dedup_run *run, kembar_dedup_result *out) {
    const kembar_pair_list *pairs = &run->near.pairs;
    out->pairs = kembar_alloc(pairs->n_items, sizeof *out->pairs);
    if (run->against)
        out->pairs_against = kembar_alloc_zeroed(pairs->n_items, 1);
    if (!out->pairs || (run->against && !out->pairs_against))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < pairs->n_items; i++) {
        kembar_pair pair = pairs->items[i];
        if (pair.relation < KEMBAR_RELATION_NEAR || pair.b < run->n_against)
            continue;
        int is_against = pair.a < run->n_against;
        pair.first_span = pair.n_spans = 0;
        if (!is_against)
            pair.a -= (uint32_t)run->n_against;
        pair.b -= (uint32_t)run->n_against;
        if (out->pairs_against)
            out->pairs_against[out->n_pairs] = (uint8_t)is_against;
        out->pairs[out->n_pairs++] = pair;
    }
    return KEMBAR_OK;
}

static kembar_status fill_result(dedup_run *run, kembar_dedup_result *out, kembar_error *error) {
    const kembar_clock *clock = &run->near.clock;
    out->n_rows = run->near.n_documents - run->n_against;
    out->rows = kembar_alloc_zeroed(out->n_rows, sizeof *out->rows);
    out->timings = kembar_alloc(clock->n_timings, sizeof *out->timings);
    if (!out->rows || !out->timings)
        return kembar_error_memory(error);
    if (decide(run, out) || keep_pairs(run, out))
        return kembar_error_memory(error);
    memcpy(out->timings, clock->timings, clock->n_timings * sizeof *out->timings);
    out->n_timings = clock->n_timings;
    out->wall_seconds = kembar_clock_elapsed(clock);
    fill_counts(run, out);
    return KEMBAR_OK;
}

kembar_status kembar_run_dedup(const kembar_collection *collection,
                               const kembar_collection *against, const kembar_options *options,
                               const kembar_run_context *context, kembar_dedup_result *out,
                               kembar_error *error) {
    dedup_run run = {.collection = collection, .against = against};
    *out = (kembar_dedup_result){0};
    kembar_clock_start(&run.near.clock, context->progress, context->progress_context);
    kembar_clock_add_earlier(&run.near.clock, "read", kembar_collection_read_seconds(collection),
                             kembar_collection_document_count(collection), "documents");
    kembar_status status = kembar_near_set_options(&run.near, options, error);
    if (!status)
        status = list_documents(&run, error);
    if (!status)
        status = kembar_near_run(&run.near, error);
    if (!status)
        status = fill_result(&run, out, error);
    kembar_near_deinit(&run.near);
    kembar_free(run.order);
    if (status)
        kembar_dedup_result_deinit(out);
    return status;
}

void kembar_dedup_result_deinit(kembar_dedup_result *result) {
    kembar_free(result->rows);
    kembar_free(result->pairs);
    kembar_free(result->pairs_against);
    kembar_free(result->timings);
    *result = (kembar_dedup_result){0};
}
