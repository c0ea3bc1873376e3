/* Where a run's answers go: rows in a fixed order, as DESIGN "Results" defines them.
 *
 * Order of calls: begin; every document by id; every pair by (a, b); every cluster, largest first,
 * then id; finish. All pointers inside rows stay valid until `finish` returns. Any callback may be
 * NULL. A status other than OK ends the run, which returns it; then `finish` is not called. All
 * calls come from the thread that started the run. */
#ifndef KEMBAR_SINK_H
#define KEMBAR_SINK_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/cluster.h"
#include "kembar/compare.h"
#include "kembar/source.h"

typedef struct kembar_document_row {
    const kembar_document *document;
    uint32_t doc_id; /* index in the order of ids */
    uint64_t content_tokens;
    const char *group; /* cluster ids; NULL when in none */
    const char *story;
    uint32_t representative; /* doc_id: of its duplicate group, itself when in none */
} kembar_document_row;

typedef struct kembar_pair_row {
    const kembar_pair *pair;
    const kembar_document *a, *b;
    const kembar_span_pair *spans;    /* pair->n_spans of them */
    const kembar_matched_term *terms; /* pair->n_terms of them, heaviest first */
} kembar_pair_row;

/* One stage of the run on the clock. */
typedef struct kembar_timing {
    const char *stage;
    double seconds;
    uint64_t n_items;
    const char *unit; /* "documents", "pairs", "bytes" */
} kembar_timing;

/* What the run knows before the first row. Borrowed. */
typedef struct kembar_run_facts {
    const kembar_collection *collection;
    const kembar_options *options;
} kembar_run_facts;

enum { KEMBAR_N_COUNTS = 27 };
typedef struct kembar_count {
    const char *name; /* snake_case; "documents", "pairs_near", "candidates" ... */
    uint64_t value;
} kembar_count;

typedef struct kembar_run_summary {
    const kembar_collection *collection;
    const kembar_options *options;
    kembar_count counts[KEMBAR_N_COUNTS]; /* the same for the same input and options */
    size_t n_counts;
    const kembar_timing *timings; /* vary from run to run, as all below */
    size_t n_timings;
    double wall_seconds;
    int n_threads;
    const char *blas_core; /* kernel that OpenBLAS chose, NULL when it was not used */
    double blas_gflops;    /* reached in the neighbour stage, 0 when unused */
    uint64_t peak_memory_bytes;
} kembar_run_summary;

typedef struct kembar_sink {
    void *context;
    kembar_status (*begin)(void *context, const kembar_run_facts *facts, kembar_error *error);
    kembar_status (*document)(void *context, const kembar_document_row *row, kembar_error *error);
    kembar_status (*pair)(void *context, const kembar_pair_row *row, kembar_error *error);
    kembar_status (*cluster)(void *context, const kembar_cluster *cluster, kembar_error *error);
    kembar_status (*finish)(void *context, const kembar_run_summary *summary, kembar_error *error);
} kembar_sink;

#endif
