#include "kembar/results.h"

#include <inttypes.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "eval/results_inputs.h"
#include "eval/results_model.h"
#include "eval/results_options.h"
#include "read/json.h"

static const uint64_t max_file_bytes = UINT64_C(1) << 36;

/* A folder while it is read. */
typedef struct folder_reader {
    kembar_results *results;
    kembar_json_parser *parser; /* owned */
    kembar_buffer path;         /* of the file being read, NUL-terminated */
    char *run_text;             /* owned; run.json */
    size_t run_size;
    const char *dir; /* borrowed */
    kembar_error *error;
} folder_reader;

typedef kembar_status (*add_line)(const kembar_result_line *line, kembar_error *error);

static kembar_status set_path(folder_reader *reader, const char *name) {
    kembar_buffer_clear(&reader->path);
    kembar_buffer_append_text(&reader->path, reader->dir);
    kembar_buffer_append_char(&reader->path, '/');
    kembar_buffer_append_text(&reader->path, name);
    kembar_buffer_append_char(&reader->path, '\0');
    if (kembar_buffer_status(&reader->path) != KEMBAR_OK)
        return kembar_error_memory(reader->error);
    return KEMBAR_OK;
}

static kembar_status fail_format(const folder_reader *reader, const char *what) {
    return kembar_error_set(reader->error, KEMBAR_ERROR_FORMAT, reader->path.data, 0, "%s", what);
}

/* run.json as the parser's current text. */
static kembar_status parse_run(folder_reader *reader, kembar_json_value *root) {
    kembar_error cause = {0};
    kembar_view text = {reader->run_text, reader->run_size};
    kembar_status status = kembar_json_parse(reader->parser, text, root, &cause);
    if (status != KEMBAR_OK)
        return kembar_error_set(reader->error, status, reader->path.data, cause.position, "%s",
                                cause.message);
    return root->kind == KEMBAR_JSON_OBJECT ? KEMBAR_OK : fail_format(reader, "not a JSON object");
}

static kembar_status read_run(folder_reader *reader) {
    kembar_error cause = {0};
    kembar_status status = set_path(reader, "run.json");
    if (status != KEMBAR_OK)
        return status;
    status = kembar_file_read(reader->path.data, max_file_bytes, &reader->run_text,
                              &reader->run_size, &cause);
    if (status == KEMBAR_ERROR_IO)
        return kembar_error_set(reader->error, KEMBAR_ERROR_FORMAT, reader->path.data, 0,
                                "no finished run (%s)", cause.message);
    if (status != KEMBAR_OK) {
        if (reader->error)
            *reader->error = cause;
        return status;
    }
    kembar_json_value root;
    status = parse_run(reader, &root);
    if (status != KEMBAR_OK)
        return status;
    int is_complete = 0;
    if (!kembar_json_as_bool(kembar_json_get(root, "complete"), &is_complete) || !is_complete)
        return fail_format(reader, "no finished run: not complete");
    status = kembar_results_read_options(reader->results, kembar_json_get(root, "options"),
                                         reader->path.data, reader->error);
    if (status != KEMBAR_OK)
        return status;
    return kembar_results_read_inputs(reader->results, kembar_json_get(root, "inputs"),
                                      reader->path.data, reader->error);
}

/* Does run.json vouch for these bytes under this name? */
static kembar_status check_digest(folder_reader *reader, const char *name, kembar_view content) {
    kembar_json_value root;
    char digest[33];
    kembar_status status = parse_run(reader, &root);
    if (status != KEMBAR_OK)
        return status;
    kembar_json_value file = kembar_json_get(kembar_json_get(root, "files"), name);
    kembar_view wanted = kembar_json_as_string(kembar_json_get(file, "xxh128"));
    kembar_hash128_format(kembar_hash128_bytes(content.data, content.size), digest);
    if (wanted.size != 32 || memcmp(wanted.data, digest, 32) != 0)
        return fail_format(reader, "not the file of this run: its XXH128 is not in run.json");
    return KEMBAR_OK;
}

