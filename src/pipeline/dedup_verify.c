#include "pipeline/dedup_verify.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"
#include "pair/pair_merge.h"
#include "pipeline/dedup_families.h"
#include "pipeline/dedup_waves.h"

enum { SLICE = 16, CACHE_BYTES = 64 * 1024 * 1024 };
enum { MAX_FETCHED = 16 }; /* heads of a family */

typedef struct verify_job {
    const kembar_dedup_set *set;
    kembar_dedup_work work;
    kembar_dedup_judge *judges; /* owned; one for each thread */
    size_t n_judges;
    kembar_dedup_found *slices; /* owned; the last one is of the large families */
    size_t n_slices;
    uint8_t *is_gone; /* owned; NULL where all pairs are wanted: of each head not 0 once its class
                         is known to go */
} verify_job;

/* All pairs of each head with those behind it. */
static kembar_status verify_all(const verify_job *job, kembar_dedup_judge *judge,
                                kembar_dedup_found *out, const kembar_dedup_family *family,
                                kembar_error *error) {
    const kembar_dedup_work *work = &job->work;
    kembar_status status = KEMBAR_OK;
    for (size_t i = family->begin; i < family->end && !status; i++) {
        uint32_t head = work->heads[i];
        if (job->set->options->lists_pairs)
            status = kembar_dedup_judge_class(judge, head, out, error);
        for (size_t k = work->first[head]; k < work->first[head + 1] && !status; k++)
            if (work->others[k] > head && kembar_dedup_set_may_say(job->set, head, work->others[k]))
                status = kembar_dedup_judge_pair(judge, head, work->others[k], out, error);
    }
    return status;
}

/* Looks at a pair of a head that stays, and notes whether the other one goes for it. */
static kembar_status verify_kept(const verify_job *job, kembar_dedup_judge *judge,
                                 kembar_dedup_found *out, uint32_t head, uint32_t other,
                                 kembar_error *error) {
    size_t n_before = out->n_items;
    kembar_status status = kembar_dedup_judge_pair(judge, head < other ? head : other,
                                                   head < other ? other : head, out, error);
    if (out->n_items > n_before)
        kembar_dedup_note_gone(job->set, &out->items[n_before], job->is_gone);
    return status;
}

/* In the order of the set, so that a head that has not gone when its turn comes stays, and what
 * goes for it needs no further look. */
static kembar_status verify_needed(const verify_job *job, kembar_dedup_judge *judge,
                                   kembar_dedup_found *out, const kembar_dedup_family *family,
                                   kembar_error *error) {
    const kembar_dedup_work *work = &job->work;
    const uint32_t *place = job->set->place;
    kembar_status status = KEMBAR_OK;
    for (size_t i = family->begin; i < family->end; i++) {
        uint32_t head = work->heads[i];
        for (size_t k = work->first[head]; k < work->first[head + 1] && !status; k++) {
            uint32_t other = work->others[k];
            if (!job->is_gone[head] && !job->is_gone[other] && place[head] < place[other] &&
                kembar_dedup_set_may_say(job->set, head, other))
                status = verify_kept(job, judge, out, head, other, error);
        }
    }
    return status;
}

/* What verification looks at lies anywhere in memory: of the heads that come soon it is asked for
 * ahead, first their places in lists, then what these lead to. */
static void fetch_heads(const verify_job *job, const kembar_dedup_family *family) {
    size_t n = family->end - family->begin;
    for (size_t i = 0; i < n && i < MAX_FETCHED; i++) {
        uint32_t head = job->work.heads[family->begin + i];
        __builtin_prefetch(&job->set->imprints[head]);
        __builtin_prefetch(&job->set->place[head]);
        __builtin_prefetch(&job->work.first[head]);
    }
}

static void fetch_imprints(const verify_job *job, const kembar_dedup_family *family) {
    size_t n = family->end - family->begin;
    for (size_t i = 0; i < n && i < MAX_FETCHED; i++) {
        uint32_t head = job->work.heads[family->begin + i];
        __builtin_prefetch(&job->set->imprints[head]->n_content);
        __builtin_prefetch(&job->work.others[job->work.first[head]]);
    }
}

static kembar_status verify_family(const verify_job *job, kembar_dedup_judge *judge,
                                   kembar_dedup_found *out, const kembar_dedup_family *family,
                                   kembar_error *error) {
    size_t n = family->end - family->begin;
    kembar_dedup_judge_expect(judge, family->is_part ? SIZE_MAX : n);
    if (kembar_dedup_family_sort(&job->work, job->set, family))
        return kembar_error_memory(error);
    return job->is_gone ? verify_needed(job, judge, out, family, error)
                        : verify_all(job, judge, out, family, error);
}

