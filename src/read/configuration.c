#include "read/configuration.h"

#include <inttypes.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "base/file.h"
#include "read/text.h"
#include "read/yaml.h"
#include "text/utf8.h"

/* The outermost mapping, a section in it, a list in that. */
enum { MAX_DEPTH = 3 };

struct kembar_configuration {
    kembar_arena texts;
    kembar_setting *settings; /* owned */
    size_t n_settings, capacity;
};

typedef struct configuration_reader {
    kembar_configuration *out;
    const char *section, *key; /* where the next value goes */
    uint64_t key_line;
    int is_list[MAX_DEPTH + 1]; /* of what is open at each depth; else a mapping */
    int expects_key[MAX_DEPTH + 1];
    int n_documents;
} configuration_reader;

static kembar_status fail(kembar_error *error, uint64_t line, const char *what) {
    return kembar_error_set(error, KEMBAR_ERROR_FORMAT, NULL, line, "%s", what);
}

static kembar_status copy_text(configuration_reader *reader, const kembar_yaml_event *event,
                               const char **out, kembar_error *error) {
    *out = NULL;
    if (event->text.size > 0 && memchr(event->text.data, '\0', event->text.size))
        return fail(error, event->line, "a text holds a NUL");
    char *copy = kembar_arena_take(&reader->out->texts, event->text.size + 1);
    if (!copy)
        return kembar_error_memory(error);
    if (event->text.size > 0)
        memcpy(copy, event->text.data, event->text.size);
    copy[event->text.size] = '\0';
    *out = copy;
    return KEMBAR_OK;
}

