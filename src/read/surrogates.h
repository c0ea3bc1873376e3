/* JSON escapes of half a surrogate pair, which no UTF-8 can hold. */
#ifndef KEMBAR_READ_SURROGATES_H
#define KEMBAR_READ_SURROGATES_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Turns every \uD800..\uDFFF of a JSON text that is not part of a pair into \ufffd, in place.
 * Linear. Returns how many. */
size_t kembar_surrogates_mend(char *json, size_t size);

/* The code of an escape \uXXXX at the start of `at`, or -1. */
int kembar_surrogates_escape_code(const char *at, size_t size);

#ifdef __cplusplus
}
#endif

#endif
