#include "option_values.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "messages.h"
#include "numbers.h"

enum { VALUE_SHOWN = 100, MESSAGE_BYTES = 1024, MAX_OPTION_MICRO = 1000000 };

int kembar_text_list_add(kembar_text_list *list, const char *text) {
    const char **items = realloc(list->items, (list->n_items + 1) * sizeof *items);
    if (!items)
        return kembar_out_of_memory();
    list->items = items;
    list->items[list->n_items++] = text;
    return 0;
}

int kembar_given_wrong(const kembar_given *given, const kembar_command *command, const char *format,
                       ...) {
    char text[MESSAGE_BYTES];
    va_list args;
    va_start(args, format);
    int n_bytes = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n_bytes < 0)
        *text = '\0';
    if (!given->file)
        return kembar_usage_error(command, "%s", text);
    kembar_message("%s:%" PRIu64 ": %s", given->file, given->line, text);
    return KEMBAR_EXIT_USAGE;
}

kembar_origin *kembar_option_origin(kembar_arguments *arguments, const kembar_option *option) {
    size_t n_rows;
    return &arguments->origins[option - kembar_option_rows(&n_rows)];
}

static void *place_of(kembar_arguments *out, const kembar_option *option) {
    return (char *)out + option->offset;
}

static int store_choice(kembar_arguments *out, const kembar_option *option,
                        const kembar_given *given) {
    int32_t *place = place_of(out, option);
    for (int32_t i = 0; option->choices[i]; i++)
        if (strcmp(option->choices[i], given->value) == 0) {
            *place = i;
            return 0;
        }
    char names[128] = "";
    for (size_t i = 0; option->choices[i]; i++) {
        const char *comma = i == 0 ? "" : option->choices[i + 1] ? ", " : " or ";
        strncat(names, comma, sizeof names - strlen(names) - 1);
        strncat(names, option->choices[i], sizeof names - strlen(names) - 1);
    }
    return kembar_given_wrong(given, out->command, "%s is \"%.*s\": it must be %s", given->name,
                              VALUE_SHOWN, given->value, names);
}

static int out_of_range(const kembar_arguments *out, const kembar_given *given, int32_t minimum,
                        int32_t maximum, int is_micro) {
    char low[KEMBAR_MICRO_BYTES], high[KEMBAR_MICRO_BYTES];
    if (is_micro)
        return kembar_given_wrong(
            given, out->command, "%s is \"%.*s\": it must be %s to %s", given->name, VALUE_SHOWN,
            given->value, kembar_print_micro(minimum, low), kembar_print_micro(maximum, high));
    return kembar_given_wrong(given, out->command, "%s is \"%.*s\": it must be %d to %d",
                              given->name, VALUE_SHOWN, given->value, minimum, maximum);
}

static int store_number(kembar_arguments *out, const kembar_option *option,
                        const kembar_given *given) {
    int is_micro = option->kind == KEMBAR_OPTION_MICRO;
    int32_t number;
    if (is_micro && !kembar_parse_micro(given->value, &number))
        return kembar_given_wrong(given, out->command,
                                  "%s is \"%.*s\": it must be a fraction such as 0.5, with at most "
                                  "six decimals",
                                  given->name, VALUE_SHOWN, given->value);
    if (!is_micro && !kembar_parse_count(given->value, &number))
        return kembar_given_wrong(given, out->command, "%s is \"%.*s\": it must be a whole number",
                                  given->name, VALUE_SHOWN, given->value);
    const kembar_option_field *bounds = kembar_option_bounds(option);
    int32_t minimum = bounds && bounds->minimum > 0 ? bounds->minimum : 0;
    int32_t maximum = bounds ? bounds->maximum : MAX_OPTION_MICRO;
    if (number < minimum || number > maximum)
        return out_of_range(out, given, minimum, maximum, is_micro);
    *(int32_t *)place_of(out, option) = number;
    return 0;
}

static int store_size(kembar_arguments *out, const kembar_option *option,
                      const kembar_given *given) {
    uint64_t *place = place_of(out, option);
    if (kembar_parse_size(given->value, place) && *place > 0)
        return 0;
    return kembar_given_wrong(given, out->command,
                              "%s is \"%.*s\": it must be a size such as 800, 500k, 64M or 1G",
                              given->name, VALUE_SHOWN, given->value);
}

static int store_flag(kembar_arguments *out, const kembar_option *option,
                      const kembar_given *given) {
    static const char *const words[2][3] = {{"false", "no", "0"}, {"true", "yes", "1"}};
    int32_t *place = place_of(out, option);
    if (!given->value) {
        *place = 1;
        return 0;
    }
    for (int32_t is_set = 0; is_set < 2; is_set++)
        for (size_t i = 0; i < 3; i++)
            if (strcmp(given->value, words[is_set][i]) == 0) {
                *place = is_set;
                return 0;
            }
    return kembar_given_wrong(given, out->command, "%s is \"%.*s\": it must be true or false",
                              given->name, VALUE_SHOWN, given->value);
}

static int store_text(kembar_arguments *out, const kembar_option *option,
                      const kembar_given *given) {
    if (*given->value == '\0')
        return kembar_given_wrong(given, out->command, "%s is empty", given->name);
    if (option->kind == KEMBAR_OPTION_LIST)
        return kembar_text_list_add(place_of(out, option), given->value);
    *(const char **)place_of(out, option) = given->value;
    return 0;
}

static int store(kembar_arguments *out, const kembar_option *option, const kembar_given *given) {
    switch (option->kind) {
    case KEMBAR_OPTION_FLAG:
        return store_flag(out, option, given);
    case KEMBAR_OPTION_COUNT:
    case KEMBAR_OPTION_MICRO:
        return store_number(out, option, given);
    case KEMBAR_OPTION_SIZE:
        return store_size(out, option, given);
    case KEMBAR_OPTION_CHOICE:
        return store_choice(out, option, given);
    case KEMBAR_OPTION_TEXT:
    case KEMBAR_OPTION_LIST:
        break;
    }
    return store_text(out, option, given);
}

int kembar_option_store(kembar_arguments *out, const kembar_option *option,
                        const kembar_given *given, kembar_origin_kind from) {
    kembar_origin *origin = kembar_option_origin(out, option);
    /* A list is where its first item is. */
    if (origin->kind != from)
        *origin = (kembar_origin){from, given->line};
    return store(out, option, given);
}
