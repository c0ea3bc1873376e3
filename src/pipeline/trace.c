#include "kembar/trace.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/lower_bound.h"
#include "feature/tfidf.h"
#include "lexicon/lexicon.h"
#include "pair/candidates.h"
#include "pair/neighbours.h"
#include "pair/relation.h"
#include "pair/reuse.h"
#include "pair/verify.h"
#include "pipeline/near.h"
#include "text/shingles.h"

struct kembar_trace {
    kembar_near near;
    kembar_near_lists lists;
    kembar_candidate_counter counter;
    kembar_aligner *aligner;
    /* Made when they are first asked for. */
    kembar_sparse matrix;
    kembar_stretches stretches;
    kembar_retelling retelling;
    int has_matrix, has_retelling, has_verified;
    /* For one document: what each other shares with it; zero between calls. */
    uint32_t *n_rare, *n_bands, *n_family; /* owned */
};

static kembar_status list_documents(kembar_near *near, const kembar_document *const *documents,
                                    size_t n, kembar_error *error) {
    near->documents = kembar_alloc(n, sizeof *near->documents);
    if (!near->documents)
        return kembar_error_memory(error);
    for (size_t i = 0; i < n; i++)
        near->documents[i] = documents[i];
    near->n_documents = n;
    return KEMBAR_OK;
}

static kembar_status prepare(kembar_trace *trace, kembar_error *error) {
    kembar_near *near = &trace->near;
    size_t n = near->n_documents;
    kembar_status status = kembar_near_prepare(near, error);
    if (!status)
        status = kembar_near_lists_build(&trace->lists, near, error);
    if (!status)
        status = kembar_aligner_new(&trace->aligner, error);
    if (status)
        return status;
    trace->n_rare = kembar_alloc_zeroed(n, sizeof *trace->n_rare);
    trace->n_bands = kembar_alloc_zeroed(n, sizeof *trace->n_bands);
    trace->n_family = kembar_alloc_zeroed(n, sizeof *trace->n_family);
    if (!trace->n_rare || !trace->n_bands || !trace->n_family ||
        kembar_candidate_counter_init(&trace->counter, n))
        return kembar_error_memory(error);
    return KEMBAR_OK;
}

kembar_status kembar_trace_new(kembar_trace **out, const kembar_document *const *documents,
                               size_t n, const kembar_options *options, kembar_error *error) {
    kembar_trace *trace = kembar_alloc_zeroed(1, sizeof *trace);
    *out = NULL;
    if (!trace)
        return kembar_error_memory(error);
    kembar_clock_start(&trace->near.clock, NULL, NULL);
    kembar_status status = kembar_near_set_options(&trace->near, options, error);
    if (!status)
        status = list_documents(&trace->near, documents, n, error);
    if (!status)
        status = prepare(trace, error);
    if (status)
        kembar_trace_free(trace);
    else
        *out = trace;
    return status;
}

void kembar_trace_free(kembar_trace *trace) {
    if (!trace)
        return;
    kembar_near_lists_deinit(&trace->lists);
    kembar_candidate_counter_deinit(&trace->counter);
    kembar_aligner_free(trace->aligner);
    kembar_retelling_deinit(&trace->retelling);
    kembar_stretches_deinit(&trace->stretches);
    kembar_sparse_deinit(&trace->matrix);
    kembar_free(trace->n_rare);
    kembar_free(trace->n_bands);
    kembar_free(trace->n_family);
    kembar_near_deinit(&trace->near);
    kembar_free(trace);
}

uint64_t kembar_trace_content_tokens(const kembar_trace *trace, uint32_t i) {
    return trace->near.prepared[i].content.n_tokens;
}

/* What document `a` shares with those after it, by one kind of keys. */
static size_t walk(kembar_trace *trace, const kembar_postings *postings, uint32_t a) {
    kembar_options options = trace->near.options;
    options.rare_shingles_shared = 1;
    const kembar_candidate_sources one = {postings, NULL, NULL};
    return kembar_candidates_of(&trace->counter, &one, &options, a);
}

static uint32_t shared_of(kembar_trace *trace, const kembar_postings *postings, uint32_t a,
                          uint32_t b) {
    size_t n = walk(trace, postings, a), at;
    KEMBAR_LOWER_BOUND(at, n, trace->counter.items[at].doc_id < b);
    return at < n && trace->counter.items[at].doc_id == b ? trace->counter.items[at].n_shared : 0;
}

