#include "kembar/check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arguments.h"
#include "baseline_file.h"
#include "changed.h"
#include "check_outputs.h"
#include "inputs.h"
#include "messages.h"
#include "progress.h"
#include "today.h"

/* What a check works with. All owned but the arguments. */
typedef struct checking {
    const kembar_arguments *arguments;
    char today[KEMBAR_TODAY_BYTES];
    kembar_check_outputs outputs;
    kembar_baseline *baseline; /* NULL: none, or none yet */
    kembar_changed_list changed;
    kembar_source *source, *against;
    kembar_check check;
} checking;

/* --- before anything is read --- */

static int has_input_stream(const kembar_text_list *list) {
    for (size_t i = 0; i < list->n_items; i++)
        if (strcmp(list->items[i], "-") == 0)
            return 1;
    return 0;
}

static int check_streams(const kembar_arguments *arguments) {
    int n = has_input_stream(&arguments->operands) + has_input_stream(&arguments->files_from) +
            has_input_stream(&arguments->against) +
            (arguments->changed && strcmp(arguments->changed, "-") == 0);
    return n > 1 ? kembar_usage_error(arguments->command, "standard input (\"-\") is named twice")
                 : 0;
}

static int check_arguments(const kembar_arguments *arguments) {
    const kembar_command *command = arguments->command;
    if (arguments->update_baseline && !arguments->baseline)
        return kembar_usage_error(command, "--update-baseline asks for --baseline FILE");
    if (arguments->note && !arguments->update_baseline)
        return kembar_usage_error(command, "--note asks for --update-baseline");
    if (arguments->expires && !arguments->update_baseline)
        return kembar_usage_error(command, "--expires asks for --update-baseline");
    if (arguments->expires && !kembar_baseline_is_day(arguments->expires))
        return kembar_usage_error(command, "--expires is \"%.100s\": it must be YYYY-MM-DD",
                                  arguments->expires);
    if (arguments->max_shown < 1)
        return kembar_usage_error(command, "--show is 0: at least one finding must be told");
    return check_streams(arguments);
}

/* A baseline that is to be made need not be there. */
static int open_baseline(checking *in) {
    const char *path = in->arguments->baseline;
    if (!path)
        return 0;
    int is_missing = access(path, F_OK) != 0 && errno == ENOENT;
    if (is_missing && in->arguments->update_baseline)
        return 0;
    if (is_missing) {
        kembar_message("%s: there is no such baseline; --update-baseline makes it, and an empty "
                       "file accepts nothing",
                       path);
        return KEMBAR_EXIT_USAGE;
    }
    return kembar_baseline_file_open(in->arguments, path, &in->baseline);
}

static int prepare(checking *in) {
    const kembar_arguments *arguments = in->arguments;
    int code = check_arguments(arguments);
    if (code == 0)
        code = kembar_today(in->today);
    if (code == 0)
        code = kembar_check_outputs_init(&in->outputs, arguments);
    if (code == 0)
        code = open_baseline(in);
    if (code == 0 && arguments->changed)
        code = kembar_changed_read(&in->changed, arguments);
    if (code == 0)
        code = kembar_inputs_name(arguments, &arguments->operands, &arguments->files_from,
                                  &in->source);
    if (code == 0 && arguments->against.n_items > 0)
        code = kembar_inputs_name(arguments, &arguments->against, NULL, &in->against);
    return code;
}

/* --- the work --- */

static kembar_check_options options_of(const kembar_arguments *arguments) {
    kembar_check_options options = kembar_check_options_default();
    options.run = arguments->options;
    options.fail_on = (kembar_relation)(KEMBAR_RELATION_EXACT - arguments->fail_on);
    options.max_findings = (uint64_t)arguments->max_findings;
    options.facts_differ = arguments->facts_differ;
    options.max_shown = (uint64_t)arguments->max_shown;
    options.lists_unshown = arguments->update_baseline;
    options.cache_dir = arguments->cache;
    options.temporaries = arguments->temporaries;
    return options;
}

static int run(checking *in) {
    kembar_bar bar;
    kembar_error error = {0};
    kembar_bar_init(&bar, in->arguments);
    kembar_check_options options = options_of(in->arguments);
    kembar_run_context context = {.progress = kembar_bar_update, .progress_context = &bar};
    kembar_changed_paths changed = {(const char *const *)in->changed.paths, in->changed.n_paths};
    kembar_status status =
        kembar_run_check(in->source, in->against, in->arguments->changed ? &changed : NULL,
                         in->baseline, in->today, &options, &context, &in->check, &error);
    kembar_bar_clear(&bar);
    return status == KEMBAR_OK ? 0 : kembar_library_error(in->arguments->command, &error);
}

