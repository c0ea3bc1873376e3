/* A configuration file: a YAML mapping of settings, read but not judged.
 *
 *   ignore: ["*.draft.md"]       a list
 *   thresholds:                 a section
 *     near: 0.6                 a value
 *   check:
 *     against: [archive/]       a list in a section
 *
 * What settings there are, and what values they may have, is the caller's matter. */
#ifndef KEMBAR_CONFIGURATION_H
#define KEMBAR_CONFIGURATION_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/api.h"
#include "kembar/status.h"

typedef enum kembar_setting_kind {
    KEMBAR_SETTING_VALUE = 0,
    KEMBAR_SETTING_LIST, /* begins; its items come next */
    KEMBAR_SETTING_ITEM,
    KEMBAR_SETTING_SECTION /* begins; what lies in it comes next */
} kembar_setting_kind;

/* In the order of the file. Strings are borrowed from the configuration. */
typedef struct kembar_setting {
    kembar_setting_kind kind;
    const char *section; /* that it lies in; NULL: outermost */
    const char *key;     /* of an item that of its list */
    const char *value;   /* of a value or item; NULL for null, and otherwise */
    uint64_t line;       /* 1-based */
} kembar_setting;

typedef struct kembar_configuration kembar_configuration;

enum { KEMBAR_CONFIGURATION_BYTES = 256 * 1024, KEMBAR_CONFIGURATION_SETTINGS = 4096 };

/* Errors: IO; FORMAT, with the line, for what is no YAML, no such mapping, has a key twice, holds a
 * NUL, or takes something over by an alias; LIMIT for a file, number of settings or depth over the
 * bounds; MEMORY. */
KEMBAR_API kembar_status kembar_configuration_open(kembar_configuration **out, const char *path,
                                                   kembar_error *error) KEMBAR_MUST_CHECK;
KEMBAR_API void kembar_configuration_free(kembar_configuration *configuration); /* NULL is fine */
KEMBAR_API const kembar_setting *
kembar_configuration_settings(const kembar_configuration *configuration, size_t *n_settings);

#endif