static int is_same_text(const char *a, const char *b) {
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static kembar_status check_twice(const configuration_reader *reader, kembar_error *error) {
    const kembar_configuration *out = reader->out;
    for (size_t i = 0; i < out->n_settings; i++) {
        const kembar_setting *setting = &out->settings[i];
        if (setting->kind != KEMBAR_SETTING_ITEM &&
            is_same_text(setting->section, reader->section) &&
            is_same_text(setting->key, reader->key))
            return kembar_error_set(error, KEMBAR_ERROR_FORMAT, NULL, reader->key_line,
                                    "\"%.100s\" stands there twice, first in line %" PRIu64,
                                    reader->key, setting->line);
    }
    return KEMBAR_OK;
}

static kembar_status add(configuration_reader *reader, kembar_setting_kind kind, const char *value,
                         uint64_t line, kembar_error *error) {
    kembar_configuration *out = reader->out;
    if (out->n_settings == KEMBAR_CONFIGURATION_SETTINGS)
        return kembar_error_set(error, KEMBAR_ERROR_LIMIT, NULL, line, "more than %d settings",
                                KEMBAR_CONFIGURATION_SETTINGS);
    if (kembar_array_reserve((void **)&out->settings, &out->capacity, out->n_settings + 1,
                             sizeof *out->settings))
        return kembar_error_memory(error);
    out->settings[out->n_settings++] =
        (kembar_setting){kind, reader->section, reader->key, value, line};
    return KEMBAR_OK;
}

static kembar_status take_key(configuration_reader *reader, const kembar_yaml_event *event,
                              kembar_error *error) {
    if (event->kind != KEMBAR_YAML_SCALAR || event->is_null)
        return fail(error, event->line, "a key must be a text");
    kembar_status status = copy_text(reader, event, &reader->key, error);
    reader->key_line = event->line;
    reader->expects_key[event->depth] = 0;
    return status == KEMBAR_OK ? check_twice(reader, error) : status;
}

static kembar_status take_scalar(configuration_reader *reader, const kembar_yaml_event *event,
                                 kembar_error *error) {
    const char *value = NULL;
    int is_item = reader->is_list[event->depth];
    /* A quoted text that is empty is one. */
    int is_null = event->is_null && event->is_plain;
    kembar_status status = is_null ? KEMBAR_OK : copy_text(reader, event, &value, error);
    if (status != KEMBAR_OK)
        return status;
    if (is_item && !value)
        return fail(error, event->line, "an item of a list is empty");
    return add(reader, is_item ? KEMBAR_SETTING_ITEM : KEMBAR_SETTING_VALUE, value,
               is_item ? event->line : reader->key_line, error);
}

static kembar_status begin(configuration_reader *reader, const kembar_yaml_event *event,
                           kembar_error *error) {
    int is_list = event->kind == KEMBAR_YAML_SEQUENCE;
    int depth = event->depth + 1;
    if (reader->is_list[event->depth] || depth > MAX_DEPTH || (!is_list && depth > 2))
        return fail(error, event->line, "nothing lies so deep: there are sections, keys and lists");
    kembar_status status = add(reader, is_list ? KEMBAR_SETTING_LIST : KEMBAR_SETTING_SECTION, NULL,
                               reader->key_line, error);
    reader->is_list[depth] = is_list;
    reader->expects_key[depth] = !is_list;
    if (!is_list)
        reader->section = reader->key;
    return status;
}

static kembar_status take_outermost(configuration_reader *reader, const kembar_yaml_event *event,
                                    kembar_error *error) {
    if (event->kind == KEMBAR_YAML_SCALAR && event->is_null)
        return KEMBAR_OK;
    if (event->kind != KEMBAR_YAML_MAPPING)
        return fail(error, event->line, "the file must be a mapping of keys to values");
    reader->expects_key[1] = 1;
    return KEMBAR_OK;
}

static kembar_status take_event(void *context, const kembar_yaml_event *event,
                                kembar_error *error) {
    configuration_reader *reader = context;
    kembar_status status = KEMBAR_OK;
    int depth = event->depth;
    switch (event->kind) {
    case KEMBAR_YAML_DOCUMENT:
        return reader->n_documents++ == 0
                   ? KEMBAR_OK
                   : fail(error, event->line, "the file holds a second document");
    case KEMBAR_YAML_MAPPING_END:
        reader->section = NULL;
        return KEMBAR_OK;
    case KEMBAR_YAML_SEQUENCE_END:
        return KEMBAR_OK;
    case KEMBAR_YAML_ALIAS:
        return fail(error, event->line, "aliases (*) are not understood here");
    default:
        break;
    }
    if (depth == 0)
        return take_outermost(reader, event, error);
    if (reader->expects_key[depth])
        return take_key(reader, event, error);
    status = event->kind == KEMBAR_YAML_SCALAR ? take_scalar(reader, event, error)
                                               : begin(reader, event, error);
    reader->expects_key[depth] = !reader->is_list[depth];
    return status;
}

static kembar_status read_text(kembar_configuration *out, kembar_view text, kembar_error *error) {
    configuration_reader reader = {.out = out};
    text = kembar_text_skip_mark(text);
    size_t n_valid = kembar_utf8_valid_prefix(text);
    if (n_valid == text.size)
        return kembar_yaml_walk(text, MAX_DEPTH + 1, take_event, &reader, error);
    uint64_t line = 1;
    for (size_t i = 0; i < n_valid; i++)
        line += text.data[i] == '\n';
    return fail(error, line, "not valid UTF-8");
}

kembar_status kembar_configuration_parse(kembar_configuration **out, kembar_view text,
                                         const char *path, kembar_error *error) {
    kembar_error own = {0};
    kembar_configuration *configuration = kembar_alloc_zeroed(1, sizeof *configuration);
    *out = NULL;
    if (!configuration)
        return kembar_error_memory(error);
    kembar_status status = read_text(configuration, text, &own);
    if (status == KEMBAR_OK) {
        *out = configuration;
        return KEMBAR_OK;
    }
    kembar_configuration_free(configuration);
    if (status == KEMBAR_ERROR_MEMORY)
        return kembar_error_memory(error);
    return kembar_error_set(error, status, path, own.position, "%s", own.message);
}

kembar_status kembar_configuration_open(kembar_configuration **out, const char *path,
                                        kembar_error *error) {
    char *bytes = NULL;
    size_t size = 0;
    *out = NULL;
    kembar_status status = kembar_file_read(path, KEMBAR_CONFIGURATION_BYTES, &bytes, &size, error);
    if (status == KEMBAR_OK)
        status = kembar_configuration_parse(out, (kembar_view){bytes, size}, path, error);
    kembar_free(bytes);
    return status;
}

void kembar_configuration_free(kembar_configuration *configuration) {
    if (!configuration)
        return;
    kembar_arena_deinit(&configuration->texts);
    kembar_free(configuration->settings);
    kembar_free(configuration);
}

const kembar_setting *kembar_configuration_settings(const kembar_configuration *configuration,
                                                    size_t *n_settings) {
    *n_settings = configuration->n_settings;
    return configuration->settings;
}
