#include "pair/reuse.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"
#include "pair/members.h"
#include "pair/pair_merge.h"

enum { SLICE = 16 };

typedef struct reuse_worker {
    kembar_retelling retelling;
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

static int is_copy(const void *context, uint32_t a, uint32_t b) {
    const reuse_job *job = context;
    const kembar_pair *pair =
        kembar_members_find(job->verified, job->input->classes, job->input->options, a, b);
    return pair && pair->relation >= KEMBAR_RELATION_NEAR;
}

static kembar_status look_at(const reuse_job *job, kembar_pair_list *list, reuse_worker *worker,
                             uint32_t a, uint32_t b) {
    const kembar_reuse_input *input = job->input;
    kembar_pair_finding finding;
    int is_one;
    if (!kembar_retelling_is_possible(&input->prepared[a], &input->prepared[b], input->options))
        return KEMBAR_OK;
    const kembar_pair *known =
        kembar_members_find(job->verified, input->classes, input->options, a, b);
    kembar_relation relation = known ? (kembar_relation)known->relation : KEMBAR_RELATION_NONE;
    if (kembar_retelling_judge(&worker->retelling, a, b, relation, known ? known->n_spans : 0,
                               &finding, &is_one))
        return KEMBAR_ERROR_MEMORY;
    if (!is_one)
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
        if (kembar_retold_candidates(worker->retelling.finder, (uint32_t)a, is_copy, job,
                                     &documents, &n))
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
    for (int i = 0; i < n_threads && !status; i++)
        status = kembar_retelling_init(&job->workers[i].retelling, &job->stretches,
                                       job->input->prepared, job->input->options, error);
    return status;
}

static void stop_workers(reuse_job *job, uint64_t *n_unlisted) {
    for (int i = 0; job->workers && i < job->input->options->n_threads; i++) {
        *n_unlisted += job->workers[i].n_unlisted;
        kembar_retelling_deinit(&job->workers[i].retelling);
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

kembar_status kembar_reuse_looks_at(kembar_retelling *retelling, const kembar_reuse_input *input,
                                    const kembar_pair_list *verified, uint32_t a, uint32_t b,
                                    int *looks, kembar_error *error) {
    reuse_job job = {.input = input, .verified = verified};
    const uint32_t *documents;
    size_t n;
    *looks = 0;
    if (kembar_retold_candidates(retelling->finder, a, is_copy, &job, &documents, &n))
        return kembar_error_memory(error);
    for (size_t i = 0; i < n; i++)
        *looks |= documents[i] == b;
    return KEMBAR_OK;
}

kembar_status kembar_reuse_stretches(kembar_stretches *out, const kembar_reuse_input *input,
                                     kembar_error *error) {
    kembar_stretches_input of = {.prepared = input->prepared,
                                 .n_documents = input->n_documents,
                                 .take = input->take,
                                 .frequencies = input->frequencies,
                                 .roots = input->roots,
                                 .n_threads = input->options->n_threads};
    return kembar_stretches_build(out, &of, error);
}

kembar_status kembar_reuse_add(kembar_pair_list *list, uint64_t *n_unlisted,
                               const kembar_reuse_input *input, kembar_error *error) {
    reuse_job job = {.input = input, .verified = list};
    kembar_status status = kembar_reuse_stretches(&job.stretches, input, error);
    if (!status)
        status = run(&job, list, error);
    stop_workers(&job, n_unlisted);
    kembar_stretches_deinit(&job.stretches);
    return status;
}
