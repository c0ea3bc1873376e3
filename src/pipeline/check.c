#include "kembar/check.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "pipeline/check_run.h"

kembar_check_options kembar_check_options_default(void) {
    return (kembar_check_options){.run = kembar_options_default(),
                                  .fail_on = KEMBAR_RELATION_NEAR,
                                  .max_shown = KEMBAR_CHECK_SHOWN};
}

static int is_held(const kembar_check_options *options) {
    return options->fail_on < KEMBAR_RELATION_EXCERPT;
}

/* Every shingle looks for candidates: what is new is few. A run over all documents finds its own.
 */
static kembar_dedup_options engine_options(const kembar_check_options *options) {
    kembar_dedup_options out = kembar_dedup_options_default();
    out.run = options->run;
    out.lists_pairs = 1;
    out.sample_shingles = 0;
    out.on = options->fail_on == KEMBAR_RELATION_EXCERPT ? KEMBAR_ON_EXCERPT
             : options->fail_on == KEMBAR_RELATION_NEAR  ? KEMBAR_ON_NEAR
                                                         : KEMBAR_ON_EXACT;
    return out;
}

static kembar_status check_options(const kembar_check_options *options, const char *today,
                                   kembar_error *error) {
    if (options->fail_on <= KEMBAR_RELATION_NONE || options->fail_on > KEMBAR_RELATION_EXACT)
        return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, NULL, 0, "fail_on is no relation");
    if (options->max_shown == 0)
        return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, NULL, 0,
                                "at least one finding must be shown");
    if (!today || !kembar_baseline_is_day(today))
        return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, NULL, 0,
                                "today is no day: it must be YYYY-MM-DD");
    return KEMBAR_OK;
}

static kembar_status find(kembar_check_run *run, const kembar_changed_paths *changed,
                          const kembar_run_context *context, kembar_error *error) {
    kembar_status status = kembar_check_split(run, changed, error);
    int is_idle = run->engine.set.n == run->engine.set.n_old;
    if (!status && (is_idle || is_held(&run->options)))
        status = kembar_dedup_engine_keep(&run->engine, error);
    if (status || is_idle)
        return status;
    return is_held(&run->options) ? kembar_check_held(run, context, error)
                                  : kembar_check_near(run, error);
}

/* --- the result --- */

static kembar_status copy_rejection(kembar_arena *arena, const kembar_rejection *from,
                                    kembar_rejection *to) {
    *to = *from;
    to->reason = kembar_arena_copy(arena, from->reason, strlen(from->reason) + 1);
    return to->reason && !kembar_check_texts_copy(arena, &to->path) &&
                   !kembar_check_texts_copy(arena, &to->id)
               ? KEMBAR_OK
               : KEMBAR_ERROR_MEMORY;
}

static kembar_status copy_rejections(const kembar_check_run *run, kembar_check *out) {
    const kembar_catalogue *const read[] = {run->engine.new, run->engine.old};
    size_t n = 0;
    for (size_t i = 0; i < 2; i++)
        n += read[i] ? kembar_catalogue_rejection_count(read[i]) : 0;
    out->rejections = kembar_alloc(n, sizeof *out->rejections);
    if (!out->rejections)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; read[i] && k < kembar_catalogue_rejection_count(read[i]); k++)
            if (copy_rejection(&out->texts->arenas[0], kembar_catalogue_rejection(read[i], k),
                               &out->rejections[out->n_rejections++]))
                return KEMBAR_ERROR_MEMORY;
    return KEMBAR_OK;
}

static kembar_status copy_faults(const kembar_check_run *run, kembar_check *out) {
    if (!run->engine.cache)
        return KEMBAR_OK;
    const kembar_rejected_list *faults = kembar_imprint_cache_faults(run->engine.cache);
    out->cache_faults = kembar_alloc(faults->n_items, sizeof *out->cache_faults);
    if (!out->cache_faults)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < faults->n_items; i++) {
        kembar_rejection fault = kembar_rejected_view(&faults->items[i]);
        if (copy_rejection(&out->texts->arenas[0], &fault,
                           &out->cache_faults[out->n_cache_faults++]))
            return KEMBAR_ERROR_MEMORY;
    }
    return KEMBAR_OK;
}

static kembar_status keep_timings(const kembar_check_run *run, kembar_check *out) {
    const kembar_clock *clock = &run->engine.clock;
    out->timings = kembar_alloc(clock->n_timings, sizeof *out->timings);
    if (!out->timings)
        return KEMBAR_ERROR_MEMORY;
    memcpy(out->timings, clock->timings, clock->n_timings * sizeof *out->timings);
    out->n_timings = clock->n_timings;
    out->wall_seconds = kembar_clock_elapsed(clock);
    return KEMBAR_OK;
}

static kembar_status fill_result(kembar_check_run *run, const kembar_baseline *baseline,
                                 const char *today, kembar_check *out, kembar_error *error) {
    kembar_clock *clock = &run->engine.clock;
    out->n_documents = run->engine.set.n;
    out->n_new_documents = run->engine.set.n - run->engine.set.n_old;
    out->options = run->options;
    out->options.cache_dir = NULL;
    out->options.temporaries = NULL;
    if (kembar_check_texts_new(&out->texts, (size_t)run->engine.options.run.n_threads) ||
        copy_rejections(run, out) || copy_faults(run, out))
        return kembar_error_memory(error);
    kembar_clock_begin(clock, "show");
    kembar_status status = kembar_check_match(run, baseline, today, out, error);
    if (!status)
        status = kembar_check_show(run, out, error);
    kembar_clock_end(clock, out->n_findings, "findings");
    if (!status && keep_timings(run, out))
        status = kembar_error_memory(error);
    return status;
}

static void run_deinit(kembar_check_run *run) {
    for (size_t i = 0; run->documents && i < run->engine.set.n; i++)
        kembar_document_free(run->documents[i]);
    kembar_free(run->documents);
    kembar_free(run->spans);
    kembar_free(run->rows);
    kembar_dedup_engine_deinit(&run->engine);
    kembar_free(run->places);
    kembar_free(run->numbers);
}

kembar_status kembar_run_check(kembar_source *source, kembar_source *against,
                               const kembar_changed_paths *changed, const kembar_baseline *baseline,
                               const char *today, const kembar_check_options *options,
                               const kembar_run_context *context, kembar_check *out,
                               kembar_error *error) {
    kembar_check_run run = {.options = *options};
    kembar_dedup_options of_engine = engine_options(options);
    *out = (kembar_check){0};
    kembar_status status = check_options(options, today, error);
    kembar_dedup_keeping keeping = {options->cache_dir, options->temporaries};
    if (!status)
        status = kembar_dedup_engine_read(&run.engine, source, against, &of_engine, &keeping,
                                          context, error);
    if (!status)
        status = find(&run, changed, context, error);
    if (!status)
        status = fill_result(&run, baseline, today, out, error);
    run_deinit(&run);
    if (status)
        kembar_check_deinit(out);
    return status;
}

void kembar_check_deinit(kembar_check *check) {
    kembar_free(check->findings);
    kembar_free(check->unshown);
    kembar_free(check->entry_states);
    kembar_free(check->rejections);
    kembar_free(check->cache_faults);
    kembar_free(check->timings);
    kembar_check_texts_free(check->texts);
    *check = (kembar_check){0};
}
