/* The whole run with its report, as the command does it. Each round is a process of its own. */
#include <stddef.h>
#include <string.h>

#include "base/alloc.h"
#include "folder.h"
#include "input.h"
#include "products.h"
#include "whole_run.h"

/* Times of the rounds from the double at `offset` of each result. */
static bench_times times_at(const bench *self, const bench_whole_run *results, size_t offset) {
    double *times_s = bench_need_memory(kembar_alloc((size_t)self->n_rounds, sizeof *times_s));
    for (int i = 0; i < self->n_rounds; i++)
        memcpy(&times_s[i], (const char *)&results[i] + offset, sizeof *times_s);
    bench_times times = bench_times_of(times_s, self->n_rounds);
    kembar_free(times_s);
    return times;
}

static void print_stages(bench *self, const bench_whole_run *results) {
    for (size_t i = 0; i < results->n_stages; i++) {
        char what[BENCH_STAGE_BYTES + 8];
        size_t offset = offsetof(bench_whole_run, stages) + i * sizeof(bench_stage);
        snprintf(what, sizeof what, "stage: %s", results->stages[i].name);
        bench_times times = times_at(self, results, offset + offsetof(bench_stage, wall_s));
        bench_seconds(self, what, &times);
    }
}

static double largest_peak(const bench *self, const bench_whole_run *results) {
    double peak_mib = 0;
    for (int i = 0; i < self->n_rounds; i++)
        peak_mib = results[i].peak_mib > peak_mib ? results[i].peak_mib : peak_mib;
    return peak_mib;
}

static void print_results(bench *self, const bench_whole_run *results) {
    bench_times times = times_at(self, results, offsetof(bench_whole_run, wall_s));
    bench_row(self, "documents", (double)results->n_documents, "");
    bench_row(self, "text", (double)results->text_bytes * 1e-6, "MB");
    bench_row(self, "pairs", (double)results->n_pairs, "");
    bench_row(self, "clusters", (double)results->n_clusters, "");
    bench_seconds(self, "whole run", &times);
    bench_rate(self, "whole run: documents", (double)results->n_documents, "documents/s", &times);
    bench_rate(self, "whole run: text", (double)results->text_bytes * 1e-6, "MB/s", &times);
    times = times_at(self, results, offsetof(bench_whole_run, cpu_s));
    bench_seconds(self, "whole run: on all cores together", &times);
    bench_row(self, "peak memory", largest_peak(self, results), "MiB");
    print_stages(self, results);
}

/* The stage's rate is one thread's, summed; plain sgemm is measured right after, on as many. */
static void print_products(bench *self, const bench_whole_run *results) {
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
    bench_whole_run *results =
        bench_need_memory(kembar_alloc((size_t)self.n_rounds, sizeof *results));
    for (int i = 0; i < self.n_rounds; i++)
        results[i] = bench_whole_run_do(&self, folder);
    print_results(&self, results);
    print_products(&self, results);
    kembar_free(results);
    return bench_end(&self);
}
