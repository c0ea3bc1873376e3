/* The stages that find copies: what a full run and a dedup have in common. */
#ifndef KEMBAR_PIPELINE_NEAR_H
#define KEMBAR_PIPELINE_NEAR_H

#include "kembar/options.h"
#include "model/model.h"
#include "pair/classes.h"
#include "pair/verify.h"
#include "pipeline/clock.h"

/* State of a run, filled stage by stage. Start from a zeroed struct with documents, n_documents,
 * options (threads resolved) and a started clock. */
typedef struct kembar_near {
    const kembar_document **documents; /* owned list of borrowed documents, by id */
    size_t n_documents;
    kembar_options options;
    kembar_clock clock;
    kembar_model model;
    kembar_prepared *prepared; /* owned; one a document */
    kembar_classes classes;
    uint8_t *is_representative; /* owned; of its exact class */
    uint8_t *is_asked_for;  /* owned; NULL: none is. Set where all pairs of a document, or of its
                               class, are wanted, however large its family */
    kembar_pair_list pairs; /* verified */
    kembar_verify_counts counts;
} kembar_near;

/* Fits furniture, prepares the documents and collapses exact copies. */
kembar_status kembar_near_prepare(kembar_near *near, kembar_error *error) KEMBAR_MUST_CHECK;
/* The same, then finds candidates and verifies them. */
kembar_status kembar_near_run(kembar_near *near, kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_near_deinit(kembar_near *near);

/* What candidates are found by. */
typedef struct kembar_near_lists {
    kembar_postings rare, bands;
    kembar_families families;
    kembar_candidate_sources sources; /* of these */
} kembar_near_lists;

/* Of prepared documents; `out` must not be moved. Those that lead or follow in a large family are
 * in no bands. */
kembar_status kembar_near_lists_build(kembar_near_lists *out, const kembar_near *near,
                                      kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_near_lists_deinit(kembar_near_lists *lists);

/* Copies and checks the options and resolves n_threads. */
kembar_status kembar_near_set_options(kembar_near *near, const kembar_options *options,
                                      kembar_error *error) KEMBAR_MUST_CHECK;

#endif
