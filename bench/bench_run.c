/* The whole run with its report, as the command does it. Each round is a process of its own, so
 * that its peak of memory is its own. */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "folder.h"
#include "input.h"
#include "kembar/report.h"
#include "kembar/run.h"
#include "products.h"

enum { NAME_BYTES = 24, MAX_STAGES = 16 };

/* What a round's process hands back. */
typedef struct round_result {
    double whole_s, cpu_s, read_s, gigaflops, peak_mib;
    double stage_s[MAX_STAGES];
    char stage[MAX_STAGES][NAME_BYTES], core[NAME_BYTES];
    size_t n_stages, n_documents;
    uint64_t text_bytes, n_pairs, n_clusters;
} round_result;

static kembar_status count_pair(void *context, const kembar_pair_row *row, kembar_error *error) {
    (void)row;
    (void)error;
    ((round_result *)context)->n_pairs++;
    return KEMBAR_OK;
}

static kembar_status count_cluster(void *context, const kembar_cluster *cluster,
                                   kembar_error *error) {
    (void)cluster;
    (void)error;
    ((round_result *)context)->n_clusters++;
    return KEMBAR_OK;
}

static kembar_status note_summary(void *context, const kembar_run_summary *summary,
                                  kembar_error *error) {
    round_result *result = context;
    (void)error;
    result->gigaflops = summary->blas_gflops * summary->n_threads;
    snprintf(result->core, NAME_BYTES, "%s", summary->blas_core ? summary->blas_core : "none");
    for (size_t i = 0; i < summary->n_timings && i < MAX_STAGES; i++) {
        snprintf(result->stage[i], NAME_BYTES, "%s", summary->timings[i].stage);
        result->stage_s[i] = summary->timings[i].seconds;
        result->n_stages = i + 1;
    }
    return KEMBAR_OK;
}

static void run(const kembar_collection *collection, const bench *self, const char *folder,
                round_result *result) {
    kembar_options options = kembar_options_default();
    kembar_run_context context = {0};
    kembar_report_options report_options = {0};
    kembar_report *report;
    kembar_summary *text;
    kembar_error error = {0};
    kembar_sink notes = {result, NULL, NULL, count_pair, count_cluster, note_summary};
    options.n_threads = self->n_threads;
    bench_need(kembar_report_new(&report, folder, &report_options, &error), &error);
    bench_need(kembar_summary_new(&text, folder, 0, 0, &error), &error);
    kembar_sink *sinks[] = {kembar_summary_sink(text), kembar_report_sink(report), &notes};
    bench_need(kembar_run_cluster(collection, &options, &context, sinks, 3, &error), &error);
    kembar_summary_free(text);
    kembar_report_free(report);
}

static void do_round(const bench *self, const char *folder, round_result *result) {
    double start_s = bench_now_s();
    kembar_collection *collection = bench_input_read(self, self->n_threads);
    result->read_s = bench_now_s() - start_s;
    run(collection, self, folder, result);
    result->n_documents = kembar_collection_document_count(collection);
    result->text_bytes = bench_text_bytes(collection);
    kembar_collection_free(collection);
    result->whole_s = bench_now_s() - start_s;
    result->cpu_s = bench_cpu_s();
    result->peak_mib = bench_peak_mib();
}

static round_result round_in_process(const bench *self, const char *folder) {
    round_result result = {0};
    int ends[2];
    fflush(NULL);
    if (pipe(ends) != 0)
        bench_need(KEMBAR_ERROR_IO, NULL);
    pid_t child = fork();
    if (child < 0)
        bench_need(KEMBAR_ERROR_IO, NULL);
    if (child == 0) {
        do_round(self, folder, &result);
        _exit(write(ends[1], &result, sizeof result) == (ssize_t)sizeof result ? 0 : 1);
    }
    close(ends[1]);
    ssize_t n_read = read(ends[0], &result, sizeof result);
    close(ends[0]);
    if (waitpid(child, NULL, 0) != child || n_read != (ssize_t)sizeof result)
        bench_need(KEMBAR_ERROR_IO, NULL);
    return result;
}

