#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arguments.h"
#include "dedup_outputs.h"
#include "escape.h"
#include "inputs.h"
#include "kembar/dedup_report.h"
#include "messages.h"
#include "own_results.h"
#include "progress.h"
#include "signals.h"

static size_t count_removed(const kembar_dedup_result *result) {
    size_t n_removed = 0;
    for (size_t i = 0; i < result->n_rows; i++)
        n_removed += result->rows[i].duplicate_of != UINT32_MAX;
    return n_removed;
}

/* Records may hold what a terminal would obey. JSON has escapes for it. */
static int show_on_terminal(FILE *records) {
    char *line = NULL;
    size_t capacity = 0;
    rewind(records);
    for (ssize_t size; (size = getline(&line, &capacity, records)) > 0;)
        kembar_escape_print_json(stdout, (kembar_view){line, (size_t)size});
    free(line);
    if (feof(records))
        return 0;
    kembar_message("cannot read back what was kept");
    return KEMBAR_EXIT_FAILED;
}

/* Where things go; kept records to standard output, unless to a file. */
static kembar_dedup_files name_files(const kembar_arguments *arguments) {
    return (kembar_dedup_files){.kept =
                                    kembar_is_stdout(arguments->output) ? NULL : arguments->output,
                                .kept_stream = stdout,
                                .removed = arguments->removed,
                                .pairs = arguments->pairs,
                                .temporaries = arguments->temporaries,
                                .n_threads = arguments->options.n_threads};
}

static int try_files(const kembar_arguments *arguments) {
    kembar_error error = {0};
    kembar_dedup_files files = name_files(arguments);
    return kembar_report_dedup_try(&files, &error) == KEMBAR_OK
               ? 0
               : kembar_library_error(arguments->command, &error);
}

static int write_files(const kembar_dedup_result *result, const kembar_arguments *arguments,
                       FILE *shown) {
    kembar_error error = {0};
    kembar_dedup_files files = name_files(arguments);
    if (shown)
        files.kept_stream = shown;
    if (kembar_report_dedup(result, &files, &error) != KEMBAR_OK)
        return kembar_reader_is_gone() ? KEMBAR_EXIT_PIPE
                                       : kembar_library_error(arguments->command, &error);
    return shown ? show_on_terminal(shown) : 0;
}

static int write_results(const kembar_dedup_result *result, const kembar_arguments *arguments) {
    if (!kembar_is_stdout(arguments->output) || !isatty(STDOUT_FILENO))
        return write_files(result, arguments, NULL);
    FILE *shown = tmpfile();
    if (!shown) {
        kembar_message("cannot make a temporary file: %s", strerror(errno));
        return KEMBAR_EXIT_FAILED;
    }
    int code = write_files(result, arguments, shown);
    (void)fclose(shown);
    return code;
}

/* Names what was rejected. Without documents there is nothing to write; and without old ones all
 * would be kept silently. */
static int check_inputs(const kembar_dedup_result *result) {
    const kembar_catalogue *const read[] = {result->catalogue, result->against};
    static const char *const names[] = {"", " in --against"};
    for (size_t i = 0; i < 2; i++) {
        if (!read[i])
            continue;
        kembar_print_rejected(read[i]);
        if (kembar_catalogue_record_count(read[i]) > 0)
            continue;
        kembar_message("no documents%s; nothing was written", names[i]);
        return KEMBAR_EXIT_FAILED;
    }
    return 0;
}

/* What it cost, to standard error like every message. */
static void tell_stages(const kembar_dedup_result *result) {
    for (size_t i = 0; i < result->n_counts; i++)
        kembar_message("%s: %" PRIu64, result->counts[i].name, result->counts[i].value);
    for (size_t i = 0; i < result->n_timings; i++)
        kembar_message("%s took %.3f s", result->timings[i].stage, result->timings[i].seconds);
}

static int write_all(const kembar_dedup_result *result, const kembar_arguments *arguments) {
    int code = check_inputs(result);
    if (code == 0)
        code = write_results(result, arguments);
    if (code)
        return code;
    size_t n_removed = count_removed(result);
    if (!arguments->quiet)
        kembar_message("kept %zu of %zu documents, removed %zu", result->n_rows - n_removed,
                       result->n_rows, n_removed);
    if (arguments->verbose)
        tell_stages(result);
    size_t n_rejected = kembar_catalogue_rejection_count(result->catalogue);
    if (result->against)
        n_rejected += kembar_catalogue_rejection_count(result->against);
    return n_rejected > 0 ? KEMBAR_EXIT_REJECTED : KEMBAR_EXIT_DONE;
}

static int dedup(kembar_source *source, kembar_source *against, const kembar_arguments *arguments) {
    kembar_bar bar;
    kembar_bar_init(&bar, arguments);
    kembar_error error = {0};
    kembar_dedup_result result = {0};
    kembar_run_context context = {.progress = kembar_bar_update, .progress_context = &bar};
    kembar_dedup_options options = kembar_dedup_options_default();
    options.run = arguments->options;
    options.keep = (kembar_dedup_keep)arguments->keep;
    options.on = (kembar_dedup_on)arguments->on;
    options.min_jaccard_micro = arguments->min_jaccard_micro;
    options.lists_pairs = arguments->pairs != NULL;
    kembar_status status = kembar_run_dedup(source, against, &options, &context, &result, &error);
    kembar_bar_clear(&bar);
    if (status != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    int code = write_all(&result, arguments);
    kembar_dedup_result_deinit(&result);
    return code;
}

/* A file of the user's own that stands where results go is replaced without having been read. */
static void tell_unread(const kembar_arguments *arguments) {
    const char *const files[] = {arguments->output, arguments->removed, arguments->pairs};
    const kembar_text_list *const inputs[] = {&arguments->operands, &arguments->against};
    for (size_t i = 0; i < 6 && !arguments->quiet; i++)
        kembar_own_result_tell(files[i / 2], inputs[i % 2]);
}

int kembar_command_dedup(const struct kembar_arguments *arguments) {
    if (!arguments->output)
        return kembar_usage_error(arguments->command,
                                  "-o FILE is missing: where the kept records go");
    if (arguments->min_jaccard_micro > 0 && arguments->on != KEMBAR_ON_NEAR)
        return kembar_usage_error(arguments->command,
                                  "--min-jaccard is for --on near: it says which of them go");
    int code = kembar_dedup_outputs_check(arguments);
    if (code == 0)
        code = try_files(arguments);
    if (code)
        return code;
    kembar_source *source = NULL, *against = NULL;
    code = kembar_inputs_name(arguments, &arguments->operands, &arguments->files_from, &source);
    if (code == 0 && arguments->against.n_items > 0)
        code = kembar_inputs_name(arguments, &arguments->against, NULL, &against);
    if (code == 0) {
        tell_unread(arguments);
        code = dedup(source, against, arguments);
    }
    kembar_source_free(source);
    kembar_source_free(against);
    return code;
}
