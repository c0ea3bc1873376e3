#include "pair/reuse.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/parallel.h"
#include "pair/members.h"
#include "pair/pair_merge.h"
#include "pair/relation.h"
#include "pair/retold.h"
#include "pair/verify.h"

enum { SLICE = 16 };

typedef struct reuse_worker {
    kembar_retold_finder *finder;
    kembar_aligner *aligner;
    kembar_passage *passages; /* owned; of the pair at hand */
    size_t capacity;
    uint8_t *covered; /* owned; one byte a content token */
    size_t covered_capacity;
    uint64_t n_unlisted;
} reuse_worker;

typedef struct reuse_job {
    const kembar_reuse_input *input;
    const kembar_pair_list *verified;
    kembar_stretches stretches;
    reuse_worker *workers;   /* owned; one a thread */
    kembar_pair_list *lists; /* owned; one a slice */
    size_t n_lists;
} reuse_job;

static int says_enough(const reuse_job *job, uint32_t doc_id) {
    return job->input->prepared[doc_id].content.n_tokens >= (size_t)job->input->options->min_tokens;
}

/* Links judge what is told in two languages. */
static int is_across(const reuse_job *job, uint32_t a, uint32_t b) {
    kembar_language of_a = job->input->prepared[a].document->language;
    kembar_language of_b = job->input->prepared[b].document->language;
    return (of_a == KEMBAR_LANGUAGE_EN && of_b == KEMBAR_LANGUAGE_ID) ||
           (of_a == KEMBAR_LANGUAGE_ID && of_b == KEMBAR_LANGUAGE_EN);
}

/* --- the passages of a pair together --- */

static uint32_t cover(uint8_t *covered, size_t n_tokens, const kembar_passage *passages, size_t n,
                      int side_b) {
    uint32_t n_covered = 0;
    memset(covered, 0, n_tokens);
    for (size_t i = 0; i < n; i++) {
        uint32_t begin = side_b ? passages[i].b_begin : passages[i].a_begin;
        uint32_t end = side_b ? passages[i].b_end : passages[i].a_end;
        memset(covered + begin, 1, end - begin);
    }
    for (size_t i = 0; i < n_tokens; i++)
        n_covered += covered[i];
    return n_covered;
}

/* Tokens of [begin, end) that lie in passages. */
static uint32_t already(const uint8_t *covered, uint32_t begin, uint32_t end) {
    uint32_t n = 0;
    for (uint32_t i = begin; i < end; i++)
        n += covered[i];
    return n;
}

/* Adds those retold passages, reordered ones or the others, of which at least a fifth of side a is
 * not shared word by word anyway. */
static kembar_status add_retold(reuse_worker *worker, const kembar_retold *retold, int is_reordered,
                                size_t *n) {
    for (size_t i = 0; i < retold->n_passages; i++) {
        const kembar_passage *p = &retold->passages[i];
        if (retold->is_reordered[i] != is_reordered ||
            5 * already(worker->covered, p->a_begin, p->a_end) > 4 * (p->a_end - p->a_begin))
            continue;
        if (kembar_array_reserve((void **)&worker->passages, &worker->capacity, *n + 1,
                                 sizeof *worker->passages))
            return KEMBAR_ERROR_MEMORY;
        worker->passages[(*n)++] = *p;
    }
    return KEMBAR_OK;
}

static void count_reordered(kembar_measures *measures, const kembar_retold *retold) {
    for (size_t i = 0; i < retold->n_passages; i++)
        if (retold->is_reordered[i] && retold->passages[i].n_equal > measures->n_reordered)
            measures->n_reordered = retold->passages[i].n_equal;
}

static void measure_cover(kembar_measures *measures, reuse_worker *worker, size_t n) {
    measures->covered_b = cover(worker->covered, measures->n_b, worker->passages, n, 1);
    measures->covered_a = cover(worker->covered, measures->n_a, worker->passages, n, 0);
}

/* What a and b share word by word, and what one tells again of the other. */
static kembar_status judge(const reuse_job *job, reuse_worker *worker, uint32_t a, uint32_t b,
                           const kembar_retold *retold, kembar_pair_finding *finding) {
    const kembar_prepared *of_a = &job->input->prepared[a], *of_b = &job->input->prepared[b];
    size_t n_a = of_a->content.n_tokens, n_b = of_b->content.n_tokens;
    if (kembar_aligner_set(worker->aligner, of_a) ||
        kembar_verify_contents(finding, worker->aligner, of_a, of_b, job->input->options))
        return KEMBAR_ERROR_MEMORY;
    size_t n = finding->n_passages;
    if (kembar_array_reserve((void **)&worker->passages, &worker->capacity, n + 1,
                             sizeof *worker->passages) ||
        kembar_array_reserve((void **)&worker->covered, &worker->covered_capacity,
                             (n_a > n_b ? n_a : n_b) + 1, 1))
        return KEMBAR_ERROR_MEMORY;
    if (n)
        memcpy(worker->passages, finding->passages, n * sizeof *worker->passages);
    measure_cover(&finding->measures, worker, n);
    if (add_retold(worker, retold, 1, &n))
        return KEMBAR_ERROR_MEMORY;
    count_reordered(&finding->measures, retold);
    measure_cover(&finding->measures, worker, n);
    kembar_relation before = finding->relation;
    finding->relation = kembar_relation_decide(&finding->measures, job->input->options);
    if (finding->relation < KEMBAR_RELATION_EXCERPT) {
        if (add_retold(worker, retold, 0, &n))
            return KEMBAR_ERROR_MEMORY;
        measure_cover(&finding->measures, worker, n);
        finding->relation = KEMBAR_RELATION_RELATED;
    }
    finding->score = kembar_relation_score(&finding->measures, finding->relation);
    if (finding->relation != KEMBAR_RELATION_NEAR)
        finding->facts_differ = -1;
    else if (before != KEMBAR_RELATION_NEAR)
        finding->facts_differ = 0;
    finding->passages = worker->passages;
    finding->n_passages = n;
    return KEMBAR_OK;
}

