#include "pipeline/dedup_verify.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/parallel.h"
#include "pair/facts.h"
#include "pair/listed.h"
#include "pair/pair_merge.h"
#include "pair/verify.h"
#include "pipeline/dedup_cache.h"
#include "pipeline/dedup_families.h"
#include "text/shingles.h"

enum { SLICE = 16, CACHE_BYTES = 64 * 1024 * 1024, MIN_CACHE_BYTES = 2 * 1024 * 1024 };
enum { MAX_FETCHED = 16 }; /* heads of a family */

#define NOBODY UINT32_MAX

typedef struct slice_findings {
    kembar_dedup_finding *items; /* owned */
    size_t n_items, capacity;
    kembar_pair_list pairs;
} slice_findings;

typedef struct verify_worker {
    kembar_dedup_cache *cache;
    kembar_aligner *aligner;
    uint64_t n_aligned;
} verify_worker;

typedef struct verify_job {
    const kembar_dedup_set *set;
    kembar_dedup_work work;
    verify_worker *workers; /* owned */
    size_t n_workers;
    slice_findings *slices; /* owned */
    size_t n_slices;
    uint8_t *is_gone; /* owned; NULL where all pairs are wanted: of each head not 0 once its class
                         is known to go */
} verify_job;

/* --- rows of pairs --- */

typedef struct listing_job {
    const verify_job *job;
    verify_worker *worker;
    slice_findings *out;
    const kembar_pair_finding *finding;
} listing_job;

static kembar_listed_class class_of(const kembar_dedup_set *set, uint32_t head) {
    return (kembar_listed_class){set->members + set->first[head],
                                 kembar_dedup_set_class_size(set, head), head};
}

static kembar_listed_facts facts_of(void *context, uint32_t document) {
    const listing_job *listing = context;
    const kembar_imprint *imprint = listing->job->set->imprints[document];
    return (kembar_listed_facts){imprint->source, imprint->day};
}

static kembar_status list_pair(void *context, uint32_t a, uint32_t b, kembar_error *error) {
    const listing_job *listing = context;
    const verify_job *job = listing->job;
    kembar_dedup_cache *cache = listing->worker->cache;
    const kembar_dedup_set *set = job->set;
    const kembar_prepared *of_a, *of_b;
    int says_nothing = kembar_dedup_set_is_old(set, a) && kembar_dedup_set_is_old(set, b);
    if (says_nothing || !kembar_dedup_set_wants(set, a, b))
        return KEMBAR_OK;
    kembar_status status = kembar_dedup_cache_get(cache, a, a, &of_a, error);
    if (!status)
        status = kembar_dedup_cache_get(cache, b, a, &of_b, error);
    if (status)
        return status;
    kembar_pair_finding bare = *listing->finding;
    bare.n_passages = 0;
    if (kembar_pair_list_add(&listing->out->pairs, of_a, of_b, kembar_dedup_set_number(set, a),
                             kembar_dedup_set_number(set, b), &bare))
        return kembar_error_memory(error);
    return KEMBAR_OK;
}

static kembar_status list_between(const verify_job *job, verify_worker *worker, slice_findings *out,
                                  uint32_t a, uint32_t b, const kembar_pair_finding *finding,
                                  kembar_error *error) {
    listing_job context = {job, worker, out, finding};
    kembar_listing listing = {&job->set->options->run, facts_of, list_pair, &context, 0};
    kembar_listed_class of_a = class_of(job->set, a), of_b = class_of(job->set, b);
    return kembar_listed_between(&listing, &of_a, &of_b, error);
}

static kembar_status list_class(const verify_job *job, verify_worker *worker, slice_findings *out,
                                uint32_t head, kembar_error *error) {
    const kembar_prepared *prepared;
    kembar_listed_class of = class_of(job->set, head);
    if (of.n_members < 2)
        return KEMBAR_OK;
    kembar_status status = kembar_dedup_cache_get(worker->cache, head, head, &prepared, error);
    if (status)
        return status;
    kembar_passage whole;
    kembar_pair_finding finding = kembar_verify_equal(prepared, &whole);
    listing_job context = {job, worker, out, &finding};
    kembar_listing listing = {&job->set->options->run, facts_of, list_pair, &context, 0};
    return kembar_listed_within(&listing, &of, error);
}

/* --- judging --- */

