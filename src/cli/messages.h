/* Messages on stderr, and colour. */
#ifndef KEMBAR_CLI_MESSAGES_H
#define KEMBAR_CLI_MESSAGES_H

#include <stdio.h>

#include "arguments.h"
#include "kembar/catalogue.h"

/* Whether `stream` gets colour: as --color says; by itself on a terminal that is not dumb, unless
 * NO_COLOR is set. */
int kembar_color_wanted(const kembar_arguments *arguments, FILE *stream);
/* Columns of the terminal behind `stream`, 80 where it is none. */
size_t kembar_terminal_columns(FILE *stream);

/* "kembar: ..." and a newline; the whole is escaped. */
void kembar_message(const char *format, ...) KEMBAR_PRINTF(1, 2);
/* A message with a pointer to the command's help (or the general help, with NULL). Returns
 * KEMBAR_EXIT_USAGE. */
int kembar_usage_error(const kembar_command *command, const char *format, ...) KEMBAR_PRINTF(2, 3);
/* The pointer alone. Returns KEMBAR_EXIT_USAGE. */
int kembar_help_hint(const kembar_command *command);
/* Says what the library refused, with file and position. Returns the exit code: KEMBAR_EXIT_USAGE
 * with a pointer to the help for KEMBAR_ERROR_ARGUMENT, else KEMBAR_EXIT_FAILED. */
int kembar_library_error(const kembar_command *command, const kembar_error *error);
/* Returns KEMBAR_EXIT_FAILED. */
int kembar_out_of_memory(void);
/* Names the first rejections and counts the rest. */
void kembar_print_rejections(const kembar_collection *collection);
void kembar_print_rejected(const kembar_catalogue *catalogue);
/* The same for files of a cache. */
void kembar_print_cache_faults(const kembar_rejection *faults, size_t n_faults);
void kembar_print_rejected_inputs(const kembar_rejection *rejections, size_t n_rejections);

/* Flushes stdout. Returns `code`, or KEMBAR_EXIT_FAILED after a message when something could not be
 * written, or KEMBAR_EXIT_PIPE without one when the reader has gone. */
int kembar_finish_output(int code);

#endif
