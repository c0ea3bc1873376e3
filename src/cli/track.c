#include <stdio.h>
#include <string.h>

#include "arguments.h"
#include "escape.h"
#include "inputs.h"
#include "kembar/track_report.h"
#include "messages.h"
#include "progress.h"

static kembar_status make_answer(kembar_answer *out, const kembar_tracked *tracked,
                                 const kembar_arguments *arguments, kembar_error *error) {
    if (arguments->json)
        return kembar_answer_track_json(out, tracked, error);
    if (arguments->csv)
        return kembar_answer_track_csv(out, tracked, error);
    int color = arguments->output ? arguments->color == KEMBAR_COLOR_ALWAYS
                                  : kembar_color_wanted(arguments, stdout);
    return kembar_answer_track(out, tracked, color, error);
}

static kembar_status put_answer(const kembar_answer *answer, const kembar_arguments *arguments,
                                kembar_error *error) {
    if (arguments->output)
        return kembar_answer_save(answer, arguments->output, arguments->temporaries, error);
    if (arguments->json)
        kembar_escape_print_json(stdout, (kembar_view){answer->data, answer->size});
    else
        (void)fwrite(answer->data, 1, answer->size, stdout);
    return KEMBAR_OK;
}

static int track(const kembar_collection *releases, const kembar_collection *coverage,
                 const kembar_arguments *arguments, kembar_bar *bar) {
    kembar_error error = {0};
    kembar_track result = {0};
    kembar_answer answer = {0};
    kembar_run_context context = {.progress = kembar_bar_update, .progress_context = bar};
    kembar_status status =
        kembar_track_run(releases, coverage, &arguments->options, &context, &result, &error);
    kembar_bar_clear(bar);
    kembar_tracked tracked = {releases, coverage, &result};
    if (status == KEMBAR_OK)
        status = make_answer(&answer, &tracked, arguments, &error);
    if (status == KEMBAR_OK)
        status = put_answer(&answer, arguments, &error);
    kembar_answer_deinit(&answer);
    kembar_track_deinit(&result);
    return status == KEMBAR_OK ? 0 : kembar_library_error(arguments->command, &error);
}

/* No coverage at all is a failure: else every release would seem to be run by nobody. */
static int read_coverage(const kembar_arguments *arguments, kembar_bar *bar,
                         kembar_collection **out) {
    int code = kembar_inputs_read(arguments, &arguments->coverage, NULL, bar, out);
    if (code)
        return code;
    kembar_print_rejections(*out);
    if (kembar_collection_document_count(*out) > 0)
        return 0;
    kembar_message("no documents in --in; nothing was written");
    return KEMBAR_EXIT_FAILED;
}

static int has_input_stream(const kembar_text_list *list) {
    for (size_t i = 0; i < list->n_items; i++)
        if (strcmp(list->items[i], "-") == 0)
            return 1;
    return 0;
}

static int check_arguments(const kembar_arguments *arguments) {
    if (arguments->coverage.n_items == 0)
        return kembar_usage_error(arguments->command,
                                  "--in INPUT is missing: where the coverage lies");
    if (arguments->json && arguments->csv)
        return kembar_usage_error(arguments->command, "--csv and --json contradict each other");
    if (has_input_stream(&arguments->coverage) &&
        (has_input_stream(&arguments->operands) || has_input_stream(&arguments->files_from)))
        return kembar_usage_error(arguments->command, "standard input (\"-\") is named twice");
    kembar_error error = {0};
    if (arguments->output &&
        kembar_answer_save_try(arguments->output, arguments->temporaries, &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    return 0;
}

int kembar_command_track(const struct kembar_arguments *given) {
    kembar_arguments arguments = *given;
    if (arguments.output && kembar_is_stdout(arguments.output))
        arguments.output = NULL;
    int code = check_arguments(&arguments);
    if (code)
        return code;
    kembar_bar bar;
    kembar_bar_init(&bar, &arguments);
    kembar_collection *releases = NULL, *coverage = NULL;
    code = kembar_inputs_read_operands(&arguments, &bar, &releases);
    if (code == 0)
        code = read_coverage(&arguments, &bar, &coverage);
    if (code == 0)
        code = track(releases, coverage, &arguments, &bar);
    if (code == 0)
        code = kembar_inputs_code(releases);
    if (code == 0)
        code = kembar_inputs_code(coverage);
    kembar_collection_free(coverage);
    kembar_collection_free(releases);
    return code;
}
