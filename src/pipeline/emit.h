/* Handing a finished run to its sinks, row by row in the order that sink.h promises. */
#ifndef KEMBAR_PIPELINE_EMIT_H
#define KEMBAR_PIPELINE_EMIT_H

#include "cluster/cluster.h"
#include "pair/links.h"
#include "pipeline/near.h"

typedef struct kembar_run_blas {
    const char *core; /* NULL: not used */
    double gflops;
} kembar_run_blas;

/* All borrowed. */
typedef struct kembar_emission {
    const kembar_collection *collection;
    kembar_near *near;
    const kembar_clusters *clusters;
    kembar_run_blas blas;
    kembar_links_counts links;
} kembar_emission;

kembar_status kembar_emit(const kembar_emission *emission, kembar_sink *const *sinks,
                          size_t n_sinks, kembar_error *error) KEMBAR_MUST_CHECK;

#endif
