/* The one table of options: parser, help and suggestions are made from it. */
#ifndef KEMBAR_CLI_OPTION_TABLE_H
#define KEMBAR_CLI_OPTION_TABLE_H

#include <stddef.h>

#include "arguments.h"

typedef enum kembar_option_kind {
    KEMBAR_OPTION_FLAG = 0, /* int32_t: 1 when given */
    KEMBAR_OPTION_TEXT,     /* const char * */
    KEMBAR_OPTION_LIST,     /* kembar_text_list: may be given several times */
    KEMBAR_OPTION_COUNT,    /* int32_t, a field of kembar_options */
    KEMBAR_OPTION_MICRO,    /* int32_t in 10^-6, written as a fraction */
    KEMBAR_OPTION_SIZE,     /* uint64_t bytes, with k, M or G */
    KEMBAR_OPTION_CHOICE    /* int32_t: index into `choices` */
} kembar_option_kind;

typedef enum kembar_option_section {
    KEMBAR_SECTION_RESULTS = 0,
    KEMBAR_SECTION_INPUT,
    KEMBAR_SECTION_QUALITY,
    KEMBAR_SECTION_GENERAL,
    KEMBAR_N_SECTIONS
} kembar_option_section;

/* All strings are constants. */
typedef struct kembar_option {
    const char *name; /* without dashes; NULL: the letter alone */
    char letter;      /* '\0': the name alone */
    unsigned commands;
    kembar_option_kind kind;
    kembar_option_section section;
    size_t offset;     /* into kembar_arguments */
    const char *value; /* what the help calls its value; NULL for flags */
    const char *help;
    const char *const *choices; /* NULL-terminated */
} kembar_option;

const kembar_option *kembar_option_rows(size_t *n_rows);
/* Whether a command takes it. `config` takes all that a configuration file can set. */
int kembar_option_is_of(const kembar_option *option, const kembar_command *command);
/* The options of one command; NULL when it has none of that name or letter. `size` bytes of `name`.
 */
const kembar_option *kembar_option_by_name(const kembar_command *command, const char *name,
                                           size_t size);
const kembar_option *kembar_option_by_letter(const kembar_command *command, char letter);
/* The nearest name to a wrong one, NULL when none is near. */
const char *kembar_option_suggest(const kembar_command *command, const char *name, size_t size);
/* "--near" or "-o", for messages: a constant of the table or `buffer`. */
const char *kembar_option_shown(const kembar_option *option, char buffer[64]);
/* The range and default of an option that is a field of kembar_options; NULL for others. */
const kembar_option_field *kembar_option_bounds(const kembar_option *option);

#endif