static kembar_status read_lines(folder_reader *reader, kembar_view content, add_line add) {
    kembar_result_line line = {
        .results = reader->results, .parser = reader->parser, .path = reader->path.data};
    kembar_status status = KEMBAR_OK;
    while (status == KEMBAR_OK && content.size > 0) {
        const char *end = memchr(content.data, '\n', content.size);
        size_t size = end ? (size_t)(end - content.data) : content.size;
        line.line = (kembar_view){content.data, size};
        line.position++;
        status = add(&line, reader->error);
        size_t taken = end ? size + 1 : size;
        content.data += taken;
        content.size -= taken;
    }
    return status;
}

static kembar_status read_rows(folder_reader *reader, const char *name, add_line add) {
    char *bytes;
    size_t size;
    kembar_status status = set_path(reader, name);
    if (status != KEMBAR_OK)
        return status;
    status = kembar_file_read(reader->path.data, max_file_bytes, &bytes, &size, reader->error);
    if (status != KEMBAR_OK)
        return status;
    status = check_digest(reader, name, (kembar_view){bytes, size});
    if (status == KEMBAR_OK)
        status = read_lines(reader, (kembar_view){bytes, size}, add);
    kembar_free(bytes);
    return status;
}

static kembar_status read_folder(folder_reader *reader) {
    if (kembar_json_parser_new(&reader->parser) != KEMBAR_OK)
        return kembar_error_memory(reader->error);
    kembar_status status = read_run(reader);
    if (status == KEMBAR_OK)
        status = read_rows(reader, "documents.jsonl", kembar_results_add_document);
    if (status == KEMBAR_OK)
        status = read_rows(reader, "pairs.jsonl", kembar_results_add_pair);
    if (status == KEMBAR_OK)
        status = read_rows(reader, "clusters.jsonl", kembar_results_add_cluster);
    if (status == KEMBAR_OK)
        status = kembar_results_connect(reader->results, reader->dir, reader->error);
    return status;
}

kembar_status kembar_results_open(kembar_results **out, const char *dir, kembar_error *error) {
    *out = NULL;
    folder_reader reader = {.dir = dir, .error = error};
    reader.results = kembar_alloc_zeroed(1, sizeof *reader.results);
    if (!reader.results)
        return kembar_error_memory(error);
    kembar_status status = read_folder(&reader);
    kembar_json_parser_free(reader.parser);
    kembar_buffer_deinit(&reader.path);
    kembar_free(reader.run_text);
    if (status != KEMBAR_OK) {
        kembar_results_free(reader.results);
        return status;
    }
    *out = reader.results;
    return KEMBAR_OK;
}

void kembar_results_free(kembar_results *results) {
    if (!results)
        return;
    kembar_string_pool_deinit(&results->strings);
    kembar_free(results->documents);
    kembar_free(results->pairs);
    kembar_free(results->spans);
    kembar_free(results->terms);
    kembar_free(results->clusters);
    kembar_free(results->members);
    kembar_free((void *)results->clusters_by_id);
    kembar_free(results->inputs);
    kembar_free((void *)results->priorities);
    kembar_free(results->sources);
    kembar_free(results);
}

const kembar_result_document *kembar_results_documents(const kembar_results *results, size_t *n) {
    *n = results->n_documents;
    return results->documents;
}

const kembar_result_pair *kembar_results_pairs(const kembar_results *results, size_t *n) {
    *n = results->n_pairs;
    return results->pairs;
}

const kembar_result_cluster *kembar_results_clusters(const kembar_results *results, size_t *n) {
    *n = results->n_clusters;
    return results->clusters;
}

const kembar_result_input *kembar_results_inputs(const kembar_results *results, size_t *n) {
    *n = results->n_inputs;
    return results->inputs;
}

const kembar_options *kembar_results_options(const kembar_results *results) {
    return &results->options;
}

const kembar_source_options *kembar_results_source_options(const kembar_results *results) {
    return &results->source_options;
}
