#include "inputs.h"

#include <stdlib.h>
#include <string.h>

#include "messages.h"
#include "own_results.h"

/* What a source is told, with the memory behind it. */
typedef struct settings {
    kembar_source_options options;
    kembar_field_name *fields;   /* owned */
    char **keys;                 /* owned, as its strings */
    kembar_source_name *sources; /* owned */
    char **globs;                /* owned, as its strings */
    kembar_own_results own_results;
} settings;

static void settings_deinit(settings *in, const kembar_arguments *arguments) {
    for (size_t i = 0; in->keys && i < arguments->fields.n_items; i++)
        free(in->keys[i]);
    for (size_t i = 0; in->globs && i < arguments->sources.n_items; i++)
        free(in->globs[i]);
    free(in->keys);
    free(in->fields);
    free(in->globs);
    free(in->sources);
    kembar_own_results_deinit(&in->own_results);
}

static int set_fields(settings *in, const kembar_arguments *arguments) {
    size_t n_fields = arguments->fields.n_items;
    in->fields = calloc(n_fields + 1, sizeof *in->fields);
    in->keys = calloc(n_fields + 1, sizeof *in->keys);
    if (!in->fields || !in->keys)
        return kembar_out_of_memory();
    for (size_t i = 0; i < n_fields; i++) {
        const char *text = arguments->fields.items[i];
        const char *equals = strchr(text, '=');
        if (!equals)
            return kembar_usage_error(arguments->command,
                                      "--field is \"%.100s\": it must be KEY=PATH", text);
        in->keys[i] = strndup(text, (size_t)(equals - text));
        if (!in->keys[i])
            return kembar_out_of_memory();
        in->fields[i] = (kembar_field_name){in->keys[i], equals + 1};
    }
    in->options.fields = in->fields;
    in->options.n_fields = n_fields;
    return 0;
}

/* GLOB=NAME: a name has no '=', a glob may. */
static int set_sources(settings *in, const kembar_arguments *arguments) {
    size_t n_sources = arguments->sources.n_items;
    in->sources = calloc(n_sources + 1, sizeof *in->sources);
    in->globs = calloc(n_sources + 1, sizeof *in->globs);
    if (!in->sources || !in->globs)
        return kembar_out_of_memory();
    for (size_t i = 0; i < n_sources; i++) {
        const char *text = arguments->sources.items[i];
        const char *equals = strrchr(text, '=');
        if (!equals || equals == text || equals[1] == '\0')
            return kembar_usage_error(arguments->command,
                                      "--source is \"%.100s\": it must be GLOB=NAME", text);
        in->globs[i] = strndup(text, (size_t)(equals - text));
        if (!in->globs[i])
            return kembar_out_of_memory();
        in->sources[i] = (kembar_source_name){in->globs[i], equals + 1};
    }
    in->options.sources = in->sources;
    in->options.n_sources = n_sources;
    return 0;
}

static int set_options(settings *in, const kembar_arguments *arguments) {
    in->options = kembar_source_options_default();
    in->options.format = (kembar_input_format)arguments->input_format;
    in->options.max_document_bytes = arguments->max_document_bytes;
    in->options.excludes = arguments->excludes.items;
    in->options.n_excludes = arguments->excludes.n_items;
    int code = set_fields(in, arguments);
    if (code == 0)
        code = set_sources(in, arguments);
    if (code == 0)
        code = kembar_own_results_find(&in->own_results, arguments);
    in->options.own_files = (const char *const *)in->own_results.files;
    in->options.n_own_files = in->own_results.n_files;
    return code;
}

static kembar_status add_all(kembar_source *source, const kembar_text_list *paths,
                             const kembar_text_list *lists, kembar_error *error) {
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < paths->n_items && status == KEMBAR_OK; i++)
        status = kembar_source_add(source, paths->items[i], error);
    for (size_t i = 0; lists && i < lists->n_items && status == KEMBAR_OK; i++)
        status = kembar_source_add_list(source, lists->items[i], error);
    return status;
}

int kembar_inputs_name(const kembar_arguments *arguments, const kembar_text_list *paths,
                       const kembar_text_list *lists, kembar_source **out) {
    *out = NULL;
    settings in = {0};
    kembar_error error = {0};
    kembar_status status = KEMBAR_OK;
    int code = set_options(&in, arguments);
    if (code == 0)
        status = kembar_source_new(out, &in.options, &error);
    settings_deinit(&in, arguments);
    if (code)
        return code;
    if (status == KEMBAR_OK)
        status = add_all(*out, paths, lists, &error);
    if (status == KEMBAR_OK)
        return 0;
    kembar_source_free(*out);
    *out = NULL;
    return kembar_library_error(arguments->command, &error);
}

int kembar_inputs_read(const kembar_arguments *arguments, const kembar_text_list *paths,
                       const kembar_text_list *lists, kembar_bar *bar, kembar_collection **out) {
    *out = NULL;
    kembar_error error = {0};
    kembar_source *source;
    int code = kembar_inputs_name(arguments, paths, lists, &source);
    if (code)
        return code;
    kembar_status status = kembar_source_read(source, arguments->options.n_threads,
                                              kembar_bar_update, bar, out, &error);
    kembar_source_free(source);
    kembar_bar_clear(bar);
    return status == KEMBAR_OK ? 0 : kembar_library_error(arguments->command, &error);
}

int kembar_inputs_read_operands(const kembar_arguments *arguments, kembar_bar *bar,
                                kembar_collection **out) {
    int code =
        kembar_inputs_read(arguments, &arguments->operands, &arguments->files_from, bar, out);
    if (code)
        return code;
    kembar_print_rejections(*out);
    if (kembar_collection_document_count(*out) > 0)
        return 0;
    kembar_message("no documents; nothing was written");
    kembar_collection_free(*out);
    *out = NULL;
    return KEMBAR_EXIT_FAILED;
}

kembar_status kembar_inputs_read_as(const kembar_source_options *options, const char *path,
                                    kembar_collection **out, kembar_error *error) {
    kembar_source *source = NULL;
    kembar_status status = kembar_source_new(&source, options, error);
    if (status == KEMBAR_OK)
        status = kembar_source_add(source, path, error);
    if (status == KEMBAR_OK)
        status = kembar_source_read(source, 0, NULL, NULL, out, error);
    kembar_source_free(source);
    return status;
}

int kembar_inputs_code(const kembar_collection *collection) {
    return kembar_collection_rejection_count(collection) > 0 ? KEMBAR_EXIT_REJECTED
                                                             : KEMBAR_EXIT_DONE;
}