/* Times of the rounds from the double at `offset` of each result. */
static bench_times times_at(const bench *self, const round_result *results, size_t offset) {
    double *times_s = bench_need_memory(kembar_alloc((size_t)self->n_rounds, sizeof *times_s));
    for (int i = 0; i < self->n_rounds; i++)
        memcpy(&times_s[i], (const char *)&results[i] + offset, sizeof *times_s);
    bench_times times = bench_times_of(times_s, self->n_rounds);
    kembar_free(times_s);
    return times;
}

static void print_stages(bench *self, const round_result *results) {
    bench_times times = times_at(self, results, offsetof(round_result, read_s));
    bench_seconds(self, "stage: read", &times);
    for (size_t i = 0; i < results->n_stages; i++) {
        char what[NAME_BYTES + 8];
        snprintf(what, sizeof what, "stage: %s", results->stage[i]);
        times = times_at(self, results, offsetof(round_result, stage_s) + i * sizeof(double));
        bench_seconds(self, what, &times);
    }
}

static double largest_peak(const bench *self, const round_result *results) {
    double peak_mib = 0;
    for (int i = 0; i < self->n_rounds; i++)
        peak_mib = results[i].peak_mib > peak_mib ? results[i].peak_mib : peak_mib;
    return peak_mib;
}

static void print_results(bench *self, const round_result *results) {
    bench_times times = times_at(self, results, offsetof(round_result, whole_s));
    bench_row(self, "documents", (double)results->n_documents, "");
    bench_row(self, "text", (double)results->text_bytes * 1e-6, "MB");
    bench_row(self, "pairs", (double)results->n_pairs, "");
    bench_row(self, "clusters", (double)results->n_clusters, "");
    bench_seconds(self, "whole run", &times);
    bench_rate(self, "whole run: documents", (double)results->n_documents, "documents/s", &times);
    bench_rate(self, "whole run: text", (double)results->text_bytes * 1e-6, "MB/s", &times);
    times = times_at(self, results, offsetof(round_result, cpu_s));
    bench_seconds(self, "whole run: on all cores together", &times);
    bench_row(self, "peak memory", largest_peak(self, results), "MiB");
    print_stages(self, results);
}

/* The stage's rate is one thread's, summed; plain sgemm is measured right after, on as many. */
static void print_products(bench *self, const round_result *results) {
    bench_product tile = {128, 512, 512, 200};
    kembar_blas *blas;
    kembar_error error = {0};
    double *rates = bench_need_memory(kembar_alloc((size_t)self->n_rounds, sizeof *rates));
    for (int i = 0; i < self->n_rounds; i++)
        rates[i] = results[i].gigaflops;
    double reached = bench_times_of(rates, self->n_rounds).median_s;
    kembar_free(rates);
    bench_row(self, results->core, 1, "core type");
    bench_row(self, "products of the neighbour stage", reached, "GFLOP/s");
    if (kembar_blas_open(&blas, &error) != KEMBAR_OK)
        return;
    double plain =
        bench_product_measure(self, "plain sgemm, 128 x 512 x 512", blas, &tile, self->n_threads);
    bench_row(self, "products, of plain sgemm", 100 * reached / plain, "%");
    kembar_blas_close(blas);
}

int main(int argc, char **argv) {
    bench self;
    char folder[BENCH_PATH_BYTES];
    int code = bench_begin(&self, "bench_run", argc, argv);
    if (code != 0)
        return code;
    bench_input_provide(&self);
    bench_folder_path("run", folder);
    round_result *results = bench_need_memory(kembar_alloc((size_t)self.n_rounds, sizeof *results));
    for (int i = 0; i < self.n_rounds; i++)
        results[i] = round_in_process(&self, folder);
    print_results(&self, results);
    print_products(&self, results);
    kembar_free(results);
    return bench_end(&self);
}
