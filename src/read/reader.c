#include "read/reader.h"

#include <stdatomic.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "base/views.h"
#include "read/conveyor.h"
#include "read/file_text.h"
#include "read/record.h"
#include "read/tap.h"
#include "read/text.h"

enum {
    STRETCH_BYTES = 256 * 1024, /* what is read stays near a core until it is used up */
    SMALL_FILE_BYTES = 1024 * 1024,
    PROGRESS_BYTES = 1024 * 1024,
    USUAL_RECORD_BYTES = 1024,
    MOST_EXPECTED = 256 * 1024
};

/* What one worker keeps from task to task. */
typedef struct worker {
    kembar_json_parser *parser; /* owned; NULL before its first line */
    kembar_buffer scratch;
    kembar_stretch stretch;
    kembar_document_maker maker; /* for documents that go through a tap */
} worker;

typedef struct reader {
    const kembar_plan *plan;
    const kembar_read_settings *settings;
    int n_threads;
    worker *workers; /* owned; n_threads of them */
    kembar_file_result *results;
    size_t first_entry; /* of a run of small files */
    atomic_ullong done_bytes;
    uint64_t reported_bytes; /* touched by the calling thread only */
    uint64_t total_bytes;    /* 0: unknown */
    kembar_progress progress;
    void *progress_context;
} reader;

/* On the calling thread only. */
static void report(reader *r, uint64_t done_bytes) {
    /* A file that grew or shrank since it was looked at may make `done_bytes` step back. */
    if (r->progress != NULL && done_bytes >= r->reported_bytes + PROGRESS_BYTES) {
        r->reported_bytes = done_bytes;
        r->progress(r->progress_context, "read", done_bytes, r->total_bytes);
    }
}

static kembar_status keep_id(const reader *r, const worker *self, kembar_view id,
                             kembar_read_trace *trace, kembar_error *error) {
    kembar_arena *ids = &r->settings->tap->ids[self - r->workers];
    trace->id = (kembar_view){kembar_arena_copy(ids, id.data, id.size), id.size};
    return trace->id.data == NULL ? kembar_error_memory(error) : KEMBAR_OK;
}

/* The id of a record (`number` is its line, 0: the whole file) that says none itself. */
static kembar_view default_id(const kembar_entry *entry, uint64_t number, kembar_buffer *scratch) {
    return number > 0 ? kembar_record_number_id(entry, number, scratch)
                      : (kembar_view){entry->id, strlen(entry->id)};
}

/* Fills the trace of a record that the tap's memory knows by its bytes. */
static kembar_status recall(const reader *r, worker *self, const kembar_entry *entry,
                            kembar_view bytes, uint64_t number, kembar_record_slot *slot,
                            kembar_error *error) {
    const kembar_read_memory *memory = r->settings->tap ? r->settings->tap->memory : NULL;
    kembar_view id;
    if (memory == NULL) {
        return KEMBAR_OK;
    }
    kembar_view source = kembar_entry_source(entry);
    uint64_t salt = kembar_hash_bytes(source.data, source.size, (uint64_t)entry->kind.format + 1);
    int is_known = memory->find(memory->context, (int)(self - r->workers), salt, bytes, &slot->key,
                                &id, &slot->trace.summary);
    if (is_known <= 0) {
        return is_known < 0 ? kembar_error_memory(error) : KEMBAR_OK;
    }
    slot->trace.position = number;
    if (id.data == NULL) {
        id = default_id(entry, number, &self->scratch);
    }
    return kembar_buffer_status(&self->scratch) != KEMBAR_OK
               ? kembar_error_memory(error)
               : keep_id(r, self, id, &slot->trace, error);
}

/* Tells the memory of what it did not know. An id that the record says goes where it goes, also one
 * that is the same as that of its place. */
static kembar_status remember(const reader *r, const worker *self, const kembar_record_slot *slot,
                              kembar_error *error) {
    const kembar_read_memory *memory = r->settings->tap->memory;
    const kembar_read_trace *trace = &slot->trace;
    if (memory == NULL) {
        return KEMBAR_OK;
    }
    kembar_view id = slot->says_id ? trace->id : (kembar_view){NULL, 0};
    return memory->keep(memory->context, (int)(self - r->workers), slot->key, id, trace->summary)
               ? kembar_error_memory(error)
               : KEMBAR_OK;
}

