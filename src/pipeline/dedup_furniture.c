#include "pipeline/dedup_furniture.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"

enum { SLICE = 64, LOOK_SLICE = 4096, AHEAD_BYTES = 256 * 1024 };

/* What one thread reads with. */
typedef struct page_reader {
    kembar_catalogue_reader reader;
    kembar_document_maker maker;
    const kembar_document *document; /* borrowed from the maker; NULL: none */
    size_t page;
} page_reader;

static page_reader *readers_new(size_t n_threads) {
    return kembar_alloc_zeroed(n_threads, sizeof(page_reader));
}

static void readers_free(page_reader *readers, size_t n_threads) {
    for (size_t i = 0; readers && i < n_threads; i++) {
        kembar_catalogue_reader_deinit(&readers[i].reader);
        kembar_document_maker_deinit(&readers[i].maker);
    }
    kembar_free(readers);
}

/* --- learning --- */

typedef struct page_documents {
    const kembar_dedup_set *set;
    page_reader *readers;         /* owned; one a thread */
    kembar_furniture_page *pages; /* owned */
} page_documents;

/* Lines of one page are asked for one after the other. */
static kembar_status read_page(void *context, int worker_id, size_t i, const kembar_document **out,
                               kembar_error *error) {
    page_documents *pages = context;
    page_reader *with = &pages->readers[worker_id];
    kembar_status status = KEMBAR_OK;
    if (!with->document || with->page != i) {
        with->page = i;
        with->document = NULL;
        status = kembar_dedup_set_read(pages->set, &with->reader, (uint32_t)i, &with->maker,
                                       &with->document, error);
    }
    *out = with->document;
    return status;
}

static kembar_status list_pages(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    const page_documents *in = context;
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end; i++) {
        const kembar_imprint *imprint = in->set->imprints[i];
        in->pages[i] = (kembar_furniture_page){.lines = imprint->lines,
                                               .n_lines = imprint->n_lines,
                                               .n_tokens = imprint->n_tokens,
                                               .source_id = imprint->source};
    }
    return KEMBAR_OK;
}

kembar_status kembar_dedup_learn_furniture(kembar_furniture *out, const kembar_dedup_set *set,
                                           kembar_error *error) {
    int n_threads = set->options->run.n_threads;
    page_documents documents = {.set = set, .readers = readers_new((size_t)n_threads)};
    kembar_status status = KEMBAR_OK;
    documents.pages = kembar_alloc(set->n, sizeof *documents.pages);
    *out = (kembar_furniture){0};
    if (!documents.pages || !documents.readers)
        status = kembar_error_memory(error);
    if (!status)
        status = kembar_parallel_for(n_threads, set->n, LOOK_SLICE, list_pages, &documents, error);
    if (!status)
        status = kembar_furniture_learn(out, documents.pages, set->n, read_page, &documents,
                                        n_threads, error);
    readers_free(documents.readers, (size_t)n_threads);
    kembar_free(documents.pages);
    return status;
}

/* --- cleaning --- */

typedef struct clean_job {
    kembar_dedup_set *set;
    kembar_imprint_maker *makers;
    const kembar_furniture *furniture;
    page_reader *workers; /* owned */
    uint8_t *may_change;  /* owned; of each document */
    uint32_t *documents;  /* owned; those that may */
    size_t n_documents;
} clean_job;

static kembar_status look_slice(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    clean_job *job = context;
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end; i++) {
        const kembar_imprint *imprint = job->set->imprints[i];
        job->may_change[i] = kembar_imprint_trace(imprint, job->furniture) != imprint->trace;
    }
    return KEMBAR_OK;
}

static kembar_status list_documents(clean_job *job, size_t n_threads) {
    size_t n = job->set->n;
    job->may_change = kembar_alloc(n, 1);
    job->documents = kembar_alloc(n, sizeof *job->documents);
    if (!job->may_change || !job->documents ||
        kembar_parallel_for((int)n_threads, n, LOOK_SLICE, look_slice, job, NULL))
        return KEMBAR_ERROR_MEMORY;
    for (uint32_t i = 0; i < n; i++)
        if (job->may_change[i])
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
        kembar_imprint_maker *maker = &job->makers[worker_id];
        const kembar_imprint **imprint = &job->set->imprints[at];
        status = kembar_dedup_set_read(job->set, &job->workers[worker_id].reader, at,
                                       &job->workers[worker_id].maker, &document, error);
        maker->trace = kembar_imprint_trace(*imprint, job->furniture);
        if (!status && kembar_imprint_make(maker, document, imprint))
            status = kembar_error_memory(error);
    }
    return status;
}

static kembar_status clean(clean_job *job, size_t n_threads, kembar_error *error) {
    job->workers = readers_new(n_threads);
    if (!job->workers || list_documents(job, n_threads))
        return kembar_error_memory(error);
    /* Where few are wanted, most of what lies between is not. */
    size_t ahead_bytes = job->n_documents > job->set->n / 4 ? AHEAD_BYTES : 0;
    for (size_t i = 0; i < n_threads; i++) {
        job->workers[i].reader.ahead_bytes = ahead_bytes;
        job->makers[i].furniture = job->furniture;
        job->makers[i].is_last = 1;
    }
    return kembar_parallel_for((int)n_threads, job->n_documents, SLICE, clean_slice, job, error);
}

kembar_status kembar_dedup_clean(kembar_dedup_set *set, kembar_imprint_maker *makers,
                                 const kembar_furniture *furniture, kembar_error *error) {
    size_t n_threads = (size_t)set->options->run.n_threads;
    clean_job job = {.set = set, .makers = makers, .furniture = furniture};
    kembar_status status = clean(&job, n_threads, error);
    for (size_t i = 0; i < n_threads; i++)
        kembar_imprint_maker_drop_scratch(&makers[i]);
    readers_free(job.workers, n_threads);
    kembar_free(job.may_change);
    kembar_free(job.documents);
    return status;
}
