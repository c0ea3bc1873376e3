#include "pair/link_match.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/lower_bound.h"
#include "pair/members.h"

/* Rivals that a mean is taken over; where a document has fewer, FEW_RIVALS stands for each missing
 * one. */
enum { RIVALS = 10, FEW_RIVALS = 250000 };
/* Small collections lean on this threshold, as if so many documents had voted for it. */
enum { USUAL_THRESHOLD = 450000, USUAL_VOTES = 8 };

typedef struct match_job {
    kembar_link_match *out;
    kembar_link_candidates *candidates;
    const kembar_pair_list *pairs;
    const kembar_classes *classes;
    const kembar_options *options;
    uint32_t *order; /* owned; candidates, best first */
    int64_t *rivals; /* owned; sums of a document's best: by its Indonesian side, then English */
} match_job;

static int compare_descending(const void *x, const void *y) {
    int32_t a = *(const int32_t *)x, b = *(const int32_t *)y;
    return a > b ? -1 : a < b;
}

/* Sorts `values` and sums the best. */
static int64_t sum_best(int32_t *values, size_t n) {
    int64_t sum = 0;
    qsort(values, n, sizeof *values, compare_descending);
    for (size_t i = 0; i < RIVALS; i++)
        sum += i < n ? values[i] : FEW_RIVALS;
    return sum;
}

static void sum_indonesian(match_job *job, int32_t *values) {
    const kembar_link_candidates *candidates = job->candidates;
    for (size_t i = 0; i < candidates->n_documents; i++) {
        size_t n = 0;
        for (size_t c = candidates->first[i]; c < candidates->first[i + 1]; c++)
            values[n++] = candidates->items[c].evidence;
        job->rivals[i] = sum_best(values, n);
    }
}

/* The same the other way: evidence of each English document's candidates, one after the other. */
static kembar_status sum_english(match_job *job, int32_t *values) {
    const kembar_link_candidates *candidates = job->candidates;
    size_t n = candidates->n_documents;
    size_t *first = kembar_alloc_zeroed(n + 2, sizeof *first);
    if (!first)
        return KEMBAR_ERROR_MEMORY;
    for (size_t c = 0; c < candidates->n_items; c++)
        first[candidates->items[c].en_doc + 2]++;
    for (size_t i = 2; i < n + 2; i++)
        first[i] += first[i - 1];
    for (size_t c = 0; c < candidates->n_items; c++)
        values[first[candidates->items[c].en_doc + 1]++] = candidates->items[c].evidence;
    for (size_t i = 0; i < n; i++)
        job->rivals[n + i] = sum_best(values + first[i], first[i + 1] - first[i]);
    kembar_free(first);
    return KEMBAR_OK;
}

static kembar_status score_all(match_job *job) {
    kembar_link_candidates *candidates = job->candidates;
    int32_t *values = kembar_alloc(candidates->n_items, sizeof *values);
    kembar_status status = values ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    if (!status) {
        sum_indonesian(job, values);
        status = sum_english(job, values);
    }
    for (size_t c = 0; c < candidates->n_items && !status; c++) {
        kembar_link_candidate *item = &candidates->items[c];
        item->score = (int32_t)(2 * (int64_t)item->evidence -
                                (job->rivals[item->id_doc] +
                                 job->rivals[candidates->n_documents + item->en_doc]) /
                                    RIVALS);
    }
    kembar_free(values);
    return status;
}

static int compare_keyed(const void *x, const void *y) {
    const kembar_link_candidate *a = *(const kembar_link_candidate *const *)x;
    const kembar_link_candidate *b = *(const kembar_link_candidate *const *)y;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    if (a->similarity != b->similarity)
        return a->similarity > b->similarity ? -1 : 1;
    return a < b ? -1 : a > b;
}

static kembar_status sort_candidates(match_job *job) {
    size_t n = job->candidates->n_items;
    const kembar_link_candidate **sorted = kembar_alloc(n, sizeof *sorted);
    if (!sorted)
        return KEMBAR_ERROR_MEMORY;
    for (size_t c = 0; c < n; c++)
        sorted[c] = &job->candidates->items[c];
    qsort(sorted, n, sizeof *sorted, compare_keyed);
    for (size_t c = 0; c < n; c++)
        job->order[c] = (uint32_t)(sorted[c] - job->candidates->items);
    kembar_free(sorted);
    return KEMBAR_OK;
}

static void match_first(match_job *job) {
    kembar_link_match *out = job->out;
    for (size_t i = 0; i < job->candidates->n_documents; i++)
        job->out->partner[i] = KEMBAR_NO_PARTNER;
    for (size_t c = 0; c < job->candidates->n_items; c++) {
        const kembar_link_candidate *item = &job->candidates->items[job->order[c]];
        if (out->partner[item->id_doc] != KEMBAR_NO_PARTNER ||
            out->partner[item->en_doc] != KEMBAR_NO_PARTNER)
            continue;
        job->out->partner[item->id_doc] = item->en_doc;
        job->out->partner[item->en_doc] = item->id_doc;
        out->items[out->n_items++] = job->order[c];
    }
}

/* Is `other` the document's partner, or a copy of it? */
static int is_near_partner(const match_job *job, uint32_t document, uint32_t other) {
    uint32_t partner = job->out->partner[document];
    if (partner == KEMBAR_NO_PARTNER)
        return 0;
    if (partner == other)
        return 1;
    const kembar_pair *pair =
        kembar_members_find(job->pairs, job->classes, job->options, partner, other);
    return pair && pair->relation > KEMBAR_RELATION_TRANSLATION;
}

