#include "kembar/source.h"

#include <stdint.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/now.h"
#include "read/catalogue.h"
#include "read/collection.h"
#include "read/path.h"
#include "read/path_list.h"
#include "read/plan.h"
#include "read/reader.h"
#include "read/source_options.h"
#include "text/utf8.h"

struct kembar_source {
    kembar_source_options options; /* owned, with all that it points to */
    kembar_root *roots;            /* owned; their paths too */
    size_t n_roots;
    size_t root_capacity;
    kembar_rejected_list rejections; /* of paths that cannot be roots */
    int reads_input;                 /* standard input is a root */
    int listed_input;                /* standard input was a list */
    int was_read;
};

/* How a source is read, whatever for. */
typedef struct reading {
    int n_threads;
    kembar_progress progress;
    void *progress_context;
} reading;

kembar_status kembar_source_new(kembar_source **out, const kembar_source_options *options,
                                kembar_error *error) {
    *out = NULL;
    kembar_source_options defaults = kembar_source_options_default();
    options = options == NULL ? &defaults : options;
    kembar_status status = kembar_source_options_check(options, error);
    if (status != KEMBAR_OK) {
        return status;
    }
    kembar_source *source = kembar_alloc_zeroed(1, sizeof *source);
    if (source == NULL) {
        return kembar_error_memory(error);
    }
    if (kembar_source_options_copy(&source->options, options) != KEMBAR_OK) {
        kembar_free(source);
        return kembar_error_memory(error);
    }
    *out = source;
    return KEMBAR_OK;
}

void kembar_source_free(kembar_source *source) {
    if (source == NULL) {
        return;
    }
    kembar_source_options_deinit(&source->options);
    for (size_t i = 0; i < source->n_roots; i++) {
        kembar_free(source->roots[i].path);
    }
    kembar_free(source->roots);
    kembar_rejected_list_deinit(&source->rejections);
    kembar_free(source);
}

/* Adds a root; moves `path`. */
static kembar_status add_root(kembar_source *source, char *path, int is_listed,
                              kembar_error *error) {
    void *roots = source->roots;
    kembar_status status = kembar_array_reserve(&roots, &source->root_capacity, source->n_roots + 1,
                                                sizeof *source->roots);
    source->roots = roots;
    if (status != KEMBAR_OK) {
        kembar_free(path);
        return kembar_error_memory(error);
    }
    source->roots[source->n_roots] = (kembar_root){path, is_listed, source->n_roots};
    source->n_roots++;
    return KEMBAR_OK;
}

static kembar_status add_input_stream(kembar_source *source, const char *list, uint64_t line,
                                      kembar_error *error) {
    if (source->reads_input || source->listed_input) {
        return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, list, line,
                                source->reads_input
                                    ? "standard input (\"-\") is named twice"
                                    : "standard input is the list already and cannot be an input");
    }
    source->reads_input = 1;
    return add_root(source, NULL, 0, error);
}

static kembar_status reject_path(kembar_source *source, kembar_view path, const char *reason,
                                 kembar_error *error) {
    kembar_buffer shown = {0};
    (void)kembar_utf8_repair(path, &shown);
    kembar_rejected rejected;
    kembar_status status = kembar_buffer_status(&shown);
    if (status == KEMBAR_OK) {
        status = kembar_rejected_init(&rejected, kembar_buffer_view(&shown), 0,
                                      (kembar_view){NULL, 0}, "%s", reason);
    }
    if (status == KEMBAR_OK) {
        status = kembar_rejected_list_add(&source->rejections, &rejected);
    }
    kembar_buffer_deinit(&shown);
    return status == KEMBAR_OK ? status : kembar_error_memory(error);
}

static kembar_status add_path(kembar_source *source, kembar_view path, int is_listed,
                              kembar_error *error) {
    if (path.size == 0) {
        return reject_path(source, path, "no such file or folder", error);
    }
    if (memchr(path.data, '\0', path.size) != NULL) {
        return reject_path(source, path, "the path holds a NUL", error);
    }
    if (path.size > KEMBAR_PATH_MAX_BYTES) {
        return reject_path(source, path, "the path is longer than 4095 bytes", error);
    }
    char *normal = kembar_path_normalise(path);
    return normal == NULL ? kembar_error_memory(error) : add_root(source, normal, is_listed, error);
}

kembar_status kembar_source_add(kembar_source *source, const char *path, kembar_error *error) {
    return strcmp(path, "-") == 0 ? add_input_stream(source, NULL, 0, error)
                                  : add_path(source, (kembar_view){path, strlen(path)}, 0, error);
}

