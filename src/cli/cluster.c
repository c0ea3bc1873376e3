#include <stdio.h>

#include "arguments.h"
#include "escape.h"
#include "inputs.h"
#include "kembar/answers.h"
#include "kembar/report.h"
#include "kembar/run.h"
#include "messages.h"
#include "progress.h"

/* What the run is told to write and print. */
typedef struct outputs {
    kembar_report *report;   /* owned */
    kembar_summary *summary; /* owned; NULL unless it is printed */
    kembar_answer counts;    /* made at the end with --json */
} outputs;

static void outputs_deinit(outputs *out) {
    kembar_report_free(out->report);
    kembar_summary_free(out->summary);
    kembar_answer_deinit(&out->counts);
}

static kembar_status keep_counts(void *context, const kembar_run_summary *summary,
                                 kembar_error *error) {
    outputs *out = context;
    return kembar_answer_counts(&out->counts, summary->counts, summary->n_counts, error);
}

static kembar_status make_outputs(outputs *out, const kembar_arguments *arguments,
                                  kembar_error *error) {
    kembar_report_options options = {.with_text = arguments->with_text,
                                     .temporaries = arguments->temporaries};
    kembar_status status = kembar_report_new(&out->report, arguments->output, &options, error);
    if (status != KEMBAR_OK || arguments->quiet || arguments->json)
        return status;
    return kembar_summary_new(&out->summary, arguments->output,
                              kembar_color_wanted(arguments, stdout), arguments->verbose, error);
}

static kembar_status run(const kembar_collection *collection, const kembar_arguments *arguments,
                         outputs *out, kembar_bar *bar, kembar_error *error) {
    kembar_sink counts = {.context = out, .finish = keep_counts};
    kembar_sink *sinks[3];
    size_t n_sinks = 0;
    /* The report comes last, so that nothing is published when another sink fails. */
    if (arguments->json)
        sinks[n_sinks++] = &counts;
    if (out->summary)
        sinks[n_sinks++] = kembar_summary_sink(out->summary);
    sinks[n_sinks++] = kembar_report_sink(out->report);
    kembar_run_context context = {.progress = kembar_bar_update, .progress_context = bar};
    return kembar_run_cluster(collection, &arguments->options, &context, sinks, n_sinks, error);
}

/* By now the run folder is complete, whatever becomes of standard output. */
static int finish_output(const kembar_collection *collection, const kembar_arguments *arguments) {
    int code = kembar_finish_output(kembar_inputs_code(collection));
    if (code == KEMBAR_EXIT_FAILED)
        kembar_message("the results are complete in %.4000s; only the %s could not be written",
                       arguments->output, arguments->json ? "counts" : "summary");
    return code;
}

static int cluster(const kembar_collection *collection, const kembar_arguments *arguments,
                   outputs *out, kembar_bar *bar) {
    kembar_error error = {0};
    kembar_status status = run(collection, arguments, out, bar, &error);
    kembar_bar_clear(bar);
    if (status != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    if (arguments->json)
        kembar_escape_print_json(stdout, (kembar_view){out->counts.data, out->counts.size});
    if (out->summary)
        fputs(kembar_summary_text(out->summary), stdout);
    return finish_output(collection, arguments);
}

int kembar_command_cluster(const struct kembar_arguments *arguments) {
    if (!arguments->output)
        return kembar_usage_error(arguments->command, "-o DIR is missing: where the reports go");
    kembar_bar bar;
    kembar_bar_init(&bar, arguments);
    kembar_error error = {0};
    kembar_collection *collection = NULL;
    outputs out = {0};
    int code = 0;
    /* First of all, so that a folder that cannot be written to costs no time. */
    if (make_outputs(&out, arguments, &error) != KEMBAR_OK)
        code = kembar_library_error(arguments->command, &error);
    if (code == 0)
        code = kembar_inputs_read_operands(arguments, &bar, &collection);
    if (code == 0)
        code = cluster(collection, arguments, &out, &bar);
    outputs_deinit(&out);
    kembar_collection_free(collection);
    return code;
}
