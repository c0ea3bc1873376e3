#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/parallel.h"
#include "base/views.h"
#include "document/document.h"
#include "pipeline/check_run.h"
#include "read/collection.h"

enum { SLICE = 16, AHEAD_BYTES = 256 * 1024 };

/* A run over all documents, in the order of ids. */
typedef struct held_run {
    kembar_check_run *run;
    kembar_catalogue_reader *readers; /* owned; one a worker */
    uint32_t *order;                  /* owned; places in the set, by id */
    const kembar_document **listed;   /* owned list of borrowed documents, in that order */
} held_run;

/* --- reading again --- */

static kembar_status read_slice(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    held_run *held = context;
    kembar_status status = KEMBAR_OK;
    for (size_t i = begin; i < end && !status; i++) {
        size_t record;
        const kembar_catalogue *catalogue =
            kembar_dedup_set_catalogue(&held->run->engine.set, (uint32_t)i, &record);
        status = kembar_catalogue_whole_document(catalogue, &held->readers[worker_id], record,
                                                 &held->run->documents[i], error);
    }
    return status;
}

static kembar_status read_documents(held_run *held, kembar_error *error) {
    size_t n_workers = (size_t)held->run->engine.options.run.n_threads;
    size_t n = held->run->engine.set.n;
    held->run->documents = kembar_alloc_zeroed(n, sizeof *held->run->documents);
    held->readers = kembar_alloc_zeroed(n_workers, sizeof *held->readers);
    if (!held->run->documents || !held->readers)
        return kembar_error_memory(error);
    for (size_t i = 0; i < n_workers; i++)
        held->readers[i].ahead_bytes = AHEAD_BYTES;
    return kembar_parallel_for((int)n_workers, n, SLICE, read_slice, held, error);
}

typedef struct by_id {
    const kembar_document *document;
    uint32_t place, number;
} by_id;

static int compare_ids(const void *x, const void *y) {
    const by_id *a = x, *b = y;
    int order = kembar_view_compare(a->document->id, b->document->id);
    return order ? order : (a->number > b->number) - (a->number < b->number);
}

static kembar_status sort_documents(held_run *held) {
    const kembar_dedup_set *set = &held->run->engine.set;
    by_id *items = kembar_alloc(set->n, sizeof *items);
    held->order = kembar_alloc(set->n, sizeof *held->order);
    held->listed = kembar_alloc(set->n, sizeof *held->listed);
    int is_ok = items && held->order && held->listed;
    for (uint32_t i = 0; is_ok && i < set->n; i++)
        items[i] = (by_id){held->run->documents[i], i, kembar_dedup_set_number(set, i)};
    if (is_ok && set->n)
        qsort(items, set->n, sizeof *items, compare_ids);
    for (size_t i = 0; is_ok && i < set->n; i++) {
        held->order[i] = items[i].place;
        held->listed[i] = items[i].document;
    }
    kembar_free(items);
    return is_ok ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

/* --- its pairs --- */

static kembar_status keep_spans(kembar_check_run *run, const kembar_pair_row *from, int is_turned) {
    kembar_pair *pair = &run->rows[run->n_rows - 1].pair;
    pair->first_span = (uint32_t)run->n_spans;
    if (kembar_array_reserve((void **)&run->spans, &run->span_capacity,
                             run->n_spans + pair->n_spans, sizeof *run->spans))
        return KEMBAR_ERROR_MEMORY;
    for (uint32_t i = 0; i < pair->n_spans; i++) {
        kembar_span_pair s = from->spans[i];
        run->spans[run->n_spans++] =
            is_turned ? (kembar_span_pair){s.b_begin, s.b_end, s.a_begin, s.a_end} : s;
    }
    return KEMBAR_OK;
}

static kembar_status keep_pair(void *context, const kembar_pair_row *row, kembar_error *error) {
    held_run *held = context;
    kembar_check_run *run = held->run;
    const kembar_dedup_set *set = &run->engine.set;
    kembar_pair pair = *row->pair;
    int is_turned;
    pair.a = held->order[pair.a];
    pair.b = held->order[pair.b];
    if (pair.relation < run->options.fail_on ||
        (kembar_dedup_set_is_old(set, pair.a) && kembar_dedup_set_is_old(set, pair.b)))
        return KEMBAR_OK;
    if (kembar_check_add(run, &pair, &is_turned) || keep_spans(run, row, is_turned))
        return kembar_error_memory(error);
    return KEMBAR_OK;
}

static kembar_status run_all(held_run *held, const kembar_run_context *context,
                             kembar_error *error) {
    kembar_collection *joined = NULL;
    kembar_sink sink = {.context = held, .pair = keep_pair};
    kembar_sink *const sinks[] = {&sink};
    kembar_status status =
        kembar_collection_borrow(&joined, held->listed, held->run->engine.set.n, error);
    if (!status)
        status =
            kembar_run_cluster(joined, &held->run->engine.options.run, context, sinks, 1, error);
    kembar_collection_free(joined);
    return status;
}

kembar_status kembar_check_held(kembar_check_run *run, const kembar_run_context *context,
                                kembar_error *error) {
    held_run held = {.run = run};
    kembar_clock *clock = &run->engine.clock;
    kembar_clock_begin(clock, "run");
    kembar_status status = read_documents(&held, error);
    if (!status && sort_documents(&held))
        status = kembar_error_memory(error);
    if (!status)
        status = run_all(&held, context, error);
    for (int i = 0; held.readers && i < run->engine.options.run.n_threads; i++)
        kembar_catalogue_reader_deinit(&held.readers[i]);
    kembar_free(held.readers);
    kembar_free(held.order);
    kembar_free((void *)held.listed);
    kembar_clock_end(clock, run->engine.set.n, "documents");
    return status;
}
