/* How the whole run grows with the collection: sizes that double up to --documents, each in a
 * process of its own, once. Processor time, which a busy machine disturbs less. */
#include <string.h>

#include "folder.h"
#include "input.h"
#include "whole_run.h"

enum { SMALLEST = 25000, LARGEST = 400000, MAX_SIZES = 20, NAME_BYTES = 64 };

static double cpu_of(const bench_whole_run *run, const char *stage) {
    for (size_t i = 0; i < run->n_stages; i++)
        if (strcmp(run->stages[i].name, stage) == 0)
            return run->stages[i].cpu_s;
    return 0;
}

static void print_run(bench *self, const bench_whole_run *run) {
    char what[NAME_BYTES];
    double n = (double)run->n_documents;
    bench_row(self, "documents", n, "");
    bench_row(self, "  whole run", run->cpu_s, "s of processor");
    bench_row(self, "  whole run, on the clock", run->wall_s, "s");
    bench_row(self, "  peak memory", run->peak_mib, "MiB");
    bench_row(self, "  peak memory of a document", run->peak_mib * 1024 / n, "KiB");
    for (size_t i = 0; i < run->n_stages; i++) {
        snprintf(what, sizeof what, "  %s", run->stages[i].name);
        bench_row(self, what, run->stages[i].cpu_s, "s of processor");
        snprintf(what, sizeof what, "  %s: peak memory up to its end", run->stages[i].name);
        bench_row(self, what, run->stages[i].peak_mib, "MiB");
    }
}

static void print_factor(bench *self, const char *stage, double before, double after) {
    char what[NAME_BYTES];
    snprintf(what, sizeof what, "  %s", stage);
    bench_row(self, what, before > 0 ? after / before : 0, "times");
}

static void print_growth(bench *self, const bench_whole_run *before, const bench_whole_run *after) {
    bench_row(self, "growth to", (double)after->n_documents, "documents");
    print_factor(self, "whole run", before->cpu_s, after->cpu_s);
    print_factor(self, "whole run, on the clock", before->wall_s, after->wall_s);
    print_factor(self, "peak memory", before->peak_mib, after->peak_mib);
    for (size_t i = 0; i < after->n_stages; i++) {
        const bench_stage *stage = &after->stages[i];
        print_factor(self, stage->name, cpu_of(before, stage->name), stage->cpu_s);
    }
}

int main(int argc, char **argv) {
    static bench_whole_run runs[MAX_SIZES];
    bench self;
    char folder[BENCH_PATH_BYTES];
    size_t n_runs = 0;
    int code = bench_begin(&self, "bench_growth", argc, argv);
    if (code != 0)
        return code;
    uint64_t largest = self.n_documents > BENCH_DEFAULT_DOCUMENTS ? self.n_documents : LARGEST,
             smallest = largest;
    while (smallest / 2 >= SMALLEST)
        smallest /= 2;
    bench_folder_path("run", folder);
    for (uint64_t n = smallest; n <= largest && n_runs < MAX_SIZES; n *= 2) {
        self.n_documents = n;
        bench_input_generate(&self);
        runs[n_runs++] = bench_whole_run_do(&self, folder);
        print_run(&self, &runs[n_runs - 1]);
    }
    for (size_t i = 1; i < n_runs; i++)
        print_growth(&self, &runs[i - 1], &runs[i]);
    return bench_end(&self);
}
