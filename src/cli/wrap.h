/* Text in lines of 80 columns. */
#ifndef KEMBAR_CLI_WRAP_H
#define KEMBAR_CLI_WRAP_H

#include <stddef.h>
#include <stdio.h>

/* Prints `text`, and a newline, in lines from `column` on, where the cursor already is; newlines
 * begin paragraphs. */
void kembar_print_wrapped(FILE *stream, const char *text, size_t column);

#endif
