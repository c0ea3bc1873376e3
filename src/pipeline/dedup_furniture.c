#include "pipeline/dedup_furniture.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"
#include "base/sort.h"

enum { SLICE = 64, AHEAD_BYTES = 256 * 1024 };

/* --- learning --- */

static kembar_status number_sources(kembar_furniture_page *pages, const kembar_dedup_set *set) {
    kembar_keyed *items = kembar_alloc(set->n, sizeof *items);
    if (!items)
        return KEMBAR_ERROR_MEMORY;
    for (uint32_t i = 0; i < set->n; i++)
        items[i] = (kembar_keyed){set->imprints[i]->source, i, 0};
    kembar_status status = kembar_sort_keyed(items, set->n, set->options->run.n_threads);
    uint32_t source_id = 0;
    for (size_t i = 0; i < set->n; i++) {
        source_id += items[i].key && (i == 0 || items[i].key != items[i - 1].key);
        pages[items[i].value].source_id = items[i].key ? source_id : 0;
    }
    kembar_free(items);
    return status;
}

typedef struct page_documents {
    const kembar_dedup_set *set;
    kembar_catalogue_reader reader;
    kembar_document_maker maker;
} page_documents;

static kembar_status read_page(void *context, size_t i, const kembar_document **out,
                               kembar_error *error) {
    page_documents *pages = context;
    return kembar_dedup_set_read(pages->set, &pages->reader, (uint32_t)i, &pages->maker, out,
                                 error);
}

kembar_status kembar_dedup_learn_furniture(kembar_furniture *out, const kembar_dedup_set *set,
                                           kembar_error *error) {
    *out = (kembar_furniture){0};
    page_documents documents = {.set = set};
    kembar_furniture_page *pages = kembar_alloc(set->n, sizeof *pages);
    if (!pages)
        return kembar_error_memory(error);
    for (size_t i = 0; i < set->n; i++) {
        const kembar_imprint *imprint = set->imprints[i];
        pages[i] = (kembar_furniture_page){
            .lines = imprint->lines, .n_lines = imprint->n_lines, .n_tokens = imprint->n_tokens};
    }
    kembar_status status = number_sources(pages, set) ? kembar_error_memory(error) : KEMBAR_OK;
    if (!status)
        status = kembar_furniture_learn(out, pages, set->n, read_page, &documents,
                                        set->options->run.n_threads, error);
    kembar_document_maker_deinit(&documents.maker);
    kembar_catalogue_reader_deinit(&documents.reader);
    kembar_free(pages);
    return status;
}

/* --- cleaning --- */

enum { ANCHOR_BITS = 16 };

typedef struct clean_worker {
    kembar_catalogue_reader reader;
    kembar_document_maker maker;
} clean_worker;

typedef struct clean_job {
    kembar_dedup_set *set;
    kembar_imprint_maker *makers;
    const kembar_furniture *furniture;
    uint64_t anchors[(1 << ANCHOR_BITS) / 64]; /* of the runs, by their leading bits */
    clean_worker *workers;                     /* owned */
    uint32_t *documents;                       /* owned; that may hold furniture */
    size_t n_documents;
} clean_job;

static size_t anchor_bit(uint32_t anchor) {
    return anchor >> (32 - ANCHOR_BITS);
}

static int may_hold_run(const clean_job *job, uint32_t anchor) {
    const kembar_furniture *furniture = job->furniture;
    size_t bit = anchor_bit(anchor);
    if (!(job->anchors[bit / 64] >> (bit % 64) & 1))
        return 0;
    for (size_t i = 0; i < furniture->n_runs; i++)
        if (furniture->runs[i].anchor == anchor)
            return 1;
    return 0;
}

static int may_hold(const clean_job *job, const kembar_imprint *imprint) {
    for (size_t i = 0; i < imprint->n_lines; i++)
        if (kembar_furniture_has_block(job->furniture, imprint->lines[i].hash))
            return 1;
    if (imprint->n_anchors == KEMBAR_IMPRINT_UNANCHORED)
        return job->furniture->n_runs > 0;
    for (size_t i = 0; i < imprint->n_anchors; i++)
        if (may_hold_run(job, imprint->anchors[i]))
            return 1;
    return 0;
}

static kembar_status list_documents(clean_job *job) {
    job->documents = kembar_alloc(job->set->n, sizeof *job->documents);
    if (!job->documents)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < job->furniture->n_runs; i++) {
        size_t bit = anchor_bit(job->furniture->runs[i].anchor);
        job->anchors[bit / 64] |= (uint64_t)1 << (bit % 64);
    }
    for (uint32_t i = 0; i < job->set->n; i++)
        if (may_hold(job, job->set->imprints[i]))
            job->documents[job->n_documents++] = i;
    return KEMBAR_OK;
}

static kembar_status clean_slice(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    clean_job *job = context;
    kembar_status status = KEMBAR_OK;
    for (size_t i = begin; i < end && !status; i++) {
        const kembar_document *document;
        uint32_t at = job->documents[i];
        status = kembar_dedup_set_read(job->set, &job->workers[worker_id].reader, at,
                                       &job->workers[worker_id].maker, &document, error);
        if (!status &&
            kembar_imprint_make(&job->makers[worker_id], document, &job->set->imprints[at]))
            status = kembar_error_memory(error);
    }
    return status;
}

static kembar_status clean(clean_job *job, size_t n_threads, kembar_error *error) {
    job->workers = kembar_alloc_zeroed(n_threads, sizeof *job->workers);
    if (!job->workers || list_documents(job))
        return kembar_error_memory(error);
    /* Where few are wanted, most of what lies between is not. */
    size_t ahead_bytes = job->n_documents > job->set->n / 4 ? AHEAD_BYTES : 0;
    for (size_t i = 0; i < n_threads; i++) {
        job->workers[i].reader.ahead_bytes = ahead_bytes;
        job->makers[i].furniture = job->furniture;
    }
    return kembar_parallel_for((int)n_threads, job->n_documents, SLICE, clean_slice, job, error);
}

kembar_status kembar_dedup_clean(kembar_dedup_set *set, kembar_imprint_maker *makers,
                                 const kembar_furniture *furniture, kembar_error *error) {
    size_t n_threads = (size_t)set->options->run.n_threads;
    clean_job job = {.set = set, .makers = makers, .furniture = furniture};
    kembar_status status = clean(&job, n_threads, error);
    for (size_t i = 0; i < n_threads; i++) {
        if (job.workers) {
            kembar_catalogue_reader_deinit(&job.workers[i].reader);
            kembar_document_maker_deinit(&job.workers[i].maker);
        }
        kembar_imprint_maker_drop_scratch(&makers[i]);
    }
    kembar_free(job.workers);
    kembar_free(job.documents);
    return status;
}
