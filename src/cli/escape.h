/* Foreign text made harmless: nothing from a document or path reaches a terminal unescaped.
 *
 * Escaped are control characters (C0, DEL, C1), characters that change direction, line and
 * paragraph separators, invisible ones that can hide text, and bytes that are no UTF-8. The rest is
 * copied. */
#ifndef KEMBAR_CLI_ESCAPE_H
#define KEMBAR_CLI_ESCAPE_H

#include <stdio.h>

#include "kembar/view.h"

/* Writes text for people: \n, \t, \xHH and \u{HEX} stand for what must not be shown. */
void kembar_escape_print(FILE *stream, kembar_view text);
/* As above for NUL-terminated text. */
void kembar_escape_print_text(FILE *stream, const char *text);
/* Writes JSON, whose strings may hold such characters, with \uXXXX in their place: the same JSON,
 * other bytes. Newlines stay. */
void kembar_escape_print_json(FILE *stream, kembar_view json);

#endif