/* Of the document only its trace stays. */
static kembar_status tap_document(const reader *r, const worker *self, kembar_record_slot *slot,
                                  kembar_error *error) {
    const kembar_read_tap *tap = r->settings->tap;
    const kembar_document *document = slot->made;
    slot->made = NULL;
    if (document == NULL) {
        return KEMBAR_OK;
    }
    kembar_read_trace *trace = &slot->trace;
    trace->position = kembar_document_position(document);
    kembar_status status =
        tap->take(tap->context, (int)(self - r->workers), document, &trace->summary, error);
    if (status == KEMBAR_OK) {
        status = keep_id(r, self, kembar_document_id(document), trace, error);
    }
    return status == KEMBAR_OK ? remember(r, self, slot, error) : status;
}

/* Through a tap documents go one by one. */
static void start_slot(const reader *r, const kembar_entry *entry, worker *self,
                       kembar_record_slot *slot) {
    slot->maker = r->settings->tap != NULL ? &self->maker : NULL;
    slot->trace.entry = (uint32_t)(entry - r->plan->entries);
}

static kembar_status do_line(reader *r, const kembar_entry *entry, const kembar_line *line,
                             worker *self, kembar_record_slot *slot, kembar_error *error) {
    if (self->parser == NULL && kembar_json_parser_new(&self->parser) != KEMBAR_OK) {
        return kembar_error_memory(error);
    }
    start_slot(r, entry, self, slot);
    kembar_status status = KEMBAR_OK;
    if (r->settings->tap != NULL) {
        kembar_view bytes = kembar_text_skip_mark(line->bytes);
        slot->trace.offset = line->offset + (line->bytes.size - bytes.size);
        slot->trace.size_bytes = (uint32_t)bytes.size;
        slot->trace.hash = kembar_hash_bytes(bytes.data, bytes.size, 0);
        /* A line that is too long is not held to its end. */
        if (line->size_bytes == line->bytes.size) {
            status = recall(r, self, entry, bytes, line->number, slot, error);
        }
    }
    if (status != KEMBAR_OK || slot->trace.id.data != NULL) {
        return status;
    }
    status = kembar_record_from_line(r->settings, entry, line, self->parser, &self->scratch, slot,
                                     error);
    return status == KEMBAR_OK ? tap_document(r, self, slot, error) : status;
}

static kembar_status do_stretch(reader *r, const kembar_entry *entry, worker *self) {
    kembar_stretch *stretch = &self->stretch;
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < stretch->window.n_lines && status == KEMBAR_OK; i++) {
        kembar_record_slot slot = {0};
        status = do_line(r, entry, &stretch->window.lines[i], self, &slot, &stretch->error);
        if (status == KEMBAR_OK && kembar_record_slot_move(&slot, &stretch->made) != KEMBAR_OK) {
            status = kembar_error_memory(&stretch->error);
        }
        kembar_record_slot_deinit(&slot);
    }
    return status;
}

/* One file of records, while workers are on it. */
typedef struct records_job {
    reader *r;
    const kembar_entry *entry;
    kembar_conveyor conveyor;
    uint64_t base_bytes; /* of the files before it */
} records_job;

static kembar_status records_task(void *context, size_t begin, size_t end, int worker_id,
                                  kembar_error *error) {
    records_job *job = context;
    worker *self = &job->r->workers[worker_id];
    (void)begin;
    (void)end;
    (void)error;
    while (kembar_conveyor_next(&job->conveyor, &self->stretch)) {
        self->stretch.status = do_stretch(job->r, job->entry, self);
        if (worker_id == 0) {
            report(job->r, job->base_bytes + self->stretch.raw_bytes);
        }
    }
    return KEMBAR_OK;
}

/* Room for many of a large file's records, since what grows to many megabytes would have to move.
 */
static void expect_records(const records_job *job, kembar_file_result *result) {
    uint64_t n = job->entry->size_bytes / USUAL_RECORD_BYTES;
    if (job->r->settings->tap != NULL) {
        (void)kembar_file_result_expect_traces(result,
                                               (size_t)(n < MOST_EXPECTED ? n : MOST_EXPECTED));
    }
}

static kembar_status read_with_all(records_job *job, kembar_file_result *result,
                                   kembar_error *error) {
    int n_threads = job->r->n_threads;
    expect_records(job, result);
    return kembar_parallel_for(n_threads, (size_t)n_threads, 1, records_task, job, error);
}

/* Reads a file of records on one worker, or, `self` NULL, on all. */
static kembar_status read_records(reader *r, const kembar_entry *entry, kembar_stream *stream,
                                  worker *self, kembar_file_result *result, kembar_error *error) {
    records_job job = {.r = r, .entry = entry, .base_bytes = atomic_load(&r->done_bytes)};
    kembar_status status = kembar_conveyor_init(
        &job.conveyor, stream, STRETCH_BYTES, kembar_record_line_limit(r->settings), result, error);
    if (status != KEMBAR_OK) {
        return status;
    }
    status = self == NULL ? read_with_all(&job, result, error)
                          : records_task(&job, 0, 1, (int)(self - r->workers), error);
    kembar_status ended = kembar_conveyor_end(&job.conveyor, error);
    return status == KEMBAR_OK ? ended : status;
}

