#include "feature/term_table.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"

enum { SLICE = 64, TERMS_OF_TOKEN = 2 };

/* Each slice of documents has room for all terms that it may hold, and fills as much of it as they
 * need; pages that nobody touched cost nothing. Then the slices move together. */
typedef struct table_job {
    kembar_term_table *table;
    const kembar_prepared *prepared;
    kembar_reducer **reducers; /* owned; one a thread */
    size_t *room;              /* owned; where each slice's room begins */
    size_t n_slices;
    int n_threads;
} table_job;

static kembar_status count_slice(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    table_job *job = context;
    kembar_term_table *table = job->table;
    size_t at = job->room[begin / SLICE];
    for (size_t i = begin; i < end; i++) {
        const kembar_prepared *prepared = &job->prepared[i];
        kembar_terms terms;
        if (kembar_terms_count(&terms, prepared->document, &prepared->content,
                               job->reducers[worker_id]))
            return kembar_error_memory(error);
        if (terms.n_items)
            memcpy(table->terms + at, terms.items, terms.n_items * sizeof *terms.items);
        for (size_t k = 0; k < terms.n_items; k++)
            table->counts[at + k] = (float)terms.counts[k];
        at += terms.n_items;
        table->first[i + 1] = terms.n_items;
        kembar_terms_deinit(&terms);
    }
    return KEMBAR_OK;
}

static kembar_status make_room(table_job *job) {
    kembar_term_table *table = job->table;
    size_t n_terms = 0;
    job->n_slices = (table->n_documents + SLICE - 1) / SLICE;
    job->room = kembar_alloc(job->n_slices, sizeof *job->room);
    table->first = kembar_alloc_zeroed(table->n_documents + 1, sizeof *table->first);
    if (!job->room || !table->first)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < table->n_documents; i++) {
        if (i % SLICE == 0)
            job->room[i / SLICE] = n_terms;
        n_terms += TERMS_OF_TOKEN * job->prepared[i].content.n_tokens;
    }
    table->terms = kembar_alloc(n_terms, sizeof *table->terms);
    table->counts = kembar_alloc(n_terms, sizeof *table->counts);
    return table->terms && table->counts ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

static kembar_status make_reducers(table_job *job, const kembar_roots *roots, kembar_error *error) {
    kembar_status status = KEMBAR_OK;
    job->reducers = kembar_alloc_zeroed((size_t)job->n_threads, sizeof *job->reducers);
    if (!job->reducers)
        return kembar_error_memory(error);
    for (int i = 0; i < job->n_threads && !status; i++)
        status = kembar_reducer_new(&job->reducers[i], roots, error);
    return status;
}

/* Gives back the room that was not needed. */
static kembar_status shrink(kembar_term_table *table) {
    size_t n_terms = table->first[table->n_documents];
    uint64_t *terms = kembar_realloc(table->terms, n_terms, sizeof *terms);
    if (!terms)
        return KEMBAR_ERROR_MEMORY;
    table->terms = terms;
    float *counts = kembar_realloc(table->counts, n_terms, sizeof *counts);
    if (!counts)
        return KEMBAR_ERROR_MEMORY;
    table->counts = counts;
    return KEMBAR_OK;
}

static kembar_status move_together(table_job *job) {
    kembar_term_table *table = job->table;
    for (size_t i = 0; i < table->n_documents; i++)
        table->first[i + 1] += table->first[i];
    for (size_t s = 0; s < job->n_slices; s++) {
        size_t begin = s * SLICE, end = begin + SLICE;
        if (end > table->n_documents)
            end = table->n_documents;
        size_t at = table->first[begin], n = table->first[end] - at;
        memmove(table->terms + at, table->terms + job->room[s], n * sizeof *table->terms);
        memmove(table->counts + at, table->counts + job->room[s], n * sizeof *table->counts);
    }
    return shrink(table);
}

kembar_status kembar_term_table_build(kembar_term_table *out, const kembar_prepared *prepared,
                                      size_t n_documents, const kembar_roots *roots, int n_threads,
                                      kembar_error *error) {
    *out = (kembar_term_table){.n_documents = n_documents};
    table_job job = {.table = out, .prepared = prepared, .n_threads = n_threads};
    kembar_status status = make_room(&job) ? kembar_error_memory(error) : KEMBAR_OK;
    if (!status)
        status = make_reducers(&job, roots, error);
    if (!status)
        status = kembar_parallel_for(n_threads, n_documents, SLICE, count_slice, &job, error);
    if (!status && move_together(&job))
        status = kembar_error_memory(error);
    for (int i = 0; job.reducers && i < n_threads; i++)
        kembar_reducer_free(job.reducers[i]);
    kembar_free(job.reducers);
    kembar_free(job.room);
    if (status)
        kembar_term_table_deinit(out);
    return status;
}

void kembar_term_table_deinit(kembar_term_table *table) {
    kembar_free(table->first);
    kembar_free(table->terms);
    kembar_free(table->counts);
    *table = (kembar_term_table){0};
}
