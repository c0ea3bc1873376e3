#include "arguments.h"

#include <stdlib.h>
#include <string.h>

#include "kembar/check.h"
#include "kembar/compare.h"
#include "kembar/source.h"
#include "messages.h"
#include "option_keys.h"
#include "option_table.h"
#include "option_values.h"
#include "settings.h"

enum { NAME_SHOWN = 100 };

/* One command line while it is read. */
typedef struct parse {
    kembar_arguments *out;
    int n_args, next;
    char **args;
} parse;

static int store(const parse *in, const kembar_option *option, const char *value) {
    char shown[64];
    kembar_given given = {.name = kembar_option_shown(option, shown), .value = value};
    return kembar_option_store(in->out, option, &given, KEMBAR_FROM_OPTION);
}

/* Stores `value`, or the next argument where it is NULL. */
static int store_next(parse *in, const kembar_option *option, const char *value) {
    char shown[64];
    if (!value && in->next == in->n_args)
        return kembar_usage_error(in->out->command, "%s needs a value: %s",
                                  kembar_option_shown(option, shown), option->value);
    return store(in, option, value ? value : in->args[in->next++]);
}

static int parse_name(parse *in, const char *name) {
    const kembar_command *command = in->out->command;
    size_t size = strcspn(name, "=");
    const kembar_option *option = kembar_option_by_name(command, name, size);
    if (!option) {
        const char *near = kembar_option_suggest(command, name, size);
        int shown = size < NAME_SHOWN ? (int)size : NAME_SHOWN;
        return kembar_usage_error(command, "there is no option --%.*s%s%s%s", shown, name,
                                  near ? "; did you mean --" : "", near ? near : "",
                                  near ? "?" : "");
    }
    const char *value = name[size] == '=' ? name + size + 1 : NULL;
    if (option->kind != KEMBAR_OPTION_FLAG)
        return store_next(in, option, value);
    /* What a file may switch on can be switched off again. */
    if (value && !kembar_option_has_key(option))
        return kembar_usage_error(command, "--%s takes no value", option->name);
    return store(in, option, value);
}

/* "-v", "-qv", "-o DIR", "-oDIR". */
static int parse_letters(parse *in, const char *letters) {
    for (; *letters; letters++) {
        const kembar_option *option = kembar_option_by_letter(in->out->command, *letters);
        if (!option)
            return kembar_usage_error(in->out->command, "there is no option -%c", *letters);
        if (option->kind != KEMBAR_OPTION_FLAG)
            return store_next(in, option, letters[1] ? letters + 1 : NULL);
        int code = store(in, option, NULL);
        if (code)
            return code;
    }
    return 0;
}

static int parse_all(parse *in) {
    int only_operands = 0;
    while (in->next < in->n_args) {
        const char *arg = in->args[in->next++];
        int code;
        if (only_operands || arg[0] != '-' || arg[1] == '\0')
            code = kembar_text_list_add(&in->out->operands, arg);
        else if (strcmp(arg, "--") == 0) {
            code = 0;
            only_operands = 1;
        } else if (arg[1] == '-')
            code = parse_name(in, arg + 2);
        else
            code = parse_letters(in, arg + 1);
        if (code)
            return code;
    }
    return 0;
}

static int check_operands(const kembar_arguments *arguments) {
    const kembar_command *command = arguments->command;
    size_t n_operands = arguments->operands.n_items + arguments->files_from.n_items;
    if (n_operands < command->min_operands)
        return kembar_usage_error(command, "too few arguments: kembar %s %s", command->name,
                                  command->usage);
    if (arguments->operands.n_items > command->max_operands)
        return kembar_usage_error(command, "too many arguments: kembar %s %s", command->name,
                                  command->usage);
    for (size_t i = 0; i < arguments->operands.n_items; i++)
        if (arguments->operands.items[i][0] == '\0')
            return kembar_usage_error(command, "an argument is empty");
    return 0;
}

/* Each of the two may be in its range. */
static int check_places(const kembar_arguments *arguments) {
    long bands = arguments->options.n_bands, rows = arguments->options.band_rows;
    if (bands * rows <= KEMBAR_MAX_SKETCH_PLACES)
        return 0;
    return kembar_usage_error(arguments->command,
                              "--bands times --rows is %ld (%ld x %ld): it must be 1 to %d",
                              bands * rows, bands, rows, KEMBAR_MAX_SKETCH_PLACES);
}

static int check(const kembar_arguments *arguments) {
    if (arguments->quiet && arguments->verbose)
        return kembar_usage_error(arguments->command,
                                  "--quiet and --verbose contradict each other");
    int code = check_places(arguments);
    if (code)
        return code;
    kembar_error error = {0};
    if (kembar_options_validate(&arguments->options, &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    return check_operands(arguments);
}

int kembar_arguments_parse(kembar_arguments *out, const kembar_command *command, int n_args,
                           char **args) {
    *out =
        (kembar_arguments){.command = command,
                           .fail_on = KEMBAR_RELATION_EXACT - KEMBAR_RELATION_NEAR,
                           .max_shown = KEMBAR_CHECK_SHOWN,
                           .min_f1_micro = -1,
                           .min_ari_micro = -1,
                           .max_document_bytes = kembar_source_options_default().max_document_bytes,
                           .options = kembar_options_default()};
    parse in = {out, n_args, 0, args};
    int code = parse_all(&in);
    if (code || out->help)
        return code;
    code = kembar_settings_apply(out);
    out->options.priorities = out->preferred.items;
    out->options.n_priorities = (int32_t)out->preferred.n_items;
    return code ? code : check(out);
}

void kembar_arguments_deinit(kembar_arguments *arguments) {
    free(arguments->operands.items);
    free(arguments->files_from.items);
    free(arguments->excludes.items);
    free(arguments->fields.items);
    free(arguments->against.items);
    free(arguments->coverage.items);
    free(arguments->sources.items);
    free(arguments->preferred.items);
    kembar_configuration_free(arguments->configuration);
    free(arguments->config_path);
    for (size_t i = 0; i < arguments->n_made; i++)
        free(arguments->made[i]);
    free(arguments->made);
    free(arguments->outputs.items);
    *arguments = (kembar_arguments){0};
}

int kembar_is_stdout(const char *path) {
    static const char *const names[] = {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(path, names[i]) == 0)
            return 1;
    return 0;
}
