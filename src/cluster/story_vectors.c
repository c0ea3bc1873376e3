#include "cluster/story_vectors.h"

#include <math.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"
#include "cluster/story_sources.h"
#include "cluster/story_terms.h"
#include "cluster/story_vocabulary.h"
#include "model/frequencies.h"

/* Names weigh more than other words. */
static const double NAME_FACTOR = 1.5;

typedef struct vector_build {
    const kembar_cluster_input *input;
    const kembar_units *units;
    kembar_story_terms *terms;    /* one a unit */
    kembar_story_reader *readers; /* one a thread; `input` is NULL until it is ready */
    size_t n_readers;
    kembar_frequencies frequencies;
    uint32_t *columns;          /* of all terms of all units */
    size_t *first;              /* where a unit's terms begin in it */
    uint32_t *inside, *capital; /* by column */
    float *general;             /* by column: what is left of a general word */
    kembar_story_vectors *out;
} vector_build;

static void build_deinit(vector_build *build) {
    for (size_t i = 0; build->terms && i < build->units->n_units; i++)
        kembar_story_terms_deinit(&build->terms[i]);
    for (size_t i = 0; build->readers && i < build->n_readers; i++)
        kembar_story_reader_deinit(&build->readers[i]);
    kembar_frequencies_deinit(&build->frequencies);
    kembar_free(build->terms);
    kembar_free(build->readers);
    kembar_free(build->columns);
    kembar_free(build->first);
    kembar_free(build->inside);
    kembar_free(build->capital);
    kembar_free(build->general);
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
    return kembar_parallel_for(build->input->n_threads, n, 64, read_units, build, error);
}

/* Pairs of stems that stand in one unit only say nothing and would outweigh its words. */
static kembar_status fit_columns(vector_build *build, uint64_t *flat, kembar_error *error) {
    size_t n = build->units->n_units;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < build->terms[i].n_items; j++)
            flat[build->first[i] + j] = build->terms[i].items[j].term;
    return kembar_frequencies_fit(&build->frequencies, flat, build->first, n, 2,
                                  build->input->n_threads, build->columns, error);
}

static kembar_status find_columns(vector_build *build, kembar_error *error) {
    size_t n = build->units->n_units, n_terms = 0;
    build->first = kembar_alloc_zeroed(n + 1, sizeof *build->first);
    if (!build->first)
        return kembar_error_memory(error);
    for (size_t i = 0; i < n; i++)
        build->first[i + 1] = n_terms += build->terms[i].n_items;
    uint64_t *flat = kembar_alloc(n_terms, sizeof *flat);
    build->columns = kembar_alloc(n_terms, sizeof *build->columns);
    kembar_status status =
        flat && build->columns ? fit_columns(build, flat, error) : kembar_error_memory(error);
    kembar_free(flat);
    return status;
}

static kembar_status find_general_words(vector_build *build) {
    size_t n_columns = build->frequencies.n_terms;
    build->general = kembar_alloc(n_columns, sizeof *build->general);
    if (!build->general)
        return KEMBAR_ERROR_MEMORY;
    kembar_story_vocabulary_weigh(build->frequencies.terms, n_columns, build->general);
    return KEMBAR_OK;
}

static kembar_status find_names(vector_build *build) {
    size_t n_columns = build->frequencies.n_terms;
    build->inside = kembar_alloc_zeroed(n_columns, sizeof *build->inside);
    build->capital = kembar_alloc_zeroed(n_columns, sizeof *build->capital);
    if (!build->inside || !build->capital)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < build->units->n_units; i++)
        for (size_t j = 0; j < build->terms[i].n_items; j++) {
            uint32_t column = build->columns[build->first[i] + j];
            if (column == KEMBAR_FREQUENCIES_NO_COLUMN)
                continue;
            build->inside[column] += build->terms[i].items[j].inside;
            build->capital[column] += build->terms[i].items[j].capital;
        }
    return KEMBAR_OK;
}

static kembar_status allocate(vector_build *build) {
    kembar_story_vectors *out = build->out;
    size_t n = build->units->n_units, n_values = 0;
    for (size_t i = 0; i < build->first[n]; i++)
        n_values += build->columns[i] != KEMBAR_FREQUENCIES_NO_COLUMN;
    out->n_units = n;
    out->n_columns = build->frequencies.n_terms;
    out->first = kembar_alloc_zeroed(n + 1, sizeof *out->first);
    out->columns = kembar_alloc(n_values, sizeof *out->columns);
    out->weights = kembar_alloc(n_values, sizeof *out->weights);
    out->lengths = kembar_alloc(n, sizeof *out->lengths);
    if (!out->first || !out->columns || !out->weights || !out->lengths)
        return KEMBAR_ERROR_MEMORY;
    out->n_with = build->frequencies.documents; /* moved */
    build->frequencies.documents = NULL;
    return KEMBAR_OK;
}

/* Writes the columns, so that sources can be counted before anything is weighed. */
static void fill_columns(vector_build *build) {
    kembar_story_vectors *out = build->out;
    size_t at = 0;
    for (size_t i = 0; i < out->n_units; i++) {
        for (size_t j = build->first[i]; j < build->first[i + 1]; j++)
            if (build->columns[j] != KEMBAR_FREQUENCIES_NO_COLUMN)
                out->columns[at++] = build->columns[j];
        out->first[i + 1] = at;
    }
}

static double term_frequency(const kembar_story_term *term, uint32_t inside, uint32_t capital) {
    double weight = (double)term->weight;
    return log(1 + (2 * capital > inside ? NAME_FACTOR * weight : weight));
}

/* Weights hold idf so far; this multiplies tf in. */
static void weigh_unit(vector_build *build, size_t unit, double single_idf) {
    kembar_story_vectors *out = build->out;
    size_t at = out->first[unit];
    double square = 0;
    for (size_t j = 0; j < build->terms[unit].n_items; j++) {
        const kembar_story_term *term = &build->terms[unit].items[j];
        uint32_t column = build->columns[build->first[unit] + j];
        if (column == KEMBAR_FREQUENCIES_NO_COLUMN) {
            int is_pair = term->term & 1;
            double weight =
                is_pair ? 0 : term_frequency(term, term->inside, term->capital) * single_idf;
            square += weight * weight;
            continue;
        }
        double tf = term_frequency(term, build->inside[column], build->capital[column]);
        tf *= (double)build->general[column];
        out->weights[at] = (float)(tf * (double)out->weights[at]);
        square += (double)out->weights[at] * (double)out->weights[at];
        at++;
    }
    out->lengths[unit] = sqrt(square);
}

static kembar_status weigh_units(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    vector_build *build = context;
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end; i++)
        weigh_unit(build, i, kembar_story_sources_single_idf(build->out, i));
    return KEMBAR_OK;
}

static kembar_status build_all(vector_build *build, kembar_error *error) {
    kembar_status status = read_terms(build, error);
    if (!status)
        status = find_columns(build, error);
    if (status)
        return status;
    if (find_names(build) || find_general_words(build) || allocate(build))
        return kembar_error_memory(error);
    fill_columns(build);
    if (kembar_story_sources_number(build->out, build->input, build->units) ||
        kembar_story_sources_weigh(build->out))
        return kembar_error_memory(error);
    return kembar_parallel_for(build->input->n_threads, build->units->n_units, 64, weigh_units,
                               build, error);
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
    kembar_free(vectors->peers);
    kembar_free(vectors->source);
    kembar_free(vectors->source_sizes);
    *vectors = (kembar_story_vectors){0};
}