static kembar_status make_text(const reader *r, const kembar_entry *entry, kembar_view bytes,
                               worker *self, kembar_record_slot *slot, kembar_error *error) {
    kembar_status status = KEMBAR_OK;
    start_slot(r, entry, self, slot);
    slot->trace.size_bytes = (uint32_t)bytes.size;
    slot->trace.hash = kembar_hash_bytes(bytes.data, bytes.size, 0);
    status = recall(r, self, entry, bytes, 0, slot, error);
    if (status != KEMBAR_OK || slot->trace.id.data != NULL) {
        return status;
    }
    status = kembar_file_text_make(r->settings, entry, bytes, slot, error);
    return status == KEMBAR_OK ? tap_document(r, self, slot, error) : status;
}

/* Reads a file that is one document. */
static kembar_status read_text(const reader *r, const kembar_entry *entry, kembar_stream *stream,
                               worker *self, kembar_file_result *result, kembar_error *error) {
    kembar_record_slot slot = {0};
    char *data = NULL;
    size_t size = 0;
    kembar_status status = kembar_file_text_load(r->settings, entry, stream, &data, &size, error);
    if (status == KEMBAR_OK) {
        status = make_text(r, entry, (kembar_view){data, size}, self, &slot, error);
    }
    if (status == KEMBAR_OK && kembar_record_slot_move(&slot, result) != KEMBAR_OK) {
        status = kembar_error_memory(error);
    }
    kembar_record_slot_deinit(&slot);
    kembar_free(data);
    return status;
}

/* Reads on to the end of the file, so that it is known by size and digest, also when it is
 * rejected. */
static kembar_status finish_stream(kembar_stream *stream, kembar_file_result *result,
                                   kembar_error *error) {
    kembar_status status = kembar_stream_drain(stream, error);
    result->was_opened = 1;
    result->size_bytes = kembar_stream_raw_bytes(stream);
    kembar_hash128_format(kembar_stream_digest(stream), result->digest);
    return status;
}

/* Turns a fault of the file into its only rejection; MEMORY, and IO of standard input, stay
 * failures. */
static kembar_status reject_file(const kembar_entry *entry, kembar_status status,
                                 const kembar_error *fault, kembar_file_result *result,
                                 kembar_error *error) {
    if (status == KEMBAR_ERROR_MEMORY) {
        return kembar_error_memory(error);
    }
    if (status == KEMBAR_ERROR_IO && entry->path == NULL) {
        return kembar_error_set(error, status, entry->shown, 0, "%s", fault->message);
    }
    kembar_file_result_clear(result);
    kembar_rejected rejected;
    status = kembar_rejected_init(&rejected, (kembar_view){entry->shown, strlen(entry->shown)}, 0,
                                  (kembar_view){NULL, 0}, "%s", fault->message);
    if (status == KEMBAR_OK) {
        status = kembar_rejected_list_add(&result->rejections, &rejected);
    }
    return status == KEMBAR_OK ? status : kembar_error_memory(error);
}

/* A file without documents must not vanish: an empty one, or one of blank lines. */
static kembar_status require_something(const kembar_file_result *result, kembar_error *error) {
    return result->n_documents + result->n_traces + result->rejections.n_items > 0
               ? KEMBAR_OK
               : kembar_error_set(error, KEMBAR_ERROR_FORMAT, NULL, 0, "no text");
}

/* Standard input and compressed files cannot be read twice, at least not here and there: what they
 * hold goes to a spool. Returns that, or NULL. */
static kembar_spool *start_spool(const reader *r, const kembar_entry *entry, const worker *self,
                                 kembar_stream *stream, kembar_file_result *result) {
    result->spool_id = -1;
    if (r->settings->tap == NULL ||
        (entry->path != NULL && entry->kind.compression == KEMBAR_COMPRESSION_NONE)) {
        return NULL;
    }
    result->spool_id = self == NULL ? 0 : (int)(self - r->workers);
    kembar_spool *spool = &r->settings->tap->spools[result->spool_id];
    result->spool_begin = spool->size_bytes;
    kembar_stream_copy_to(stream, spool);
    return spool;
}

