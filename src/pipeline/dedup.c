#include "kembar/dedup.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/now.h"
#include "base/parallel.h"
#include "pipeline/clock.h"
#include "pipeline/dedup_decide.h"
#include "pipeline/dedup_furniture.h"

typedef struct dedup_run {
    kembar_dedup_options options;
    kembar_clock clock;
    kembar_imprint_maker *makers; /* owned; one a worker */
    kembar_catalogue *new, *old;
    kembar_dedup_set set;
    kembar_early_furniture early;
    kembar_furniture furniture;
    kembar_sampled_pairs pairs;
    kembar_dedup_findings findings;
} dedup_run;

kembar_dedup_options kembar_dedup_options_default(void) {
    return (kembar_dedup_options){
        .run = kembar_options_default(), .sample_shingles = 64, .early_documents = 1024};
}

static kembar_status set_options(dedup_run *run, const kembar_dedup_options *options,
                                 kembar_error *error) {
    run->options = *options;
    if (options->run.n_threads == 0)
        run->options.run.n_threads = kembar_parallel_default_threads();
    kembar_status status = kembar_options_validate(&options->run, error);
    if (status)
        return status;
    if ((unsigned)options->keep > KEMBAR_KEEP_SOURCE_ORDER ||
        (unsigned)options->on > KEMBAR_ON_EXCERPT || options->sample_shingles < 0 ||
        options->early_documents < 0)
        return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, NULL, 0,
                                "keep, on, sample_shingles or early_documents is none of its "
                                "values");
    size_t n = (size_t)run->options.run.n_threads;
    run->makers = kembar_alloc_zeroed(n, sizeof *run->makers);
    if (!run->makers || kembar_early_furniture_init(&run->early, (size_t)options->early_documents,
                                                    run->options.run.n_threads))
        return kembar_error_memory(error);
    for (size_t i = 0; i < n; i++)
        run->makers[i].options = &run->options;
    return KEMBAR_OK;
}

/* --- reading --- */

static kembar_status take(void *context, int worker_id, const kembar_document *document,
                          const void **summary, kembar_error *error) {
    dedup_run *run = context;
    kembar_imprint_maker *maker = &run->makers[worker_id];
    const kembar_imprint *imprint;
    maker->guess = kembar_early_furniture_now(&run->early);
    maker->furniture = kembar_early_furniture_guess(&run->early, maker->guess);
    if (kembar_imprint_make(maker, document, &imprint))
        return kembar_error_memory(error);
    *summary = imprint;
    return kembar_early_furniture_add(&run->early, worker_id, document, imprint, error);
}

static kembar_status read_source(dedup_run *run, kembar_source *source,
                                 const kembar_run_context *context, kembar_catalogue **out,
                                 kembar_error *error) {
    return kembar_source_catalogue(source, run->options.run.n_threads, context->progress,
                                   context->progress_context, take, run, out, error);
}

static kembar_status list_documents(dedup_run *run, kembar_error *error) {
    kembar_dedup_set *set = &run->set;
    size_t n = kembar_catalogue_record_count(run->new);
    size_t n_old = run->old ? kembar_catalogue_record_count(run->old) : 0;
    if (n >= UINT32_MAX - n_old)
        return kembar_error_set(error, KEMBAR_ERROR_LIMIT, NULL, 0, "more than 2^32 - 2 documents");
    *set = (kembar_dedup_set){
        .options = &run->options, .old = run->old, .new = run->new, .n_old = n_old, .n = n_old + n};
    return kembar_dedup_set_list(set) ? kembar_error_memory(error) : KEMBAR_OK;
}

