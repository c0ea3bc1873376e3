#include "kembar/dedup_report.h"

#include <errno.h>

#include "base/error.h"
#include "base/file.h"
#include "read/catalogue.h"
#include "report/json_put.h"

enum { FLUSH_BYTES = 64 * 1024, AHEAD_BYTES = 512 * 1024, N_FILES = 3 };
/* In the order in which they appear. */
typedef enum dedup_file { FILE_PAIRS = 0, FILE_REMOVED, FILE_KEPT } dedup_file;

typedef struct dedup_writer {
    const kembar_dedup_result *result;    /* borrowed */
    kembar_file_writer *writers[N_FILES]; /* owned; NULL: not written */
    kembar_catalogue_reader reader;
    kembar_document_maker maker;
    kembar_buffer text;
} dedup_writer;

typedef kembar_status (*put_row)(dedup_writer *writer, size_t i, kembar_error *error);

static void put_relation(kembar_json_writer *json, uint8_t relation, int32_t score) {
    kembar_json_put_text(json, "relation", kembar_relation_name((kembar_relation)relation));
    kembar_json_put_micro(json, "score", score);
}

static kembar_view id_of(const dedup_writer *writer, int in_against, uint32_t record) {
    const kembar_dedup_result *result = writer->result;
    return kembar_catalogue_id(in_against ? result->against : result->catalogue, record);
}

/* The text without the title that the document joined to it. */
static kembar_view body_of(const kembar_document *document) {
    kembar_view text = kembar_document_text(document);
    size_t title_size = kembar_document_title(document).size;
    if (title_size == 0)
        return text;
    size_t begin = title_size < text.size ? title_size + 1 : text.size;
    return (kembar_view){text.data + begin, text.size - begin};
}

static void put_document(kembar_buffer *out, const kembar_document *document) {
    kembar_json_writer json = {.out = out};
    kembar_json_begin_object(&json);
    kembar_json_put_string(&json, "id", kembar_document_id(document));
    kembar_json_put_string(&json, "title", kembar_document_title(document));
    kembar_json_put_string(&json, "date", kembar_document_date(document));
    kembar_json_put_string(&json, "source", kembar_document_source(document));
    kembar_json_put_string(&json, "url", kembar_document_url(document));
    kembar_json_put_string(&json, "text", body_of(document));
    kembar_json_end_object(&json);
}

static kembar_status put_kept_line(dedup_writer *writer, size_t i, kembar_error *error) {
    kembar_view line;
    kembar_status status =
        kembar_catalogue_bytes(writer->result->catalogue, &writer->reader, i, &line, error);
    if (status == KEMBAR_OK)
        kembar_buffer_append_view(&writer->text, line);
    return status;
}

static kembar_status put_kept_document(dedup_writer *writer, size_t i, kembar_error *error) {
    const kembar_document *document;
    kembar_status status = kembar_catalogue_document(writer->result->catalogue, &writer->reader, i,
                                                     &writer->maker, &document, error);
    if (status == KEMBAR_OK)
        put_document(&writer->text, document);
    return status;
}

static kembar_status put_kept(dedup_writer *writer, size_t i, kembar_error *error) {
    if (writer->result->rows[i].duplicate_of != UINT32_MAX)
        return KEMBAR_OK;
    kembar_status status = kembar_catalogue_is_line(writer->result->catalogue, i)
                               ? put_kept_line(writer, i, error)
                               : put_kept_document(writer, i, error);
    kembar_buffer_append_char(&writer->text, '\n');
    return status;
}

static kembar_status put_removed(dedup_writer *writer, size_t i, kembar_error *error) {
    const kembar_dedup_row *row = &writer->result->rows[i];
    (void)error;
    if (row->duplicate_of == UINT32_MAX)
        return KEMBAR_OK;
    kembar_json_writer json = {.out = &writer->text};
    kembar_json_begin_object(&json);
    kembar_json_put_string(&json, "id", id_of(writer, 0, (uint32_t)i));
    kembar_json_put_string(&json, "duplicate_of",
                           id_of(writer, row->of_against, row->duplicate_of));
    kembar_json_put_bool(&json, "in_against", row->of_against != 0);
    put_relation(&json, row->relation, row->score);
    kembar_json_end_object(&json);
    kembar_buffer_append_char(&writer->text, '\n');
    return KEMBAR_OK;
}

