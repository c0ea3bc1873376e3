#include "pair/link_evidence.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"

/* Words of a sentence that says enough to be the best one. */
enum { FULL_SENTENCE = 5 };

typedef struct sentences_job {
    kembar_link_sentences *out;
    const kembar_link_candidates *candidates;
    const kembar_space *space;
    const kembar_prepared *prepared;
    const uint8_t *is_wanted; /* of each row */
    kembar_sentence_maker *makers;
} sentences_job;

static kembar_status make_slice(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    sentences_job *job = context;
    size_t n = job->space->n_documents;
    for (size_t r = begin; r < end; r++) {
        kembar_space_side side = r < n ? KEMBAR_SIDE_EN : KEMBAR_SIDE_ID;
        if (job->is_wanted[r] &&
            kembar_space_sentences_make(&job->out->rows[r], job->space, &job->prepared[r % n], side,
                                        &job->makers[worker_id]))
            return kembar_error_memory(error);
    }
    return KEMBAR_OK;
}

static kembar_status make_sentences(sentences_job *job, uint8_t *is_wanted, int n_threads,
                                    kembar_error *error) {
    size_t n = job->space->n_documents;
    job->makers = kembar_alloc_zeroed((size_t)n_threads, sizeof *job->makers);
    if (!is_wanted || !job->out->rows || !job->makers)
        return kembar_error_memory(error);
    for (int i = 0; i < n_threads; i++)
        if (kembar_sentence_maker_init(&job->makers[i], job->space))
            return kembar_error_memory(error);
    for (size_t i = 0; i < job->candidates->n_items; i++) {
        is_wanted[n + job->candidates->items[i].id_doc] = 1;
        is_wanted[job->candidates->items[i].en_doc] = 1;
    }
    return kembar_parallel_for(n_threads, 2 * n, 16, make_slice, job, error);
}

kembar_status kembar_link_sentences_make(kembar_link_sentences *out,
                                         const kembar_link_candidates *candidates,
                                         const kembar_space *space, const kembar_prepared *prepared,
                                         int n_threads, kembar_error *error) {
    *out = (kembar_link_sentences){.n_rows = KEMBAR_N_SIDES * space->n_documents};
    out->rows = kembar_alloc_zeroed(out->n_rows, sizeof *out->rows);
    uint8_t *is_wanted = kembar_alloc_zeroed(out->n_rows, 1);
    sentences_job job = {out, candidates, space, prepared, is_wanted, NULL};
    kembar_status status = make_sentences(&job, is_wanted, n_threads, error);
    for (int i = 0; job.makers && i < n_threads; i++)
        kembar_sentence_maker_deinit(&job.makers[i]);
    kembar_free(job.makers);
    kembar_free(is_wanted);
    if (status)
        kembar_link_sentences_deinit(out);
    return status;
}

void kembar_link_sentences_deinit(kembar_link_sentences *sentences) {
    for (size_t r = 0; sentences->rows && r < sentences->n_rows; r++)
        kembar_space_sentences_deinit(&sentences->rows[r]);
    kembar_free(sentences->rows);
    *sentences = (kembar_link_sentences){0};
}

typedef struct evidence_worker {
    double *cosines; /* owned; sentences times sentences */
    double *best_a;  /* owned; of each sentence of the Indonesian text its best cosine */
    double *best_b;  /* owned */
} evidence_worker;

typedef struct evidence_job {
    kembar_link_candidates *candidates;
    const kembar_link_sentences *sentences;
    size_t n_documents;
    evidence_worker *workers;
} evidence_job;

static size_t looked_at(const kembar_space_sentences *sentences) {
    return sentences->n_items < KEMBAR_LINK_SENTENCES ? sentences->n_items : KEMBAR_LINK_SENTENCES;
}