static uint32_t family_shared_of(const kembar_trace *trace, uint32_t a, uint32_t b) {
    size_t n, at;
    const kembar_family_partner *partners = kembar_families_partners(&trace->lists.families, a, &n);
    KEMBAR_LOWER_BOUND(at, n, partners[at].doc_id < b);
    return at < n && partners[at].doc_id == b ? partners[at].n_shared : 0;
}

static void add_filter(kembar_traced *out, const char *rule, int32_t value, int32_t threshold,
                       int is_micro) {
    out->filter[out->n_filter++] =
        (kembar_reason){rule, value, threshold, is_micro, value >= threshold};
}

static void explain_filter(kembar_traced *out) {
    uint32_t n_a = out->n_shingles_a, n_b = out->n_shingles_b;
    uint32_t smaller = n_a < n_b ? n_a : n_b;
    add_filter(out, "shingles in common", (int32_t)out->n_shared, KEMBAR_FILTER_MANY, 0);
    add_filter(out, "or fewer", (int32_t)out->n_shared, KEMBAR_FILTER_FEW, 0);
    add_filter(out, "  that are a share of the smaller set", kembar_micro(out->n_shared, smaller),
               KEMBAR_FILTER_CONTAINMENT, 1);
    add_filter(out, "or the Jaccard index of the shingles",
               kembar_micro(out->n_shared, (uint64_t)n_a + n_b - out->n_shared),
               KEMBAR_FILTER_JACCARD, 1);
}

static kembar_trace_end find_end(const kembar_trace *trace, const kembar_traced *traced) {
    const kembar_options *options = &trace->near.options;
    const kembar_prepared *prepared = trace->near.prepared;
    size_t least = (size_t)options->min_tokens;
    if (traced->head_a == traced->head_b)
        return KEMBAR_TRACE_SAME_CONTENT;
    if (prepared[traced->a].content.n_tokens < least ||
        prepared[traced->b].content.n_tokens < least)
        return KEMBAR_TRACE_TOO_SHORT;
    if (traced->n_bands == 0 && traced->n_family == 0 &&
        traced->n_rare < (uint32_t)options->rare_shingles_shared)
        return KEMBAR_TRACE_NO_CANDIDATE;
    if (kembar_verify_is_apart(prepared, &trace->lists.sources, traced->head_a, traced->head_b,
                               traced->n_rare))
        return KEMBAR_TRACE_APART;
    return kembar_verify_is_promising(traced->n_shingles_a, traced->n_shingles_b, traced->n_shared)
               ? KEMBAR_TRACE_ALIGNED
               : KEMBAR_TRACE_FILTERED;
}

/* What a run knows of words and stretches of text after it has verified its candidates. */
static kembar_status weigh_terms(kembar_trace *trace, const kembar_lexicon *lexicon,
                                 kembar_error *error) {
    kembar_near *near = &trace->near;
    kembar_term_table table;
    kembar_status status =
        kembar_term_table_build(&table, near->prepared, near->n_documents,
                                kembar_lexicon_roots(lexicon), near->options.n_threads, error);
    if (!status)
        status = kembar_tfidf_fit(&table, near->options.n_threads, &near->model.frequencies,
                                  &trace->matrix, error);
    trace->has_matrix = !status;
    return status;
}

static kembar_reuse_input reuse_input(const kembar_trace *trace, const kembar_lexicon *lexicon) {
    const kembar_near *near = &trace->near;
    return (kembar_reuse_input){
        near->prepared, near->n_documents,        near->is_representative,
        &near->classes, &near->model.frequencies, lexicon ? kembar_lexicon_roots(lexicon) : NULL,
        &near->options};
}

static kembar_status make_retelling(kembar_trace *trace, const kembar_lexicon *lexicon,
                                    kembar_error *error) {
    kembar_reuse_input input = reuse_input(trace, lexicon);
    kembar_status status = kembar_reuse_stretches(&trace->stretches, &input, error);
    if (!status)
        status = kembar_retelling_init(&trace->retelling, &trace->stretches, trace->near.prepared,
                                       &trace->near.options, error);
    if (status)
        kembar_stretches_deinit(&trace->stretches);
    trace->has_retelling = !status;
    return status;
}

static kembar_status make_vectors(kembar_trace *trace, kembar_error *error) {
    kembar_lexicon *lexicon = NULL;
    if (trace->has_retelling)
        return KEMBAR_OK;
    kembar_status status = kembar_lexicon_open(&lexicon, NULL, error);
    if (!status && !trace->has_matrix)
        status = weigh_terms(trace, lexicon, error);
    if (!status)
        status = make_retelling(trace, lexicon, error);
    kembar_lexicon_free(lexicon);
    return status;
}