/* Scores of a matching without the first links, descending. */
static size_t match_second(const match_job *job, uint8_t *is_used, int32_t *scores) {
    size_t n = 0;
    for (size_t c = 0; c < job->candidates->n_items; c++) {
        const kembar_link_candidate *item = &job->candidates->items[job->order[c]];
        if (is_used[item->id_doc] || is_used[item->en_doc] ||
            is_near_partner(job, item->id_doc, item->en_doc) ||
            is_near_partner(job, item->en_doc, item->id_doc))
            continue;
        is_used[item->id_doc] = is_used[item->en_doc] = 1;
        scores[n++] = item->score;
    }
    return n;
}

static size_t count_at_least(const int32_t *descending, size_t n, int32_t score) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, n, descending[at] >= score);
    return at;
}

/* The share of documents without a partner, from what lies below the median of the second
 * matching. */
static double unmatched_share(const int32_t *first, size_t n_first, const int32_t *second,
                              size_t n_second, size_t n_possible) {
    if (n_second == 0)
        return 0;
    int32_t median = second[n_second / 2];
    double low_first = (double)(n_possible - count_at_least(first, n_first, median));
    double low_second = (double)(n_possible - count_at_least(second, n_second, median));
    return low_second > low_first ? low_first / low_second : 1;
}

int32_t kembar_link_threshold(const int32_t *first, size_t n_first, const int32_t *second,
                              size_t n_second, size_t n_possible) {
    double u = unmatched_share(first, n_first, second, n_second, n_possible);
    double n_true = (double)n_possible * (1 - u), best = 0;
    int64_t threshold = USUAL_THRESHOLD;
    for (size_t i = 0; i < n_first; i++) {
        if (i + 1 < n_first && first[i + 1] == first[i])
            continue;
        double n_right = (double)(i + 1) - u * (double)count_at_least(second, n_second, first[i]);
        double f1 = 2 * n_right / ((double)(i + 1) + n_true);
        if (f1 > best) {
            best = f1;
            threshold = i + 1 < n_first ? ((int64_t)first[i] + first[i + 1]) / 2 : first[i];
        }
    }
    int64_t votes = (int64_t)n_second;
    return (int32_t)((threshold * votes + (int64_t)USUAL_THRESHOLD * USUAL_VOTES) /
                     (votes + USUAL_VOTES));
}

int32_t kembar_link_precision(const int32_t *first, size_t n_first, const int32_t *second,
                              size_t n_second, size_t n_possible, int32_t threshold) {
    double u = unmatched_share(first, n_first, second, n_second, n_possible);
    double n = (double)count_at_least(first, n_first, threshold);
    double n_false = u * (double)count_at_least(second, n_second, threshold);
    return n_false < n ? (int32_t)(1000000 * (1 - n_false / n) + 0.5) : 0;
}

static kembar_status find_threshold(const match_job *job, size_t n_possible) {
    kembar_link_match *out = job->out;
    size_t n = out->n_items, n_second;
    int32_t *first = kembar_alloc(n, sizeof *first);
    int32_t *second = kembar_alloc(job->candidates->n_documents, sizeof *second);
    uint8_t *is_used = kembar_alloc_zeroed(job->candidates->n_documents, 1);
    kembar_status status = first && second && is_used ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n && !status; i++)
        first[i] = job->candidates->items[out->items[i]].score;
    if (!status) {
        n_second = match_second(job, is_used, second);
        out->threshold = kembar_link_threshold(first, n, second, n_second, n_possible);
        out->precision =
            kembar_link_precision(first, n, second, n_second, n_possible, out->threshold);
        out->n_asserted = count_at_least(first, n, out->threshold);
    }
    kembar_free(first);
    kembar_free(second);
    kembar_free(is_used);
    return status;
}

kembar_status kembar_link_match_make(kembar_link_match *out, kembar_link_candidates *candidates,
                                     size_t n_pairs_possible, const kembar_pair_list *pairs,
                                     const kembar_classes *classes, const kembar_options *options) {
    size_t n = candidates->n_documents;
    match_job job = {.out = out,
                     .candidates = candidates,
                     .pairs = pairs,
                     .classes = classes,
                     .options = options};
    *out = (kembar_link_match){0};
    job.order = kembar_alloc(candidates->n_items, sizeof *job.order);
    out->partner = kembar_alloc(n, sizeof *out->partner);
    job.rivals = kembar_alloc(n, 2 * sizeof *job.rivals);
    out->items = kembar_alloc(n, sizeof *out->items);
    kembar_status status = KEMBAR_OK;
    if (!job.order || !out->partner || !job.rivals || !out->items || score_all(&job) ||
        sort_candidates(&job))
        status = KEMBAR_ERROR_MEMORY;
    if (!status) {
        match_first(&job);
        status = find_threshold(&job, n_pairs_possible);
    }
    kembar_free(job.order);
    kembar_free(job.rivals);
    if (status)
        kembar_link_match_deinit(out);
    return status;
}

void kembar_link_match_deinit(kembar_link_match *match) {
    kembar_free(match->items);
    kembar_free(match->partner);
    *match = (kembar_link_match){0};
}

int32_t kembar_link_probability(int32_t score, int32_t threshold) {
    double distance = ((double)score - (double)threshold) * 1e-6;
    return (int32_t)(995000 / (1 + exp(-(0.4 + 9 * distance))) + 0.5);
}
