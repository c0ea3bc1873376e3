#include "kembar/version.h"

#include <stdio.h>

#include "command.h"

int kembar_command_version(const struct kembar_arguments *arguments) {
    (void)arguments;
    puts("kembar " KEMBAR_VERSION);
    return KEMBAR_EXIT_DONE;
}
