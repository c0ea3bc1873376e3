#define _POSIX_C_SOURCE 200809L

#include "kembar/report.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/file.h"
#include "report/html.h"
#include "report/json_rows.h"
#include "report/json_run.h"

/* In the order in which they appear. run.json vouches for those before FILE_TIMINGS, by name. */
typedef enum report_file {
    FILE_CLUSTERS,
    FILE_DOCUMENTS,
    FILE_PAIRS,
    FILE_HTML,
    FILE_TIMINGS,
    FILE_RUN,
    N_FILES
} report_file;

static const char *const file_names[N_FILES] = {"clusters.jsonl", "documents.jsonl", "pairs.jsonl",
                                                "report.html",    "timings.json",    "run.json"};

struct kembar_report {
    kembar_sink sink;
    kembar_report_options options;
    char *dir;                            /* owned */
    char *paths[N_FILES];                 /* owned */
    kembar_file_writer *writers[N_FILES]; /* owned; NULL before begin and once published */
    kembar_html *html;                    /* owned */
    const kembar_collection *collection;  /* borrowed from begin on */
    kembar_buffer text;                   /* what is written next */
    int made_folder;                      /* and nothing was published to it yet */
};

/* `dir` without the slashes at its end; with them "out/" would show as "out//run.json". */
static char *copy_folder(const char *dir) {
    size_t size = strlen(dir);
    while (size > 1 && dir[size - 1] == '/')
        size--;
    char *copy = kembar_alloc(size + 1, 1);
    if (!copy)
        return NULL;
    memcpy(copy, dir, size);
    copy[size] = '\0';
    return copy;
}

static char *join(const char *folder, const char *name) {
    size_t folder_size = strlen(folder);
    size_t name_size = strlen(name);
    char *path = kembar_alloc(folder_size + name_size + 2, 1);
    if (!path)
        return NULL;
    memcpy(path, folder, folder_size);
    path[folder_size] = '/';
    memcpy(path + folder_size + 1, name, name_size + 1);
    return path;
}

/* Writes what `text` holds to a file and empties it. */
static kembar_status write_text(kembar_report *report, report_file file, kembar_error *error) {
    if (kembar_buffer_status(&report->text) != KEMBAR_OK)
        return kembar_error_memory(error);
    kembar_status status = kembar_file_writer_write(report->writers[file], report->text.data,
                                                    report->text.size, error);
    kembar_buffer_clear(&report->text);
    return status;
}

static kembar_file_options file_options(const kembar_report *report) {
    return (kembar_file_options){.temporaries = report->options.temporaries};
}

static kembar_status begin(void *context, const kembar_run_facts *facts, kembar_error *error) {
    kembar_report *report = context;
    report->collection = facts->collection;
    kembar_file_options options = file_options(report);
    kembar_status status = KEMBAR_OK;
    for (int i = 0; status == KEMBAR_OK && i < N_FILES; i++)
        status =
            kembar_file_writer_open_with(&report->writers[i], report->paths[i], &options, error);
    if (status == KEMBAR_OK)
        status = kembar_html_begin(report->html, facts, error);
    return status;
}

static kembar_status add_document(void *context, const kembar_document_row *row,
                                  kembar_error *error) {
    kembar_report *report = context;
    kembar_json_document_row(&report->text, report->collection, row, report->options.with_text);
    kembar_status status = write_text(report, FILE_DOCUMENTS, error);
    return status == KEMBAR_OK ? kembar_html_add_document(report->html, row, error) : status;
}

static kembar_status add_pair(void *context, const kembar_pair_row *row, kembar_error *error) {
    kembar_report *report = context;
    kembar_json_pair_row(&report->text, row);
    kembar_status status = write_text(report, FILE_PAIRS, error);
    return status == KEMBAR_OK ? kembar_html_add_pair(report->html, row, error) : status;
}

static kembar_status add_cluster(void *context, const kembar_cluster *cluster,
                                 kembar_error *error) {
    kembar_report *report = context;
    kembar_json_cluster_row(&report->text, report->collection, cluster);
    kembar_status status = write_text(report, FILE_CLUSTERS, error);
    return status == KEMBAR_OK ? kembar_html_add_cluster(report->html, cluster, error) : status;
}