static int is_copy(const void *context, uint32_t a, uint32_t b) {
    const reuse_job *job = context;
    const kembar_pair *pair = kembar_members_find(job->verified, job->input->classes, a, b);
    return pair && pair->relation >= KEMBAR_RELATION_NEAR;
}

static kembar_status look_at(const reuse_job *job, kembar_pair_list *list, reuse_worker *worker,
                             uint32_t a, uint32_t b) {
    const kembar_reuse_input *input = job->input;
    kembar_retold retold;
    kembar_pair_finding finding;
    if (!says_enough(job, a) || !says_enough(job, b) || is_across(job, a, b))
        return KEMBAR_OK;
    const kembar_pair *known = kembar_members_find(job->verified, input->classes, a, b);
    if (kembar_retold_find(worker->finder, a, b, &retold))
        return KEMBAR_ERROR_MEMORY;
    if (retold.n_passages == 0 || (known && retold.n_reordered == 0))
        return KEMBAR_OK;
    if (judge(job, worker, a, b, &retold, &finding))
        return KEMBAR_ERROR_MEMORY;
    /* What was judged by its passages in order keeps its name. */
    if (known && (finding.n_passages == known->n_spans || finding.relation != known->relation))
        return KEMBAR_OK;
    return kembar_members_add(list, &worker->n_unlisted, input->prepared, input->classes,
                              input->options, a, b, &finding);
}

static kembar_status reuse_slice(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    reuse_job *job = context;
    reuse_worker *worker = &job->workers[worker_id];
    for (size_t a = begin; a < end; a++) {
        const uint32_t *documents;
        size_t n;
        if (kembar_retold_candidates(worker->finder, (uint32_t)a, is_copy, job, &documents, &n))
            return kembar_error_memory(error);
        for (size_t i = 0; i < n; i++)
            if (look_at(job, &job->lists[begin / SLICE], worker, (uint32_t)a, documents[i]))
                return kembar_error_memory(error);
    }
    return KEMBAR_OK;
}

/* --- pairs measured anew take the place of the old ones --- */

static void drop_old(kembar_pair_list *list, const kembar_pair_list *anew) {
    size_t n = 0;
    for (size_t i = 0; i < list->n_items; i++)
        if (list->items[i].relation != KEMBAR_RELATION_EXCERPT ||
            !kembar_pair_list_find(anew, list->items[i].a, list->items[i].b))
            list->items[n++] = list->items[i];
    list->n_items = n;
}

static kembar_status start_workers(reuse_job *job, kembar_error *error) {
    int n_threads = job->input->options->n_threads;
    kembar_status status = KEMBAR_OK;
    job->n_lists = job->input->n_documents / SLICE + 1;
    job->workers = kembar_alloc_zeroed((size_t)n_threads, sizeof *job->workers);
    job->lists = kembar_alloc_zeroed(job->n_lists, sizeof *job->lists);
    if (!job->workers || !job->lists)
        return kembar_error_memory(error);
    for (int i = 0; i < n_threads && !status; i++) {
        status = kembar_aligner_new(&job->workers[i].aligner, error);
        if (!status)
            status = kembar_retold_finder_new(&job->workers[i].finder, &job->stretches,
                                              job->input->prepared, error);
    }
    return status;
}

static void stop_workers(reuse_job *job, uint64_t *n_unlisted) {
    for (int i = 0; job->workers && i < job->input->options->n_threads; i++) {
        *n_unlisted += job->workers[i].n_unlisted;
        kembar_aligner_free(job->workers[i].aligner);
        kembar_retold_finder_free(job->workers[i].finder);
        kembar_free(job->workers[i].passages);
        kembar_free(job->workers[i].covered);
    }
    for (size_t i = 0; job->lists && i < job->n_lists; i++)
        kembar_pair_list_deinit(&job->lists[i]);
    kembar_free(job->workers);
    kembar_free(job->lists);
}

static kembar_status run(reuse_job *job, kembar_pair_list *list, kembar_error *error) {
    const kembar_reuse_input *input = job->input;
    kembar_pair_list anew = {0};
    kembar_status status = start_workers(job, error);
    if (!status)
        status = kembar_parallel_for(input->options->n_threads, input->n_documents, SLICE,
                                     reuse_slice, job, error);
    if (!status)
        status = kembar_pair_merge(&anew, job->lists, job->n_lists, error);
    if (!status) {
        drop_old(list, &anew);
        status = kembar_pair_merge(list, &anew, 1, error);
    }
    kembar_pair_list_deinit(&anew);
    return status;
}

kembar_status kembar_reuse_add(kembar_pair_list *list, uint64_t *n_unlisted,
                               const kembar_reuse_input *input, kembar_error *error) {
    reuse_job job = {.input = input, .verified = list};
    kembar_status status =
        kembar_stretches_build(&job.stretches, input->prepared, input->take, input->n_documents,
                               input->frequencies, input->roots, input->options->n_threads, error);
    if (!status)
        status = run(&job, list, error);
    stop_workers(&job, n_unlisted);
    kembar_stretches_deinit(&job.stretches);
    return status;
}
