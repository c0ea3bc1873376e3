#include <stdio.h>

#include "arguments.h"
#include "escape.h"
#include "kembar/diff_report.h"
#include "messages.h"

static kembar_status print(const kembar_diff *diff, const kembar_arguments *arguments,
                           kembar_error *error) {
    kembar_answer answer;
    kembar_status status =
        arguments->json
            ? kembar_answer_diff_json(&answer, diff, error)
            : kembar_answer_diff(&answer, diff, kembar_color_wanted(arguments, stdout), error);
    if (status != KEMBAR_OK)
        return status;
    if (arguments->json)
        kembar_escape_print_json(stdout, (kembar_view){answer.data, answer.size});
    else
        (void)fwrite(answer.data, 1, answer.size, stdout);
    kembar_answer_deinit(&answer);
    return KEMBAR_OK;
}

int kembar_command_diff(const struct kembar_arguments *arguments) {
    kembar_error error = {0};
    kembar_results *runs[2] = {NULL, NULL};
    kembar_diff diff = {0};
    kembar_status status = KEMBAR_OK;
    for (int i = 0; i < 2 && status == KEMBAR_OK; i++)
        status = kembar_results_open(&runs[i], arguments->operands.items[i], &error);
    if (status == KEMBAR_OK)
        status = kembar_diff_run(runs[0], runs[1], &diff, &error);
    if (status == KEMBAR_OK)
        status = print(&diff, arguments, &error);
    kembar_diff_deinit(&diff);
    for (int i = 0; i < 2; i++)
        kembar_results_free(runs[i]);
    return status == KEMBAR_OK ? 0 : kembar_library_error(arguments->command, &error);
}
