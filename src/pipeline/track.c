#include "kembar/track.h"

#include "base/alloc.h"
#include "base/error.h"
#include "pipeline/run_for.h"
#include "pipeline/track_fill.h"
#include "read/collection.h"

typedef struct track_run {
    const kembar_options *options;
    size_t n_releases;
    kembar_track_union both;
    kembar_track_pairs pairs;
    kembar_track *out;
} track_run;

static kembar_status keep_pair(void *context, const kembar_pair_row *row, kembar_error *error) {
    track_run *run = context;
    return kembar_track_pairs_add(&run->pairs, row) ? kembar_error_memory(error) : KEMBAR_OK;
}

/* Has the run's own model: fitting is a function of the documents alone. */
static kembar_status finish(void *context, const kembar_run_summary *summary, kembar_error *error) {
    track_run *run = context;
    kembar_furniture furniture = {0};
    kembar_track_filler filler = {.both = &run->both,
                                  .pairs = &run->pairs,
                                  .furniture = &furniture,
                                  .options = run->options,
                                  .n_releases = run->n_releases,
                                  .out = run->out};
    kembar_status status = kembar_furniture_fit(&furniture, run->both.documents,
                                                run->both.n_documents, summary->n_threads, error);
    if (!status && (kembar_track_pairs_pick(&run->pairs, &run->both, run->options) ||
                    kembar_track_fill(&filler)))
        status = kembar_error_memory(error);
    kembar_track_filler_deinit(&filler);
    kembar_furniture_deinit(&furniture);
    return status;
}

static kembar_status run_union(track_run *run, const kembar_run_context *context,
                               kembar_error *error) {
    kembar_collection *joined = NULL;
    /* What pairs are wanted is decided where they are picked: a copy that itself is not wanted may
     * still lend its pairs. */
    kembar_options options = *run->options;
    options.across_sources = 0;
    options.within_days = -1;
    kembar_sink sink = {.context = run, .pair = keep_pair, .finish = finish};
    kembar_sink *const sinks[] = {&sink};
    uint8_t *is_release = kembar_alloc(run->both.n_documents, 1);
    if (!is_release)
        return kembar_error_memory(error);
    for (size_t i = 0; i < run->both.n_documents; i++)
        is_release[i] = run->both.sides[i].release != KEMBAR_TRACK_NONE;
    kembar_status status =
        kembar_collection_borrow(&joined, run->both.documents, run->both.n_documents, error);
    if (!status)
        status = kembar_run_cluster_for(joined, &options, context, sinks, 1, is_release, error);
    kembar_collection_free(joined);
    kembar_free(is_release);
    return status;
}

kembar_status kembar_track_run(const kembar_collection *releases, const kembar_collection *coverage,
                               const kembar_options *options, const kembar_run_context *context,
                               kembar_track *out, kembar_error *error) {
    track_run run = {
        .options = options, .n_releases = kembar_collection_document_count(releases), .out = out};
    *out = (kembar_track){0};
    kembar_status status = kembar_options_validate(options, error);
    if (!status)
        status = kembar_track_union_make(&run.both, releases, coverage, error);
    out->n_in_both = run.both.n_in_both;
    if (!status)
        status = run_union(&run, context, error);
    kembar_track_union_deinit(&run.both);
    kembar_track_pairs_deinit(&run.pairs);
    if (status)
        kembar_track_deinit(out);
    return status;
}

void kembar_track_deinit(kembar_track *track) {
    kembar_free(track->rows);
    kembar_free(track->first_row);
    kembar_free(track->changes);
    *track = (kembar_track){0};
}
