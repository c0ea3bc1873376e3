#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/parallel.h"
#include "base/sort.h"
#include "pair/align.h"
#include "pipeline/check_run.h"
#include "pipeline/check_words.h"
#include "pipeline/dedup_cache.h"

enum { SLICE = 16, CACHE_BYTES = 64 * 1024 * 1024, DATE_BYTES = 10 };

/* A passage with how many words it weighs. */
typedef struct weighed {
    kembar_span_pair span;
    uint32_t n_words;
} weighed;

typedef struct show_worker {
    kembar_dedup_cache *cache;
    kembar_aligner *aligner;
    kembar_arena *arena; /* borrowed; of the result's texts */
    weighed *passages;   /* owned; scratch */
    size_t n_passages, capacity;
} show_worker;

typedef struct show_job {
    const kembar_check_run *run;
    kembar_check *out;
    const uint32_t *order; /* rows, those of one subject together */
    show_worker *workers;  /* owned */
} show_job;

/* --- passages --- */

static kembar_status add_passage(show_worker *worker, kembar_span_pair span, uint32_t n_words) {
    if (kembar_array_reserve((void **)&worker->passages, &worker->capacity, worker->n_passages + 1,
                             sizeof *worker->passages))
        return KEMBAR_ERROR_MEMORY;
    worker->passages[worker->n_passages++] = (weighed){span, n_words};
    return KEMBAR_OK;
}

static void byte_span(const kembar_prepared *prepared, uint32_t begin, uint32_t end,
                      uint32_t *byte_begin, uint32_t *byte_end) {
    const kembar_token *tokens = prepared->document->tokens.items;
    *byte_begin = tokens[prepared->content.tokens[begin]].begin;
    *byte_end = tokens[prepared->content.tokens[end - 1]].end;
}

/* The whole of both: of equal texts that are too short for a passage. */
static kembar_status add_whole(show_worker *worker, const kembar_document *a,
                               const kembar_document *b) {
    const kembar_tokens *x = &a->tokens, *y = &b->tokens;
    if (x->n_items == 0 || y->n_items == 0)
        return KEMBAR_OK;
    kembar_span_pair span = {x->items[0].begin, x->items[x->n_items - 1].end, y->items[0].begin,
                             y->items[y->n_items - 1].end};
    return add_passage(worker, span, (uint32_t)x->n_items);
}

static kembar_status align(show_worker *worker, const kembar_prepared *a,
                           const kembar_prepared *b) {
    kembar_alignment alignment;
    if (kembar_aligner_set(worker->aligner, a) ||
        kembar_aligner_run(worker->aligner, b, &alignment))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < alignment.n_passages; i++) {
        const kembar_passage *p = &alignment.passages[i];
        kembar_span_pair span;
        byte_span(a, p->a_begin, p->a_end, &span.a_begin, &span.a_end);
        byte_span(b, p->b_begin, p->b_end, &span.b_begin, &span.b_end);
        if (add_passage(worker, span, p->n_equal))
            return KEMBAR_ERROR_MEMORY;
    }
    return KEMBAR_OK;
}

static kembar_status list_spans(const show_job *job, show_worker *worker,
                                const kembar_check_row *row, const kembar_document *a) {
    for (uint32_t i = 0; i < row->pair.n_spans; i++) {
        kembar_span_pair span = job->run->spans[row->pair.first_span + i];
        if (add_passage(worker, span, kembar_check_count_words(a, span.a_begin, span.a_end)))
            return KEMBAR_ERROR_MEMORY;
    }
    return KEMBAR_OK;
}

/* Finds the two documents, which are the cache's or held, and their passages. */
static kembar_status find_passages(const show_job *job, show_worker *worker,
                                   const kembar_check_row *row, const kembar_document *documents[2],
                                   kembar_error *error) {
    const kembar_check_run *run = job->run;
    kembar_status status = KEMBAR_OK;
    worker->n_passages = 0;
    if (run->documents) {
        documents[0] = run->documents[row->pair.a];
        documents[1] = run->documents[row->pair.b];
        status = list_spans(job, worker, row, documents[0]);
    } else {
        const kembar_prepared *a, *b;
        status = kembar_dedup_cache_get(worker->cache, row->pair.a, row->pair.a, &a, error);
        if (!status)
            status = kembar_dedup_cache_get(worker->cache, row->pair.b, row->pair.a, &b, error);
        if (status)
            return status;
        documents[0] = a->document;
        documents[1] = b->document;
        status = align(worker, a, b);
    }
    if (!status && worker->n_passages == 0 && row->pair.relation == KEMBAR_RELATION_EXACT)
        status = add_whole(worker, documents[0], documents[1]);
    return status ? kembar_error_memory(error) : KEMBAR_OK;
}

