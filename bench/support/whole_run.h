/* The whole run with its report, as the command does it, in a process of its own, so that its peak
 * of memory is its own. */
#ifndef KEMBAR_BENCH_WHOLE_RUN_H
#define KEMBAR_BENCH_WHOLE_RUN_H

#include <stddef.h>

#include "bench.h"

enum { BENCH_STAGE_BYTES = 24, BENCH_MAX_STAGES = 16 };

typedef struct bench_stage {
    char name[BENCH_STAGE_BYTES];
    double wall_s;
    double cpu_s;    /* on all cores together */
    double peak_mib; /* of the process up to its end */
} bench_stage;

/* What a run's process hands back. */
typedef struct bench_whole_run {
    double wall_s, cpu_s, gigaflops, peak_mib;
    bench_stage stages[BENCH_MAX_STAGES]; /* reading first */
    char core[BENCH_STAGE_BYTES];         /* of OpenBLAS */
    size_t n_stages, n_documents;
    uint64_t text_bytes, n_pairs, n_clusters;
} bench_whole_run;

/* Reads the inputs, clusters them and writes the result files to `folder`. */
bench_whole_run bench_whole_run_do(const bench *self, const char *folder);

#endif
