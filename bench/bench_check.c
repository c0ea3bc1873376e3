/* A gate's question: are 100 new documents among 20,000 old ones (--documents: so many in place of
 * 20,000), each a file of its own? Without a cache, with one that it fills, and with a full one. */
#include <stdlib.h>

#include "base/buffer.h"
#include "base/file.h"
#include "folder.h"
#include "generate.h"
#include "input.h"
#include "kembar/check.h"

enum { N_NEW = 100, N_OLD = 20000, MAX_STAGES = 16, NAME_BYTES = 64 };
static const uint64_t SEED = 20240601;
static const double LIMIT_S = 2;

typedef struct gate {
    const bench *bench;
    char new_folder[BENCH_PATH_BYTES], old_folder[BENCH_PATH_BYTES];
    char cache[BENCH_PATH_BYTES]; /* of this round */
    int has_cache;
    unsigned n_caches;
    size_t n_findings;
    double cpu_s; /* of the last round, as what follows */
    kembar_timing stages[MAX_STAGES];
    size_t n_stages;
} gate;

static void write_one(const char *folder, uint64_t number, const kembar_buffer *record) {
    char path[BENCH_PATH_BYTES + NAME_BYTES];
    (void)snprintf(path, sizeof path, "%s/%06llu.jsonl", folder, (unsigned long long)number);
    FILE *file = fopen(path, "w");
    int failed = !file || fwrite(record->data, 1, record->size, file) != record->size;
    if ((file && fclose(file) != 0) || failed) {
        perror(path);
        exit(1);
    }
}

/* The first documents are old, the next new: copies of older ones are among those. */
static void write_inputs(const gate *self) {
    bench_generator *generator = bench_generator_new(SEED);
    kembar_buffer record = {0};
    bench_need(kembar_folder_make(self->new_folder, NULL), NULL);
    bench_need(kembar_folder_make(self->old_folder, NULL), NULL);
    for (uint64_t i = 0; i < self->bench->n_documents + N_NEW; i++) {
        kembar_buffer_clear(&record);
        bench_generator_record(generator, i, &record);
        bench_need(kembar_buffer_status(&record), NULL);
        write_one(i < self->bench->n_documents ? self->old_folder : self->new_folder, i, &record);
    }
    kembar_buffer_deinit(&record);
    bench_generator_free(generator);
}

static kembar_source *source_of(const char *folder) {
    kembar_source_options options = kembar_source_options_default();
    kembar_source *source;
    kembar_error error = {0};
    bench_need(kembar_source_new(&source, &options, &error), &error);
    bench_need(kembar_source_add(source, folder, &error), &error);
    return source;
}

static void check(void *context) {
    gate *self = context;
    kembar_check_options options = kembar_check_options_default();
    kembar_run_context none = {0};
    kembar_check found;
    kembar_error error = {0};
    kembar_source *source = source_of(self->new_folder), *against = source_of(self->old_folder);
    double begin_s = bench_cpu_s();
    options.run.n_threads = self->bench->n_threads;
    options.cache_dir = self->has_cache ? self->cache : NULL;
    bench_need(kembar_run_check(source, against, NULL, NULL, "2024-06-01", &options, &none, &found,
                                &error),
               &error);
    self->n_findings = found.n_findings;
    self->n_stages = found.n_timings < MAX_STAGES ? found.n_timings : MAX_STAGES;
    for (size_t i = 0; i < self->n_stages; i++)
        self->stages[i] = found.timings[i];
    kembar_check_deinit(&found);
    kembar_source_free(source);
    kembar_source_free(against);
    self->cpu_s = bench_cpu_s() - begin_s;
}

static void take_empty_cache(void *context) {
    gate *self = context;
    char name[NAME_BYTES];
    (void)snprintf(name, sizeof name, "cache-%u", self->n_caches++);
    bench_folder_path(name, self->cache);
}

static void measure(bench *self, gate *of, const char *what, bench_work reset) {
    char row[NAME_BYTES];
    bench_times times = bench_measure(self, check, reset, of);
    bench_seconds(self, what, &times);
    (void)snprintf(row, sizeof row, "%s, of the limit of 2 s", what);
    bench_row(self, row, times.median_s / LIMIT_S, "");
    (void)snprintf(row, sizeof row, "%s, processor", what);
    bench_row(self, row, of->cpu_s, "s");
    for (size_t i = 0; i < of->n_stages; i++) {
        (void)snprintf(row, sizeof row, "%s: %s", what, of->stages[i].stage);
        bench_row(self, row, of->stages[i].seconds, "s");
    }
}

int main(int argc, char **argv) {
    static gate of;
    bench self;
    int code = bench_begin(&self, "bench_check", argc, argv);
    if (code != 0)
        return code;
    if (self.n_documents == BENCH_DEFAULT_DOCUMENTS)
        self.n_documents = N_OLD;
    of.bench = &self;
    bench_folder_path("new", of.new_folder);
    bench_folder_path("old", of.old_folder);
    write_inputs(&of);
    bench_row(&self, "old documents", (double)self.n_documents, "");
    bench_row(&self, "new documents", N_NEW, "");
    measure(&self, &of, "without a cache", NULL);
    size_t n_findings = of.n_findings;
    of.has_cache = 1;
    measure(&self, &of, "filling a cache", take_empty_cache);
    measure(&self, &of, "with a full cache", NULL);
    bench_row(&self, "findings", (double)n_findings, "");
    if (of.n_findings != n_findings) {
        fprintf(stderr, "bench_check: %zu findings with the cache\n", of.n_findings);
        return 1;
    }
    bench_row(&self, "peak memory", bench_peak_mib(), "MiB");
    return bench_end(&self);
}
