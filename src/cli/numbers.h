/* Numbers of the command line, exact and the same in every locale. */
#ifndef KEMBAR_CLI_NUMBERS_H
#define KEMBAR_CLI_NUMBERS_H

#include <stdint.h>

/* Each takes a whole NUL-terminated text; returns 0 and leaves *out alone when it is none. */

/* "12" */
int kembar_parse_count(const char *text, int32_t *out);
/* "0.5", ".25", "1": in 10^-6. More than six decimals only when the rest are zeros. */
int kembar_parse_micro(const char *text, int32_t *out);
/* "800", "500k", "64M", "1G": bytes; the letters stand for powers of 1,024. */
int kembar_parse_size(const char *text, uint64_t *out);

/* A fraction of 10^-6 as people write it, without needless zeros: "0.5". */
enum { KEMBAR_MICRO_BYTES = 24 };
const char *kembar_print_micro(int32_t micro, char buffer[KEMBAR_MICRO_BYTES]);

#endif
