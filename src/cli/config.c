#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "arguments.h"
#include "escape.h"
#include "kembar/answers.h"
#include "messages.h"
#include "numbers.h"
#include "option_keys.h"
#include "option_values.h"

enum { KEY_COLUMNS = 28, VALUE_COLUMNS = 22 };

/* The settings, with the memory of their keys and names. */
typedef struct shown {
    kembar_shown_setting settings[KEMBAR_MAX_OPTIONS];
    char keys[KEMBAR_MAX_OPTIONS][KEMBAR_KEY_BYTES];
    char names[KEMBAR_MAX_OPTIONS][KEMBAR_KEY_BYTES];
    size_t n_settings;
} shown;

static void set_number(kembar_shown_setting *out, const kembar_option *option, int32_t number) {
    const kembar_option_field *field = kembar_option_bounds(option);
    out->number = number;
    out->kind = option->kind == KEMBAR_OPTION_FLAG    ? KEMBAR_SHOWN_FLAG
                : option->kind == KEMBAR_OPTION_MICRO ? KEMBAR_SHOWN_MICRO
                                                      : KEMBAR_SHOWN_NUMBER;
    if (field && field->is_nullable && number < 0)
        out->kind = KEMBAR_SHOWN_NONE;
}

static void set_value(kembar_shown_setting *out, const kembar_option *option, const void *place) {
    const kembar_text_list *list = place;
    const int32_t *number = place;
    switch (option->kind) {
    case KEMBAR_OPTION_LIST:
        out->kind = KEMBAR_SHOWN_LIST;
        out->items = list->items;
        out->n_items = list->n_items;
        return;
    case KEMBAR_OPTION_TEXT:
        out->items = place;
        out->kind = out->items[0] ? KEMBAR_SHOWN_TEXT : KEMBAR_SHOWN_NONE;
        return;
    case KEMBAR_OPTION_CHOICE:
        out->kind = KEMBAR_SHOWN_TEXT;
        out->items = &option->choices[*number];
        return;
    case KEMBAR_OPTION_SIZE: /* none has a key */
        return;
    default:
        set_number(out, option, *number);
    }
}

static void set_origin(kembar_shown_setting *out, const kembar_option *option,
                       const kembar_arguments *arguments, const kembar_origin *origin, char *name) {
    static const char *const froms[] = {"default", "option", "variable", "file"};
    out->from = froms[origin->kind];
    out->line = origin->line;
    if (origin->kind == KEMBAR_FROM_OPTION)
        out->name = kembar_option_shown(option, name);
    else if (origin->kind == KEMBAR_FROM_FILE)
        out->name = arguments->config_path;
    else if (origin->kind == KEMBAR_FROM_VARIABLE) {
        kembar_option_variable(option, name);
        out->name = name;
    }
}

static void list_settings(const kembar_arguments *arguments, shown *out) {
    size_t n_rows;
    const kembar_option *rows = kembar_option_rows(&n_rows);
    for (size_t i = 0; i < n_rows; i++) {
        size_t n = out->n_settings;
        if (!kembar_option_key(&rows[i], out->keys[n]))
            continue;
        kembar_shown_setting *setting = &out->settings[out->n_settings++];
        setting->key = out->keys[n];
        set_value(setting, &rows[i], (const char *)arguments + rows[i].offset);
        set_origin(setting, &rows[i], arguments, &arguments->origins[i], out->names[n]);
    }
}

/* Returns the columns that it took. */
static size_t print_text(const char *text) {
    kembar_escape_print_text(stdout, text);
    return strlen(text);
}

static size_t print_value(const kembar_shown_setting *setting, size_t item) {
    char number[KEMBAR_MICRO_BYTES];
    switch (setting->kind) {
    case KEMBAR_SHOWN_NUMBER:
        return (size_t)printf("%" PRId32, setting->number);
    case KEMBAR_SHOWN_MICRO:
        return print_text(kembar_print_micro(setting->number, number));
    case KEMBAR_SHOWN_FLAG:
        return print_text(setting->number ? "true" : "false");
    case KEMBAR_SHOWN_TEXT:
    case KEMBAR_SHOWN_LIST:
        return item < setting->n_items || setting->kind == KEMBAR_SHOWN_TEXT
                   ? print_text(setting->items[item])
                   : print_text("none");
    case KEMBAR_SHOWN_NONE:
        break;
    }
    return print_text("none");
}

static void print_origin(const kembar_shown_setting *setting) {
    kembar_escape_print_text(stdout, setting->name ? setting->name : setting->from);
    if (setting->line > 0)
        printf(":%" PRIu64, setting->line);
}

/* Of a list each item on a line. */
static void print_setting(const kembar_shown_setting *setting) {
    size_t n_lines = setting->n_items > 1 ? setting->n_items : 1;
    for (size_t i = 0; i < n_lines; i++) {
        printf("%-*s", KEY_COLUMNS, i == 0 ? setting->key : "");
        size_t n_columns = print_value(setting, i);
        if (i == 0) {
            printf("%*s", (int)(n_columns + 2 < VALUE_COLUMNS ? VALUE_COLUMNS - n_columns : 2), "");
            print_origin(setting);
        }
        fputc('\n', stdout);
    }
}

static int print_json(const kembar_arguments *arguments, const shown *in) {
    kembar_error error = {0};
    kembar_answer answer;
    if (kembar_answer_settings(&answer, arguments->config_path, in->settings, in->n_settings,
                               &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    kembar_escape_print_json(stdout, (kembar_view){answer.data, answer.size});
    kembar_answer_deinit(&answer);
    return KEMBAR_EXIT_DONE;
}

int kembar_command_config(const struct kembar_arguments *arguments) {
    shown all = {.n_settings = 0};
    if (arguments->operands.n_items == 0 || strcmp(arguments->operands.items[0], "show") != 0)
        return kembar_usage_error(arguments->command, "\"%.100s\" is not show",
                                  arguments->operands.n_items > 0 ? arguments->operands.items[0]
                                                                  : "");
    list_settings(arguments, &all);
    if (arguments->json)
        return print_json(arguments, &all);
    fputs("Configuration file: ", stdout);
    kembar_escape_print_text(stdout, arguments->config_path ? arguments->config_path : "none");
    fputs("\n\n", stdout);
    for (size_t i = 0; i < all.n_settings; i++)
        print_setting(&all.settings[i]);
    return KEMBAR_EXIT_DONE;
}