static uint8_t inside_of(const kembar_pair_finding *finding, const kembar_options *options) {
    if (finding->relation != KEMBAR_RELATION_EXCERPT)
        return KEMBAR_INSIDE_NONE;
    if (kembar_measures_coverage_a(&finding->measures) >= options->near_micro)
        return KEMBAR_INSIDE_B;
    return kembar_measures_coverage_b(&finding->measures) >= options->near_micro
               ? KEMBAR_INSIDE_A
               : KEMBAR_INSIDE_NONE;
}

static kembar_status keep_finding(const verify_job *job, slice_findings *out, uint32_t a,
                                  uint32_t b, const kembar_pair_finding *finding) {
    if (kembar_array_reserve((void **)&out->items, &out->capacity, out->n_items + 1,
                             sizeof *out->items))
        return KEMBAR_ERROR_MEMORY;
    out->items[out->n_items++] =
        (kembar_dedup_finding){.a = a,
                               .b = b,
                               .score = finding->score,
                               .relation = (uint8_t)finding->relation,
                               .facts_differ = finding->facts_differ,
                               .inside = inside_of(finding, &job->set->options->run)};
    return KEMBAR_OK;
}

/* Two documents while they are verified. */
typedef struct looked_at {
    const verify_job *job;
    verify_worker *worker;
    uint32_t a, b;
    const kembar_prepared *of_a, *of_b;
    size_t shared; /* shingles; where is_bound no more than that it is at least so many */
    int is_bound;
} looked_at;

static kembar_status find_values(void *context) {
    const looked_at *pair = context;
    kembar_dedup_cache *cache = pair->worker->cache;
    kembar_status status = kembar_dedup_cache_find_values(cache, pair->a, NULL);
    return status ? status : kembar_dedup_cache_find_values(cache, pair->b, NULL);
}

/* Documents are read without values; few near pairs ask for them. */
static kembar_status verify_facts(looked_at *pair, const kembar_alignment *alignment,
                                  kembar_pair_finding *finding, kembar_error *error) {
    int differ;
    if (finding->relation != KEMBAR_RELATION_NEAR)
        return KEMBAR_OK;
    kembar_values_source values = {find_values, pair};
    kembar_dedup_cache_settle_sentences(pair->worker->cache, pair->a);
    kembar_dedup_cache_settle_sentences(pair->worker->cache, pair->b);
    if (kembar_facts_differ_asking(pair->of_a, pair->of_b, alignment, &values, &differ))
        return kembar_error_memory(error);
    finding->facts_differ = (int8_t)differ;
    return KEMBAR_OK;
}

static kembar_status count_shared(looked_at *pair, kembar_error *error) {
    kembar_dedup_cache *cache = pair->worker->cache;
    kembar_status status = kembar_dedup_cache_find_shingles(cache, pair->a, error);
    if (!status)
        status = kembar_dedup_cache_find_shingles(cache, pair->b, error);
    if (status)
        return status;
    const kembar_shingle_set *x = &pair->of_a->shingles, *y = &pair->of_b->shingles;
    pair->shared = kembar_shingles_shared(x->items, x->n_items, y->items, y->n_items);
    pair->is_bound = 0;
    return KEMBAR_OK;
}

/* Whether the two are worth an alignment. Of copies so much is equal that it shows without their
 * shingles; where pairs are listed these are asked for anyway. The aligner has a. */
static kembar_status filter(looked_at *pair, int *is_promising, kembar_error *error) {
    const kembar_dedup_options *options = pair->job->set->options;
    if (kembar_aligner_find(pair->worker->aligner, pair->of_b))
        return kembar_error_memory(error);
    pair->shared = kembar_aligner_sure_shingles(
        pair->worker->aligner, (unsigned)options->run.shingle_tokens, KEMBAR_FILTER_MANY);
    pair->is_bound = *is_promising = pair->shared >= KEMBAR_FILTER_MANY;
    if (pair->is_bound && !options->lists_pairs)
        return KEMBAR_OK;
    kembar_status status = count_shared(pair, error);
    if (!status)
        *is_promising = kembar_verify_is_promising(pair->of_a->shingles.n_items,
                                                   pair->of_b->shingles.n_items, pair->shared);
    return status;
}

/* Whether the pair is none that is asked for, whatever shingles it shares. */
static int is_surely_far(const looked_at *pair, const kembar_alignment *alignment) {
    const kembar_dedup_options *options = pair->job->set->options;
    const kembar_aligner *aligner = pair->worker->aligner;
    unsigned k = (unsigned)options->run.shingle_tokens;
    return options->on == KEMBAR_ON_NEAR &&
           kembar_verify_is_surely_far(alignment, pair->of_a, pair->of_b,
                                       kembar_aligner_most_shingles(aligner, k),
                                       kembar_aligner_least_shingles(aligner, k), &options->run);
}

