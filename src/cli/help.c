#include "help.h"

#include <inttypes.h>
#include <string.h>

#include "messages.h"
#include "numbers.h"
#include "option_table.h"
#include "wrap.h"

enum { OPTION_COLUMN = 26, COMMAND_COLUMN = 12, LINE_BYTES = 512 };

static const char *const section_titles[KEMBAR_N_SECTIONS] = {"Results", "Input", "Quality",
                                                              "General"};

/* Prints `left`, then `text` from `column` on, on a line of its own where `left` is too long. */
static void print_entry(FILE *stream, const char *left, const char *text, size_t column) {
    size_t size = strlen(left);
    if (size + 2 > column)
        fprintf(stream, "%s\n%*s", left, (int)column, "");
    else
        fprintf(stream, "%-*s", (int)column, left);
    kembar_print_wrapped(stream, text, column);
}

static void print_option(FILE *stream, const kembar_option *option) {
    char left[LINE_BYTES], text[LINE_BYTES], number[KEMBAR_MICRO_BYTES];
    char letter[8] = "    ";
    if (option->letter)
        (void)snprintf(letter, sizeof letter, "-%c%s", option->letter, option->name ? ", " : "");
    (void)snprintf(left, sizeof left, "  %s%s%s%s%s", letter, option->name ? "--" : "",
                   option->name ? option->name : "", option->value ? " " : "",
                   option->value ? option->value : "");
    kembar_options defaults = kembar_options_default();
    const kembar_option_field *field = kembar_option_bounds(option);
    int32_t value = 0;
    if (field && option->value)
        memcpy(&value, (const char *)&defaults + field->offset, sizeof value);
    if (value <= 0)
        (void)snprintf(text, sizeof text, "%s", option->help);
    else if (field->is_micro)
        (void)snprintf(text, sizeof text, "%s (default %s)", option->help,
                       kembar_print_micro(value, number));
    else
        (void)snprintf(text, sizeof text, "%s (default %" PRId32 ")", option->help, value);
    print_entry(stream, left, text, OPTION_COLUMN);
}

static void print_section(FILE *stream, const kembar_command *command,
                          kembar_option_section section) {
    size_t n_rows;
    const kembar_option *rows = kembar_option_rows(&n_rows);
    int any = 0;
    for (size_t i = 0; i < n_rows; i++) {
        if (rows[i].section != section || !kembar_option_is_of(&rows[i], command))
            continue;
        if (!any)
            fprintf(stream, "\n%s:\n", section_titles[section]);
        any = 1;
        print_option(stream, &rows[i]);
    }
}

void kembar_help_print_command(FILE *stream, const kembar_command *command) {
    fprintf(stream, "Usage: kembar %s%s", command->name, *command->usage ? " " : "");
    kembar_print_wrapped(stream, command->usage,
                         strlen("Usage: kembar ") + strlen(command->name) + 1);
    fputc('\n', stream);
    kembar_print_wrapped(stream, command->about, 0);
    for (int i = 0; i < KEMBAR_N_SECTIONS; i++)
        print_section(stream, command, (kembar_option_section)i);
    fprintf(stream, "\nExample:\n%s", command->examples);
}

void kembar_help_print(FILE *stream) {
    size_t n_commands;
    const kembar_command *commands = kembar_commands(&n_commands);
    fputs("Usage: kembar COMMAND [ARGUMENT...]\n\n", stream);
    kembar_print_wrapped(
        stream,
        "Finds which documents are the same story: copies, edited copies, excerpts and "
        "other coverage of the same event, in English and Indonesian.",
        0);
    fputs("\nCommands:\n", stream);
    for (size_t i = 0; i < n_commands; i++) {
        char left[LINE_BYTES];
        (void)snprintf(left, sizeof left, "  %s", commands[i].name);
        print_entry(stream, left, commands[i].summary, COMMAND_COLUMN);
    }
    fputs("\nExample:\n  kembar cluster articles/ -o report\n\n", stream);
    kembar_print_wrapped(
        stream,
        "Exit codes: 0 done, 1 a threshold was not reached, 2 the command line is wrong, "
        "3 done but some inputs were rejected, 4 failed: no complete results, unless the "
        "message says so; 129, 130, 143 ended by a signal, 141 the reader of standard "
        "output has gone.\n"
        "kembar COMMAND --help tells more of each command.",
        0);
}

int kembar_command_help(const kembar_arguments *arguments) {
    if (arguments->operands.n_items == 0) {
        kembar_help_print(stdout);
        return KEMBAR_EXIT_DONE;
    }
    const kembar_command *command = kembar_command_find(arguments->operands.items[0]);
    if (!command)
        return kembar_command_unknown(arguments->operands.items[0]);
    kembar_help_print_command(stdout, command);
    return KEMBAR_EXIT_DONE;
}
