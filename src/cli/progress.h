/* How far a run is: a bar on a terminal, a line now and then elsewhere. */
#ifndef KEMBAR_CLI_PROGRESS_H
#define KEMBAR_CLI_PROGRESS_H

#include "arguments.h"

/* The calls of one run. Start with kembar_bar_init. */
typedef struct kembar_bar {
    int is_shown, is_bar;
    int is_drawn;                       /* the bar is on the terminal's current line */
    const char *stage;                  /* borrowed: a constant */
    double stage_start_s, last_print_s; /* of a monotonic clock */
} kembar_bar;

void kembar_bar_init(kembar_bar *bar, const kembar_arguments *arguments);
/* A kembar_progress; `context` is the bar. */
void kembar_bar_update(void *context, const char *stage, uint64_t done, uint64_t total);
/* Takes the bar off the terminal, so that other things may be printed. */
void kembar_bar_clear(kembar_bar *bar);

/* The line of text that is shown for a state, without its newline; for `columns` of a terminal or,
 * with 0, for a log. `buffer` has KEMBAR_BAR_BYTES. */
enum { KEMBAR_BAR_BYTES = 512 };
void kembar_bar_print(char *buffer, size_t columns, const char *stage, uint64_t done,
                      uint64_t total, double seconds);

#endif
