#include "check_outputs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "kembar/track_report.h"
#include "messages.h"
#include "same_output.h"

/* One file is left for what is saved with them. */
enum { SHOWN = 100, MAX_OUTPUTS = KEMBAR_MAX_ANSWER_FILES - 1 };

/* --- reading the options --- */

static int add(kembar_check_outputs *out, const kembar_arguments *arguments, const char *text) {
    const char *colon = strchr(text, ':');
    int format =
        colon ? kembar_check_format_parse((kembar_view){text, (size_t)(colon - text)}) : -1;
    if (format < 0 || colon[1] == '\0')
        return kembar_usage_error(arguments->command,
                                  "--output is \"%.*s\": it must be FORMAT:PATH, and FORMAT text, "
                                  "json, sarif, github, gitlab, junit, markdown or csv",
                                  SHOWN, text);
    const char *path = kembar_is_stdout(colon + 1) ? NULL : colon + 1;
    out->items[out->n_items++] =
        (kembar_check_output){.format = (kembar_check_format)format, .path = path};
    return 0;
}

static int check_two(const kembar_arguments *arguments, const char *a, const char *b) {
    if (!a && !b)
        return kembar_usage_error(arguments->command,
                                  "only one --output, or --json, may go to standard output");
    int is_same = a && b ? kembar_is_same_output(a, b) : 0;
    if (is_same < 0)
        return kembar_out_of_memory();
    return is_same ? kembar_usage_error(arguments->command,
                                        "two --output are the same file: %.1000s and %.1000s", a, b)
                   : 0;
}

static int check_input(const kembar_arguments *arguments, const char *output, const char *input) {
    int is_same = input && strcmp(input, "-") != 0 ? kembar_is_same_output(output, input) : 0;
    if (is_same < 0)
        return kembar_out_of_memory();
    return is_same ? kembar_usage_error(arguments->command,
                                        "--output is a file that is read: %.1000s", output)
                   : 0;
}

/* What is read must not be written over. */
static int check_inputs(const kembar_arguments *arguments, const char *output) {
    const kembar_text_list *const lists[] = {&arguments->operands, &arguments->against,
                                             &arguments->files_from};
    const char *const files[] = {arguments->changed, arguments->baseline};
    int code = 0;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (size_t k = 0; k < lists[i]->n_items && code == 0; k++)
            code = check_input(arguments, output, lists[i]->items[k]);
    for (size_t i = 0; i < sizeof files / sizeof *files && code == 0; i++)
        code = check_input(arguments, output, files[i]);
    return code;
}

static int check_all(const kembar_check_outputs *outputs, const kembar_arguments *arguments) {
    kembar_error error = {0};
    int code = 0;
    for (size_t i = 0; i < outputs->n_items && code == 0; i++) {
        const char *path = outputs->items[i].path;
        for (size_t k = 0; k < i && code == 0; k++)
            code = check_two(arguments, outputs->items[k].path, path);
        if (code == 0 && path)
            code = check_inputs(arguments, path);
    }
    for (size_t i = 0; i < outputs->n_items && code == 0; i++)
        if (outputs->items[i].path &&
            kembar_answer_save_try(outputs->items[i].path, arguments->temporaries, &error))
            code = kembar_library_error(arguments->command, &error);
    return code;
}

int kembar_check_outputs_init(kembar_check_outputs *out, const kembar_arguments *arguments) {
    const kembar_text_list *given = &arguments->outputs;
    if (given->n_items > MAX_OUTPUTS)
        return kembar_usage_error(arguments->command, "more than %d --output", MAX_OUTPUTS);
    out->items = calloc(given->n_items + 2, sizeof *out->items);
    if (!out->items)
        return kembar_out_of_memory();
    int code = 0;
    for (size_t i = 0; i < given->n_items && code == 0; i++)
        code = add(out, arguments, given->items[i]);
    if (arguments->json)
        out->items[out->n_items++] = (kembar_check_output){.format = KEMBAR_CHECK_JSON};
    else if (given->n_items == 0)
        out->items[out->n_items++] = (kembar_check_output){.format = KEMBAR_CHECK_TEXT};
    return code ? code : check_all(out, arguments);
}

void kembar_check_outputs_deinit(kembar_check_outputs *outputs) {
    for (size_t i = 0; i < outputs->n_items; i++)
        kembar_answer_deinit(&outputs->items[i].answer);
    free(outputs->items);
    *outputs = (kembar_check_outputs){0};
}

/* --- writing --- */

static int wants_color(const kembar_check_output *output, const kembar_arguments *arguments) {
    return output->path ? arguments->color == KEMBAR_COLOR_ALWAYS
                        : kembar_color_wanted(arguments, stdout);
}

static int is_json(kembar_check_format format) {
    return format == KEMBAR_CHECK_JSON || format == KEMBAR_CHECK_SARIF ||
           format == KEMBAR_CHECK_GITLAB;
}

int kembar_check_outputs_make(kembar_check_outputs *outputs, const kembar_arguments *arguments,
                              const kembar_check *check, const kembar_baseline *baseline) {
    kembar_error error = {0};
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < outputs->n_items && status == KEMBAR_OK; i++) {
        kembar_check_output *output = &outputs->items[i];
        kembar_check_style style = {.color = wants_color(output, arguments),
                                    .accepts = arguments->update_baseline,
                                    .baseline_path = arguments->baseline};
        status =
            kembar_answer_check(&output->answer, check, baseline, output->format, &style, &error);
    }
    return status == KEMBAR_OK ? 0 : kembar_library_error(arguments->command, &error);
}

static void print(const kembar_check_output *output) {
    const kembar_answer *answer = &output->answer;
    if (is_json(output->format))
        kembar_escape_print_json(stdout, (kembar_view){answer->data, answer->size});
    else
        (void)fwrite(answer->data, 1, answer->size, stdout);
}

int kembar_check_outputs_write(const kembar_check_outputs *outputs,
                               const kembar_arguments *arguments, const kembar_answer *also,
                               const char *also_path) {
    kembar_answer_file files[KEMBAR_MAX_ANSWER_FILES];
    kembar_error error = {0};
    size_t n_files = 0;
    for (size_t i = 0; i < outputs->n_items; i++)
        if (outputs->items[i].path)
            files[n_files++] =
                (kembar_answer_file){&outputs->items[i].answer, outputs->items[i].path};
    if (also->data)
        files[n_files++] = (kembar_answer_file){also, also_path};
    if (kembar_answers_save(files, n_files, arguments->temporaries, &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    for (size_t i = 0; i < outputs->n_items; i++)
        if (!outputs->items[i].path)
            print(&outputs->items[i]);
    return 0;
}
