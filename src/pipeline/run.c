#include "kembar/run.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"
#include "cluster/cluster.h"
#include "feature/tfidf.h"
#include "lexicon/lexicon.h"
#include "pair/links.h"
#include "pair/neighbours.h"
#include "pair/related.h"
#include "pair/reuse.h"
#include "pipeline/emit.h"
#include "pipeline/near.h"
#include "pipeline/run_for.h"

/* A full run: the stages that find copies, then vectors, neighbours and clusters. */
typedef struct cluster_run {
    const kembar_collection *collection;
    kembar_near near;
    kembar_lexicon *lexicon;
    kembar_bilingual *map;
    kembar_space_input space_input;
    kembar_space space;
    kembar_links_counts link_counts;
    kembar_sparse matrix;
    kembar_blas *blas;
    kembar_neighbours neighbours;
    uint32_t *alone; /* owned; each document as a class of its own; NULL unless needed */
    kembar_clusters clusters;
    kembar_run_blas blas_facts;
} cluster_run;

static kembar_status list_documents(cluster_run *run, kembar_error *error) {
    size_t n = kembar_collection_document_count(run->collection);
    if (n >= UINT32_MAX)
        return kembar_error_set(error, KEMBAR_ERROR_LIMIT, NULL, 0, "more than 2^32 - 2 documents");
    run->near.documents = kembar_alloc(n, sizeof *run->near.documents);
    if (!run->near.documents)
        return kembar_error_memory(error);
    for (size_t i = 0; i < n; i++)
        run->near.documents[i] = kembar_collection_document(run->collection, i);
    run->near.n_documents = n;
    return KEMBAR_OK;
}

static kembar_status weigh_terms(cluster_run *run, kembar_error *error) {
    kembar_near *near = &run->near;
    kembar_term_table table;
    kembar_clock_begin(&near->clock, "features");
    kembar_status status =
        kembar_term_table_build(&table, near->prepared, near->n_documents,
                                kembar_lexicon_roots(run->lexicon), near->options.n_threads, error);
    if (!status)
        status = kembar_tfidf_fit(&table, near->options.n_threads, &near->model.frequencies,
                                  &run->matrix, error);
    kembar_clock_end(&near->clock, near->n_documents, "documents");
    return status;
}

static kembar_status find_reuse(cluster_run *run, kembar_error *error) {
    kembar_near *near = &run->near;
    kembar_reuse_input input = {
        near->prepared, near->n_documents,        near->is_representative,
        &near->classes, &near->model.frequencies, kembar_lexicon_roots(run->lexicon),
        &near->options};
    size_t n_verified = near->pairs.n_items;
    kembar_clock_begin(&near->clock, "reuse");
    kembar_status status = kembar_reuse_add(&near->pairs, &near->counts.n_unlisted, &input, error);
    kembar_clock_end(&near->clock, near->pairs.n_items - n_verified, "pairs");
    return status;
}

/* Without OpenBLAS the plain product gives the same answers, only slower. */
static kembar_status find_neighbours(cluster_run *run, kembar_error *error) {
    kembar_near *near = &run->near;
    kembar_clock_begin(&near->clock, "neighbours");
    kembar_status status = kembar_blas_open(&run->blas, NULL);
    if (status == KEMBAR_OK && kembar_blas_reserve(run->blas, near->options.n_threads, NULL)) {
        kembar_blas_close(run->blas);
        run->blas = NULL;
    }
    if (status == KEMBAR_ERROR_MEMORY)
        return kembar_error_memory(error);
    kembar_neighbours_input in = {&run->matrix, &near->model.frequencies, near->is_representative,
                                  run->blas,    &near->options,           KEMBAR_NEIGHBOUR_REACH};
    status = kembar_neighbours_find(&run->neighbours, &in, error);
    if (status)
        return status;
    run->blas_facts.core = kembar_blas_core(run->blas);
    if (run->neighbours.seconds > 0)
        run->blas_facts.gflops =
            2e-9 * (double)run->neighbours.n_products / run->neighbours.seconds;
    kembar_clock_end(&near->clock, near->n_documents, "documents");
    kembar_clock_begin(&near->clock, "relate");
    kembar_related_input input = {near->prepared, near->n_documents, &near->classes,
                                  &run->neighbours, &near->options};
    size_t n_verified = near->pairs.n_items;
    status = kembar_related_add(&near->pairs, &near->counts.n_unlisted, &input, error);
    kembar_clock_end(&near->clock, near->pairs.n_items - n_verified, "pairs");
    return status;
}

static kembar_status build_space(cluster_run *run, kembar_error *error) {
    kembar_near *near = &run->near;
    kembar_clock_begin(&near->clock, "space");
    run->space_input = (kembar_space_input){.prepared = near->prepared,
                                            .n_documents = near->n_documents,
                                            .take = near->is_representative,
                                            .lexicon = run->lexicon,
                                            .map = run->map,
                                            .n_threads = near->options.n_threads};
    kembar_status status = kembar_space_build(&run->space, &run->space_input, error);
    kembar_clock_end(&near->clock, near->n_documents, "documents");
    return status;
}