static kembar_status make_verified(kembar_trace *trace, kembar_error *error) {
    kembar_near *near = &trace->near;
    const kembar_verify_input input = {near->prepared, near->n_documents, &near->classes,
                                       &trace->lists.sources, &near->options};
    if (trace->has_verified)
        return KEMBAR_OK;
    kembar_status status = kembar_verify_run(&near->pairs, &near->counts, &input, error);
    trace->has_verified = !status;
    return status;
}

/* As a run, which looks for passages told again when the candidates are verified. *finding is what
 * those in order made of the two heads; it stays where there is nothing to add. */
static kembar_status retell(kembar_trace *trace, kembar_traced *out, kembar_pair_finding *finding,
                            kembar_error *error) {
    uint32_t first = out->head_a < out->head_b ? out->head_a : out->head_b;
    uint32_t second = out->head_a < out->head_b ? out->head_b : out->head_a;
    int is_aligned = out->end == KEMBAR_TRACE_ALIGNED, is_one = 0;
    kembar_relation known = is_aligned ? finding->relation : KEMBAR_RELATION_NONE;
    const kembar_prepared *prepared = trace->near.prepared;
    if (first == second || known >= KEMBAR_RELATION_NEAR ||
        !kembar_retelling_is_possible(&prepared[first], &prepared[second], &trace->near.options))
        return KEMBAR_OK;
    kembar_status status = make_vectors(trace, error);
    if (status)
        return status;
    kembar_pair_finding retold = *finding;
    if (kembar_retelling_judge(&trace->retelling, first, second, known,
                               known ? finding->n_passages : 0, &retold, &is_one))
        return kembar_error_memory(error);
    if (!is_one)
        return KEMBAR_OK;
    status = make_verified(trace, error);
    kembar_reuse_input input = reuse_input(trace, NULL);
    if (!status)
        status = kembar_reuse_looks_at(&trace->retelling, &input, &trace->near.pairs, first, second,
                                       &out->is_retold, error);
    if (!status && out->is_retold)
        *finding = retold;
    return status;
}

/* The document with the smaller index is `a` of an alignment, as in a run. */
static kembar_status measure(kembar_trace *trace, kembar_traced *out, kembar_error *error) {
    const kembar_prepared *prepared = trace->near.prepared;
    uint32_t first = out->head_a < out->head_b ? out->a : out->b;
    uint32_t second = first == out->a ? out->b : out->a;
    const kembar_prepared *head = &prepared[first == out->a ? out->head_a : out->head_b];
    const kembar_prepared *other = &prepared[first == out->a ? out->head_b : out->head_a];
    kembar_pair_finding finding;
    kembar_passage whole;
    kembar_pair_list list = {0};
    /* Copies have the same words, not the same capitals: a run asks their heads for facts. */
    if (kembar_verify_two(&finding, &whole, trace->aligner, head, other, &trace->near.options))
        return kembar_error_memory(error);
    kembar_status status = retell(trace, out, &finding, error);
    if (!status && kembar_pair_list_add(&list, &prepared[first], &prepared[second], first != out->a,
                                        first == out->a, &finding))
        status = kembar_error_memory(error);
    if (!status) {
        out->pair = list.items[0];
        out->pair.a = out->a;
        out->pair.b = out->b;
        out->n_reasons =
            kembar_relation_reasons(&finding.measures, &trace->near.options, out->reasons);
    }
    kembar_pair_list_deinit(&list);
    return status;
}

static kembar_status fill(kembar_trace *trace, kembar_traced *out, kembar_error *error) {
    const kembar_shingle_set *a = &trace->near.prepared[out->a].shingles;
    const kembar_shingle_set *b = &trace->near.prepared[out->b].shingles;
    out->n_shingles_a = (uint32_t)a->n_items;
    out->n_shingles_b = (uint32_t)b->n_items;
    out->n_shared = (uint32_t)kembar_shingles_shared(a->items, a->n_items, b->items, b->n_items);
    explain_filter(out);
    out->end = find_end(trace, out);
    return measure(trace, out, error);
}

kembar_status kembar_trace_two(kembar_trace *trace, uint32_t a, uint32_t b, kembar_traced *out,
                               kembar_error *error) {
    const uint32_t *heads = trace->near.classes.of_document;
    *out = (kembar_traced){.a = a, .b = b, .head_a = heads[a], .head_b = heads[b]};
    uint32_t first = heads[a] < heads[b] ? heads[a] : heads[b];
    uint32_t second = heads[a] < heads[b] ? heads[b] : heads[a];
    if (first != second) {
        out->n_rare = shared_of(trace, &trace->lists.rare, first, second);
        out->n_bands = shared_of(trace, &trace->lists.bands, first, second);
        out->n_family = family_shared_of(trace, first, second);
    }
    return fill(trace, out, error);
}

