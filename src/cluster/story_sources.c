#include "cluster/story_sources.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/sort.h"

enum { MIN_SOURCE_UNITS = 5 };
static const double KAPPA = 15; /* units of the collection that speak with those of a source */

/* Share of units that hold a term, as seen before its source is known. Numbers stand in both
 * languages, so they may be held by more units than there are peers. */
static double prior(double peers, uint32_t n_with) {
    double share = ((double)n_with + 0.5) / (peers + 1);
    return share < 1 ? share : 1;
}

static double source_idf(double share, uint32_t n_in_source, uint32_t source_size) {
    double idf = 1 - log(share);
    if (source_size < MIN_SOURCE_UNITS)
        return idf;
    double in_source = ((double)n_in_source + KAPPA * share) / ((double)source_size + KAPPA);
    double relative = 1 - log(in_source);
    return relative < idf ? relative : idf;
}

static void count_peers(kembar_story_vectors *vectors, const kembar_cluster_input *input,
                        const kembar_units *units) {
    uint32_t counts[KEMBAR_N_LANGUAGES] = {0};
    for (size_t i = 0; i < units->n_units; i++)
        counts[input->prepared[units->representative[i]].document->language]++;
    for (size_t i = 0; i < units->n_units; i++)
        vectors->peers[i] = counts[input->prepared[units->representative[i]].document->language];
}

/* Sources with equal hashes are one: a collision of 64 bits is no concern here, as it could only
 * dull a weight. */
kembar_status kembar_story_sources_number(kembar_story_vectors *vectors,
                                          const kembar_cluster_input *input,
                                          const kembar_units *units) {
    size_t n = units->n_units, n_named = 0;
    kembar_keyed *items = kembar_alloc(n, sizeof *items);
    vectors->peers = kembar_alloc(n, sizeof *vectors->peers);
    vectors->source = kembar_alloc(n, sizeof *vectors->source);
    vectors->source_sizes = kembar_alloc_zeroed(n, sizeof *vectors->source_sizes);
    if (!items || !vectors->peers || !vectors->source || !vectors->source_sizes) {
        kembar_free(items);
        return KEMBAR_ERROR_MEMORY;
    }
    count_peers(vectors, input, units);
    for (uint32_t i = 0; i < n; i++) {
        kembar_view source = input->prepared[units->representative[i]].document->source;
        vectors->source[i] = UINT32_MAX;
        if (source.data)
            items[n_named++] = (kembar_keyed){kembar_hash_bytes(source.data, source.size, 0), i, 0};
    }
    kembar_status status = kembar_sort_keyed(items, n_named, 1);
    for (size_t i = 0; i < n_named && !status; i++) {
        vectors->n_sources += i == 0 || items[i].key != items[i - 1].key;
        vectors->source[items[i].value] = (uint32_t)(vectors->n_sources - 1);
        vectors->source_sizes[vectors->n_sources - 1]++;
    }
    kembar_free(items);
    return status;
}

/* Units sorted by source, so that one array of counts serves all sources one after the other. */
static kembar_status sort_units(const kembar_story_vectors *vectors, kembar_keyed *items) {
    for (size_t i = 0; i < vectors->n_units; i++)
        items[i] = (kembar_keyed){vectors->source[i], (uint32_t)i, 0};
    return kembar_sort_keyed(items, vectors->n_units, 1);
}

static void count_units(const kembar_story_vectors *vectors, const kembar_keyed *items, size_t n,
                        uint32_t *counts, uint32_t step) {
    for (size_t i = 0; i < n; i++) {
        size_t unit = items[i].value;
        for (size_t j = vectors->first[unit]; j < vectors->first[unit + 1]; j++)
            counts[vectors->columns[j]] += step;
    }
}

static void weigh_source(kembar_story_vectors *vectors, const kembar_keyed *items, size_t n,
                         const uint32_t *counts, uint32_t source_size) {
    for (size_t i = 0; i < n; i++) {
        size_t unit = items[i].value;
        for (size_t j = vectors->first[unit]; j < vectors->first[unit + 1]; j++) {
            uint32_t column = vectors->columns[j];
            double share = prior(vectors->peers[unit], vectors->n_with[column]);
            vectors->weights[j] = (float)source_idf(share, counts[column], source_size);
        }
    }
}

kembar_status kembar_story_sources_weigh(kembar_story_vectors *vectors) {
    size_t n = vectors->n_units;
    kembar_keyed *items = kembar_alloc(n, sizeof *items);
    uint32_t *counts = kembar_alloc_zeroed(vectors->n_columns, sizeof *counts);
    kembar_status status = items && counts ? sort_units(vectors, items) : KEMBAR_ERROR_MEMORY;
    for (size_t begin = 0, end; begin < n && !status; begin = end) {
        for (end = begin + 1; end < n && items[end].key == items[begin].key;)
            end++;
        uint32_t source = (uint32_t)items[begin].key;
        uint32_t size = source == UINT32_MAX ? 0 : vectors->source_sizes[source];
        count_units(vectors, items + begin, end - begin, counts, 1);
        weigh_source(vectors, items + begin, end - begin, counts, size);
        count_units(vectors, items + begin, end - begin, counts, UINT32_MAX); /* back to zero */
    }
    kembar_free(items);
    kembar_free(counts);
    return status;
}

double kembar_story_sources_single_idf(const kembar_story_vectors *vectors, size_t unit) {
    uint32_t source = vectors->source[unit];
    uint32_t size = source == UINT32_MAX ? 0 : vectors->source_sizes[source];
    return source_idf(prior(vectors->peers[unit], 1), 1, size);
}
