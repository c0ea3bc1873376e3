#include "read/source_options.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "read/glob.h"
#include "read/path.h"

enum { DEFAULT_MAX_DOCUMENT_MIB = 64 };

static const char *const format_names[] = {"auto", "text", "markdown", "jsonl"};

const char *kembar_input_format_name(kembar_input_format format) {
    return format_names[format];
}

kembar_source_options kembar_source_options_default(void) {
    return (kembar_source_options){.max_document_bytes =
                                       (uint64_t)DEFAULT_MAX_DOCUMENT_MIB * 1024 * 1024};
}

static int find_field(const char *key) {
    for (int i = 0; i < KEMBAR_N_FIELDS; i++) {
        if (strcmp(key, kembar_field_key((kembar_field)i)) == 0) {
            return i;
        }
    }
    return -1;
}

kembar_status kembar_source_options_check(const kembar_source_options *options,
                                          kembar_error *error) {
    if ((int)options->format < KEMBAR_FORMAT_AUTO || options->format > KEMBAR_FORMAT_JSONL) {
        return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, NULL, 0, "unknown input format");
    }
    if (options->max_document_bytes == 0) {
        return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, NULL, 0,
                                "the limit on a document's size is 0");
    }
    for (size_t i = 0; i < options->n_fields; i++) {
        if (find_field(options->fields[i].key) < 0) {
            return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, NULL, 0,
                                    "\"%s\" is no field: id, text, title, date, source or url",
                                    options->fields[i].key);
        }
        if (options->fields[i].path[0] == '\0') {
            return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, NULL, 0,
                                    "the field \"%s\" has no name", options->fields[i].key);
        }
    }
    for (size_t i = 0; i < options->n_sources; i++) {
        if (options->sources[i].glob[0] == '\0' || options->sources[i].name[0] == '\0') {
            return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, NULL, 0,
                                    "a source has no glob or no name");
        }
    }
    return KEMBAR_OK;
}

/* The copy is ours: what its public type says is borrowed may be freed. */
static void free_const(const void *pointer) {
    kembar_free((void *)(uintptr_t)pointer);
}

static void free_texts(const char *const *texts, size_t n_texts) {
    for (size_t i = 0; texts != NULL && i < n_texts; i++) {
        free_const(texts[i]);
    }
    free_const(texts);
}

void kembar_source_options_deinit(kembar_source_options *copy) {
    for (size_t i = 0; copy->fields != NULL && i < copy->n_fields; i++) {
        free_const(copy->fields[i].path);
    }
    free_const(copy->fields);
    free_texts(copy->excludes, copy->n_excludes);
    free_texts(copy->own_files, copy->n_own_files);
    for (size_t i = 0; copy->sources != NULL && i < copy->n_sources; i++) {
        free_const(copy->sources[i].glob);
        free_const(copy->sources[i].name);
    }
    free_const(copy->sources);
    *copy = (kembar_source_options){0};
}

static char *copy_text(const char *text) {
    return kembar_path_copy((kembar_view){text, strlen(text)});
}

static kembar_status copy_fields(kembar_source_options *out, const kembar_source_options *options) {
    kembar_field_name *fields = kembar_alloc_zeroed(KEMBAR_N_FIELDS, sizeof *fields);
    if (fields == NULL) {
        return KEMBAR_ERROR_MEMORY;
    }
    for (int i = 0; i < KEMBAR_N_FIELDS; i++) {
        fields[i].key = fields[i].path = kembar_field_key((kembar_field)i);
    }
    for (size_t i = 0; i < options->n_fields; i++) {
        fields[find_field(options->fields[i].key)].path = options->fields[i].path;
    }
    int is_whole = 1;
    for (size_t i = 0; i < KEMBAR_N_FIELDS; i++) {
        fields[i].path = is_whole ? copy_text(fields[i].path) : NULL;
        is_whole = fields[i].path != NULL;
    }
    out->fields = fields;
    out->n_fields = KEMBAR_N_FIELDS;
    return is_whole ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

/* In their order, which says what counts. */
static kembar_status copy_sources(kembar_source_options *out,
                                  const kembar_source_options *options) {
    kembar_source_name *sources = kembar_alloc_zeroed(options->n_sources, sizeof *sources);
    out->sources = sources;
    if (sources == NULL) {
        return KEMBAR_ERROR_MEMORY;
    }
    out->n_sources = options->n_sources;
    for (size_t i = 0; i < options->n_sources; i++) {
        sources[i].glob = copy_text(options->sources[i].glob);
        sources[i].name = copy_text(options->sources[i].name);
        if (sources[i].glob == NULL || sources[i].name == NULL) {
            return KEMBAR_ERROR_MEMORY;
        }
    }
    return KEMBAR_OK;
}

static int compare_texts(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* A sorted copy, each text once. *out and *n_out hold what was copied also after a failure. */
static kembar_status copy_texts(const char *const **out, size_t *n_out, const char *const *texts,
                                size_t n_texts) {
    const char **copies = kembar_alloc(n_texts, sizeof *copies);
    *out = copies;
    if (copies == NULL) {
        return KEMBAR_ERROR_MEMORY;
    }
    if (n_texts == 0) {
        return KEMBAR_OK;
    }
    memcpy(copies, texts, n_texts * sizeof *copies);
    qsort(copies, n_texts, sizeof *copies, compare_texts);
    for (size_t i = 0; i < n_texts; i++) {
        if (*n_out > 0 && strcmp(copies[*n_out - 1], copies[i]) == 0) {
            continue;
        }
        char *copy = copy_text(copies[i]);
        if (copy == NULL) {
            return KEMBAR_ERROR_MEMORY;
        }
        copies[(*n_out)++] = copy;
    }
    return KEMBAR_OK;
}

kembar_status kembar_source_options_copy(kembar_source_options *out,
                                         const kembar_source_options *options) {
    *out = (kembar_source_options){.format = options->format,
                                   .max_document_bytes = options->max_document_bytes,
                                   .keep_raw = options->keep_raw};
    kembar_status status = copy_fields(out, options);
    if (status == KEMBAR_OK) {
        status =
            copy_texts(&out->excludes, &out->n_excludes, options->excludes, options->n_excludes);
    }
    if (status == KEMBAR_OK) {
        status = copy_texts(&out->own_files, &out->n_own_files, options->own_files,
                            options->n_own_files);
    }
    if (status == KEMBAR_OK) {
        status = copy_sources(out, options);
    }
    if (status != KEMBAR_OK) {
        kembar_source_options_deinit(out);
    }
    return status;
}

const char *kembar_source_of(const kembar_read_settings *settings, const char *path) {
    for (size_t i = 0; i < settings->n_sources; i++) {
        for (const char *tail = path; tail != NULL;) {
            if (kembar_glob_match(settings->sources[i].glob, tail)) {
                return settings->sources[i].name;
            }
            tail = strchr(tail, '/');
            tail = tail == NULL ? NULL : tail + 1;
        }
    }
    return NULL;
}

kembar_read_settings kembar_read_settings_of(const kembar_source_options *options) {
    kembar_read_settings settings = {.excludes = options->excludes,
                                     .n_excludes = options->n_excludes,
                                     .own_files = options->own_files,
                                     .n_own_files = options->n_own_files,
                                     .sources = options->sources,
                                     .n_sources = options->n_sources,
                                     .format = options->format,
                                     .max_document_bytes = options->max_document_bytes,
                                     .keep_raw = options->keep_raw};
    for (size_t i = 0; i < KEMBAR_N_FIELDS; i++) {
        settings.fields[i] = options->fields[i].path;
    }
    return settings;
}
