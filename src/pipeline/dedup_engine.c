#include "pipeline/dedup_engine.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/now.h"
#include "base/parallel.h"
#include "pipeline/dedup_candidates.h"
#include "pipeline/dedup_furniture.h"

static kembar_status set_options(kembar_dedup_engine *engine, const kembar_dedup_options *options,
                                 kembar_error *error) {
    engine->options = *options;
    if (options->run.n_threads == 0)
        engine->options.run.n_threads = kembar_parallel_default_threads();
    kembar_status status = kembar_options_validate(&options->run, error);
    if (status)
        return status;
    if ((unsigned)options->keep > KEMBAR_KEEP_SOURCE_ORDER ||
        (unsigned)options->on > KEMBAR_ON_EXCERPT || options->sample_shingles < 0 ||
        options->early_documents < 0 || options->min_jaccard_micro < 0 ||
        options->min_jaccard_micro > 1000000)
        return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, NULL, 0,
                                "keep, on, min_jaccard_micro, sample_shingles or early_documents "
                                "is none of its values");
    if (options->min_jaccard_micro > 0 && options->on != KEMBAR_ON_NEAR)
        return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, NULL, 0,
                                "min_jaccard_micro is for near copies, which are not what goes");
    size_t n = (size_t)engine->options.run.n_threads;
    engine->makers = kembar_alloc_zeroed(n, sizeof *engine->makers);
    if (!engine->makers ||
        kembar_early_furniture_init(&engine->early, (size_t)options->early_documents,
                                    engine->options.run.n_threads))
        return kembar_error_memory(error);
    for (size_t i = 0; i < n; i++)
        engine->makers[i].options = &engine->options;
    return KEMBAR_OK;
}

/* --- reading --- */

static kembar_status take(void *context, int worker_id, const kembar_document *document,
                          const void **summary, kembar_error *error) {
    kembar_dedup_engine *engine = context;
    kembar_imprint_maker *maker = &engine->makers[worker_id];
    const kembar_imprint *imprint;
    kembar_early_furniture_fetch(&engine->early, document);
    if (kembar_imprint_begin(maker, document) ||
        kembar_early_furniture_add(&engine->early, worker_id, document,
                                   kembar_imprint_source_hash(document->source),
                                   &maker->furniture) ||
        kembar_imprint_end(maker, document, &imprint))
        return kembar_error_memory(error);
    *summary = imprint;
    return KEMBAR_OK;
}

static kembar_status read_source(kembar_dedup_engine *engine, kembar_source *source,
                                 const kembar_run_context *context, kembar_catalogue **out,
                                 kembar_error *error) {
    const kembar_read_memory *memory =
        engine->cache
            ? kembar_imprint_cache_memory(engine->cache, kembar_source_options_hash(source))
            : NULL;
    return kembar_source_catalogue(source, engine->options.run.n_threads, context->progress,
                                   context->progress_context, take, engine, memory, out, error);
}

static size_t count(const kembar_catalogue *catalogue) {
    return catalogue ? kembar_catalogue_record_count(catalogue) : 0;
}

kembar_status kembar_dedup_engine_read(kembar_dedup_engine *engine, kembar_source *source,
                                       kembar_source *against, const kembar_dedup_options *options,
                                       const kembar_dedup_keeping *keeping,
                                       const kembar_run_context *context, kembar_error *error) {
    kembar_clock_start(&engine->clock, context->progress, context->progress_context);
    kembar_status status = set_options(engine, options, error);
    if (status)
        return status;
    double begin = kembar_now_seconds();
    if (keeping && keeping->folder) {
        engine->temporaries = keeping->temporaries;
        status =
            kembar_imprint_cache_open(&engine->cache, keeping->folder, &engine->options, error);
    }
    if (!status)
        status = read_source(engine, source, context, &engine->new, error);
    if (!status && against)
        status = read_source(engine, against, context, &engine->old, error);
    for (int i = 0; i < engine->options.run.n_threads; i++)
        kembar_imprint_maker_drop_scratch(&engine->makers[i]);
    kembar_early_furniture_deinit(&engine->early);
    size_t n = status ? 0 : count(engine->new), n_old = status ? 0 : count(engine->old);
    if (n >= UINT32_MAX - n_old)
        return kembar_error_set(error, KEMBAR_ERROR_LIMIT, NULL, 0, "more than 2^32 - 2 documents");
    kembar_clock_add_earlier(&engine->clock, "read", kembar_now_seconds() - begin, n_old + n,
                             "documents");
    return status;
}

