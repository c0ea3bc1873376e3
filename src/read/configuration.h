/* A configuration from bytes. */
#ifndef KEMBAR_READ_CONFIGURATION_H
#define KEMBAR_READ_CONFIGURATION_H

#include "kembar/configuration.h"
#include "kembar/view.h"

/* As kembar_configuration_open, of a file's bytes. `path` is for messages. */
kembar_status kembar_configuration_parse(kembar_configuration **out, kembar_view text,
                                         const char *path, kembar_error *error) KEMBAR_MUST_CHECK;

#endif
