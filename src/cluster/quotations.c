#include "cluster/quotations.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/lower_bound.h"
#include "base/parallel.h"
#include "base/sort.h"

enum { HALF = 500000, SLICE = 64 };

/* A word of a text with its weight outside the passages. */
typedef struct rest_word {
    uint32_t column;
    double weight;
} rest_word;

/* What of one text lies outside the passages. */
typedef struct rest {
    kembar_keyed *tokens; /* owned; key: hash, value: 1 inside a passage */
    rest_word *words;     /* owned; by column */
    size_t n_words, tokens_capacity, words_capacity;
    double square; /* of the words' weights */
} rest;

typedef struct quotation_worker {
    rest sides[2];
} quotation_worker;

typedef struct quotation_job {
    const kembar_cluster_input *input;
    quotation_worker *workers; /* one a thread */
    uint8_t *is_unlike;
} quotation_job;

static int is_in_question(const kembar_cluster_input *input, const kembar_pair *pair) {
    int may_be = pair->relation == KEMBAR_RELATION_EXCERPT ||
                 (pair->relation == KEMBAR_RELATION_RELATED && pair->link < 0 &&
                  pair->longest_passage >= KEMBAR_QUOTATION_TOKENS);
    return may_be && input->spans && pair->n_spans > 0 && pair->coverage_a < HALF &&
           pair->coverage_b < HALF;
}

static uint32_t begin_of(const kembar_prepared *prepared, size_t i) {
    return prepared->document->tokens.items[prepared->content.tokens[i]].begin;
}

/* The first content token that begins at `byte` or later. */
static size_t find_token(const kembar_prepared *prepared, uint32_t byte) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, prepared->content.n_tokens, begin_of(prepared, at) < byte);
    return at;
}

static kembar_status list_tokens(rest *out, const kembar_prepared *prepared,
                                 const kembar_span_pair *spans, size_t n_spans, int side_b) {
    size_t n = prepared->content.n_tokens;
    if (kembar_array_reserve((void **)&out->tokens, &out->tokens_capacity, n, sizeof *out->tokens))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++)
        out->tokens[i] = (kembar_keyed){kembar_prepared_hash(prepared, i), 0, 0};
    for (size_t i = 0; i < n_spans; i++) {
        size_t end = find_token(prepared, side_b ? spans[i].b_end : spans[i].a_end);
        for (size_t k = find_token(prepared, side_b ? spans[i].b_begin : spans[i].a_begin); k < end;
             k++)
            out->tokens[k].value = 1;
    }
    return kembar_sort_keyed(out->tokens, n, 1);
}

/* The row of the matrix holds each word's weight, and its columns are in the order of the hashes:
 * what stands outside the passages has its part of that weight. Columns of roots and values are
 * passed over. */
static kembar_status weigh(rest *out, const kembar_cluster_input *input, uint32_t document) {
    const kembar_sparse *matrix = input->matrix;
    size_t n = input->prepared[document].content.n_tokens, at = matrix->first[document];
    out->n_words = 0;
    out->square = 0;
    if (kembar_array_reserve((void **)&out->words, &out->words_capacity, n, sizeof *out->words))
        return KEMBAR_ERROR_MEMORY;
    for (size_t begin = 0, end; begin < n; begin = end) {
        uint64_t hash = out->tokens[begin].key;
        size_t n_inside = 0;
        for (end = begin; end < n && out->tokens[end].key == hash; end++)
            n_inside += out->tokens[end].value;
        while (at < matrix->first[document + 1] &&
               input->frequencies->terms[matrix->columns[at]] < hash)
            at++;
        if (n_inside == end - begin || at == matrix->first[document + 1] ||
            input->frequencies->terms[matrix->columns[at]] != hash)
            continue;
        double part = log(1 + (double)(end - begin - n_inside)) / log(1 + (double)(end - begin));
        double weight = (double)matrix->values[at] * part;
        out->words[out->n_words++] = (rest_word){matrix->columns[at], weight};
        out->square += weight * weight;
    }
    return KEMBAR_OK;
}

static int32_t likeness(const rest *a, const rest *b) {
    double dot = 0, square = a->square * b->square;
    for (size_t i = 0, k = 0; i < a->n_words && k < b->n_words;) {
        if (a->words[i].column == b->words[k].column)
            dot += a->words[i].weight * b->words[k].weight;
        size_t of_b = a->words[i].column >= b->words[k].column;
        i += a->words[i].column <= b->words[k].column;
        k += of_b;
    }
    return square > 0 ? (int32_t)floor(1e6 * dot / sqrt(square) + 0.5) : 0;
}

