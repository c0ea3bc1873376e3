#include "pair/related.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"
#include "pair/members.h"
#include "pair/pair_merge.h"
#include "pair/verify.h"
#include "text/shingles.h"

/* Shared shingles without which no passage of 8 equal tokens is likely: not worth an alignment. */
enum { ALIGN_SHINGLES = 4, SLICE = 16 };

typedef struct related_worker {
    kembar_aligner *aligner;
    uint64_t n_unlisted;
} related_worker;

typedef struct related_job {
    const kembar_related_input *input;
    const kembar_pair_list *verified;
    related_worker *workers;
    kembar_pair_list *lists; /* one a slice */
    size_t n_lists;
} related_job;

/* Of two neighbours the one with the smaller index makes the pair, or the only one that sees the
 * other. */
static int makes_pair(const kembar_neighbours *neighbours, uint32_t a, uint32_t b) {
    if (a < b)
        return 1;
    const kembar_neighbour *of_b = neighbours->items + b * neighbours->stride;
    for (uint32_t i = 0; i < neighbours->counts[b]; i++)
        if (of_b[i].doc_id == a)
            return 0;
    return 1;
}

/* The pair of two representatives may be left out (same source, too many days apart) where one of
 * other members is listed. */
static int is_verified(const related_job *job, uint32_t a, uint32_t b) {
    return kembar_members_find(job->verified, job->input->classes, job->input->options, a, b) !=
           NULL;
}

static int says_enough(const related_job *job, uint32_t doc_id) {
    return job->input->prepared[doc_id].content.n_tokens >= (size_t)job->input->options->min_tokens;
}

static kembar_status share_passages(const related_job *job, kembar_aligner *aligner, uint32_t a,
                                    uint32_t b, kembar_pair_finding *finding) {
    const kembar_prepared *of_a = &job->input->prepared[a], *of_b = &job->input->prepared[b];
    size_t shared = kembar_shingles_shared(of_a->shingles.items, of_a->shingles.n_items,
                                           of_b->shingles.items, of_b->shingles.n_items);
    kembar_alignment none = {0};
    *finding = (kembar_pair_finding){.measures =
                                         kembar_measures_make(of_a, of_b, &none, (uint32_t)shared)};
    if (shared < ALIGN_SHINGLES)
        return KEMBAR_OK;
    if (kembar_aligner_set(aligner, of_a))
        return KEMBAR_ERROR_MEMORY;
    return kembar_verify_contents(finding, aligner, of_a, of_b, job->input->options);
}

/* Names alone make two texts of two languages similar: links.h judges them. */
static int is_across(const related_job *job, uint32_t a, uint32_t b) {
    kembar_language of_a = job->input->prepared[a].document->language;
    kembar_language of_b = job->input->prepared[b].document->language;
    return (of_a == KEMBAR_LANGUAGE_EN && of_b == KEMBAR_LANGUAGE_ID) ||
           (of_a == KEMBAR_LANGUAGE_ID && of_b == KEMBAR_LANGUAGE_EN);
}

static kembar_status add_related(const related_job *job, kembar_pair_list *list,
                                 related_worker *worker, uint32_t a,
                                 const kembar_neighbour *neighbour) {
    const kembar_related_input *input = job->input;
    uint32_t b = neighbour->doc_id;
    kembar_pair_finding finding;
    if (!makes_pair(input->neighbours, a, b) || !says_enough(job, a) || !says_enough(job, b) ||
        is_verified(job, a, b))
        return KEMBAR_OK;
    if (share_passages(job, worker->aligner, a, b, &finding))
        return KEMBAR_ERROR_MEMORY;
    /* A copy that no candidate source saw may still be found here. */
    if (finding.relation == KEMBAR_RELATION_NONE) {
        if (is_across(job, a, b))
            return KEMBAR_OK;
        finding.relation = KEMBAR_RELATION_RELATED;
        finding.score = neighbour->similarity;
    }
    if (finding.relation != KEMBAR_RELATION_NEAR)
        finding.facts_differ = -1;
    return kembar_members_add(list, &worker->n_unlisted, input->prepared, input->classes,
                              input->options, a, b, &finding);
}

static kembar_status relate_slice(void *context, size_t begin, size_t end, int worker_id,
                                  kembar_error *error) {
    related_job *job = context;
    const kembar_neighbours *neighbours = job->input->neighbours;
    for (size_t a = begin; a < end; a++)
        for (uint32_t i = 0; i < neighbours->counts[a]; i++)
            if (add_related(job, &job->lists[begin / SLICE], &job->workers[worker_id], (uint32_t)a,
                            &neighbours->items[a * neighbours->stride + i]))
                return kembar_error_memory(error);
    return KEMBAR_OK;
}

static kembar_status relate(related_job *job, kembar_pair_list *list, kembar_error *error) {
    int n_threads = job->input->options->n_threads;
    kembar_status status = KEMBAR_OK;
    job->workers = kembar_alloc_zeroed((size_t)n_threads, sizeof *job->workers);
    job->lists = kembar_alloc_zeroed(job->n_lists, sizeof *job->lists);
    if (!job->workers || !job->lists)
        return kembar_error_memory(error);
    for (int i = 0; i < n_threads && !status; i++)
        status = kembar_aligner_new(&job->workers[i].aligner, error);
    if (!status)
        status = kembar_parallel_for(n_threads, job->input->n_documents, SLICE, relate_slice, job,
                                     error);
    return status ? status : kembar_pair_merge(list, job->lists, job->n_lists, error);
}

kembar_status kembar_related_add(kembar_pair_list *list, uint64_t *n_unlisted,
                                 const kembar_related_input *input, kembar_error *error) {
    related_job job = {.input = input, .verified = list, .n_lists = input->n_documents / SLICE + 1};
    kembar_status status = relate(&job, list, error);
    for (int i = 0; job.workers && i < input->options->n_threads; i++) {
        *n_unlisted += job.workers[i].n_unlisted;
        kembar_aligner_free(job.workers[i].aligner);
    }
    for (size_t i = 0; job.lists && i < job.n_lists; i++)
        kembar_pair_list_deinit(&job.lists[i]);
    kembar_free(job.workers);
    kembar_free(job.lists);
    return status;
}