static kembar_status put_pair(dedup_writer *writer, size_t i, kembar_error *error) {
    const kembar_pair *pair = &writer->result->pairs[i];
    int in_against = writer->result->pairs_against && writer->result->pairs_against[i];
    kembar_json_writer json = {.out = &writer->text};
    (void)error;
    kembar_json_begin_object(&json);
    kembar_json_put_string(&json, "a", id_of(writer, in_against, pair->a));
    kembar_json_put_string(&json, "b", id_of(writer, 0, pair->b));
    kembar_json_put_bool(&json, "in_against", in_against);
    put_relation(&json, pair->relation, pair->score);
    kembar_json_put_tristate(&json, "facts_differ", pair->facts_differ);
    kembar_json_put_micro(&json, "jaccard", pair->jaccard);
    kembar_json_put_micro(&json, "containment_a", pair->containment_a);
    kembar_json_put_micro(&json, "containment_b", pair->containment_b);
    kembar_json_put_micro(&json, "coverage_a", pair->coverage_a);
    kembar_json_put_micro(&json, "coverage_b", pair->coverage_b);
    kembar_json_end_object(&json);
    kembar_buffer_append_char(&writer->text, '\n');
    return KEMBAR_OK;
}

static kembar_status flush_text(dedup_writer *writer, kembar_file_writer *file, FILE *stream,
                                kembar_error *error) {
    kembar_status status = kembar_buffer_status(&writer->text);
    if (status != KEMBAR_OK)
        return kembar_error_memory(error);
    size_t size = writer->text.size;
    if (file)
        status = kembar_file_writer_write(file, writer->text.data, size, error);
    else if (size > 0 && fwrite(writer->text.data, 1, size, stream) != size)
        status = kembar_error_errno(error, NULL, errno, "cannot write the kept records");
    kembar_buffer_clear(&writer->text);
    return status;
}

/* Rows 0 .. n - 1 to a file or, where that is NULL, to a stream. */
static kembar_status write_rows(dedup_writer *writer, put_row put, size_t n_rows,
                                kembar_file_writer *file, FILE *stream, kembar_error *error) {
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < n_rows && status == KEMBAR_OK; i++) {
        status = put(writer, i, error);
        if (status == KEMBAR_OK && (writer->text.size >= FLUSH_BYTES || writer->text.failed))
            status = flush_text(writer, file, stream, error);
    }
    return status == KEMBAR_OK ? flush_text(writer, file, stream, error) : status;
}

/* Opens all, or with NULL only tries to. What a killed process left of them goes first. */
static kembar_status open_files(kembar_file_writer *writers[N_FILES],
                                const kembar_dedup_files *files, kembar_error *error) {
    const char *const paths[N_FILES] = {files->pairs, files->removed, files->kept};
    kembar_file_options options = {.temporaries = files->temporaries, .takes_streams = 1};
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

static kembar_status write_files(dedup_writer *writer, kembar_error *error) {
    static const put_row puts[N_FILES] = {put_pair, put_removed, put_kept};
    size_t n_rows[N_FILES] = {writer->result->n_pairs, writer->result->n_rows,
                              writer->result->n_rows};
    kembar_status status = KEMBAR_OK;
    for (int i = 0; i < N_FILES && status == KEMBAR_OK; i++) {
        if (!writer->writers[i])
            continue;
        status = write_rows(writer, puts[i], n_rows[i], writer->writers[i], NULL, error);
        if (status == KEMBAR_OK)
            status = kembar_file_writer_seal(writer->writers[i], error);
    }
    return status;
}

static kembar_status write_stream(dedup_writer *writer, FILE *stream, kembar_error *error) {
    kembar_status status =
        write_rows(writer, put_kept, writer->result->n_rows, NULL, stream, error);
    if (status == KEMBAR_OK && fflush(stream) != 0)
        status = kembar_error_errno(error, NULL, errno, "cannot write the kept records");
    return status;
}

kembar_status kembar_report_dedup_try(const kembar_dedup_files *files, kembar_error *error) {
    return open_files(NULL, files, error);
}

kembar_status kembar_report_dedup(const kembar_dedup_result *result,
                                  const kembar_dedup_files *files, kembar_error *error) {
    dedup_writer writer = {.result = result, .reader = {.ahead_bytes = AHEAD_BYTES}};
    kembar_status status = open_files(writer.writers, files, error);
    if (status == KEMBAR_OK)
        status = write_files(&writer, error);
    if (status == KEMBAR_OK && !files->kept && files->kept_stream)
        status = write_stream(&writer, files->kept_stream, error);
    if (status == KEMBAR_OK)
        status = kembar_file_writers_publish(writer.writers, N_FILES, 0, error);
    for (int i = 0; i < N_FILES; i++)
        kembar_file_writer_abandon(writer.writers[i]);
    kembar_catalogue_reader_deinit(&writer.reader);
    kembar_document_maker_deinit(&writer.maker);
    kembar_buffer_deinit(&writer.text);
    return status;
}