/* counts[i]: what `a` and each other share; those before it know it from their side. */
static void count_shared(kembar_trace *trace, const kembar_postings *postings, uint32_t a,
                         uint32_t *counts) {
    for (uint32_t i = 0; i < a; i++)
        if (trace->near.is_representative[i])
            counts[i] = shared_of(trace, postings, i, a);
    size_t n = walk(trace, postings, a);
    for (size_t i = 0; i < n; i++)
        counts[trace->counter.items[i].doc_id] = trace->counter.items[i].n_shared;
}

static void count_family(kembar_trace *trace, uint32_t a) {
    size_t n;
    for (uint32_t i = 0; i < a; i++)
        trace->n_family[i] = family_shared_of(trace, i, a);
    const kembar_family_partner *partners = kembar_families_partners(&trace->lists.families, a, &n);
    for (size_t i = 0; i < n; i++)
        trace->n_family[partners[i].doc_id] = partners[i].n_shared;
}

static int is_candidate(const kembar_trace *trace, size_t i) {
    return trace->n_bands[i] > 0 || trace->n_family[i] > 0 ||
           trace->n_rare[i] >= (uint32_t)trace->near.options.rare_shingles_shared;
}

static kembar_status collect(kembar_trace *trace, uint32_t a, kembar_traced **out, size_t *n,
                             kembar_error *error) {
    const uint32_t *heads = trace->near.classes.of_document;
    size_t n_found = 0;
    for (size_t i = 0; i < trace->near.n_documents; i++)
        n_found += is_candidate(trace, i) != 0;
    *out = kembar_alloc_zeroed(n_found, sizeof **out);
    if (!*out)
        return kembar_error_memory(error);
    for (uint32_t i = 0; i < trace->near.n_documents; i++) {
        if (!is_candidate(trace, i))
            continue;
        kembar_traced *traced = &(*out)[(*n)++];
        *traced = (kembar_traced){.a = a,
                                  .b = i,
                                  .head_a = heads[a],
                                  .head_b = i,
                                  .n_rare = trace->n_rare[i],
                                  .n_bands = trace->n_bands[i],
                                  .n_family = trace->n_family[i]};
        kembar_status status = fill(trace, traced, error);
        if (status)
            return status;
    }
    return KEMBAR_OK;
}

kembar_status kembar_trace_candidates(kembar_trace *trace, uint32_t a, kembar_traced **out,
                                      size_t *n, kembar_error *error) {
    uint32_t head = trace->near.classes.of_document[a];
    size_t bytes = trace->near.n_documents * sizeof *trace->n_rare;
    *out = NULL;
    *n = 0;
    count_shared(trace, &trace->lists.rare, head, trace->n_rare);
    count_shared(trace, &trace->lists.bands, head, trace->n_bands);
    count_family(trace, head);
    kembar_status status = collect(trace, a, out, n, error);
    memset(trace->n_rare, 0, bytes);
    memset(trace->n_bands, 0, bytes);
    memset(trace->n_family, 0, bytes);
    if (!status)
        return KEMBAR_OK;
    kembar_traced_free(*out);
    *out = NULL;
    *n = 0;
    return status;
}

void kembar_traced_free(kembar_traced *traced) {
    kembar_free(traced);
}

/* As a run, which compares only one of each class of exact copies. */
static size_t count_nearer(const kembar_trace *trace, uint32_t a, uint32_t head,
                           int32_t similarity) {
    size_t n = 0;
    for (uint32_t i = 0; i < trace->near.n_documents; i++)
        n += trace->near.is_representative[i] && i != head &&
             kembar_similarity(&trace->matrix, a, i) > similarity;
    return n;
}

kembar_status kembar_trace_liken(kembar_trace *trace, uint32_t a, uint32_t b,
                                 kembar_trace_likeness *out, kembar_error *error) {
    const uint32_t *heads = trace->near.classes.of_document;
    *out = (kembar_trace_likeness){0};
    kembar_status status = make_vectors(trace, error);
    if (status)
        return status;
    out->similarity = kembar_similarity(&trace->matrix, a, b);
    out->n_nearer_a = count_nearer(trace, a, heads[a], out->similarity);
    out->n_nearer_b = count_nearer(trace, b, heads[b], out->similarity);
    return KEMBAR_OK;
}
