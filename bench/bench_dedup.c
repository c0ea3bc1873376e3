/* The stages of dedup, in one process with the library's own calls. The command itself, its quality
 * and its growth are measured by near.py. */
#include <string.h>

#include "folder.h"
#include "input.h"
#include "kembar/dedup_report.h"

enum { MAX_STAGES = 16, NAME_BYTES = 48 };

typedef struct stage {
    const char *name;
    double cpu_s, wall_s;
} stage;

typedef struct stages {
    stage items[MAX_STAGES];
    size_t n_items;
    const char *now; /* the stage that is being timed */
    double cpu_before_s, wall_before_s;
} stages;

static void add_stage(stages *self, const char *name) {
    size_t i = 0;
    while (i < self->n_items && strcmp(self->items[i].name, name) != 0)
        i++;
    if (i == MAX_STAGES)
        bench_need(KEMBAR_ERROR_LIMIT, NULL);
    if (i == self->n_items)
        self->items[self->n_items++] = (stage){name, 0, 0};
    self->items[i].cpu_s += bench_cpu_s() - self->cpu_before_s;
    self->items[i].wall_s += bench_now_s() - self->wall_before_s;
}

static void start_stage(stages *self, const char *name) {
    self->now = name;
    self->cpu_before_s = bench_cpu_s();
    self->wall_before_s = bench_now_s();
}

/* A stage reports when it begins, perhaps on its way, and when it ends; what follows until the next
 * begins is its own too, but for the last. */
static void note_progress(void *context, const char *name, uint64_t done, uint64_t total) {
    stages *self = context;
    int is_next = strcmp(self->now, name) != 0;
    if (!is_next && (done != total || total == 0))
        return;
    add_stage(self, self->now);
    start_stage(self, name);
}

static void print_stages(bench *self, const stages *of) {
    char what[NAME_BYTES];
    for (size_t i = 0; i < of->n_items; i++) {
        snprintf(what, sizeof what, "stage: %s", of->items[i].name);
        bench_row(self, what, of->items[i].wall_s, "s");
        snprintf(what, sizeof what, "stage: %s, processor", of->items[i].name);
        bench_row(self, what, of->items[i].cpu_s, "s");
    }
}

static void run(bench *self, stages *of, const kembar_dedup_files *files) {
    kembar_dedup_options options = kembar_dedup_options_default();
    kembar_run_context context = {.progress = note_progress, .progress_context = of};
    kembar_dedup_result result;
    kembar_error error = {0};
    kembar_source *source = bench_input_source(self);
    options.run.n_threads = self->n_threads;
    start_stage(of, "read");
    bench_need(kembar_run_dedup(source, NULL, &options, &context, &result, &error), &error);
    add_stage(of, "decide");
    start_stage(of, "write");
    bench_need(kembar_report_dedup(&result, files, &error), &error);
    add_stage(of, "write");
    for (size_t i = 0; i < result.n_counts; i++)
        bench_row(self, result.counts[i].name, (double)result.counts[i].value, "");
    kembar_dedup_result_deinit(&result);
    kembar_source_free(source);
}

int main(int argc, char **argv) {
    bench self;
    stages of = {0};
    char kept[BENCH_PATH_BYTES], removed[BENCH_PATH_BYTES];
    int code = bench_begin(&self, "bench_dedup", argc, argv);
    if (code != 0)
        return code;
    bench_input_provide(&self);
    bench_folder_path("kept.jsonl", kept);
    bench_folder_path("removed.jsonl", removed);
    kembar_dedup_files files = {.kept = kept, .removed = removed, .n_threads = self.n_threads};
    run(&self, &of, &files);
    print_stages(&self, &of);
    bench_row(&self, "peak memory", bench_peak_mib(), "MiB");
    return bench_end(&self);
}
