/* Runs: a collection in, rows to sinks out. Only this knows the order of the stages. */
#ifndef KEMBAR_RUN_H
#define KEMBAR_RUN_H

#include "kembar/options.h"
#include "kembar/sink.h"
#include "kembar/source.h"

/* Surroundings of a run that never change its results. Zeroed is fine. */
typedef struct kembar_run_context {
    kembar_progress progress; /* may be NULL */
    void *progress_context;
    const char
        *data_dir; /* word lists; NULL: found beside the command or where they were installed */
} kembar_run_context;

/* Clusters `collection` (borrowed, read only) and hands the rows to each sink (borrowed) in turn.
 * Peak memory about 10 times the text. */
KEMBAR_API kembar_status kembar_run_cluster(const kembar_collection *collection,
                                            const kembar_options *options,
                                            const kembar_run_context *context,
                                            kembar_sink *const *sinks, size_t n_sinks,
                                            kembar_error *error) KEMBAR_MUST_CHECK;

/* What dedup decided for one document. */
typedef struct kembar_dedup_row {
    uint32_t duplicate_of; /* index of the kept document that it duplicates; UINT32_MAX: kept */
    uint8_t of_against;    /* not 0: duplicate_of indexes the `against` collection */
    uint8_t relation;      /* kembar_relation to it */
    int32_t score;
} kembar_dedup_row;

typedef struct kembar_dedup_result {
    kembar_dedup_row *rows; /* owned; one for each document of the collection, in its order */
    size_t n_rows;
    /* owned; verified exact and near pairs by (a, b). Indices are those of the collection, but
     * where pairs_against[i] is set `a` is one of `against`. */
    kembar_pair *pairs;
    uint8_t *pairs_against; /* owned; NULL without `against` */
    size_t n_pairs;
    kembar_count counts[KEMBAR_N_COUNTS];
    size_t n_counts;
    kembar_timing *timings; /* owned */
    size_t n_timings;
    double wall_seconds;
} kembar_dedup_result;

/* Finds near-duplicates by bands and rare shingles alone; never loads BLAS. `against` may be NULL:
 * then documents are only compared with each other; else also with those of `against`, which always
 * win. Of a group the representative is kept. */
KEMBAR_API kembar_status kembar_run_dedup(const kembar_collection *collection,
                                          const kembar_collection *against,
                                          const kembar_options *options,
                                          const kembar_run_context *context,
                                          kembar_dedup_result *out,
                                          kembar_error *error) KEMBAR_MUST_CHECK;
KEMBAR_API void kembar_dedup_result_deinit(kembar_dedup_result *result);

#endif
