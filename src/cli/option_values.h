/* Texts become values of options, wherever they came from. */
#ifndef KEMBAR_CLI_OPTION_VALUES_H
#define KEMBAR_CLI_OPTION_VALUES_H

#include "option_table.h"

/* A value as it was given. All borrowed; `value` must live as long as the arguments. */
typedef struct kembar_given {
    const char *name;  /* for messages: "--near", "KEMBAR_NEAR", "thresholds.near" */
    const char *value; /* NULL: a flag that is set */
    const char *file;  /* NULL: not from a file */
    uint64_t line;
} kembar_given;

/* Stores it, and where it came from. Returns 0, or an exit code after a message. */
int kembar_option_store(kembar_arguments *out, const kembar_option *option,
                        const kembar_given *given, kembar_origin_kind from);
/* Where the value of an option came from. */
kembar_origin *kembar_option_origin(kembar_arguments *arguments, const kembar_option *option);

/* "FILE:LINE: " where there is one, then the message. Returns KEMBAR_EXIT_USAGE. */
int kembar_given_wrong(const kembar_given *given, const kembar_command *command, const char *format,
                       ...) KEMBAR_PRINTF(3, 4);

/* Appends; the text is borrowed. Returns 0, or an exit code after a message. */
int kembar_text_list_add(kembar_text_list *list, const char *text);

#endif