/* The best cosine of each sentence of two texts; returns the best of full sentences. */
static double find_best(evidence_worker *worker, const kembar_space_sentences *a,
                        const kembar_space_sentences *b) {
    size_t n_a = looked_at(a), n_b = looked_at(b);
    double top = 0;
    kembar_space_sentences_multiply(a, b, n_a, n_b, worker->cosines);
    memset(worker->best_a, 0, n_a * sizeof *worker->best_a);
    memset(worker->best_b, 0, n_b * sizeof *worker->best_b);
    for (size_t i = 0; i < n_a; i++)
        for (size_t j = 0; j < n_b; j++) {
            double cosine = worker->cosines[i * n_b + j];
            if (cosine <= 0)
                continue;
            if (cosine > worker->best_a[i])
                worker->best_a[i] = cosine;
            if (cosine > worker->best_b[j])
                worker->best_b[j] = cosine;
            if (cosine > top && a->items[i].n_words >= FULL_SENTENCE &&
                b->items[j].n_words >= FULL_SENTENCE)
                top = cosine;
        }
    return top;
}

/* Sentences count by what they say. */
static double mean_best(const kembar_space_sentences *sentences, const double *best) {
    double sum = 0, weight = 0;
    for (size_t i = 0; i < looked_at(sentences); i++) {
        sum += sentences->items[i].square * best[i];
        weight += sentences->items[i].square;
    }
    return weight > 0 ? sum / weight : 0;
}

/* A few words stand for those that lead nowhere. */
static double unevenness(const kembar_space_sentences *a, const kembar_space_sentences *b) {
    enum { FEW_WORDS = 5 };
    double n_a = FEW_WORDS, n_b = FEW_WORDS;
    for (size_t i = 0; i < a->n_items; i++)
        n_a += a->items[i].n_words;
    for (size_t j = 0; j < b->n_items; j++)
        n_b += b->items[j].n_words;
    return fabs(log(n_a / n_b));
}

static kembar_status weigh_slice(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    evidence_job *job = context;
    evidence_worker *worker = &job->workers[worker_id];
    (void)error;
    for (size_t i = begin; i < end; i++) {
        kembar_link_candidate *item = &job->candidates->items[i];
        const kembar_space_sentences *a = &job->sentences->rows[job->n_documents + item->id_doc];
        const kembar_space_sentences *b = &job->sentences->rows[item->en_doc];
        double top = find_best(worker, a, b);
        double means = mean_best(a, worker->best_a) + mean_best(b, worker->best_b);
        double sum = means / 4 + top / 2 - unevenness(a, b) / 20;
        item->evidence = item->similarity + (int32_t)floor(sum * 1000000 + 0.5);
    }
    return KEMBAR_OK;
}

static kembar_status start_workers(evidence_job *job, int n_threads) {
    job->workers = kembar_alloc_zeroed((size_t)n_threads, sizeof *job->workers);
    for (int i = 0; job->workers && i < n_threads; i++) {
        evidence_worker *worker = &job->workers[i];
        worker->cosines = kembar_alloc((size_t)KEMBAR_LINK_SENTENCES * KEMBAR_LINK_SENTENCES,
                                       sizeof *worker->cosines);
        worker->best_a = kembar_alloc(KEMBAR_LINK_SENTENCES, sizeof *worker->best_a);
        worker->best_b = kembar_alloc(KEMBAR_LINK_SENTENCES, sizeof *worker->best_b);
        if (!worker->cosines || !worker->best_a || !worker->best_b)
            return KEMBAR_ERROR_MEMORY;
    }
    return job->workers ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

kembar_status kembar_link_evidence_weigh(kembar_link_candidates *candidates,
                                         const kembar_link_sentences *sentences,
                                         const kembar_space *space, int n_threads,
                                         kembar_error *error) {
    evidence_job job = {candidates, sentences, space->n_documents, NULL};
    kembar_status status = KEMBAR_OK;
    if (start_workers(&job, n_threads))
        status = kembar_error_memory(error);
    if (!status)
        status = kembar_parallel_for(n_threads, candidates->n_items, 64, weigh_slice, &job, error);
    for (int i = 0; job.workers && i < n_threads; i++) {
        kembar_free(job.workers[i].cosines);
        kembar_free(job.workers[i].best_a);
        kembar_free(job.workers[i].best_b);
    }
    kembar_free(job.workers);
    return status;
}