static kembar_status find_links(cluster_run *run, kembar_error *error) {
    kembar_near *near = &run->near;
    kembar_clock_begin(&near->clock, "links");
    kembar_links_input input = {near->prepared, &run->space, &run->space_input, &near->classes,
                                &near->options};
    kembar_status status = kembar_links_add(&near->pairs, &run->link_counts, &input, error);
    near->counts.n_unlisted += run->link_counts.n_unlisted;
    /* Pairs are found; what follows reads content and the matrix. */
    for (size_t i = 0; i < near->n_documents; i++)
        kembar_prepared_drop_shingles(&near->prepared[i]);
    kembar_space_deinit(&run->space);
    kembar_neighbours_deinit(&run->neighbours);
    kembar_clock_end(&near->clock, run->link_counts.n_candidates, "candidates");
    return status;
}

static kembar_status score_slice(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    cluster_run *run = context;
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end; i++) {
        kembar_pair *pair = &run->near.pairs.items[i];
        if (pair->link >= 0)
            continue;
        pair->similarity = kembar_similarity(&run->matrix, pair->a, pair->b);
        if (pair->relation == KEMBAR_RELATION_RELATED)
            pair->score = pair->similarity;
    }
    return KEMBAR_OK;
}

/* Equal texts are one class, unless the options leave out pairs of them: then only listed pairs
 * tie. */
static const uint32_t *choose_classes(cluster_run *run) {
    const kembar_near *near = &run->near;
    if (!near->options.across_sources && near->options.within_days < 0)
        return near->classes.of_document;
    run->alone = kembar_alloc(near->n_documents, sizeof *run->alone);
    for (size_t i = 0; run->alone && i < near->n_documents; i++)
        run->alone[i] = (uint32_t)i;
    return run->alone;
}

static kembar_status build_clusters(cluster_run *run, kembar_error *error) {
    kembar_near *near = &run->near;
    const uint32_t *classes = choose_classes(run);
    if (!classes)
        return kembar_error_memory(error);
    kembar_clock_begin(&near->clock, "cluster");
    kembar_cluster_input input = {.prepared = near->prepared,
                                  .n_documents = near->n_documents,
                                  .exact_class = classes,
                                  .pairs = near->pairs.items,
                                  .n_pairs = near->pairs.n_items,
                                  .spans = near->pairs.spans,
                                  .matrix = &run->matrix,
                                  .frequencies = &near->model.frequencies,
                                  .roots = kembar_lexicon_roots(run->lexicon),
                                  .lexicon = run->lexicon,
                                  .options = &near->options,
                                  .n_threads = near->options.n_threads};
    kembar_status status = kembar_parallel_for(near->options.n_threads, near->pairs.n_items, 256,
                                               score_slice, run, error);
    if (!status)
        status = kembar_clusters_build(&run->clusters, &input, error);
    kembar_clock_end(&near->clock, near->n_documents, "documents");
    return status;
}

static kembar_status run_stages(cluster_run *run, const kembar_run_context *context,
                                const kembar_options *options, kembar_error *error) {
    kembar_status status = kembar_near_set_options(&run->near, options, error);
    if (!status)
        status = kembar_lexicon_open(&run->lexicon, context->data_dir, error);
    if (!status)
        status = kembar_bilingual_open(&run->map, context->data_dir, error);
    if (!status)
        status = list_documents(run, error);
    if (!status)
        status = kembar_near_run(&run->near, error);
    if (!status)
        status = weigh_terms(run, error);
    if (!status)
        status = find_reuse(run, error);
    if (!status)
        status = find_neighbours(run, error);
    if (!status)
        status = build_space(run, error);
    if (!status)
        status = find_links(run, error);
    if (!status)
        status = build_clusters(run, error);
    return status;
}

static void run_deinit(cluster_run *run) {
    kembar_clusters_deinit(&run->clusters);
    kembar_free(run->alone);
    kembar_neighbours_deinit(&run->neighbours);
    kembar_blas_close(run->blas);
    kembar_sparse_deinit(&run->matrix);
    kembar_space_deinit(&run->space);
    kembar_bilingual_free(run->map);
    kembar_lexicon_free(run->lexicon);
    kembar_near_deinit(&run->near);
}

static kembar_status ask_for(cluster_run *run, const uint8_t *is_asked_for, kembar_error *error) {
    size_t n = kembar_collection_document_count(run->collection);
    if (!is_asked_for)
        return KEMBAR_OK;
    run->near.is_asked_for = kembar_alloc(n, 1);
    if (!run->near.is_asked_for)
        return kembar_error_memory(error);
    memcpy(run->near.is_asked_for, is_asked_for, n);
    return KEMBAR_OK;
}

kembar_status kembar_run_cluster(const kembar_collection *collection, const kembar_options *options,
                                 const kembar_run_context *context, kembar_sink *const *sinks,
                                 size_t n_sinks, kembar_error *error) {
    return kembar_run_cluster_for(collection, options, context, sinks, n_sinks, NULL, error);
}

kembar_status kembar_run_cluster_for(const kembar_collection *collection,
                                     const kembar_options *options,
                                     const kembar_run_context *context, kembar_sink *const *sinks,
                                     size_t n_sinks, const uint8_t *is_asked_for,
                                     kembar_error *error) {
    cluster_run run = {.collection = collection};
    kembar_clock_start(&run.near.clock, context->progress, context->progress_context);
    kembar_clock_add_earlier(&run.near.clock, "read", kembar_collection_read_seconds(collection),
                             kembar_collection_document_count(collection), "documents");
    kembar_status status = ask_for(&run, is_asked_for, error);
    if (!status)
        status = run_stages(&run, context, options, error);
    if (!status) {
        kembar_emission emission = {collection, &run.near, &run.clusters, run.blas_facts,
                                    run.link_counts};
        status = kembar_emit(&emission, sinks, n_sinks, error);
    }
    run_deinit(&run);
    return status;
}
