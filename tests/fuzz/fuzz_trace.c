/* The way of every two documents through a run, told again, is the way that they went: pairs and
 * candidates are the run's, and from either side the same. Input: as of fuzz_cluster. */
#include "kembar/trace.h"
#include "pipeline/near.h"
#include "run.h"

static void check_pair(const kembar_traced *traced, const kembar_pair *pair) {
    FUZZ_CHECK(traced->end == (pair->relation == KEMBAR_RELATION_EXACT ? KEMBAR_TRACE_SAME_CONTENT
                                                                       : KEMBAR_TRACE_ALIGNED));
    FUZZ_CHECK(traced->pair.relation == pair->relation && traced->pair.score == pair->score);
    FUZZ_CHECK(traced->pair.facts_differ == pair->facts_differ);
    FUZZ_CHECK(traced->pair.coverage_a == pair->coverage_a);
    FUZZ_CHECK(traced->pair.coverage_b == pair->coverage_b);
    FUZZ_CHECK(traced->pair.jaccard == pair->jaccard);
}

static void check_two(kembar_trace *trace, uint32_t a, uint32_t b) {
    kembar_traced there, back;
    FUZZ_CHECK(kembar_trace_two(trace, a, b, &there, NULL) == KEMBAR_OK);
    FUZZ_CHECK(kembar_trace_two(trace, b, a, &back, NULL) == KEMBAR_OK);
    FUZZ_CHECK(there.a == a && there.b == b && back.a == b && back.b == a);
    FUZZ_CHECK(there.end == back.end && there.head_a == back.head_b);
    FUZZ_CHECK(there.n_rare == back.n_rare && there.n_bands == back.n_bands);
    FUZZ_CHECK(there.n_shared == back.n_shared && there.n_shingles_a == back.n_shingles_b);
    FUZZ_CHECK(there.n_shared <= there.n_shingles_a &&
               there.n_rare + there.n_family <= there.n_shared);
    FUZZ_CHECK(there.n_filter <= 4 && there.n_reasons <= KEMBAR_MAX_REASONS);
}

/* The candidates of one document, in order, each as it is told when asked for. */
static size_t check_candidates(kembar_trace *trace, uint32_t a) {
    kembar_traced *items, two;
    size_t n;
    FUZZ_CHECK(kembar_trace_candidates(trace, a, &items, &n, NULL) == KEMBAR_OK);
    for (size_t i = 0; i < n; i++) {
        FUZZ_CHECK(i == 0 || items[i - 1].b < items[i].b);
        FUZZ_CHECK(kembar_trace_two(trace, a, items[i].b, &two, NULL) == KEMBAR_OK);
        FUZZ_CHECK(two.end == items[i].end && two.n_rare == items[i].n_rare);
        FUZZ_CHECK(two.end == KEMBAR_TRACE_FILTERED || two.end == KEMBAR_TRACE_ALIGNED ||
                   two.end == KEMBAR_TRACE_APART);
    }
    kembar_traced_free(items);
    return n;
}

static void run_near(kembar_near *near, const kembar_document *const *documents, size_t n,
                     const kembar_options *options) {
    *near = (kembar_near){.n_documents = n};
    kembar_clock_start(&near->clock, NULL, NULL);
    near->documents = kembar_alloc(n, sizeof *near->documents);
    FUZZ_CHECK(near->documents != NULL);
    for (size_t i = 0; i < n; i++)
        near->documents[i] = documents[i];
    FUZZ_CHECK(kembar_near_set_options(near, options, NULL) == KEMBAR_OK);
    FUZZ_CHECK(kembar_near_run(near, NULL) == KEMBAR_OK);
}

static void check_all(const kembar_document *const *documents, size_t n) {
    kembar_options options = kembar_options_default();
    kembar_trace *trace;
    kembar_near near;
    kembar_trace_likeness likeness;
    uint64_t n_candidates = 0;
    options.n_threads = 1;
    FUZZ_CHECK(kembar_trace_new(&trace, documents, n, &options, NULL) == KEMBAR_OK);
    run_near(&near, documents, n, &options);
    for (size_t i = 0; i < near.pairs.n_items; i++) {
        const kembar_pair *pair = &near.pairs.items[i];
        kembar_traced traced;
        FUZZ_CHECK(kembar_trace_two(trace, pair->a, pair->b, &traced, NULL) == KEMBAR_OK);
        check_pair(&traced, pair);
    }
    for (uint32_t a = 0; a < n; a++) {
        FUZZ_CHECK(kembar_trace_content_tokens(trace, a) == near.prepared[a].content.n_tokens);
        n_candidates += near.is_representative[a] ? check_candidates(trace, a) : 0;
        for (uint32_t b = a + 1; b < n; b++)
            check_two(trace, a, b);
    }
    FUZZ_CHECK(n_candidates == 2 * near.counts.n_candidates);
    if (n > 1) {
        FUZZ_CHECK(kembar_trace_liken(trace, 0, (uint32_t)n - 1, &likeness, NULL) == KEMBAR_OK);
        FUZZ_CHECK(likeness.similarity >= 0 && likeness.similarity <= 1000000);
        FUZZ_CHECK(likeness.n_nearer_a < n && likeness.n_nearer_b < n);
    }
    kembar_near_deinit(&near);
    kembar_trace_free(trace);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const kembar_document *documents[FUZZ_MAX_DOCUMENTS];
    kembar_collection *collection = fuzz_collection("trace.jsonl", fuzz_view(data, size), 0);
    size_t n = kembar_collection_document_count(collection);
    for (size_t i = 0; i < n; i++)
        documents[i] = kembar_collection_document(collection, i);
    if (n > 0)
        check_all(documents, n);
    kembar_collection_free(collection);
    return 0;
}
