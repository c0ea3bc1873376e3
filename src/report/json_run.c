#include "report/json_run.h"

#include "base/views.h"
#include "kembar/version.h"
#include "report/json_put.h"

enum { INDENT = 2 };

static void put_run_options(kembar_json_writer *json, const kembar_options *options) {
    size_t n_fields;
    const kembar_option_field *fields = kembar_option_fields(&n_fields);
    for (size_t i = 0; i < n_fields; i++) {
        if (fields[i].offset == offsetof(kembar_options, n_threads))
            continue;
        int32_t value = *(const int32_t *)(const void *)((const char *)options + fields[i].offset);
        kembar_json_put_option(json, fields[i].name, &fields[i], value);
    }
    kembar_json_key(json, "priorities");
    kembar_json_begin_array(json);
    for (int32_t i = 0; i < options->n_priorities; i++)
        kembar_json_foreign(json, kembar_view_of(options->priorities[i]));
    kembar_json_end_array(json);
}

static void put_sources(kembar_json_writer *json, const kembar_source_options *options) {
    kembar_json_key(json, "sources");
    kembar_json_begin_array(json);
    for (size_t i = 0; i < options->n_sources; i++) {
        kembar_json_begin_object(json);
        kembar_json_put_foreign(json, "glob", kembar_view_of(options->sources[i].glob));
        kembar_json_put_foreign(json, "source", kembar_view_of(options->sources[i].name));
        kembar_json_end_object(json);
    }
    kembar_json_end_array(json);
}

static void put_source_options(kembar_json_writer *json, const kembar_source_options *options) {
    kembar_json_put_text(json, "input_format", kembar_input_format_name(options->format));
    kembar_json_put_u64(json, "max_document_bytes", options->max_document_bytes);
    kembar_json_key(json, "fields");
    kembar_json_begin_object(json);
    for (size_t i = 0; i < options->n_fields; i++)
        kembar_json_put_foreign(json, options->fields[i].key,
                                kembar_view_of(options->fields[i].path));
    kembar_json_end_object(json);
    kembar_json_key(json, "exclude");
    kembar_json_begin_array(json);
    for (size_t i = 0; i < options->n_excludes; i++)
        kembar_json_foreign(json, kembar_view_of(options->excludes[i]));
    kembar_json_end_array(json);
    put_sources(json, options);
}

static void put_options(kembar_json_writer *json, const kembar_run_summary *summary,
                        int with_text) {
    kembar_json_key(json, "options");
    kembar_json_begin_object(json);
    put_run_options(json, summary->options);
    put_source_options(json, kembar_collection_options(summary->collection));
    kembar_json_put_bool(json, "with_text", with_text);
    kembar_json_end_object(json);
}

static void put_inputs(kembar_json_writer *json, const kembar_collection *collection) {
    kembar_json_key(json, "inputs");
    kembar_json_begin_array(json);
    for (size_t i = 0; i < kembar_collection_input_count(collection); i++) {
        const kembar_input *input = kembar_collection_input(collection, i);
        kembar_json_begin_object(json);
        kembar_json_put_foreign(json, "path", input->path);
        kembar_json_put_u64(json, "size", input->size_bytes);
        kembar_json_put_text(json, "xxh128", input->digest);
        kembar_json_put_u64(json, "documents", input->n_documents);
        kembar_json_end_object(json);
    }
    kembar_json_end_array(json);
}

static void put_counts(kembar_json_writer *json, const kembar_run_summary *summary) {
    kembar_json_key(json, "counts");
    kembar_json_begin_object(json);
    for (size_t i = 0; i < summary->n_counts; i++)
        kembar_json_put_u64(json, summary->counts[i].name, summary->counts[i].value);
    kembar_json_end_object(json);
}

static void put_rejected(kembar_json_writer *json, const kembar_collection *collection) {
    kembar_json_key(json, "rejected");
    kembar_json_begin_array(json);
    for (size_t i = 0; i < kembar_collection_rejection_count(collection); i++) {
        kembar_json_put_rejection(json, kembar_collection_rejection(collection, i));
    }
    kembar_json_end_array(json);
}

static void put_files(kembar_json_writer *json, const kembar_json_run_file *files, size_t n_files) {
    kembar_json_key(json, "files");
    kembar_json_begin_object(json);
    for (size_t i = 0; i < n_files; i++) {
        char digest[33];
        kembar_hash128_format(files[i].digest, digest);
        kembar_json_key(json, files[i].name);
        kembar_json_begin_object(json);
        kembar_json_put_text(json, "xxh128", digest);
        kembar_json_put_u64(json, "bytes", files[i].size_bytes);
        kembar_json_end_object(json);
    }
    kembar_json_end_object(json);
}

void kembar_json_run(kembar_buffer *out, const kembar_run_summary *summary, int with_text,
                     const kembar_json_run_file *files, size_t n_files) {
    kembar_json_writer json = {.out = out, .indent = INDENT};
    kembar_json_begin_object(&json);
    kembar_json_put_text(&json, "version", KEMBAR_VERSION);
    put_options(&json, summary, with_text);
    put_inputs(&json, summary->collection);
    put_counts(&json, summary);
    put_rejected(&json, summary->collection);
    put_files(&json, files, n_files);
    kembar_json_key(&json, "complete");
    kembar_json_bool(&json, 1);
    kembar_json_end_object(&json);
    kembar_buffer_append_char(out, '\n');
}

/* A measured quantity; nonsense such as a rate over no time is null. */
static void put_measure(kembar_json_writer *json, const char *key, double value) {
    kembar_json_key(json, key);
    if (value >= 0 && value < 1e12)
        kembar_json_micro(json, (int64_t)(value * 1e6 + 0.5));
    else
        kembar_json_null(json);
}

static double rate(uint64_t n_items, double seconds) {
    return seconds > 0 ? (double)n_items / seconds : -1;
}

static void put_stages(kembar_json_writer *json, const kembar_run_summary *summary) {
    kembar_json_key(json, "stages");
    kembar_json_begin_array(json);
    for (size_t i = 0; i < summary->n_timings; i++) {
        const kembar_timing *timing = &summary->timings[i];
        kembar_json_begin_object(json);
        kembar_json_put_text(json, "stage", timing->stage);
        put_measure(json, "seconds", timing->seconds);
        kembar_json_put_u64(json, "items", timing->n_items);
        kembar_json_put_text(json, "unit", timing->unit);
        put_measure(json, "items_per_second", rate(timing->n_items, timing->seconds));
        kembar_json_end_object(json);
    }
    kembar_json_end_array(json);
}

void kembar_json_timings(kembar_buffer *out, const kembar_run_summary *summary) {
    kembar_json_writer json = {.out = out, .indent = INDENT};
    size_t n_documents = kembar_collection_document_count(summary->collection);
    kembar_json_begin_object(&json);
    kembar_json_key(&json, "threads");
    kembar_json_i64(&json, summary->n_threads);
    put_measure(&json, "wall_seconds", summary->wall_seconds);
    put_measure(&json, "documents_per_second", rate(n_documents, summary->wall_seconds));
    kembar_json_put_u64(&json, "peak_memory_bytes", summary->peak_memory_bytes);
    kembar_json_put_text(&json, "blas_core", summary->blas_core);
    put_measure(&json, "blas_gflops", summary->blas_core ? summary->blas_gflops : -1);
    put_stages(&json, summary);
    kembar_json_end_object(&json);
    kembar_buffer_append_char(out, '\n');
}
