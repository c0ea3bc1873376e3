#include "kembar/dedup.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "pipeline/dedup_decide.h"
#include "pipeline/dedup_engine.h"

kembar_dedup_options kembar_dedup_options_default(void) {
    return (kembar_dedup_options){
        .run = kembar_options_default(), .sample_shingles = 64, .early_documents = 15};
}

static void add_count(kembar_dedup_result *out, const char *name, uint64_t value) {
    out->counts[out->n_counts++] = (kembar_count){name, value};
}

static void fill_counts(const kembar_dedup_engine *engine, kembar_dedup_result *out) {
    uint64_t removed = 0;
    for (size_t i = 0; i < out->n_rows; i++)
        removed += out->rows[i].duplicate_of != UINT32_MAX;
    add_count(out, "documents", out->n_rows);
    add_count(out, "rejected", kembar_catalogue_rejection_count(engine->new));
    add_count(out, "against", engine->set.n_old);
    add_count(out, "kept", out->n_rows - removed);
    add_count(out, "removed", removed);
    add_count(out, "candidates", engine->pairs.n_seen);
    add_count(out, "compared", engine->pairs.n_items);
    add_count(out, "aligned", engine->findings.n_aligned);
}

/* From numbers to records, in the order of the numbers. `documents` is by number. */
static void keep_pairs(kembar_dedup_engine *engine, const uint32_t *documents,
                       kembar_dedup_result *out) {
    kembar_pair_list *pairs = &engine->findings.pairs;
    size_t n_old = engine->set.n_old;
    for (size_t i = 0; i < pairs->n_items; i++) {
        kembar_pair pair = pairs->items[i];
        uint32_t a = documents[pair.a], b = documents[pair.b];
        int is_old = a < n_old;
        pair.a = is_old ? a : (uint32_t)(a - n_old);
        pair.b = (uint32_t)(b - n_old);
        if (out->pairs_against)
            out->pairs_against[out->n_pairs] = (uint8_t)is_old;
        pairs->items[out->n_pairs++] = pair;
    }
    out->pairs = pairs->items;
    pairs->items = NULL;
    pairs->n_items = 0;
}

static kembar_status list_pairs(kembar_dedup_engine *engine, kembar_dedup_result *out) {
    if (!engine->options.lists_pairs)
        return KEMBAR_OK;
    uint32_t *documents = kembar_alloc(engine->set.n, sizeof *documents);
    if (engine->old)
        out->pairs_against = kembar_alloc_zeroed(engine->findings.pairs.n_items, 1);
    kembar_status status =
        documents && (!engine->old || out->pairs_against) ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    if (!status) {
        for (uint32_t i = 0; i < engine->set.n; i++)
            documents[kembar_dedup_set_number(&engine->set, i)] = i;
        keep_pairs(engine, documents, out);
    }
    kembar_free(documents);
    return status;
}

static kembar_status fill_result(kembar_dedup_engine *engine, kembar_dedup_result *out,
                                 kembar_error *error) {
    const kembar_clock *clock = &engine->clock;
    out->n_rows = engine->set.n - engine->set.n_old;
    out->rows = kembar_alloc_zeroed(out->n_rows, sizeof *out->rows);
    out->timings = kembar_alloc(clock->n_timings, sizeof *out->timings);
    if (!out->rows || !out->timings ||
        kembar_dedup_decide(&engine->set, &engine->findings, out->rows) || list_pairs(engine, out))
        return kembar_error_memory(error);
    memcpy(out->timings, clock->timings, clock->n_timings * sizeof *out->timings);
    out->n_timings = clock->n_timings;
    out->wall_seconds = kembar_clock_elapsed(clock);
    fill_counts(engine, out);
    out->catalogue = engine->new;
    out->against = engine->old;
    engine->new = engine->old = NULL;
    return KEMBAR_OK;
}

kembar_status kembar_run_dedup(kembar_source *source, kembar_source *against,
                               const kembar_dedup_options *options,
                               const kembar_run_context *context, kembar_dedup_result *out,
                               kembar_error *error) {
    kembar_dedup_engine engine = {0};
    *out = (kembar_dedup_result){0};
    kembar_status status =
        kembar_dedup_engine_read(&engine, source, against, options, NULL, context, error);
    if (!status)
        status = kembar_dedup_engine_list(&engine, error);
    if (!status)
        status = kembar_dedup_engine_find(&engine, error);
    if (!status)
        status = fill_result(&engine, out, error);
    kembar_dedup_engine_deinit(&engine);
    if (status)
        kembar_dedup_result_deinit(out);
    return status;
}

void kembar_dedup_result_deinit(kembar_dedup_result *result) {
    kembar_free(result->rows);
    kembar_free(result->pairs);
    kembar_free(result->pairs_against);
    kembar_free(result->timings);
    kembar_catalogue_free(result->catalogue);
    kembar_catalogue_free(result->against);
    *result = (kembar_dedup_result){0};
}
