/* What json_flat.h reads against what json.h makes of the same text. */
#ifndef TESTS_SUPPORT_FLAT_CHECK_H
#define TESTS_SUPPORT_FLAT_CHECK_H

#include "read/json_flat.h"

/* Reads `text`, valid UTF-8 without NULs, in memory of its own; *is_flat says whether that did.
 * NULL, or what is not as json.h has it. */
const char *flat_check(kembar_json_parser *parser, kembar_view text, int *is_flat);

#endif