/* Most words first, of as many the first: a few passes over a list that is short. */
static size_t best_passage(show_worker *worker, size_t from) {
    size_t best = from;
    for (size_t i = from + 1; i < worker->n_passages; i++)
        if (worker->passages[i].n_words > worker->passages[best].n_words)
            best = i;
    weighed taken = worker->passages[best];
    memmove(worker->passages + from + 1, worker->passages + from,
            (best - from) * sizeof *worker->passages);
    worker->passages[from] = taken;
    return from;
}

static kembar_status show_passage(show_worker *worker, const kembar_document *const documents[2],
                                  kembar_span_pair span, kembar_shown_passage *out) {
    const kembar_document *a = documents[0], *b = documents[1];
    out->span = span;
    out->words_a = kembar_check_cut_words(a, span.a_begin, span.a_end, &out->is_cut_a);
    out->words_b = kembar_check_cut_words(b, span.b_begin, span.b_end, &out->is_cut_b);
    out->begin_line_a = kembar_document_line(a, span.a_begin);
    out->end_line_a = kembar_document_line(a, span.a_end - 1);
    out->begin_line_b = kembar_document_line(b, span.b_begin);
    out->end_line_b = kembar_document_line(b, span.b_end - 1);
    if (kembar_check_texts_copy(worker->arena, &out->words_a) ||
        kembar_check_texts_copy(worker->arena, &out->words_b))
        return KEMBAR_ERROR_MEMORY;
    return KEMBAR_OK;
}

/* --- places --- */

static kembar_status show_place(const show_job *job, show_worker *worker, uint32_t at,
                                const kembar_document *document, kembar_place *out) {
    const kembar_dedup_set *set = &job->run->engine.set;
    *out = (kembar_place){.id = kembar_document_id(document),
                          .path = kembar_document_input(document),
                          .position = kembar_document_position(document),
                          .title = kembar_document_title(document),
                          .source = kembar_document_source(document),
                          .date = kembar_document_date(document),
                          .key = set->imprints[at]->key,
                          .is_new = !kembar_dedup_set_is_old(set, at)};
    if (out->date.size > DATE_BYTES)
        out->date.size = DATE_BYTES;
    kembar_view *const views[] = {&out->id, &out->path, &out->title, &out->source, &out->date};
    for (size_t i = 0; i < sizeof views / sizeof *views; i++)
        if (kembar_check_texts_copy(worker->arena, views[i]))
            return KEMBAR_ERROR_MEMORY;
    return KEMBAR_OK;
}

/* --- findings --- */

static void put_key(unsigned char *out, kembar_content_key key) {
    for (int i = 0; i < 8; i++) {
        out[i] = (unsigned char)(key.high >> (56 - 8 * i));
        out[8 + i] = (unsigned char)(key.low >> (56 - 8 * i));
    }
}

/* Of both keys, the smaller one first, and of an excerpt which of them lies in the other. */
static void make_fingerprint(kembar_finding *finding) {
    enum { KEY_BYTES = 16 };
    unsigned char bytes[2 * KEY_BYTES + 1], subject[KEY_BYTES], other[KEY_BYTES];
    put_key(subject, finding->subject.key);
    put_key(other, finding->other.key);
    int is_turned = memcmp(subject, other, KEY_BYTES) > 0;
    int32_t share = is_turned ? finding->coverage_other : finding->coverage_subject;
    int32_t other_share = is_turned ? finding->coverage_subject : finding->coverage_other;
    memcpy(bytes, is_turned ? other : subject, KEY_BYTES);
    memcpy(bytes + KEY_BYTES, is_turned ? subject : other, KEY_BYTES);
    bytes[2 * KEY_BYTES] = 0;
    if (finding->relation == KEMBAR_RELATION_EXCERPT)
        bytes[2 * KEY_BYTES] = (unsigned char)(share > other_share   ? 1
                                               : share < other_share ? 2
                                                                     : 0);
    kembar_hash128_format(kembar_hash128_bytes(bytes, sizeof bytes), finding->fingerprint);
}

static kembar_status show_row(const show_job *job, show_worker *worker, size_t row_id,
                              kembar_error *error) {
    const kembar_check_row *row = &job->run->rows[row_id];
    const kembar_document *documents[2] = {NULL, NULL};
    kembar_finding *finding = &job->out->findings[row_id];
    kembar_status status = find_passages(job, worker, row, documents, error);
    if (status)
        return status;
    *finding = (kembar_finding){.relation = row->pair.relation,
                                .state = row->state,
                                .facts_differ = row->pair.facts_differ,
                                .score = row->pair.score,
                                .jaccard = row->pair.jaccard,
                                .coverage_subject = row->pair.coverage_a,
                                .coverage_other = row->pair.coverage_b,
                                .link = row->pair.link,
                                .equal_tokens = row->pair.equal_tokens,
                                .n_passages = (uint32_t)worker->n_passages,
                                .entry = row->entry};
    if (show_place(job, worker, row->pair.a, documents[0], &finding->subject) ||
        show_place(job, worker, row->pair.b, documents[1], &finding->other))
        return kembar_error_memory(error);
    for (size_t i = 0; i < worker->n_passages && i < KEMBAR_SHOWN_PASSAGES && !status; i++)
        status = show_passage(worker, documents, worker->passages[best_passage(worker, i)].span,
                              &finding->passages[finding->n_shown++]);
    make_fingerprint(finding);
    return status ? kembar_error_memory(error) : KEMBAR_OK;
}

