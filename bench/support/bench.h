/* What every benchmark shares: its arguments, the clock, and a table that is also written as JSON.
 */
#ifndef KEMBAR_BENCH_H
#define KEMBAR_BENCH_H

#include <stdio.h>

typedef struct bench {
    const char *name; /* borrowed */
    char **inputs;    /* the arguments that are no option, borrowed from argv; NULL ends them */
    FILE *json;       /* NULL unless --json FILE was given */
    int n_rows;
} bench;

/* Takes `--json FILE` out of argv and prints the table's head. 0, or an exit code after a message.
 */
int bench_begin(bench *self, const char *name, int argc, char **argv);

/* One measured value: "tokens, ASCII", 391.2, "MB/s". Strings hold no quotes or backslashes. */
void bench_row(bench *self, const char *what, double value, const char *unit);

/* Closes the JSON file. The program's exit code: 1 when writing failed. */
int bench_end(bench *self);

/* Seconds of a clock that never goes back. */
double bench_now_s(void);

/* The largest memory of this process so far, in MiB. */
double bench_peak_mib(void);

#endif
