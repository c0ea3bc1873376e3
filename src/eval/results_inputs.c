#include "eval/results_inputs.h"

#include "base/array.h"
#include "base/error.h"

typedef struct input_reader {
    kembar_results *results;
    const char *path;
    kembar_error *error;
    kembar_status status;
} input_reader;

static int fail(input_reader *reader) {
    reader->status = kembar_error_set(reader->error, KEMBAR_ERROR_FORMAT, reader->path, 0,
                                      "an input has no path or no xxh128");
    return 0;
}

static int read_input(void *context, kembar_view key, kembar_json_value value) {
    input_reader *reader = context;
    kembar_results *results = reader->results;
    kembar_result_input input;
    (void)key;
    if (value.kind != KEMBAR_JSON_OBJECT)
        return fail(reader);
    kembar_view path = kembar_json_as_string(kembar_json_get(value, "path"));
    kembar_view digest = kembar_json_as_string(kembar_json_get(value, "xxh128"));
    if (!path.data || !digest.data)
        return fail(reader);
    if (kembar_string_pool_copy(&results->strings, path, &input.path) ||
        kembar_string_pool_copy(&results->strings, digest, &input.digest) ||
        kembar_array_reserve((void **)&results->inputs, &results->input_capacity,
                             results->n_inputs + 1, sizeof input)) {
        reader->status = kembar_error_memory(reader->error);
        return 0;
    }
    results->inputs[results->n_inputs++] = input;
    return 1;
}

kembar_status kembar_results_read_inputs(kembar_results *results, kembar_json_value list,
                                         const char *path, kembar_error *error) {
    input_reader reader = {.results = results, .path = path, .error = error};
    if (list.kind == KEMBAR_JSON_NONE)
        return KEMBAR_OK;
    if (list.kind != KEMBAR_JSON_ARRAY)
        (void)fail(&reader);
    else
        kembar_json_each(list, read_input, &reader);
    return reader.status;
}
