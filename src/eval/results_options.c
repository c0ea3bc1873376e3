#include "eval/results_options.h"

#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/views.h"

/* The options while they are read; the first fault is kept. */
typedef struct option_reader {
    kembar_results *results;
    const char *path;
    kembar_error *error;
    kembar_status status;
} option_reader;

static void fail(option_reader *reader, const char *name) {
    if (reader->status == KEMBAR_OK)
        reader->status = kembar_error_set(reader->error, KEMBAR_ERROR_FORMAT, reader->path, 0,
                                          "option \"%s\" is missing or not of its kind", name);
}

/* Older runs have 0 and 1 for a flag and -1 for none. */
static int read_number(const kembar_option_field *field, kembar_json_value value, int32_t *out) {
    int64_t number = 0;
    int is_true;
    if (field->is_flag && kembar_json_as_bool(value, &is_true)) {
        *out = is_true;
        return 1;
    }
    if (field->is_nullable && value.kind == KEMBAR_JSON_NULL) {
        *out = -1;
        return 1;
    }
    int is_number =
        field->is_micro ? kembar_json_as_micro(value, &number) : kembar_json_as_i64(value, &number);
    if (!is_number || number < INT32_MIN || number > INT32_MAX)
        return 0;
    *out = (int32_t)number;
    return 1;
}

/* A text of the list, in the pool; data NULL after a fault. */
static kembar_view copy_text(option_reader *reader, kembar_json_value value, const char *name) {
    kembar_view text = kembar_json_as_string(value), copy = {NULL, 0};
    if (text.size == 0)
        fail(reader, name);
    else if (kembar_string_pool_copy(&reader->results->strings, text, &copy) != KEMBAR_OK)
        reader->status = kembar_error_memory(reader->error);
    return copy;
}

static int read_priority(void *context, kembar_view key, kembar_json_value value) {
    option_reader *reader = context;
    kembar_results *results = reader->results;
    size_t n = (size_t)results->options.n_priorities;
    kembar_view name = copy_text(reader, value, "priorities");
    (void)key;
    if (n == INT32_MAX)
        fail(reader, "priorities");
    else if (kembar_array_reserve((void **)&results->priorities, &results->priority_capacity, n + 1,
                                  sizeof *results->priorities))
        reader->status = kembar_error_memory(reader->error);
    if (reader->status != KEMBAR_OK)
        return 0;
    results->priorities[n] = name.data;
    results->options.priorities = results->priorities;
    results->options.n_priorities++;
    return 1;
}

static int read_source(void *context, kembar_view key, kembar_json_value value) {
    option_reader *reader = context;
    kembar_results *results = reader->results;
    size_t n = results->source_options.n_sources;
    kembar_view glob = copy_text(reader, kembar_json_get(value, "glob"), "sources");
    kembar_view name = copy_text(reader, kembar_json_get(value, "source"), "sources");
    (void)key;
    if (kembar_array_reserve((void **)&results->sources, &results->source_capacity, n + 1,
                             sizeof *results->sources))
        reader->status = kembar_error_memory(reader->error);
    if (reader->status != KEMBAR_OK)
        return 0;
    results->sources[n] = (kembar_source_name){glob.data, name.data};
    results->source_options.sources = results->sources;
    results->source_options.n_sources++;
    return 1;
}

/* Older runs have no such list. */
static void read_list(option_reader *reader, kembar_json_value object, const char *name,
                      int (*read)(void *context, kembar_view key, kembar_json_value value)) {
    kembar_json_value list = kembar_json_get(object, name);
    if (list.kind == KEMBAR_JSON_ARRAY)
        kembar_json_each(list, read, reader);
    else if (list.kind != KEMBAR_JSON_NONE)
        fail(reader, name);
}

static void read_run_options(option_reader *reader, kembar_json_value object) {
    size_t n_fields;
    const kembar_option_field *fields = kembar_option_fields(&n_fields);
    kembar_options *options = &reader->results->options;
    *options = kembar_options_default();
    for (size_t i = 0; i < n_fields; i++) {
        if (fields[i].offset == offsetof(kembar_options, n_threads))
            continue;
        void *place = (char *)options + fields[i].offset;
        if (!read_number(&fields[i], kembar_json_get(object, fields[i].name), place))
            fail(reader, fields[i].name);
    }
    read_list(reader, object, "priorities", read_priority);
    kembar_error cause = {0};
    if (reader->status == KEMBAR_OK && kembar_options_validate(options, &cause) != KEMBAR_OK)
        reader->status = kembar_error_set(reader->error, KEMBAR_ERROR_FORMAT, reader->path, 0, "%s",
                                          cause.message);
}

static void read_format(option_reader *reader, kembar_json_value value) {
    kembar_view name = kembar_json_as_string(value);
    for (int i = KEMBAR_FORMAT_AUTO; i <= KEMBAR_FORMAT_JSONL; i++) {
        const char *known = kembar_input_format_name((kembar_input_format)i);
        if (kembar_view_equal(name, (kembar_view){known, strlen(known)})) {
            reader->results->source_options.format = (kembar_input_format)i;
            return;
        }
    }
    fail(reader, "input_format");
}

static void read_limit(option_reader *reader, kembar_json_value value) {
    int64_t limit = 0;
    if (kembar_json_as_i64(value, &limit) && limit > 0)
        reader->results->source_options.max_document_bytes = (uint64_t)limit;
    else
        fail(reader, "max_document_bytes");
}

static void read_fields(option_reader *reader, kembar_json_value object) {
    static const char *const keys[KEMBAR_RESULTS_FIELDS] = {"id",   "text",   "title",
                                                            "date", "source", "url"};
    kembar_results *results = reader->results;
    for (size_t i = 0; i < KEMBAR_RESULTS_FIELDS; i++) {
        kembar_view path = kembar_json_as_string(kembar_json_get(object, keys[i]));
        kembar_view copy = {NULL, 0};
        if (path.size == 0)
            fail(reader, "fields");
        else if (kembar_string_pool_copy(&results->strings, path, &copy) != KEMBAR_OK)
            reader->status = kembar_error_memory(reader->error);
        results->fields[i] = (kembar_field_name){keys[i], copy.data};
    }
    results->source_options.fields = results->fields;
    results->source_options.n_fields = KEMBAR_RESULTS_FIELDS;
}

static void read_source_options(option_reader *reader, kembar_json_value object) {
    kembar_json_value format = kembar_json_get(object, "input_format");
    kembar_json_value limit = kembar_json_get(object, "max_document_bytes");
    kembar_json_value fields = kembar_json_get(object, "fields");
    reader->results->source_options = kembar_source_options_default();
    if (format.kind != KEMBAR_JSON_NONE)
        read_format(reader, format);
    if (limit.kind != KEMBAR_JSON_NONE)
        read_limit(reader, limit);
    if (fields.kind != KEMBAR_JSON_NONE)
        read_fields(reader, fields);
    read_list(reader, object, "sources", read_source);
}

kembar_status kembar_results_read_options(kembar_results *results, kembar_json_value object,
                                          const char *path, kembar_error *error) {
    option_reader reader = {.results = results, .path = path, .error = error};
    read_run_options(&reader, object);
    read_source_options(&reader, object);
    return reader.status;
}