static kembar_status read_all(dedup_run *run, kembar_source *source, kembar_source *against,
                              const kembar_run_context *context, kembar_error *error) {
    double begin = kembar_now_seconds();
    kembar_status status = read_source(run, source, context, &run->new, error);
    if (!status && against)
        status = read_source(run, against, context, &run->old, error);
    for (int i = 0; i < run->options.run.n_threads; i++)
        kembar_imprint_maker_drop_scratch(&run->makers[i]);
    kembar_early_furniture_close(&run->early);
    if (!status)
        status = list_documents(run, error);
    kembar_clock_add_earlier(&run->clock, "read", kembar_now_seconds() - begin, run->set.n,
                             "documents");
    return status;
}

/* --- the stages --- */

static kembar_status clean(dedup_run *run, kembar_error *error) {
    kembar_clock_begin(&run->clock, "clean");
    kembar_status status = kembar_dedup_learn_furniture(&run->furniture, &run->set, error);
    if (!status)
        status = kembar_dedup_clean(&run->set, run->makers, &run->early, &run->furniture, error);
    kembar_early_furniture_deinit(&run->early);
    for (int i = 0; i < run->options.run.n_threads; i++)
        kembar_arena_deinit(&run->makers[i].lines);
    if (!status && kembar_dedup_set_sort(&run->set))
        status = kembar_error_memory(error);
    kembar_clock_end(&run->clock, run->set.n, "documents");
    return status;
}

/* The samples of the heads, or their bands; the others have none. */
static void list_samples(const kembar_dedup_set *set, int of_bands, kembar_sample *out) {
    for (uint32_t i = 0; i < set->n; i++) {
        const kembar_imprint *imprint = set->imprints[i];
        out[i] = (kembar_sample){0};
        if (set->head[i] != i)
            continue;
        if (of_bands)
            out[i] = (kembar_sample){.keys = imprint->keys + imprint->n_keys,
                                     .n_keys = imprint->n_bands};
        else
            out[i] =
                (kembar_sample){imprint->keys, imprint->places, imprint->n_keys, imprint->level};
    }
}

static kembar_status make_postings(const dedup_run *run, const kembar_sample *samples,
                                   size_t max_documents, kembar_postings *out,
                                   kembar_error *error) {
    kembar_status status = kembar_sampled_postings(out, samples, run->set.n, max_documents,
                                                   run->options.run.n_threads);
    if (status == KEMBAR_ERROR_LIMIT)
        return kembar_error_set(error, status, NULL, 0, "too many shingles or bands for one run");
    return status ? kembar_error_memory(error) : KEMBAR_OK;
}

static kembar_status find_pairs(dedup_run *run, kembar_error *error) {
    const kembar_dedup_set *set = &run->set;
    kembar_postings rare = {0}, bands = {0};
    kembar_clock_begin(&run->clock, "candidates");
    kembar_sample *samples = kembar_alloc(set->n, sizeof *samples);
    kembar_status status = samples ? KEMBAR_OK : kembar_error_memory(error);
    if (samples) {
        list_samples(set, 1, samples);
        status = make_postings(run, samples, 0, &bands, error);
    }
    if (samples && !status) {
        list_samples(set, 0, samples);
        status =
            make_postings(run, samples, (size_t)run->options.run.rare_shingle_max, &rare, error);
    }
    if (!status)
        status =
            kembar_sampled_find(&run->pairs, samples, &rare, &bands, set->n,
                                run->options.on == KEMBAR_ON_EXCERPT, &run->options.run, error);
    kembar_postings_deinit(&rare);
    kembar_postings_deinit(&bands);
    kembar_free(samples);
    kembar_clock_end(&run->clock, set->n, "documents");
    return status;
}

static kembar_status verify(dedup_run *run, kembar_error *error) {
    kembar_clock_begin(&run->clock, "verify");
    kembar_status status =
        kembar_dedup_verify(&run->findings, &run->set, &run->furniture, &run->pairs, error);
    kembar_clock_end(&run->clock, run->pairs.n_items, "pairs");
    return status;
}

/* --- the result --- */

static void add_count(kembar_dedup_result *out, const char *name, uint64_t value) {
    out->counts[out->n_counts++] = (kembar_count){name, value};
}