/* The shingles of most pairs need not be known. */
static kembar_status judge(looked_at *pair, kembar_pair_finding *finding, kembar_error *error) {
    const kembar_options *options = &pair->job->set->options->run;
    kembar_alignment alignment;
    if (kembar_aligner_link(pair->worker->aligner, &alignment))
        return kembar_error_memory(error);
    int is_near = pair->is_bound && kembar_verify_is_surely_near(finding, &alignment, pair->of_a,
                                                                 pair->of_b, pair->shared, options);
    if (!is_near && pair->is_bound && is_surely_far(pair, &alignment)) {
        finding->relation = KEMBAR_RELATION_NONE;
        return KEMBAR_OK;
    }
    if (!is_near) {
        kembar_status status = pair->is_bound ? count_shared(pair, error) : KEMBAR_OK;
        if (status)
            return status;
        kembar_verify_judge(finding, &alignment, pair->of_a, pair->of_b, pair->shared, options);
    }
    return verify_facts(pair, &alignment, finding, error);
}

/* `set_for`: whom the aligner has. */
static kembar_status verify_pair(const verify_job *job, verify_worker *worker, slice_findings *out,
                                 uint32_t a, uint32_t b, uint32_t *set_for, kembar_error *error) {
    const kembar_dedup_options *options = job->set->options;
    looked_at pair = {.job = job, .worker = worker, .a = a, .b = b};
    kembar_pair_finding finding = {.relation = KEMBAR_RELATION_NONE};
    int is_promising = 0;
    /* What the aligner borrows from another one may be gone with the next that is read. */
    if (*set_for != a)
        *set_for = NOBODY;
    kembar_status status = kembar_dedup_cache_get(worker->cache, a, a, &pair.of_a, error);
    if (!status)
        status = kembar_dedup_cache_get(worker->cache, b, a, &pair.of_b, error);
    if (!status && *set_for != a && kembar_aligner_set(worker->aligner, pair.of_a))
        status = kembar_error_memory(error);
    if (!status)
        *set_for = a;
    if (!status)
        status = filter(&pair, &is_promising, error);
    if (status || !is_promising)
        return status;
    worker->n_aligned++;
    status = judge(&pair, &finding, error);
    if (status)
        return status;
    kembar_relation least =
        options->on == KEMBAR_ON_EXCERPT ? KEMBAR_RELATION_EXCERPT : KEMBAR_RELATION_NEAR;
    if (finding.relation < least)
        return KEMBAR_OK;
    if (keep_finding(job, out, a, b, &finding))
        return kembar_error_memory(error);
    if (!options->lists_pairs)
        return KEMBAR_OK;
    /* Other documents may now be where a was. */
    *set_for = NOBODY;
    return list_between(job, worker, out, a, b, &finding, error);
}

/* Old heads of classes may have new members. */
static int says_nothing(const verify_job *job, uint32_t a, uint32_t b) {
    const kembar_dedup_set *set = job->set;
    return kembar_dedup_set_is_old(set, a) && kembar_dedup_set_is_old(set, b) &&
           kembar_dedup_set_class_size(set, a) == 1 && kembar_dedup_set_class_size(set, b) == 1;
}

/* All pairs of each head with those behind it. */
static kembar_status verify_all(const verify_job *job, verify_worker *worker, slice_findings *out,
                                const kembar_dedup_family *family, kembar_error *error) {
    const kembar_dedup_work *work = &job->work;
    kembar_status status = KEMBAR_OK;
    for (size_t i = family->begin; i < family->end && !status; i++) {
        uint32_t head = work->heads[i], set_for = NOBODY;
        if (job->set->options->lists_pairs)
            status = list_class(job, worker, out, head, error);
        for (size_t k = work->first[head]; k < work->first[head + 1] && !status; k++)
            if (work->others[k] > head && !says_nothing(job, head, work->others[k]))
                status = verify_pair(job, worker, out, head, work->others[k], &set_for, error);
    }
    return status;
}

/* Looks at a pair of a head that stays, and notes whether the other one goes for it. */
static kembar_status verify_kept(const verify_job *job, verify_worker *worker, slice_findings *out,
                                 uint32_t head, uint32_t other, uint32_t *set_for,
                                 kembar_error *error) {
    size_t n_before = out->n_items;
    kembar_status status = head < other
                               ? verify_pair(job, worker, out, head, other, set_for, error)
                               : verify_pair(job, worker, out, other, head, set_for, error);
    if (out->n_items > n_before && out->items[n_before].facts_differ != 1 &&
        !kembar_dedup_set_is_old(job->set, other))
        job->is_gone[other] = 1;
    return status;
}

