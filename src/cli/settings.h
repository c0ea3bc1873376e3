/* What a command line does not say: from the environment, then from a configuration file. */
#ifndef KEMBAR_CLI_SETTINGS_H
#define KEMBAR_CLI_SETTINGS_H

#include "arguments.h"

/* For each option of the command that has a key (option_keys.h) and was not given: the value of its
 * variable, else that of the file. Every key and value of the file is checked, also those that the
 * command has no use for. A file that was found may not have anything written
 * outside of its folder. Returns 0, or an exit code after a message. */
int kembar_settings_apply(kembar_arguments *arguments);

/* The file that counts: of --config, else of KEMBAR_CONFIG, else .kembar.yml in the folder of the
 * first input or above it, up to a folder that holds .git: then *is_found is set. *out (owned by
 * the caller; free) is NULL without one. It is named from the working folder. */
int kembar_settings_find(const kembar_arguments *arguments, char **out, int *is_found);

#endif