static kembar_status judge(const quotation_job *job, quotation_worker *worker, size_t i) {
    const kembar_cluster_input *input = job->input;
    const kembar_pair *pair = &input->pairs[i];
    for (int side_b = 0; side_b < 2; side_b++) {
        uint32_t document = side_b ? pair->b : pair->a;
        rest *side = &worker->sides[side_b];
        if (list_tokens(side, &input->prepared[document], input->spans + pair->first_span,
                        pair->n_spans, side_b) ||
            weigh(side, input, document))
            return KEMBAR_ERROR_MEMORY;
    }
    job->is_unlike[i] = likeness(&worker->sides[0], &worker->sides[1]) < KEMBAR_QUOTATION_LIKENESS;
    return KEMBAR_OK;
}

static kembar_status judge_slice(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    const quotation_job *job = context;
    for (size_t i = begin; i < end; i++)
        if (is_in_question(job->input, &job->input->pairs[i]) &&
            judge(job, &job->workers[worker_id], i))
            return kembar_error_memory(error);
    return KEMBAR_OK;
}

kembar_status kembar_quotations_find_unlike(uint8_t *is_unlike, const kembar_cluster_input *input,
                                            kembar_error *error) {
    size_t n_workers = input->n_threads > 1 ? (size_t)input->n_threads : 1;
    quotation_job job = {.input = input, .is_unlike = is_unlike};
    if (input->n_pairs)
        memset(is_unlike, 0, input->n_pairs);
    job.workers = kembar_alloc_zeroed(n_workers, sizeof *job.workers);
    if (!job.workers)
        return kembar_error_memory(error);
    kembar_status status =
        kembar_parallel_for(input->n_threads, input->n_pairs, SLICE, judge_slice, &job, error);
    for (size_t i = 0; i < 2 * n_workers; i++) {
        rest *side = &job.workers[i / 2].sides[i % 2];
        kembar_free(side->tokens);
        kembar_free(side->words);
    }
    kembar_free(job.workers);
    return status;
}

/* --- who carries one passage with whom --- */

/* The units that are unlike each unit. */
typedef struct unlike_graph {
    size_t *first;   /* owned; n_units + 1, and a place to build with */
    uint32_t *units; /* owned */
} unlike_graph;

static kembar_status graph_init(unlike_graph *graph, const kembar_unit_pairs *pairs,
                                size_t n_units) {
    graph->first = kembar_alloc_zeroed(n_units + 2, sizeof *graph->first);
    graph->units = kembar_alloc(pairs->n_items, 2 * sizeof *graph->units);
    if (!graph->first || !graph->units)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < pairs->n_items; i++) {
        graph->first[pairs->items[i].a + 2] += pairs->items[i].is_unlike;
        graph->first[pairs->items[i].b + 2] += pairs->items[i].is_unlike;
    }
    for (size_t i = 0; i < n_units; i++)
        graph->first[i + 2] += graph->first[i + 1];
    for (size_t i = 0; i < pairs->n_items; i++)
        if (pairs->items[i].is_unlike) {
            graph->units[graph->first[pairs->items[i].a + 1]++] = pairs->items[i].b;
            graph->units[graph->first[pairs->items[i].b + 1]++] = pairs->items[i].a;
        }
    return KEMBAR_OK;
}

/* Goes through the shorter list, so that no pattern of pairs makes this quadratic. */
static int is_widely_carried(const unlike_graph *graph, const kembar_unit_pairs *pairs, uint32_t a,
                             uint32_t b) {
    int a_is_short = graph->first[a + 1] - graph->first[a] < graph->first[b + 1] - graph->first[b];
    uint32_t from = a_is_short ? a : b, to = a_is_short ? b : a;
    size_t n = 0;
    for (size_t i = graph->first[from]; i < graph->first[from + 1]; i++) {
        const kembar_unit_pair *other = kembar_unit_pairs_find(pairs, to, graph->units[i]);
        if (other && other->is_unlike && ++n == KEMBAR_QUOTATION_OTHERS)
            return 1;
    }
    return 0;
}

kembar_status kembar_quotations_mark(kembar_unit_pairs *pairs, size_t n_units) {
    unlike_graph graph = {0};
    kembar_status status = graph_init(&graph, pairs, n_units);
    for (size_t i = 0; i < pairs->n_items && !status; i++) {
        kembar_unit_pair *pair = &pairs->items[i];
        pair->is_quotation = pair->is_unlike && is_widely_carried(&graph, pairs, pair->a, pair->b);
    }
    kembar_free(graph.first);
    kembar_free(graph.units);
    return status;
}