static kembar_status verify_slice(void *context, size_t begin, size_t end, int worker_id,
                                  kembar_error *error) {
    const verify_job *job = context;
    const kembar_dedup_family *families = job->work.families;
    kembar_status status = KEMBAR_OK;
    for (size_t i = begin; i < end; i++)
        fetch_heads(job, &families[i]);
    fetch_imprints(job, &families[begin]);
    for (size_t i = begin; i < end && !status; i++) {
        if (i + 1 < end)
            fetch_imprints(job, &families[i + 1]);
        if (!kembar_dedup_family_is_large(&families[i]))
            status = verify_family(job, &job->judges[worker_id], &job->slices[begin / SLICE],
                                   &families[i], error);
    }
    return status;
}

/* --- the work --- */

/* Not 0 when who stays follows from the heads' pairs alone, class by class. */
static int is_plain(const kembar_dedup_options *options) {
    return !options->lists_pairs && options->on == KEMBAR_ON_NEAR && !options->run.across_sources &&
           options->run.within_days < 0;
}

static kembar_status start(verify_job *job, const kembar_sampled_pairs *pairs,
                           const kembar_furniture *furniture, kembar_error *error) {
    kembar_status status = KEMBAR_OK;
    int wants_all = !is_plain(job->set->options);
    if (!wants_all) {
        job->is_gone = kembar_alloc_zeroed(job->set->n, 1);
        if (!job->is_gone)
            return kembar_error_memory(error);
    }
    if (kembar_dedup_work_order(&job->work, job->set, pairs, wants_all))
        return kembar_error_memory(error);
    job->n_slices = (job->work.n_families + SLICE - 1) / SLICE + 1;
    job->slices = kembar_alloc_zeroed(job->n_slices, sizeof *job->slices);
    job->judges = kembar_alloc_zeroed(job->n_judges, sizeof *job->judges);
    if (!job->slices || !job->judges)
        return kembar_error_memory(error);
    for (size_t i = 0; i < job->n_judges && !status; i++)
        status = kembar_dedup_judge_init(&job->judges[i], job->set, furniture,
                                         CACHE_BYTES / job->n_judges, error);
    return status;
}

static kembar_status join_pairs(verify_job *job, kembar_dedup_findings *out, kembar_error *error) {
    kembar_pair_list *lists = kembar_alloc(job->n_slices, sizeof *lists);
    if (!lists)
        return kembar_error_memory(error);
    for (size_t i = 0; i < job->n_slices; i++) {
        lists[i] = job->slices[i].pairs;
        job->slices[i].pairs = (kembar_pair_list){0};
    }
    kembar_status status = kembar_pair_merge(&out->pairs, lists, job->n_slices, error);
    for (size_t i = 0; i < job->n_slices; i++)
        kembar_pair_list_deinit(&lists[i]);
    kembar_free(lists);
    return status;
}

static kembar_status join(verify_job *job, kembar_dedup_findings *out, kembar_error *error) {
    size_t n = 0;
    for (size_t i = 0; i < job->n_slices; i++)
        n += job->slices[i].n_items;
    out->items = kembar_alloc(n, sizeof *out->items);
    if (!out->items)
        return kembar_error_memory(error);
    for (size_t i = 0; i < job->n_slices; i++) {
        if (job->slices[i].n_items)
            memcpy(out->items + out->n_items, job->slices[i].items,
                   job->slices[i].n_items * sizeof *out->items);
        out->n_items += job->slices[i].n_items;
    }
    for (size_t i = 0; i < job->n_judges; i++)
        out->n_aligned += job->judges[i].n_aligned;
    return join_pairs(job, out, error);
}

static void stop(verify_job *job) {
    for (size_t i = 0; job->judges && i < job->n_judges; i++)
        kembar_dedup_judge_deinit(&job->judges[i]);
    for (size_t i = 0; job->slices && i < job->n_slices; i++)
        kembar_dedup_found_deinit(&job->slices[i]);
    kembar_free(job->judges);
    kembar_free(job->slices);
    kembar_free(job->is_gone);
    kembar_dedup_work_deinit(&job->work);
}

kembar_status kembar_dedup_verify(kembar_dedup_findings *out, const kembar_dedup_set *set,
                                  const kembar_furniture *furniture,
                                  const kembar_sampled_pairs *pairs, kembar_error *error) {
    *out = (kembar_dedup_findings){0};
    verify_job job = {.set = set, .n_judges = (size_t)set->options->run.n_threads};
    kembar_status status = start(&job, pairs, furniture, error);
    if (!status)
        status = kembar_parallel_for((int)job.n_judges, job.work.n_families, SLICE, verify_slice,
                                     &job, error);
    if (!status && job.is_gone)
        status = kembar_dedup_waves(set, &job.work, job.judges, job.n_judges, job.is_gone,
                                    &job.slices[job.n_slices - 1], error);
    if (!status)
        status = join(&job, out, error);
    stop(&job);
    if (status)
        kembar_dedup_findings_deinit(out);
    return status;
}

void kembar_dedup_findings_deinit(kembar_dedup_findings *findings) {
    kembar_free(findings->items);
    kembar_pair_list_deinit(&findings->pairs);
    *findings = (kembar_dedup_findings){0};
}
