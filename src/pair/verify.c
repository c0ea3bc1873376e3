#include "pair/verify.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"
#include "pair/measures.h"
#include "pair/members.h"
#include "pair/pair_merge.h"
#include "text/shingles.h"

enum { SLICE = 16 };

typedef struct verify_worker {
    kembar_candidate_counter counter;
    kembar_aligner *aligner;
    kembar_verify_counts counts;
} verify_worker;

typedef struct verify_job {
    const kembar_verify_input *input;
    verify_worker *workers;
    int n_workers;
    kembar_pair_list *lists; /* one a slice */
    size_t n_lists;
} verify_job;

int kembar_verify_is_promising(size_t n_a, size_t n_b, size_t shared) {
    if (shared >= KEMBAR_FILTER_MANY)
        return 1;
    if (shared >= KEMBAR_FILTER_FEW &&
        kembar_micro(shared, n_a < n_b ? n_a : n_b) >= KEMBAR_FILTER_CONTAINMENT)
        return 1;
    return shared < n_a + n_b && kembar_micro(shared, n_a + n_b - shared) >= KEMBAR_FILTER_JACCARD;
}

/* Shingles that two documents may have in common at the most: the rare ones that were counted, and
 * the frequent ones of the one that has fewer. Spares most candidates the exact count. */
static size_t most_shared(const kembar_postings *rare, uint32_t a,
                          const kembar_candidate *candidate) {
    uint32_t of_a = rare->n_frequent[a], of_b = rare->n_frequent[candidate->doc_id];
    return (size_t)candidate->n_shared + (of_a < of_b ? of_a : of_b);
}

int kembar_verify_is_apart(const kembar_prepared *prepared, const kembar_candidate_sources *sources,
                           uint32_t a, uint32_t b, size_t n_rare) {
    if (!sources->families || !kembar_families_both_follow(sources->families, a, b))
        return 0;
    size_t own_a = prepared[a].shingles.n_items - sources->rare->n_frequent[a];
    size_t own_b = prepared[b].shingles.n_items - sources->rare->n_frequent[b];
    return !kembar_verify_is_promising(own_a, own_b, n_rare);
}

static int passes_filter(const kembar_verify_input *input, uint32_t a, const kembar_candidate *b) {
    if (kembar_verify_is_apart(input->prepared, input->sources, a, b->doc_id, b->n_shared))
        return 0;
    const kembar_shingle_set *x = &input->prepared[a].shingles;
    const kembar_shingle_set *y = &input->prepared[b->doc_id].shingles;
    size_t most = most_shared(input->sources->rare, a, b),
           smaller = x->n_items < y->n_items ? x->n_items : y->n_items;
    if (!kembar_verify_is_promising(x->n_items, y->n_items, most < smaller ? most : smaller))
        return 0;
    size_t shared = kembar_shingles_shared(x->items, x->n_items, y->items, y->n_items);
    return kembar_verify_is_promising(x->n_items, y->n_items, shared);
}

static kembar_status look_at(const verify_job *job, kembar_pair_list *list, verify_worker *worker,
                             int *is_set, uint32_t a, const kembar_candidate *candidate) {
    const kembar_verify_input *input = job->input;
    uint32_t b = candidate->doc_id;
    const kembar_prepared *of_a = &input->prepared[a], *of_b = &input->prepared[b];
    kembar_pair_finding finding;
    worker->counts.n_candidates++;
    if (!passes_filter(input, a, candidate))
        return KEMBAR_OK;
    if (!*is_set && kembar_aligner_set(worker->aligner, of_a))
        return KEMBAR_ERROR_MEMORY;
    *is_set = 1;
    worker->counts.n_aligned++;
    if (kembar_verify_contents(&finding, worker->aligner, of_a, of_b, input->options))
        return KEMBAR_ERROR_MEMORY;
    if (finding.relation == KEMBAR_RELATION_NONE)
        return KEMBAR_OK;
    return kembar_members_add(list, &worker->counts.n_unlisted, input->prepared, input->classes,
                              input->options, a, b, &finding);
}

static kembar_status verify_document(const verify_job *job, kembar_pair_list *list,
                                     verify_worker *worker, uint32_t a) {
    const kembar_verify_input *input = job->input;
    int is_set = 0;
    if (input->classes->of_document[a] != a)
        return KEMBAR_OK;
    if (kembar_members_add_class(list, &worker->counts.n_unlisted, input->prepared, input->classes,
                                 input->options, a))
        return KEMBAR_ERROR_MEMORY;
    size_t n = kembar_candidates_of(&worker->counter, input->sources, input->options, a);
    for (size_t i = 0; i < n; i++)
        if (look_at(job, list, worker, &is_set, a, &worker->counter.items[i]))
            return KEMBAR_ERROR_MEMORY;
    return KEMBAR_OK;
}

static kembar_status verify_slice(void *context, size_t begin, size_t end, int worker_id,
                                  kembar_error *error) {
    verify_job *job = context;
    for (size_t i = begin; i < end; i++)
        if (verify_document(job, &job->lists[begin / SLICE], &job->workers[worker_id], (uint32_t)i))
            return kembar_error_memory(error);
    return KEMBAR_OK;
}

static kembar_status start_workers(verify_job *job, kembar_error *error) {
    kembar_status status = KEMBAR_OK;
    job->n_workers = job->input->options->n_threads;
    job->n_lists = job->input->n_documents / SLICE + 1;
    job->workers = kembar_alloc_zeroed((size_t)job->n_workers, sizeof *job->workers);
    job->lists = kembar_alloc_zeroed(job->n_lists, sizeof *job->lists);
    if (!job->workers || !job->lists)
        return kembar_error_memory(error);
    for (int i = 0; i < job->n_workers && !status; i++) {
        status = kembar_candidate_counter_init(&job->workers[i].counter, job->input->n_documents);
        if (status)
            return kembar_error_memory(error);
        status = kembar_aligner_new(&job->workers[i].aligner, error);
    }
    return status;
}

static void stop_workers(verify_job *job, kembar_verify_counts *counts) {
    for (int i = 0; job->workers && i < job->n_workers; i++) {
        counts->n_candidates += job->workers[i].counts.n_candidates;
        counts->n_aligned += job->workers[i].counts.n_aligned;
        counts->n_unlisted += job->workers[i].counts.n_unlisted;
        kembar_candidate_counter_deinit(&job->workers[i].counter);
        kembar_aligner_free(job->workers[i].aligner);
    }
    for (size_t i = 0; job->lists && i < job->n_lists; i++)
        kembar_pair_list_deinit(&job->lists[i]);
    kembar_free(job->workers);
    kembar_free(job->lists);
}

kembar_status kembar_verify_run(kembar_pair_list *out, kembar_verify_counts *counts,
                                const kembar_verify_input *input, kembar_error *error) {
    verify_job job = {.input = input};
    *out = (kembar_pair_list){0};
    *counts = (kembar_verify_counts){0};
    kembar_status status = start_workers(&job, error);
    if (!status)
        status = kembar_parallel_for(job.n_workers, input->n_documents, SLICE, verify_slice, &job,
                                     error);
    if (!status)
        status = kembar_pair_merge(out, job.lists, job.n_lists, error);
    stop_workers(&job, counts);
    if (status)
        kembar_pair_list_deinit(out);
    return status;
}