kembar_status kembar_source_add_list(kembar_source *source, const char *list_path,
                                     kembar_error *error) {
    if (strcmp(list_path, "-") == 0) {
        if (source->reads_input || source->listed_input) {
            return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, NULL, 0,
                                    "standard input (\"-\") is named twice");
        }
        source->listed_input = 1;
    }
    kembar_buffer list = {0};
    kembar_status status = kembar_path_list_read(list_path, &list, error);
    kembar_view rest = kembar_buffer_view(&list);
    kembar_view line;
    uint64_t number = 0;
    while (status == KEMBAR_OK && kembar_path_list_next(&rest, &line)) {
        number++;
        int is_input = line.size == 1 && line.data[0] == '-';
        status = is_input ? add_input_stream(source, list_path, number, error)
                          : add_path(source, line, 1, error);
    }
    kembar_buffer_deinit(&list);
    return status;
}

uint64_t kembar_source_options_hash(const kembar_source *source) {
    const kembar_source_options *options = &source->options;
    kembar_read_settings settings = kembar_read_settings_of(options);
    uint64_t hash = kembar_hash_mix(options->max_document_bytes);
    for (size_t i = 0; i < KEMBAR_N_FIELDS; i++) {
        const char *path = settings.fields[i] == NULL ? "" : settings.fields[i];
        hash = kembar_hash_bytes(path, strlen(path), hash);
    }
    return hash;
}

/* Makes the plan and reads it; `results` is the caller's to free in any case. */
static kembar_status read_plan(kembar_source *source, const kembar_read_settings *settings,
                               const reading *how, kembar_plan *plan, kembar_file_result **results,
                               kembar_error *error) {
    plan->rejections = source->rejections;
    source->rejections = (kembar_rejected_list){0};
    if (kembar_plan_make(plan, source->roots, source->n_roots, settings) != KEMBAR_OK) {
        return kembar_error_memory(error);
    }
    *results = kembar_alloc_zeroed(plan->n_entries, sizeof **results);
    if (*results == NULL) {
        return kembar_error_memory(error);
    }
    return kembar_reader_read(plan, settings, how->n_threads, how->progress, how->progress_context,
                              *results, error);
}

static void forget(kembar_plan *plan, kembar_file_result *results) {
    for (size_t i = 0; results != NULL && i < plan->n_entries; i++) {
        kembar_file_result_deinit(&results[i]);
    }
    kembar_free(results);
    kembar_plan_deinit(plan);
}

static kembar_status begin_reading(kembar_source *source, kembar_error *error) {
    if (source->was_read) {
        return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, NULL, 0, "a source is read once");
    }
    source->was_read = 1;
    return KEMBAR_OK;
}

kembar_status kembar_source_read(kembar_source *source, int n_threads, kembar_progress progress,
                                 void *progress_context, kembar_collection **out,
                                 kembar_error *error) {
    *out = NULL;
    kembar_status status = begin_reading(source, error);
    if (status != KEMBAR_OK) {
        return status;
    }
    kembar_plan plan = {0};
    kembar_file_result *results = NULL;
    reading how = {n_threads, progress, progress_context};
    kembar_read_settings settings = kembar_read_settings_of(&source->options);
    double start = kembar_now_seconds();
    status = read_plan(source, &settings, &how, &plan, &results, error);
    if (status == KEMBAR_OK) {
        status = kembar_collection_new(out, &plan, results, error);
    }
    forget(&plan, results);
    if (status == KEMBAR_OK) {
        kembar_collection_set_options(*out, &source->options);
        kembar_collection_set_read_seconds(*out, kembar_now_seconds() - start);
    }
    return status;
}

kembar_status kembar_source_catalogue(kembar_source *source, int n_threads,
                                      kembar_progress progress, void *progress_context,
                                      kembar_read_take take, void *take_context,
                                      const kembar_read_memory *memory, kembar_catalogue **out,
                                      kembar_error *error) {
    *out = NULL;
    kembar_catalogue *catalogue = NULL;
    kembar_status status = begin_reading(source, error);
    if (status == KEMBAR_OK) {
        status = kembar_catalogue_start(&catalogue, &source->options, n_threads, take, take_context,
                                        memory, error);
    }
    if (status != KEMBAR_OK) {
        return status;
    }
    kembar_plan plan = {0};
    kembar_file_result *results = NULL;
    reading how = {n_threads, progress, progress_context};
    status = read_plan(source, kembar_catalogue_settings(catalogue), &how, &plan, &results, error);
    if (status == KEMBAR_OK) {
        status = kembar_catalogue_finish(catalogue, &plan, results, error);
    }
    forget(&plan, results);
    if (status != KEMBAR_OK) {
        kembar_catalogue_free(catalogue);
        return status;
    }
    *out = catalogue;
    return KEMBAR_OK;
}
