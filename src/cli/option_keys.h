/* What options are called in a configuration file and in the environment. */
#ifndef KEMBAR_CLI_OPTION_KEYS_H
#define KEMBAR_CLI_OPTION_KEYS_H

#include "option_table.h"

enum { KEMBAR_KEY_BYTES = 64 };

/* "thresholds.near", "ignore": the option's key. 0, and an empty text, when it has none: it can
 * only stand on a command line. */
int kembar_option_key(const kembar_option *option, char out[KEMBAR_KEY_BYTES]);
int kembar_option_has_key(const kembar_option *option);
/* KEMBAR_ and the last part of the key in capitals: "KEMBAR_NEAR". The option has a key. */
void kembar_option_variable(const kembar_option *option, char out[KEMBAR_KEY_BYTES]);

/* The first option with the key section.key (section NULL: outermost); NULL when there is none. */
const kembar_option *kembar_option_by_key(const char *section, const char *key);
/* Whether options have keys in a section of this name. */
int kembar_option_is_section(const char *name);
/* The nearest name to a wrong key, as it would stand there in the file; NULL when none is near. */
const char *kembar_option_suggest_key(const char *section, const char *key,
                                      char out[KEMBAR_KEY_BYTES]);

/* How much of a text is a path, which in a file is taken from the file's folder. */
typedef enum kembar_path_part {
    KEMBAR_PATH_NONE = 0,
    KEMBAR_PATH_ALL,
    KEMBAR_PATH_AFTER_COLON /* FORMAT:PATH, unless that is - */
} kembar_path_part;
kembar_path_part kembar_option_path(const kembar_option *option);
/* Not 0 when a run may write there. */
int kembar_option_is_written(const kembar_option *option);

#endif