kembar_status kembar_dedup_engine_list(kembar_dedup_engine *engine, kembar_error *error) {
    size_t n = count(engine->new), n_old = count(engine->old);
    engine->set = (kembar_dedup_set){.options = &engine->options,
                                     .old = engine->old,
                                     .new = engine->new,
                                     .n_old = n_old,
                                     .n = n_old + n};
    return kembar_dedup_set_list(&engine->set) ? kembar_error_memory(error) : KEMBAR_OK;
}

/* --- the stages --- */

kembar_status kembar_dedup_engine_keep(kembar_dedup_engine *engine, kembar_error *error) {
    const kembar_imprint_changes none = {0};
    return engine->cache
               ? kembar_imprint_cache_save(engine->cache, &none, engine->temporaries, error)
               : KEMBAR_OK;
}

static kembar_status clean_set(kembar_dedup_engine *engine, kembar_error *error) {
    return kembar_dedup_clean(&engine->set, engine->makers, &engine->furniture, error);
}

static kembar_status clean_and_save(kembar_dedup_engine *engine, kembar_error *error) {
    if (!engine->cache)
        return clean_set(engine, error);
    size_t n = engine->set.n;
    const kembar_imprint **before = kembar_alloc(n, sizeof *before);
    if (!before)
        return kembar_error_memory(error);
    if (n)
        memcpy(before, engine->set.imprints, n * sizeof *before);
    kembar_status status = clean_set(engine, error);
    const kembar_imprint_changes changes = {before, engine->set.imprints, n};
    if (!status)
        status = kembar_imprint_cache_save(engine->cache, &changes, engine->temporaries, error);
    kembar_free(before);
    return status;
}

static kembar_status clean(kembar_dedup_engine *engine, kembar_error *error) {
    kembar_clock_begin(&engine->clock, "clean");
    kembar_status status = kembar_dedup_learn_furniture(&engine->furniture, &engine->set, error);
    if (!status)
        status = clean_and_save(engine, error);
    for (int i = 0; i < engine->options.run.n_threads; i++)
        kembar_arena_deinit(&engine->makers[i].lines);
    if (!status && kembar_dedup_set_sort(&engine->set))
        status = kembar_error_memory(error);
    kembar_clock_end(&engine->clock, engine->set.n, "documents");
    return status;
}

static kembar_status find_pairs(kembar_dedup_engine *engine, kembar_error *error) {
    kembar_clock_begin(&engine->clock, "candidates");
    kembar_status status = kembar_dedup_candidates(&engine->pairs, &engine->set, error);
    kembar_clock_end(&engine->clock, engine->set.n, "documents");
    return status;
}

static kembar_status verify(kembar_dedup_engine *engine, kembar_error *error) {
    kembar_clock_begin(&engine->clock, "verify");
    kembar_status status = kembar_dedup_verify(&engine->findings, &engine->set, &engine->furniture,
                                               &engine->pairs, error);
    kembar_clock_end(&engine->clock, engine->pairs.n_items, "pairs");
    return status;
}

kembar_status kembar_dedup_engine_find(kembar_dedup_engine *engine, kembar_error *error) {
    kembar_status status = clean(engine, error);
    if (!status)
        status = find_pairs(engine, error);
    return status ? status : verify(engine, error);
}

void kembar_dedup_engine_deinit(kembar_dedup_engine *engine) {
    kembar_dedup_findings_deinit(&engine->findings);
    kembar_sampled_pairs_deinit(&engine->pairs);
    kembar_early_furniture_deinit(&engine->early);
    kembar_furniture_deinit(&engine->furniture);
    kembar_dedup_set_deinit(&engine->set);
    for (int i = 0; engine->makers && i < engine->options.run.n_threads; i++)
        kembar_imprint_maker_deinit(&engine->makers[i]);
    kembar_free(engine->makers);
    kembar_catalogue_free(engine->new);
    kembar_catalogue_free(engine->old);
    kembar_imprint_cache_free(engine->cache);
    *engine = (kembar_dedup_engine){0};
}
