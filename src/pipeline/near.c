#include "pipeline/near.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"
#include "pair/bands.h"
#include "pair/rare.h"
#include "pair/representative.h"

kembar_status kembar_near_set_options(kembar_near *near, const kembar_options *options,
                                      kembar_error *error) {
    near->options = *options;
    if (options->n_threads == 0)
        near->options.n_threads = kembar_parallel_default_threads();
    return kembar_options_validate(options, error);
}

static kembar_status fit_furniture(kembar_near *near, kembar_error *error) {
    kembar_clock_begin(&near->clock, "fit");
    kembar_status status = kembar_furniture_fit(&near->model.furniture, near->documents,
                                                near->n_documents, near->options.n_threads, error);
    kembar_clock_end(&near->clock, near->n_documents, "documents");
    return status;
}

static kembar_status prepare_slice(void *context, size_t begin, size_t end, int worker_id,
                                   kembar_error *error) {
    kembar_near *near = context;
    (void)worker_id;
    for (size_t i = begin; i < end; i++) {
        if (kembar_prepared_init(&near->prepared[i], near->documents[i], &near->model.furniture,
                                 (unsigned)near->options.shingle_tokens,
                                 (unsigned)near->options.min_tokens))
            return kembar_error_memory(error);
        near->prepared[i].source_rank =
            kembar_representative_source_rank(&near->options, near->documents[i]);
    }
    return KEMBAR_OK;
}

static kembar_status prepare(kembar_near *near, kembar_error *error) {
    kembar_clock_begin(&near->clock, "clean");
    near->prepared = kembar_alloc_zeroed(near->n_documents, sizeof *near->prepared);
    near->is_representative = kembar_alloc_zeroed(near->n_documents, 1);
    if (!near->prepared || !near->is_representative)
        return kembar_error_memory(error);
    kembar_status status = kembar_parallel_for(near->options.n_threads, near->n_documents, 16,
                                               prepare_slice, near, error);
    if (!status && kembar_classes_build(&near->classes, near->prepared, near->n_documents,
                                        near->options.n_threads))
        status = kembar_error_memory(error);
    for (size_t i = 0; i < near->n_documents && !status; i++)
        near->is_representative[i] = near->classes.of_document[i] == i;
    for (size_t i = 0; i < near->n_documents && near->is_asked_for && !status; i++)
        if (near->is_asked_for[i])
            near->is_asked_for[near->classes.of_document[i]] = 1;
    kembar_clock_end(&near->clock, near->n_documents, "documents");
    return status;
}

kembar_status kembar_near_lists_build(kembar_near_lists *out, const kembar_near *near,
                                      kembar_error *error) {
    size_t n = near->n_documents;
    *out = (kembar_near_lists){0};
    out->sources = (kembar_candidate_sources){&out->rare, &out->bands, &out->families};
    kembar_status status = kembar_rare_build(&out->rare, near->prepared, near->is_representative, n,
                                             &near->options, error);
    if (!status)
        status = kembar_families_build(&out->families, near->prepared, near->is_representative, n,
                                       near->is_asked_for, &out->rare, &near->options, error);
    if (!status)
        status = kembar_bands_build(&out->bands, near->prepared, out->families.is_outside, n,
                                    &near->options, error);
    if (status)
        kembar_near_lists_deinit(out);
    return status;
}

void kembar_near_lists_deinit(kembar_near_lists *lists) {
    kembar_postings_deinit(&lists->rare);
    kembar_postings_deinit(&lists->bands);
    kembar_families_deinit(&lists->families);
}

static kembar_status find_pairs(kembar_near *near, kembar_error *error) {
    kembar_near_lists lists;
    kembar_clock_begin(&near->clock, "candidates");
    kembar_status status = kembar_near_lists_build(&lists, near, error);
    kembar_clock_end(&near->clock, near->n_documents, "documents");
    if (!status) {
        kembar_clock_begin(&near->clock, "verify");
        kembar_verify_input input = {near->prepared, near->n_documents, &near->classes,
                                     &lists.sources, &near->options};
        status = kembar_verify_run(&near->pairs, &near->counts, &input, error);
        kembar_clock_end(&near->clock, near->counts.n_candidates, "candidates");
    }
    kembar_near_lists_deinit(&lists);
    return status;
}

kembar_status kembar_near_prepare(kembar_near *near, kembar_error *error) {
    kembar_status status = fit_furniture(near, error);
    return status ? status : prepare(near, error);
}

kembar_status kembar_near_run(kembar_near *near, kembar_error *error) {
    kembar_status status = kembar_near_prepare(near, error);
    if (!status)
        status = find_pairs(near, error);
    return status;
}

void kembar_near_deinit(kembar_near *near) {
    for (size_t i = 0; near->prepared && i < near->n_documents; i++)
        kembar_prepared_deinit(&near->prepared[i]);
    kembar_free(near->prepared);
    kembar_free(near->is_representative);
    kembar_free(near->is_asked_for);
    kembar_free(near->documents);
    kembar_classes_deinit(&near->classes);
    kembar_pair_list_deinit(&near->pairs);
    kembar_model_deinit(&near->model);
    *near = (kembar_near){0};
}
