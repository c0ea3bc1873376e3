/* What every benchmark shares: its arguments, the clock, and a table that is also written as JSON.
 *
 * A program measures and says what it found; it never judges a time. What fails ends the program
 * with a message and exit code 1. */
#ifndef KEMBAR_BENCH_H
#define KEMBAR_BENCH_H

#include <stdint.h>
#include <stdio.h>

#include "kembar/status.h"

enum { BENCH_DEFAULT_DOCUMENTS = 5000 };

typedef struct bench {
    const char *name; /* borrowed */
    char **inputs;    /* the arguments that are no option, borrowed from argv; NULL ends them */
    FILE *json;       /* NULL unless --json FILE was given */
    int n_rows;
    int n_threads; /* --threads N; else one for each processor */
    int n_rounds;  /* --rounds N; else 5 */
    uint64_t
        n_documents; /* --documents N: how many to generate where there is no input; else 5000 */
} bench;

/* Takes the options out of argv and prints the table's head. 0, or an exit code after a message. */
int bench_begin(bench *self, const char *name, int argc, char **argv);

/* One measured value: "documents", 8335, "". Strings hold no quotes or backslashes. */
void bench_row(bench *self, const char *what, double value, const char *unit);

/* Seconds over the rounds of one piece of work. */
typedef struct bench_times {
    double median_s, low_s, high_s;
} bench_times;

typedef void (*bench_work)(void *context);

/* Does `work` n_rounds times on the clock, and before each `reset` (may be NULL) off the clock. */
bench_times bench_measure(const bench *self, bench_work work, bench_work reset, void *context);

/* The figures of times that were taken elsewhere; sorts them. n_times > 0. */
bench_times bench_times_of(double *times_s, int n_times);

/* `amount` a second: the median, then the slowest and the fastest round. */
void bench_rate(bench *self, const char *what, double amount, const char *unit,
                const bench_times *times);
/* Seconds themselves. */
void bench_seconds(bench *self, const char *what, const bench_times *times);
/* Microseconds that each of n_items takes. */
void bench_micros(bench *self, const char *what, double n_items, const bench_times *times);

/* Closes the JSON file. The program's exit code: 1 when writing failed. */
int bench_end(bench *self);

/* Ends the program with the error's message unless `status` is OK. `error` may be NULL. */
void bench_need(kembar_status status, const kembar_error *error);
/* Ends the program when `pointer` is NULL: memory is out. Returns it. */
void *bench_need_memory(void *pointer);

/* Seconds of a clock that never goes back. */
double bench_now_s(void);

/* Seconds that this process has spent on all cores together: what a busy machine disturbs less. */
double bench_cpu_s(void);

/* The largest memory of this process so far, in MiB. */
double bench_peak_mib(void);

#endif