/* In the order of the set, so that a head that has not gone when its turn comes stays, and what
 * goes for it needs no further look. */
static kembar_status verify_needed(const verify_job *job, verify_worker *worker,
                                   slice_findings *out, const kembar_dedup_family *family,
                                   kembar_error *error) {
    const kembar_dedup_work *work = &job->work;
    const uint32_t *place = job->set->place;
    kembar_status status = KEMBAR_OK;
    for (size_t i = family->begin; i < family->end; i++) {
        uint32_t head = work->heads[i], set_for = NOBODY;
        for (size_t k = work->first[head]; k < work->first[head + 1] && !status; k++) {
            uint32_t other = work->others[k];
            if (!job->is_gone[head] && !job->is_gone[other] && place[head] < place[other] &&
                !says_nothing(job, head, other))
                status = verify_kept(job, worker, out, head, other, &set_for, error);
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

static kembar_status verify_slice(void *context, size_t begin, size_t end, int worker_id,
                                  kembar_error *error) {
    verify_job *job = context;
    verify_worker *worker = &job->workers[worker_id];
    slice_findings *out = &job->slices[begin / SLICE];
    kembar_status status = KEMBAR_OK;
    for (size_t i = begin; i < end; i++)
        fetch_heads(job, &job->work.families[i]);
    fetch_imprints(job, &job->work.families[begin]);
    for (size_t i = begin; i < end && !status; i++) {
        const kembar_dedup_family *family = &job->work.families[i];
        if (i + 1 < end)
            fetch_imprints(job, family + 1);
        kembar_dedup_cache_expect(worker->cache,
                                  family->is_whole ? family->end - family->begin : SIZE_MAX);
        if (kembar_dedup_family_sort(&job->work, job->set, family))
            status = kembar_error_memory(error);
        else if (job->is_gone && family->is_whole)
            status = verify_needed(job, worker, out, family, error);
        else
            status = verify_all(job, worker, out, family, error);
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
    size_t max_bytes = CACHE_BYTES / job->n_workers;
    kembar_status status = KEMBAR_OK;
    if (is_plain(job->set->options)) {
        job->is_gone = kembar_alloc_zeroed(job->set->n, 1);
        if (!job->is_gone)
            return kembar_error_memory(error);
    }
    if (kembar_dedup_work_order(&job->work, job->set, pairs))
        return kembar_error_memory(error);
    job->n_slices = job->work.n_families / SLICE + 1;
    job->slices = kembar_alloc_zeroed(job->n_slices, sizeof *job->slices);
    job->workers = kembar_alloc_zeroed(job->n_workers, sizeof *job->workers);
    if (!job->slices || !job->workers)
        return kembar_error_memory(error);
    for (size_t i = 0; i < job->n_workers && !status; i++) {
        status = kembar_dedup_cache_new(&job->workers[i].cache, job->set, furniture,
                                        max_bytes < MIN_CACHE_BYTES ? MIN_CACHE_BYTES : max_bytes,
                                        error);
        if (!status)
            status = kembar_aligner_new(&job->workers[i].aligner, error);
    }
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
    for (size_t i = 0; i < job->n_workers; i++)
        out->n_aligned += job->workers[i].n_aligned;
    return join_pairs(job, out, error);
}

static void stop(verify_job *job) {
    for (size_t i = 0; job->workers && i < job->n_workers; i++) {
        kembar_dedup_cache_free(job->workers[i].cache);
        kembar_aligner_free(job->workers[i].aligner);
    }
    for (size_t i = 0; job->slices && i < job->n_slices; i++) {
        kembar_free(job->slices[i].items);
        kembar_pair_list_deinit(&job->slices[i].pairs);
    }
    kembar_free(job->workers);
    kembar_free(job->slices);
    kembar_free(job->is_gone);
    kembar_dedup_work_deinit(&job->work);
}

kembar_status kembar_dedup_verify(kembar_dedup_findings *out, const kembar_dedup_set *set,
                                  const kembar_furniture *furniture,
                                  const kembar_sampled_pairs *pairs, kembar_error *error) {
    *out = (kembar_dedup_findings){0};
    verify_job job = {.set = set, .n_workers = (size_t)set->options->run.n_threads};
    kembar_status status = start(&job, pairs, furniture, error);
    if (!status)
        status = kembar_parallel_for((int)job.n_workers, job.work.n_families, SLICE, verify_slice,
                                     &job, error);
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
