#include "bench.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/alloc.h"
#include "base/parallel.h"

/* The whole of `text` as a number of at least 1, or 0. */
static uint64_t parse_count(const char *text) {
    uint64_t value = 0;
    for (; *text >= '0' && *text <= '9' && value < 1000000000; text++)
        value = value * 10 + (uint64_t)(*text - '0');
    return *text == '\0' ? value : 0;
}

static int open_json(bench *self, const char *path) {
    if (self->json != NULL) {
        fprintf(stderr, "%s: --json takes one file, once\n", self->name);
        return 2;
    }
    self->json = fopen(path, "w");
    if (self->json == NULL) {
        perror(path);
        return 1;
    }
    return 0;
}

static int take_option(bench *self, const char *option, const char *value) {
    uint64_t count = value != NULL ? parse_count(value) : 0;
    if (value != NULL && strcmp(option, "--json") == 0)
        return open_json(self, value);
    if (count > 0 && count <= 1024 && strcmp(option, "--threads") == 0) {
        self->n_threads = (int)count;
    } else if (count > 0 && count <= 1000 && strcmp(option, "--rounds") == 0) {
        self->n_rounds = (int)count;
    } else if (count > 0 && strcmp(option, "--documents") == 0) {
        self->n_documents = count;
    } else {
        fprintf(stderr,
                "usage: %s [--threads N] [--rounds N] [--documents N] [--json FILE] [INPUT...]\n",
                self->name);
        return 2;
    }
    return 0;
}

int bench_begin(bench *self, const char *name, int argc, char **argv) {
    int n_inputs = 0;
    *self = (bench){.name = name,
                    .inputs = argv + 1,
                    .n_threads = kembar_parallel_default_threads(),
                    .n_rounds = 5,
                    .n_documents = BENCH_DEFAULT_DOCUMENTS};
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--", 2) != 0) {
            self->inputs[n_inputs++] = argv[i];
            continue;
        }
        int code = take_option(self, argv[i], i + 1 < argc ? argv[i + 1] : NULL);
        if (code != 0)
            return code;
        i++;
    }
    if (argc > 0)
        self->inputs[n_inputs] = NULL;
    printf("%-44s %12s %12s %12s\n", name, "median", "low", "high");
    if (self->json != NULL)
        fprintf(self->json, "{\"bench\": \"%s\", \"threads\": %d, \"rounds\": %d, \"rows\": [",
                name, self->n_threads, self->n_rounds);
    return 0;
}

static void begin_json_row(bench *self, const char *what, double value, const char *unit) {
    fprintf(self->json, "%s\n  {\"what\": \"%s\", \"value\": %.6g, \"unit\": \"%s\"",
            self->n_rows > 0 ? "," : "", what, value, unit);
}

void bench_row(bench *self, const char *what, double value, const char *unit) {
    printf("  %-42s %12.6g %12s %12s %s\n", what, value, "", "", unit);
    fflush(stdout);
    if (self->json != NULL) {
        begin_json_row(self, what, value, unit);
        fputs("}", self->json);
    }
    self->n_rows++;
}

static void spread_row(bench *self, const char *what, const double values[3], const char *unit) {
    printf("  %-42s %12.5g %12.5g %12.5g %s\n", what, values[0], values[1], values[2], unit);
    fflush(stdout);
    if (self->json != NULL) {
        begin_json_row(self, what, values[0], unit);
        fprintf(self->json, ", \"low\": %.6g, \"high\": %.6g}", values[1], values[2]);
    }
    self->n_rows++;
}

static int compare_doubles(const void *x, const void *y) {
    double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

bench_times bench_times_of(double *times_s, int n_times) {
    qsort(times_s, (size_t)n_times, sizeof *times_s, compare_doubles);
    double above = times_s[n_times / 2], below = times_s[(n_times - 1) / 2];
    return (bench_times){(above + below) / 2, times_s[0], times_s[n_times - 1]};
}

bench_times bench_measure(const bench *self, bench_work work, bench_work reset, void *context) {
    double *times_s = bench_need_memory(kembar_alloc((size_t)self->n_rounds, sizeof *times_s));
    for (int i = 0; i < self->n_rounds; i++) {
        if (reset != NULL)
            reset(context);
        double start_s = bench_now_s();
        work(context);
        times_s[i] = bench_now_s() - start_s;
    }
    bench_times times = bench_times_of(times_s, self->n_rounds);
    kembar_free(times_s);
    return times;
}

void bench_rate(bench *self, const char *what, double amount, const char *unit,
                const bench_times *times) {
    double values[3] = {amount / times->median_s, amount / times->high_s, amount / times->low_s};
    spread_row(self, what, values, unit);
}

void bench_seconds(bench *self, const char *what, const bench_times *times) {
    double values[3] = {times->median_s, times->low_s, times->high_s};
    spread_row(self, what, values, "s");
}

void bench_micros(bench *self, const char *what, double n_items, const bench_times *times) {
    double factor = 1e6 / n_items;
    double values[3] = {times->median_s * factor, times->low_s * factor, times->high_s * factor};
    spread_row(self, what, values, "us");
}

int bench_end(bench *self) {
    if (self->json == NULL)
        return 0;
    fputs("\n]}\n", self->json);
    int failed = ferror(self->json);
    failed |= fclose(self->json);
    if (failed)
        fprintf(stderr, "%s: cannot write the JSON file\n", self->name);
    return failed ? 1 : 0;
}

void bench_need(kembar_status status, const kembar_error *error) {
    if (status == KEMBAR_OK)
        return;
    if (error != NULL && error->message[0] != '\0')
        fprintf(stderr, "bench: %s%s%s\n", error->file, error->file[0] != '\0' ? ": " : "",
                error->message);
    else
        fprintf(stderr, "bench: %s\n", kembar_status_name(status));
    exit(1);
}

void *bench_need_memory(void *pointer) {
    if (pointer == NULL)
        bench_need(KEMBAR_ERROR_MEMORY, NULL);
    return pointer;
}

double bench_now_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double seconds_of(struct timeval t) {
    return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

double bench_cpu_s(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

double bench_peak_mib(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}
