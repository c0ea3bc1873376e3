/* Help texts, made from the tables of commands and options. At most 80 columns wide. */
#ifndef KEMBAR_CLI_HELP_H
#define KEMBAR_CLI_HELP_H

#include <stdio.h>

#include "command.h"

/* What `kembar --help` prints. */
void kembar_help_print(FILE *stream);
/* What `kembar COMMAND --help` prints. */
void kembar_help_print_command(FILE *stream, const kembar_command *command);

#endif
