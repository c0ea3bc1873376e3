/* Numbers of JSON that fit no machine number. */
#ifndef KEMBAR_READ_JSON_NUMBERS_H
#define KEMBAR_READ_JSON_NUMBERS_H

#include "base/buffer.h"
#include "kembar/view.h"

/* Appends the JSON text with quotes around each well-formed number that is beyond 64-bit integers
 * or, with a point or an exponent, beyond (or close to the end of) what a double holds. Returns how
 * many there were. Linear. */
size_t kembar_json_quote_large(kembar_view json, kembar_buffer *out);

#endif