/* `self` NULL: a large file, read with all workers. */
static kembar_status read_entry(reader *r, size_t i, worker *self, kembar_error *error) {
    const kembar_entry *entry = &r->plan->entries[i];
    kembar_file_result *result = &r->results[i];
    kembar_stream *stream = NULL;
    kembar_error fault = {0};
    kembar_status status =
        kembar_stream_open(&stream, entry->path, entry->kind.compression, &fault);
    if (status != KEMBAR_OK) {
        return reject_file(entry, status, &fault, result, error);
    }
    if (r->settings->tap != NULL) {
        kembar_stream_forgo_digest(stream);
    }
    const kembar_spool *spool = start_spool(r, entry, self, stream, result);
    if (entry->kind.format != KEMBAR_FORMAT_JSONL) {
        status = read_text(r, entry, stream, self ? self : r->workers, result, &fault);
    } else {
        status = read_records(r, entry, stream, self, result, &fault);
    }
    if (status == KEMBAR_OK) {
        status = require_something(result, &fault);
    }
    kembar_error drain_fault = {0};
    kembar_status drained = finish_stream(stream, result, &drain_fault);
    kembar_stream_close(stream);
    if (status == KEMBAR_OK && drained != KEMBAR_OK) {
        status = drained;
        fault = drain_fault;
    }
    if (status != KEMBAR_OK && spool != NULL && spool->has_failed) {
        if (error != NULL) {
            *error = fault;
        }
        return status;
    }
    return status == KEMBAR_OK ? status : reject_file(entry, status, &fault, result, error);
}

static kembar_status file_task(void *context, size_t begin, size_t end, int worker_id,
                               kembar_error *error) {
    reader *r = context;
    kembar_status status = KEMBAR_OK;
    for (size_t i = begin; i < end && status == KEMBAR_OK; i++) {
        size_t entry = r->first_entry + i;
        status = read_entry(r, entry, &r->workers[worker_id], error);
        uint64_t size = r->plan->entries[entry].size_bytes;
        uint64_t done = atomic_fetch_add(&r->done_bytes, size) + size;
        if (worker_id == 0) {
            report(r, done);
        }
    }
    return status;
}

static int is_large(const kembar_entry *entry) {
    return entry->path == NULL ||
           (entry->kind.format == KEMBAR_FORMAT_JSONL && entry->size_bytes > SMALL_FILE_BYTES);
}

static kembar_status read_all(reader *r, kembar_error *error) {
    kembar_status status = KEMBAR_OK;
    size_t n_entries = r->plan->n_entries;
    for (size_t i = 0; i < n_entries && status == KEMBAR_OK;) {
        size_t end = i;
        while (end < n_entries && !is_large(&r->plan->entries[end])) {
            end++;
        }
        if (end > i) {
            r->first_entry = i;
            status = kembar_parallel_for(r->n_threads, end - i, 1, file_task, r, error);
            i = end;
        } else {
            status = read_entry(r, i, NULL, error);
            atomic_fetch_add(&r->done_bytes, r->plan->entries[i].size_bytes);
            i++;
        }
    }
    return status;
}

static void sum_sizes(reader *r) {
    for (size_t i = 0; i < r->plan->n_entries; i++) {
        if (r->plan->entries[i].path == NULL) {
            r->total_bytes = 0;
            return;
        }
        r->total_bytes += r->plan->entries[i].size_bytes;
    }
}

kembar_status kembar_reader_read(const kembar_plan *plan, const kembar_read_settings *settings,
                                 int n_threads, kembar_progress progress, void *progress_context,
                                 kembar_file_result *results, kembar_error *error) {
    reader r = {.plan = plan,
                .settings = settings,
                .n_threads = n_threads < 1 ? kembar_parallel_default_threads() : n_threads,
                .results = results,
                .progress = progress,
                .progress_context = progress_context};
    atomic_init(&r.done_bytes, 0);
    sum_sizes(&r);
    r.workers = kembar_alloc_zeroed((size_t)r.n_threads, sizeof *r.workers);
    if (r.workers == NULL) {
        return kembar_error_memory(error);
    }
    kembar_status status = read_all(&r, error);
    for (int i = 0; i < r.n_threads; i++) {
        kembar_json_parser_free(r.workers[i].parser);
        kembar_buffer_deinit(&r.workers[i].scratch);
        kembar_stretch_deinit(&r.workers[i].stretch);
        kembar_document_maker_deinit(&r.workers[i].maker);
    }
    kembar_free(r.workers);
    if (status == KEMBAR_OK && progress != NULL) {
        uint64_t done = atomic_load(&r.done_bytes);
        progress(progress_context, "read", done, r.total_bytes == 0 ? 0 : done);
    }
    return status;
}
