#include "kembar/dedup_report.h"

#include <errno.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/file.h"
#include "report/dedup_rows.h"
#include "report/row_queue.h"

enum { SLICE = 128, FLUSH_BYTES = 512 * 1024, AHEAD_BYTES = 1024 * 1024, N_FILES = 3 };

typedef kembar_status (*put_row)(kembar_dedup_row_writer *writer, size_t i, kembar_error *error);

typedef struct dedup_writer {
    const kembar_dedup_result *result;    /* borrowed */
    kembar_file_writer *writers[N_FILES]; /* owned; NULL: not written */
    kembar_dedup_row_writer *workers;     /* owned; one a thread */
    int n_threads;
} dedup_writer;

typedef struct row_job {
    dedup_writer *writer;
    put_row put;
    kembar_row_queue queue;
} row_job;

static kembar_status write_slice(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    row_job *job = context;
    kembar_dedup_row_writer *worker = &job->writer->workers[worker_id];
    kembar_row_slice slice;
    kembar_status status = KEMBAR_OK;
    kembar_row_slice_begin(&slice, &job->queue, begin / SLICE);
    worker->text = slice.text;
    worker->reader.end = end;
    for (size_t i = begin; i < end && !slice.is_over && status == KEMBAR_OK; i++) {
        status = job->put(worker, i, error);
        if (status == KEMBAR_OK && slice.text->size >= FLUSH_BYTES)
            status = kembar_row_slice_flush(&slice, &job->queue, error);
    }
    return kembar_row_slice_end(&slice, &job->queue, status, error);
}

/* To a file or, where that is NULL, to a stream. */
static kembar_status write_rows(dedup_writer *writer, put_row put, size_t n_rows,
                                kembar_file_writer *file, FILE *stream, kembar_error *error) {
    row_job job = {.writer = writer, .put = put, .queue = {.file = file, .stream = stream}};
    kembar_status status =
        kembar_row_queue_init(&job.queue, writer->n_threads)
            ? kembar_error_memory(error)
            : kembar_parallel_for(writer->n_threads, n_rows, SLICE, write_slice, &job, error);
    kembar_row_queue_deinit(&job.queue);
    return status;
}

/* Opens all, or with NULL only tries to. What a killed process left of them goes first. */
static kembar_status open_files(kembar_file_writer *writers[N_FILES],
                                const kembar_dedup_files *files, kembar_error *error) {
    const char *const paths[N_FILES] = {files->pairs, files->removed, files->kept};
    kembar_file_options options = {
        .temporaries = files->temporaries, .takes_streams = 1, .no_digest = 1, .stores_apart = 1};
    kembar_status status = KEMBAR_OK;
    for (int i = 0; i < N_FILES && status == KEMBAR_OK; i++) {
        if (!paths[i])
            continue;
        if (writers)
            kembar_file_remove_stale_of(paths[i]);
        status = writers ? kembar_file_writer_open_with(&writers[i], paths[i], &options, error)
                         : kembar_file_writer_try(paths[i], &options, error);
    }
    return status;
}

/* In the order in which they appear. */
static kembar_status write_files(dedup_writer *writer, kembar_error *error) {
    static const put_row puts[N_FILES] = {kembar_dedup_put_pair, kembar_dedup_put_removed,
                                          kembar_dedup_put_kept};
    const size_t n_rows[N_FILES] = {writer->result->n_pairs, writer->result->n_rows,
                                    writer->result->n_rows};
    kembar_status status = KEMBAR_OK;
    for (int i = 0; i < N_FILES && status == KEMBAR_OK; i++)
        if (writer->writers[i])
            status = write_rows(writer, puts[i], n_rows[i], writer->writers[i], NULL, error);
    for (int i = 0; i < N_FILES && status == KEMBAR_OK; i++)
        if (writer->writers[i])
            status = kembar_file_writer_seal(writer->writers[i], error);
    return status;
}

static kembar_status write_stream(dedup_writer *writer, FILE *stream, kembar_error *error) {
    kembar_status status =
        write_rows(writer, kembar_dedup_put_kept, writer->result->n_rows, NULL, stream, error);
    if (status == KEMBAR_OK && fflush(stream) != 0)
        status = kembar_error_errno(error, NULL, errno, "cannot write the kept records");
    return status;
}

static kembar_status start_workers(dedup_writer *writer, int n_threads) {
    writer->n_threads = n_threads > 0 ? n_threads : kembar_parallel_default_threads();
    writer->workers = kembar_alloc_zeroed((size_t)writer->n_threads, sizeof *writer->workers);
    for (int i = 0; writer->workers && i < writer->n_threads; i++) {
        writer->workers[i].result = writer->result;
        writer->workers[i].reader.ahead_bytes = AHEAD_BYTES;
    }
    return writer->workers ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

static kembar_status write_all(dedup_writer *writer, const kembar_dedup_files *files,
                               kembar_error *error) {
    if (start_workers(writer, files->n_threads))
        return kembar_error_memory(error);
    kembar_status status = open_files(writer->writers, files, error);
    if (status == KEMBAR_OK)
        status = write_files(writer, error);
    if (status == KEMBAR_OK && !files->kept && files->kept_stream)
        status = write_stream(writer, files->kept_stream, error);
    return status;
}

kembar_status kembar_report_dedup_try(const kembar_dedup_files *files, kembar_error *error) {
    return open_files(NULL, files, error);
}

kembar_status kembar_report_dedup(const kembar_dedup_result *result,
                                  const kembar_dedup_files *files, kembar_error *error) {
    dedup_writer writer = {.result = result};
    kembar_status status = write_all(&writer, files, error);
    if (status == KEMBAR_OK)
        status = kembar_file_writers_publish(writer.writers, N_FILES, 0, error);
    for (int i = 0; i < N_FILES; i++)
        kembar_file_writer_abandon(writer.writers[i]);
    for (int i = 0; writer.workers && i < writer.n_threads; i++)
        kembar_dedup_row_writer_deinit(&writer.workers[i]);
    kembar_free(writer.workers);
    return status;
}