static void fill_counts(const dedup_run *run, kembar_dedup_result *out) {
    uint64_t removed = 0;
    for (size_t i = 0; i < out->n_rows; i++)
        removed += out->rows[i].duplicate_of != UINT32_MAX;
    add_count(out, "documents", out->n_rows);
    add_count(out, "rejected", kembar_catalogue_rejection_count(run->new));
    add_count(out, "against", run->set.n_old);
    add_count(out, "kept", out->n_rows - removed);
    add_count(out, "removed", removed);
    add_count(out, "candidates", run->pairs.n_seen);
    add_count(out, "compared", run->pairs.n_items);
    add_count(out, "aligned", run->findings.n_aligned);
}

/* From numbers to records, in the order of the numbers. `documents` is by number. */
static void keep_pairs(dedup_run *run, const uint32_t *documents, kembar_dedup_result *out) {
    kembar_pair_list *pairs = &run->findings.pairs;
    size_t n_old = run->set.n_old;
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

static kembar_status list_pairs(dedup_run *run, kembar_dedup_result *out) {
    uint32_t *documents = kembar_alloc(run->set.n, sizeof *documents);
    if (run->old)
        out->pairs_against = kembar_alloc_zeroed(run->findings.pairs.n_items, 1);
    kembar_status status =
        documents && (!run->old || out->pairs_against) ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    if (!status) {
        for (uint32_t i = 0; i < run->set.n; i++)
            documents[kembar_dedup_set_number(&run->set, i)] = i;
        keep_pairs(run, documents, out);
    }
    kembar_free(documents);
    return status;
}

static kembar_status fill_result(dedup_run *run, kembar_dedup_result *out, kembar_error *error) {
    const kembar_clock *clock = &run->clock;
    out->n_rows = run->set.n - run->set.n_old;
    out->rows = kembar_alloc_zeroed(out->n_rows, sizeof *out->rows);
    out->timings = kembar_alloc(clock->n_timings, sizeof *out->timings);
    if (!out->rows || !out->timings || kembar_dedup_decide(&run->set, &run->findings, out->rows) ||
        list_pairs(run, out))
        return kembar_error_memory(error);
    memcpy(out->timings, clock->timings, clock->n_timings * sizeof *out->timings);
    out->n_timings = clock->n_timings;
    out->wall_seconds = kembar_clock_elapsed(clock);
    fill_counts(run, out);
    out->catalogue = run->new;
    out->against = run->old;
    run->new = run->old = NULL;
    return KEMBAR_OK;
}

static void run_deinit(dedup_run *run) {
    kembar_dedup_findings_deinit(&run->findings);
    kembar_sampled_pairs_deinit(&run->pairs);
    kembar_early_furniture_deinit(&run->early);
    kembar_furniture_deinit(&run->furniture);
    kembar_dedup_set_deinit(&run->set);
    for (int i = 0; run->makers && i < run->options.run.n_threads; i++)
        kembar_imprint_maker_deinit(&run->makers[i]);
    kembar_free(run->makers);
    kembar_catalogue_free(run->new);
    kembar_catalogue_free(run->old);
}

kembar_status kembar_run_dedup(kembar_source *source, kembar_source *against,
                               const kembar_dedup_options *options,
                               const kembar_run_context *context, kembar_dedup_result *out,
                               kembar_error *error) {
    dedup_run run = {0};
    *out = (kembar_dedup_result){0};
    kembar_clock_start(&run.clock, context->progress, context->progress_context);
    kembar_status status = set_options(&run, options, error);
    if (!status)
        status = read_all(&run, source, against, context, error);
    if (!status)
        status = clean(&run, error);
    if (!status)
        status = find_pairs(&run, error);
    if (!status)
        status = verify(&run, error);
    if (!status)
        status = fill_result(&run, out, error);
    run_deinit(&run);
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
