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
    kembar_document *document; /* owned; the last one */
} page_documents;

static kembar_status read_page(void *context, size_t i, const kembar_document **out,
                               kembar_error *error) {
    page_documents *pages = context;
    kembar_document_free(pages->document);
    kembar_status status =
        kembar_dedup_set_read(pages->set, &pages->reader, (uint32_t)i, &pages->document, error);
    *out = pages->document;
    return status;
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
    kembar_document_free(documents.document);
    kembar_catalogue_reader_deinit(&documents.reader);
    kembar_free(pages);
    return status;
}

/* --- cleaning --- */

typedef struct clean_job {
    kembar_dedup_set *set;
    kembar_imprint_maker *makers;
    kembar_catalogue_reader *readers; /* owned; one a worker */
} clean_job;

static kembar_status clean_slice(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    clean_job *job = context;
    kembar_status status = KEMBAR_OK;
    for (size_t i = begin; i < end && !status; i++) {
        kembar_document *document;
        status = kembar_dedup_set_read(job->set, &job->readers[worker_id], (uint32_t)i, &document,
                                       error);
        if (!status &&
            kembar_imprint_make(&job->makers[worker_id], document, &job->set->imprints[i]))
            status = kembar_error_memory(error);
        kembar_document_free(document);
    }
    return status;
}

kembar_status kembar_dedup_clean(kembar_dedup_set *set, kembar_imprint_maker *makers,
                                 const kembar_furniture *furniture, kembar_error *error) {
    size_t n_threads = (size_t)set->options->run.n_threads;
    clean_job job = {.set = set, .makers = makers};
    job.readers = kembar_alloc_zeroed(n_threads, sizeof *job.readers);
    if (!job.readers)
        return kembar_error_memory(error);
    for (size_t i = 0; i < n_threads; i++) {
        job.readers[i].ahead_bytes = AHEAD_BYTES;
        makers[i].furniture = furniture;
        kembar_arena_deinit(&makers[i].arena);
        kembar_arena_deinit(&makers[i].lines);
    }
    kembar_status status =
        kembar_parallel_for((int)n_threads, set->n, SLICE, clean_slice, &job, error);
    for (size_t i = 0; i < n_threads; i++) {
        kembar_catalogue_reader_deinit(&job.readers[i]);
        kembar_imprint_maker_drop_scratch(&makers[i]);
    }
    kembar_free(job.readers);
    return status;
}