static void list_files(const kembar_report *report, kembar_json_run_file files[FILE_TIMINGS]) {
    for (int i = 0; i < FILE_TIMINGS; i++)
        files[i] =
            (kembar_json_run_file){file_names[i], kembar_file_writer_size(report->writers[i]),
                                   kembar_file_writer_digest(report->writers[i])};
}

/* The files that are made whole at the end. */
static kembar_status write_last(kembar_report *report, const kembar_run_summary *summary,
                                kembar_error *error) {
    kembar_html_write(report->html, summary, &report->text);
    kembar_status status = write_text(report, FILE_HTML, error);
    if (status != KEMBAR_OK)
        return status;
    kembar_json_timings(&report->text, summary);
    status = write_text(report, FILE_TIMINGS, error);
    if (status != KEMBAR_OK)
        return status;
    kembar_json_run_file files[FILE_TIMINGS];
    list_files(report, files);
    kembar_json_run(&report->text, summary, report->options.with_text, files, FILE_TIMINGS);
    return write_text(report, FILE_RUN, error);
}

/* Every fault of the disk shows when the files are sealed, so that renaming them rarely fails. */
static kembar_status publish(kembar_report *report, kembar_error *error) {
    kembar_status status = KEMBAR_OK;
    for (int i = 0; status == KEMBAR_OK && i < N_FILES; i++)
        status = kembar_file_writer_seal(report->writers[i], error);
    if (status == KEMBAR_OK)
        status = kembar_file_writers_publish(report->writers, N_FILES, 1, error);
    if (status == KEMBAR_OK)
        report->made_folder = 0;
    return status;
}

static kembar_status finish(void *context, const kembar_run_summary *summary, kembar_error *error) {
    kembar_report *report = context;
    kembar_status status = write_last(report, summary, error);
    return status == KEMBAR_OK ? publish(report, error) : status;
}

/* A run may take long: a folder that takes no files is found out before it starts. */
static kembar_status try_folder(kembar_report *report, kembar_error *error) {
    struct stat info;
    int was_absent = stat(report->dir, &info) != 0;
    kembar_status status = kembar_folder_make(report->dir, error);
    report->made_folder = status == KEMBAR_OK && was_absent;
    if (status == KEMBAR_OK)
        kembar_file_remove_stale(report->dir, file_names, N_FILES);
    kembar_file_options options = file_options(report);
    for (int i = 0; status == KEMBAR_OK && i < N_FILES; i++)
        status = kembar_file_writer_try(report->paths[i], &options, error);
    return status;
}

kembar_status kembar_report_new(kembar_report **out, const char *dir,
                                const kembar_report_options *options, kembar_error *error) {
    *out = NULL;
    if (*dir == '\0')
        return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, NULL, 0,
                                "the output folder has no name");
    kembar_report *report = kembar_alloc_zeroed(1, sizeof *report);
    if (!report)
        return kembar_error_memory(error);
    report->sink = (kembar_sink){report, begin, add_document, add_pair, add_cluster, finish};
    report->options = *options;
    report->html = kembar_html_new();
    report->dir = copy_folder(dir);
    int is_whole = report->html && report->dir;
    for (int i = 0; is_whole && i < N_FILES; i++) {
        report->paths[i] = join(report->dir, file_names[i]);
        is_whole = report->paths[i] != NULL;
    }
    if (!is_whole) {
        kembar_report_free(report);
        return kembar_error_memory(error);
    }
    kembar_status status = try_folder(report, error);
    if (status != KEMBAR_OK) {
        kembar_report_free(report);
        return status;
    }
    *out = report;
    return KEMBAR_OK;
}

kembar_sink *kembar_report_sink(kembar_report *report) {
    return &report->sink;
}

void kembar_report_free(kembar_report *report) {
    if (!report)
        return;
    for (int i = 0; i < N_FILES; i++) {
        kembar_file_writer_abandon(report->writers[i]);
        kembar_free(report->paths[i]);
    }
    kembar_html_free(report->html);
    if (report->made_folder)
        (void)rmdir(report->dir);
    kembar_free(report->dir);
    kembar_buffer_deinit(&report->text);
    kembar_free(report);
}
