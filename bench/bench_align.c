/* Verification of the candidates that the collection has: the prefilter, the alignment, and both
 * together. */
#include "base/alloc.h"
#include "base/array.h"
#include "stages.h"
#include "text/shingles.h"

enum { MAX_PAIRS = 400000, FILTER_SHINGLES = 30 };

typedef struct candidate_pair {
    uint32_t a, b;
} candidate_pair;

typedef struct align_work {
    bench_stages *stages;
    kembar_near_lists lists;
    candidate_pair *pairs; /* in the order of a */
    size_t n_pairs, capacity, n_aligned;
    kembar_aligner *aligner;
    uint64_t n_shared, n_tokens, n_found;
} align_work;

static void list_pairs(align_work *work) {
    const kembar_near *near = &work->stages->near;
    kembar_candidate_counter counter;
    bench_need(kembar_candidate_counter_init(&counter, near->n_documents), NULL);
    for (uint32_t a = 0; a < near->n_documents && work->n_pairs < MAX_PAIRS; a++) {
        size_t n = kembar_candidates_of(&counter, &work->lists.sources, &near->options, a);
        bench_need(kembar_array_reserve((void **)&work->pairs, &work->capacity, work->n_pairs + n,
                                        sizeof *work->pairs),
                   NULL);
        for (size_t i = 0; i < n; i++)
            work->pairs[work->n_pairs++] = (candidate_pair){a, counter.items[i].doc_id};
    }
    kembar_candidate_counter_deinit(&counter);
}

static size_t shared_shingles(const align_work *work, const candidate_pair *pair) {
    const kembar_shingle_set *a = &work->stages->near.prepared[pair->a].shingles;
    const kembar_shingle_set *b = &work->stages->near.prepared[pair->b].shingles;
    return kembar_shingles_shared(a->items, a->n_items, b->items, b->n_items);
}

static void filter(void *context) {
    align_work *work = context;
    work->n_shared = 0;
    for (size_t i = 0; i < work->n_pairs; i++)
        work->n_shared += shared_shingles(work, &work->pairs[i]);
}

/* Keeps the pairs that the prefilter lets through for sure. */
static void keep_filtered(align_work *work) {
    for (size_t i = 0; i < work->n_pairs; i++)
        if (shared_shingles(work, &work->pairs[i]) >= FILTER_SHINGLES)
            work->pairs[work->n_aligned++] = work->pairs[i];
}

static void set_first(align_work *work, size_t i) {
    const kembar_prepared *prepared = work->stages->near.prepared;
    if (i == 0 || work->pairs[i].a != work->pairs[i - 1].a)
        bench_need(kembar_aligner_set(work->aligner, &prepared[work->pairs[i].a]), NULL);
}

static void align(void *context) {
    align_work *work = context;
    const kembar_prepared *prepared = work->stages->near.prepared;
    work->n_tokens = 0;
    for (size_t i = 0; i < work->n_aligned; i++) {
        kembar_alignment alignment;
        set_first(work, i);
        bench_need(kembar_aligner_run(work->aligner, &prepared[work->pairs[i].b], &alignment),
                   NULL);
        work->n_tokens += prepared[work->pairs[i].b].content.n_tokens;
    }
}

static void decide(void *context) {
    align_work *work = context;
    const kembar_near *near = &work->stages->near;
    work->n_found = 0;
    for (size_t i = 0; i < work->n_aligned; i++) {
        kembar_pair_finding finding;
        const candidate_pair *pair = &work->pairs[i];
        set_first(work, i);
        bench_need(kembar_verify_contents(&finding, work->aligner, &near->prepared[pair->a],
                                          &near->prepared[pair->b], &near->options),
                   NULL);
        work->n_found += finding.relation != KEMBAR_RELATION_NONE;
    }
}

static void verify(void *context) {
    align_work *work = context;
    const kembar_near *near = &work->stages->near;
    kembar_verify_input input = {near->prepared, near->n_documents, &near->classes,
                                 &work->lists.sources, &near->options};
    kembar_verify_counts counts;
    kembar_pair_list pairs;
    kembar_error error = {0};
    bench_need(kembar_verify_run(&pairs, &counts, &input, &error), &error);
    work->n_shared = counts.n_candidates;
    kembar_pair_list_deinit(&pairs);
}

static void measure(bench *self, align_work *work) {
    bench_row(self, "candidates looked at", (double)work->n_pairs, "");
    bench_times times = bench_measure(self, filter, NULL, work);
    bench_rate(self, "shared shingles, 1 thread", (double)work->n_pairs * 1e-3, "thousand pairs/s",
               &times);
    keep_filtered(work);
    bench_row(self, "of them with 30 shared shingles", (double)work->n_aligned, "");
    times = bench_measure(self, align, NULL, work);
    bench_rate(self, "alignment, 1 thread", (double)work->n_aligned * 1e-3, "thousand pairs/s",
               &times);
    bench_rate(self, "alignment, 1 thread: tokens", (double)work->n_tokens * 1e-6, "M/s", &times);
    times = bench_measure(self, decide, NULL, work);
    bench_rate(self, "alignment and relation, 1 thread", (double)work->n_aligned * 1e-3,
               "thousand pairs/s", &times);
    bench_row(self, "pairs found among them", (double)work->n_found, "");
    times = bench_measure(self, verify, NULL, work);
    bench_rate(self, "verify, all candidates, all threads", (double)work->n_shared * 1e-3,
               "thousand pairs/s", &times);
}

int main(int argc, char **argv) {
    bench self;
    bench_stages stages;
    int code = bench_begin(&self, "bench_align", argc, argv);
    if (code != 0)
        return code;
    bench_stages_read(&stages, &self);
    bench_stages_near(&stages);
    align_work work = {.stages = &stages};
    kembar_error error = {0};
    bench_stages_lists(&stages, &work.lists);
    bench_need(kembar_aligner_new(&work.aligner, &error), &error);
    list_pairs(&work);
    measure(&self, &work);
    kembar_aligner_free(work.aligner);
    kembar_free(work.pairs);
    kembar_near_lists_deinit(&work.lists);
    bench_stages_deinit(&stages);
    return bench_end(&self);
}