/* What makes an answer that finds nothing worth a second look. */
static void say_what_is_odd(const checking *in) {
    const kembar_check *check = &in->check;
    size_t n_old = check->n_documents - check->n_new_documents;
    kembar_print_rejected_inputs(check->rejections, check->n_rejections);
    kembar_print_cache_faults(check->cache_faults, check->n_cache_faults);
    if (check->n_new_documents == 0)
        kembar_message("%s: there was nothing to check",
                       in->arguments->changed && check->n_documents > 0
                           ? "no changed path is among the inputs"
                           : "no new documents");
    else if (in->against && n_old == 0)
        kembar_message("nothing old was found to compare with in --against");
}

static int has_answer_for_people(const checking *in) {
    for (size_t i = 0; i < in->outputs.n_items; i++)
        if (!in->outputs.items[i].path)
            return 1;
    return in->arguments->quiet;
}

static void sum_up(const checking *in) {
    const kembar_check *check = &in->check;
    if (!has_answer_for_people(in))
        kembar_message("%zu new, %zu with other facts, %zu accepted among %zu documents, %zu of "
                       "them new",
                       check->n_new, check->n_noted, check->n_known, check->n_documents,
                       check->n_new_documents);
}

static kembar_baseline_pair pair_of(const kembar_finding *finding) {
    return (kembar_baseline_pair){.a = finding->subject.key,
                                  .b = finding->other.key,
                                  .id_a = finding->subject.id,
                                  .id_b = finding->other.id,
                                  .relation = finding->relation,
                                  .entry = finding->entry};
}

/* What a check could not see stays: of rejected inputs nobody knows whether they are gone, and
 * pairs of weaker relations were not looked for. */
static void keep_unseen(const checking *in) {
    size_t n_entries = 0;
    const kembar_baseline_entry *entries = kembar_baseline_entries(in->baseline, &n_entries);
    uint8_t *states = in->check.entry_states;
    for (size_t i = 0; i < n_entries; i++)
        if (states[i] == KEMBAR_ENTRY_UNUSED &&
            (in->check.n_rejections > 0 || entries[i].relation < in->check.options.fail_on))
            states[i] = KEMBAR_ENTRY_UNSEEN;
}

/* Accepts all that is new; what only is noted needs it not. The caller frees *out. */
static int update_baseline(const checking *in, kembar_answer *out) {
    const kembar_check *check = &in->check;
    const kembar_arguments *arguments = in->arguments;
    kembar_error error = {0};
    kembar_baseline_pair *pairs =
        malloc((check->n_findings + check->n_unshown_pairs + 1) * sizeof *pairs);
    kembar_baseline_update update = {.states = in->baseline ? check->entry_states : NULL,
                                     .pairs = pairs,
                                     .note = arguments->note,
                                     .expires = arguments->expires};
    if (!pairs)
        return kembar_out_of_memory();
    if (in->baseline)
        keep_unseen(in);
    for (size_t i = 0; i < check->n_findings; i++)
        if (check->findings[i].state != KEMBAR_FINDING_NOTED)
            pairs[update.n_pairs++] = pair_of(&check->findings[i]);
    for (size_t i = 0; i < check->n_unshown_pairs; i++)
        pairs[update.n_pairs++] = check->unshown[i];
    kembar_status status = kembar_answer_new_baseline(out, in->baseline, &update, &error);
    free(pairs);
    return status == KEMBAR_OK ? 0 : kembar_library_error(arguments->command, &error);
}

static int exit_code(const checking *in) {
    if (in->check.is_tripped && !in->arguments->update_baseline)
        return KEMBAR_EXIT_GATE;
    return in->check.n_rejections > 0 ? KEMBAR_EXIT_REJECTED : KEMBAR_EXIT_DONE;
}

/* A baseline that accepts what nobody was shown must not stay: it appears with the outputs. */
static int write_all(const checking *in) {
    kembar_answer baseline = {0};
    int code = in->arguments->update_baseline ? update_baseline(in, &baseline) : 0;
    if (code == 0)
        code = kembar_check_outputs_write(&in->outputs, in->arguments, &baseline,
                                          in->arguments->baseline);
    kembar_answer_deinit(&baseline);
    return code;
}

static int check(checking *in) {
    int code = prepare(in);
    if (code == 0)
        code = run(in);
    if (code)
        return code;
    say_what_is_odd(in);
    code = kembar_check_outputs_make(&in->outputs, in->arguments, &in->check, in->baseline);
    if (code == 0)
        code = write_all(in);
    if (code)
        return code;
    sum_up(in);
    return exit_code(in);
}

int kembar_command_check(const struct kembar_arguments *arguments) {
    checking in = {.arguments = arguments};
    int code = check(&in);
    kembar_check_deinit(&in.check);
    kembar_source_free(in.source);
    kembar_source_free(in.against);
    kembar_changed_list_deinit(&in.changed);
    kembar_baseline_free(in.baseline);
    kembar_check_outputs_deinit(&in.outputs);
    return code;
}
