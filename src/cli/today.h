/* The day that expiry is judged by. */
#ifndef KEMBAR_CLI_TODAY_H
#define KEMBAR_CLI_TODAY_H

enum { KEMBAR_TODAY_BYTES = 11 };

/* The date in UTC, or the one that the variable KEMBAR_TODAY names, as YYYY-MM-DD. Returns 0, or
 * KEMBAR_EXIT_USAGE after a message where the variable holds no day. */
int kembar_today(char out[KEMBAR_TODAY_BYTES]);

#endif
