#include "whole_run.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "input.h"
#include "kembar/report.h"
#include "kembar/run.h"

/* A run while it goes on. */
typedef struct running {
    bench_whole_run result;
    double cpu_before_s; /* of the stage */
} running;

static kembar_status count_pair(void *context, const kembar_pair_row *row, kembar_error *error) {
    (void)row;
    (void)error;
    ((running *)context)->result.n_pairs++;
    return KEMBAR_OK;
}

static kembar_status count_cluster(void *context, const kembar_cluster *cluster,
                                   kembar_error *error) {
    (void)cluster;
    (void)error;
    ((running *)context)->result.n_clusters++;
    return KEMBAR_OK;
}

static bench_stage *stage_named(bench_whole_run *result, const char *name) {
    for (size_t i = 0; i < result->n_stages; i++)
        if (strcmp(result->stages[i].name, name) == 0)
            return &result->stages[i];
    if (result->n_stages == BENCH_MAX_STAGES)
        bench_need(KEMBAR_ERROR_LIMIT, NULL);
    bench_stage *stage = &result->stages[result->n_stages++];
    snprintf(stage->name, BENCH_STAGE_BYTES, "%s", name);
    return stage;
}

static kembar_status note_summary(void *context, const kembar_run_summary *summary,
                                  kembar_error *error) {
    bench_whole_run *result = &((running *)context)->result;
    (void)error;
    result->gigaflops = summary->blas_gflops * summary->n_threads;
    snprintf(result->core, BENCH_STAGE_BYTES, "%s",
             summary->blas_core ? summary->blas_core : "none");
    for (size_t i = 0; i < summary->n_timings; i++)
        stage_named(result, summary->timings[i].stage)->wall_s = summary->timings[i].seconds;
    return KEMBAR_OK;
}

/* A stage reports when it begins and when it ends; what lies between is its own. */
static void note_progress(void *context, const char *stage, uint64_t done, uint64_t total) {
    running *run = context;
    double now_s = bench_cpu_s();
    if (done == total && total > 0) {
        bench_stage *ended = stage_named(&run->result, stage);
        ended->cpu_s += now_s - run->cpu_before_s;
        ended->peak_mib = bench_peak_mib();
    }
    run->cpu_before_s = now_s;
}

static void cluster(const kembar_collection *collection, const bench *self, const char *folder,
                    running *run) {
    kembar_options options = kembar_options_default();
    kembar_run_context context = {.progress = note_progress, .progress_context = run};
    kembar_report_options report_options = {0};
    kembar_report *report;
    kembar_summary *text;
    kembar_error error = {0};
    kembar_sink notes = {run, NULL, NULL, count_pair, count_cluster, note_summary};
    options.n_threads = self->n_threads;
    bench_need(kembar_report_new(&report, folder, &report_options, &error), &error);
    bench_need(kembar_summary_new(&text, folder, 0, 0, &error), &error);
    kembar_sink *sinks[] = {kembar_summary_sink(text), kembar_report_sink(report), &notes};
    bench_need(kembar_run_cluster(collection, &options, &context, sinks, 3, &error), &error);
    kembar_summary_free(text);
    kembar_report_free(report);
}

static bench_whole_run run_here(const bench *self, const char *folder) {
    running run = {.cpu_before_s = bench_cpu_s()};
    double start_s = bench_now_s(), start_cpu_s = bench_cpu_s();
    kembar_collection *collection = bench_input_read(self, self->n_threads);
    *stage_named(&run.result, "read") =
        (bench_stage){"read", 0, bench_cpu_s() - start_cpu_s, bench_peak_mib()};
    run.cpu_before_s = bench_cpu_s();
    cluster(collection, self, folder, &run);
    run.result.n_documents = kembar_collection_document_count(collection);
    run.result.text_bytes = bench_text_bytes(collection);
    kembar_collection_free(collection);
    run.result.wall_s = bench_now_s() - start_s;
    run.result.cpu_s = bench_cpu_s() - start_cpu_s;
    run.result.peak_mib = bench_peak_mib();
    return run.result;
}

bench_whole_run bench_whole_run_do(const bench *self, const char *folder) {
    bench_whole_run result = {0};
    int ends[2];
    fflush(NULL);
    if (pipe(ends) != 0)
        bench_need(KEMBAR_ERROR_IO, NULL);
    pid_t child = fork();
    if (child < 0)
        bench_need(KEMBAR_ERROR_IO, NULL);
    if (child == 0) {
        result = run_here(self, folder);
        _exit(write(ends[1], &result, sizeof result) == (ssize_t)sizeof result ? 0 : 1);
    }
    close(ends[1]);
    ssize_t n_read = read(ends[0], &result, sizeof result);
    close(ends[0]);
    if (waitpid(child, NULL, 0) != child || n_read != (ssize_t)sizeof result)
        bench_need(KEMBAR_ERROR_IO, NULL);
    return result;
}