static kembar_status show_slice(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    show_job *job = context;
    kembar_status status = KEMBAR_OK;
    for (size_t i = begin; i < end && !status; i++)
        status = show_row(job, &job->workers[worker_id], job->order[i], error);
    return status;
}

/* --- the work --- */

static kembar_status start(show_job *job, kembar_error *error) {
    const kembar_check_run *run = job->run;
    size_t n_workers = job->out->texts->n_arenas;
    job->workers = kembar_alloc_zeroed(n_workers, sizeof *job->workers);
    if (!job->workers)
        return kembar_error_memory(error);
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < n_workers && !status; i++) {
        job->workers[i].arena = &job->out->texts->arenas[i];
        if (run->documents)
            continue;
        status = kembar_dedup_cache_new(&job->workers[i].cache, &run->engine.set,
                                        &run->engine.furniture, CACHE_BYTES / n_workers, error);
        if (!status)
            status = kembar_aligner_new(&job->workers[i].aligner, error);
    }
    return status;
}

static void stop(show_job *job) {
    for (size_t i = 0; job->workers && i < job->out->texts->n_arenas; i++) {
        kembar_dedup_cache_free(job->workers[i].cache);
        kembar_aligner_free(job->workers[i].aligner);
        kembar_free(job->workers[i].passages);
    }
    kembar_free(job->workers);
}

/* Rows by subject, so that each is read again once. */
static kembar_status order_rows(const kembar_check_run *run, uint32_t *order, size_t n) {
    kembar_keyed *items = kembar_alloc(n, sizeof *items);
    if (!items)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++)
        items[i] = (kembar_keyed){run->rows[i].pair.a, (uint32_t)i, 0};
    kembar_status status = kembar_sort_keyed(items, n, run->engine.options.run.n_threads);
    for (size_t i = 0; i < n && !status; i++)
        order[i] = items[i].value;
    kembar_free(items);
    return status;
}

/* Rows from `begin` on, as a baseline takes them. */
static kembar_status list_unshown(const kembar_check_run *run, kembar_check *out, size_t begin) {
    const kembar_dedup_set *set = &run->engine.set;
    kembar_arena *arena = &out->texts->arenas[0];
    out->unshown = kembar_alloc(run->n_rows - begin, sizeof *out->unshown);
    if (!out->unshown)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = begin; i < run->n_rows; i++) {
        const kembar_check_row *row = &run->rows[i];
        if (row->state == KEMBAR_FINDING_NOTED)
            continue;
        kembar_baseline_pair *pair = &out->unshown[out->n_unshown_pairs++];
        *pair = (kembar_baseline_pair){.a = set->imprints[row->pair.a]->key,
                                       .b = set->imprints[row->pair.b]->key,
                                       .id_a = row->subject_id,
                                       .id_b = row->other_id,
                                       .relation = row->pair.relation,
                                       .entry = row->entry};
        if (kembar_check_texts_copy(arena, &pair->id_a) ||
            kembar_check_texts_copy(arena, &pair->id_b))
            return KEMBAR_ERROR_MEMORY;
    }
    return KEMBAR_OK;
}

static kembar_status show_first(show_job *job, size_t n, kembar_error *error) {
    const kembar_check_run *run = job->run;
    uint32_t *order = kembar_alloc(n, sizeof *order);
    job->order = order;
    job->out->findings = kembar_alloc_zeroed(n, sizeof *job->out->findings);
    kembar_status status = order && job->out->findings && !order_rows(run, order, n)
                               ? start(job, error)
                               : kembar_error_memory(error);
    if (!status)
        status = kembar_parallel_for(run->engine.options.run.n_threads, n, SLICE, show_slice, job,
                                     error);
    if (!status)
        job->out->n_findings = n;
    stop(job);
    kembar_free(order);
    return status;
}

kembar_status kembar_check_show(const kembar_check_run *run, kembar_check *out,
                                kembar_error *error) {
    show_job job = {.run = run, .out = out};
    size_t n = run->n_rows < run->options.max_shown ? run->n_rows : (size_t)run->options.max_shown;
    if (n >= UINT32_MAX)
        return kembar_error_set(error, KEMBAR_ERROR_LIMIT, NULL, 0,
                                "more than 2^32 - 2 findings to show");
    kembar_status status = show_first(&job, n, error);
    if (status)
        return status;
    out->n_unshown = run->n_rows - n;
    if (out->n_unshown && run->options.lists_unshown && list_unshown(run, out, n))
        return kembar_error_memory(error);
    return KEMBAR_OK;
}
