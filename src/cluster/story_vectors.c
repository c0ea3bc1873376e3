#include "cluster/story_vectors.h"

#include <math.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"
#include "cluster/story_columns.h"
#include "cluster/story_terms.h"

/* Names weigh more than other words. */
static const double NAME_FACTOR = 1.5;

enum { SLICE_UNITS = 64 };

typedef struct vector_build {
    const kembar_cluster_input *input;
    const kembar_units *units;
    kembar_story_terms *terms;    /* one a unit */
    kembar_story_reader *readers; /* one a thread; `input` is NULL until it is ready */
    size_t n_readers;
    kembar_story_columns columns;
    kembar_story_vectors *out;
} vector_build;

static void build_deinit(vector_build *build) {
    for (size_t i = 0; build->terms && i < build->units->n_units; i++)
        kembar_story_terms_deinit(&build->terms[i]);
    for (size_t i = 0; build->readers && i < build->n_readers; i++)
        kembar_story_reader_deinit(&build->readers[i]);
    kembar_story_columns_deinit(&build->columns);
    kembar_free(build->terms);
    kembar_free(build->readers);
}

static kembar_status read_units(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    vector_build *build = context;
    kembar_story_reader *reader = &build->readers[worker_id];
    kembar_status status = KEMBAR_OK;
    if (!reader->input)
        status = kembar_story_reader_init(reader, build->input, error);
    for (size_t i = begin; i < end && !status; i++) {
        status = kembar_story_terms_read(&build->terms[i], reader, build->units->representative[i]);
        if (status)
            kembar_error_memory(error);
    }
    return status;
}

static kembar_status read_terms(vector_build *build, kembar_error *error) {
    size_t n = build->units->n_units;
    build->n_readers = build->input->n_threads > 1 ? (size_t)build->input->n_threads : 1;
    build->terms = kembar_alloc_zeroed(n, sizeof *build->terms);
    build->readers = kembar_alloc_zeroed(build->n_readers, sizeof *build->readers);
    if (!build->terms || !build->readers)
        return kembar_error_memory(error);
    return kembar_parallel_for(build->input->n_threads, n, SLICE_UNITS, read_units, build, error);
}

static kembar_status allocate(vector_build *build, kembar_error *error) {
    kembar_story_vectors *out = build->out;
    size_t n = build->units->n_units;
    out->first = kembar_alloc_zeroed(n + 1, sizeof *out->first);
    if (!out->first)
        return kembar_error_memory(error);
    for (size_t i = 0; i < n; i++)
        out->first[i + 1] = out->first[i] + build->columns.n_values[i];
    out->n_units = n;
    out->n_columns = build->columns.n_columns;
    out->columns = kembar_alloc(out->first[n], sizeof *out->columns);
    out->weights = kembar_alloc(out->first[n], sizeof *out->weights);
    out->lengths = kembar_alloc(n, sizeof *out->lengths);
    if (!out->columns || !out->weights || !out->lengths)
        return kembar_error_memory(error);
    out->n_with = build->columns.n_with; /* moved */
    build->columns.n_with = NULL;
    return KEMBAR_OK;
}

static double term_frequency(const kembar_story_term *term, int is_name) {
    double weight = (double)term->weight;
    return log(1 + (is_name ? NAME_FACTOR * weight : weight));
}

/* A term of this unit alone counts in its length; a pair of stems does not: pairs that no other
 * unit has say nothing and would outweigh the words. */
static double single_weight(const kembar_story_term *term, double single_idf) {
    if (term->term & 1)
        return 0;
    return term_frequency(term, 2 * term->capital > term->inside) * single_idf;
}

static double place_weight(const kembar_story_columns *columns, const kembar_story_term *term,
                           kembar_story_place place) {
    double tf = term_frequency(term, (place.column & KEMBAR_STORY_COLUMN_NAME) != 0);
    if (place.column & KEMBAR_STORY_COLUMN_GENERAL)
        tf *= (double)columns->general[place.column & KEMBAR_STORY_COLUMN_MASK];
    return tf * (double)place.is.idf;
}

static void weigh_unit(vector_build *build, size_t unit) {
    kembar_story_vectors *out = build->out;
    const kembar_story_place *places = build->columns.places + build->columns.first[unit];
    double single_idf = kembar_story_sources_idf(&out->sources, unit, 1, 1), square = 0;
    size_t at = out->first[unit];
    for (size_t j = 0; j < build->terms[unit].n_items; j++) {
        const kembar_story_term *term = &build->terms[unit].items[j];
        if (places[j].column == KEMBAR_STORY_COLUMN_NONE) {
            double weight = single_weight(term, single_idf);
            square += weight * weight;
            continue;
        }
        out->columns[at] = places[j].column & KEMBAR_STORY_COLUMN_MASK;
        out->weights[at] = (float)place_weight(&build->columns, term, places[j]);
        square += (double)out->weights[at] * (double)out->weights[at];
        at++;
    }
    out->lengths[unit] = sqrt(square);
}

static kembar_status weigh_units(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end; i++)
        weigh_unit(context, i);
    return KEMBAR_OK;
}

static kembar_status build_all(vector_build *build, kembar_error *error) {
    size_t n = build->units->n_units;
    int n_threads = build->input->n_threads;
    if (kembar_story_sources_find(&build->out->sources, build->input, build->units))
        return kembar_error_memory(error);
    kembar_status status = read_terms(build, error);
    if (!status)
        status = kembar_story_columns_find(&build->columns, build->terms, &build->out->sources, n,
                                           n_threads, error);
    if (!status)
        status = allocate(build, error);
    if (status)
        return status;
    return kembar_parallel_for(n_threads, n, SLICE_UNITS, weigh_units, build, error);
}

kembar_status kembar_story_vectors_build(kembar_story_vectors *out,
                                         const kembar_cluster_input *input,
                                         const kembar_units *units, kembar_error *error) {
    *out = (kembar_story_vectors){0};
    vector_build build = {.input = input, .units = units, .out = out};
    kembar_status status = build_all(&build, error);
    build_deinit(&build);
    if (status)
        kembar_story_vectors_deinit(out);
    return status;
}

void kembar_story_vectors_deinit(kembar_story_vectors *vectors) {
    kembar_free(vectors->first);
    kembar_free(vectors->columns);
    kembar_free(vectors->weights);
    kembar_free(vectors->lengths);
    kembar_free(vectors->n_with);
    kembar_story_sources_deinit(&vectors->sources);
    *vectors = (kembar_story_vectors){0};
}
