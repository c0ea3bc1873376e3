/* The engine that finds copies where texts are not held: what dedup and check have in common. In
 * this order: read, list, find. */
#ifndef KEMBAR_PIPELINE_DEDUP_ENGINE_H
#define KEMBAR_PIPELINE_DEDUP_ENGINE_H

#include "pipeline/clock.h"
#include "pipeline/dedup_verify.h"
#include "pipeline/early_furniture.h"
#include "pipeline/imprint_cache.h"

/* Start from a zeroed struct. */
typedef struct kembar_dedup_engine {
    kembar_dedup_options options; /* threads resolved */
    kembar_clock clock;
    kembar_imprint_maker *makers;    /* owned; one a worker */
    kembar_imprint_cache *cache;     /* owned; NULL: none */
    kembar_temporaries *temporaries; /* borrowed; of the cache */
    kembar_catalogue *new, *old;     /* owned; old may be NULL */
    kembar_dedup_set set;
    kembar_early_furniture early;
    kembar_furniture furniture;
    kembar_sampled_pairs pairs;
    kembar_dedup_findings findings;
} kembar_dedup_engine;

/* Where imprints are kept from run to run. */
typedef struct kembar_dedup_keeping {
    const char *folder;              /* borrowed; NULL: nowhere */
    kembar_temporaries *temporaries; /* borrowed; may be NULL */
} kembar_dedup_keeping;

/* Starts the clock, checks the options, and reads both sources; `against` and `keeping` may be
 * NULL. Errors: as of kembar_source_read, ARGUMENT. */
kembar_status kembar_dedup_engine_read(kembar_dedup_engine *engine, kembar_source *source,
                                       kembar_source *against, const kembar_dedup_options *options,
                                       const kembar_dedup_keeping *keeping,
                                       const kembar_run_context *context,
                                       kembar_error *error) KEMBAR_MUST_CHECK;
/* Lists the set: all records of both. A caller may fill the set itself instead. */
kembar_status kembar_dedup_engine_list(kembar_dedup_engine *engine,
                                       kembar_error *error) KEMBAR_MUST_CHECK;
/* Cleans, keeps the imprints, collapses exact copies, finds candidates and verifies them: fills the
 * rest. */
kembar_status kembar_dedup_engine_find(kembar_dedup_engine *engine,
                                       kembar_error *error) KEMBAR_MUST_CHECK;
/* Keeps the imprints as they were read, where nothing is to be found. */
kembar_status kembar_dedup_engine_keep(kembar_dedup_engine *engine,
                                       kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_dedup_engine_deinit(kembar_dedup_engine *engine);

#endif
