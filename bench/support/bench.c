#include "bench.h"

#include <string.h>
#include <sys/resource.h>
#include <time.h>

int bench_begin(bench *self, const char *name, int argc, char **argv) {
    int n_inputs = 0;
    *self = (bench){.name = name, .inputs = argv + 1};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--json") != 0) {
            self->inputs[n_inputs++] = argv[i];
            continue;
        }
        if (i + 1 == argc || self->json != NULL) {
            fprintf(stderr, "%s: --json takes one file, once\n", name);
            return 2;
        }
        self->json = fopen(argv[++i], "w");
        if (self->json == NULL) {
            perror(argv[i]);
            return 1;
        }
    }
    if (argc > 0)
        self->inputs[n_inputs] = NULL;
    printf("%-44s %14s\n", name, "value");
    if (self->json != NULL)
        fprintf(self->json, "{\"bench\": \"%s\", \"rows\": [", name);
    return 0;
}

void bench_row(bench *self, const char *what, double value, const char *unit) {
    printf("  %-42s %14.6g %s\n", what, value, unit);
    fflush(stdout);
    if (self->json != NULL)
        fprintf(self->json, "%s\n  {\"what\": \"%s\", \"value\": %.6g, \"unit\": \"%s\"}",
                self->n_rows > 0 ? "," : "", what, value, unit);
    self->n_rows++;
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

double bench_now_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

double bench_peak_mib(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}
