#include "cluster/story_sources.h"

#include <math.h>

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

double kembar_story_sources_idf(const kembar_story_sources *sources, size_t unit, uint32_t n_with,
                                uint32_t n_in_source) {
    double share = prior(sources->peers[sources->language[unit]], n_with);
    uint32_t size = sources->sizes[sources->source[unit]];
    double idf = 1 - log(share);
    if (size < MIN_SOURCE_UNITS)
        return idf;
    double in_source = ((double)n_in_source + KAPPA * share) / ((double)size + KAPPA);
    double relative = 1 - log(in_source);
    return relative < idf ? relative : idf;
}

static kembar_status allocate(kembar_story_sources *out, size_t n_units) {
    out->source = kembar_alloc_zeroed(n_units, sizeof *out->source);
    out->language = kembar_alloc(n_units, sizeof *out->language);
    out->sizes = kembar_alloc_zeroed(n_units + 1, sizeof *out->sizes);
    return out->source && out->language && out->sizes ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

/* Sources with equal hashes are one: a collision of 64 bits is no concern here, as it could only
 * dull a weight. */
static kembar_status number(kembar_story_sources *out, kembar_keyed *items, size_t n_named) {
    kembar_status status = kembar_sort_keyed(items, n_named, 1);
    out->n_sources = KEMBAR_STORY_NO_SOURCE + 1;
    for (size_t i = 0; i < n_named && !status; i++) {
        out->n_sources += i == 0 || items[i].key != items[i - 1].key;
        out->source[items[i].value] = (uint32_t)(out->n_sources - 1);
        out->sizes[out->n_sources - 1]++;
    }
    return status;
}

static size_t read_units(kembar_story_sources *out, const kembar_cluster_input *input,
                         const kembar_units *units, kembar_keyed *items) {
    size_t n_named = 0;
    for (uint32_t i = 0; i < units->n_units; i++) {
        const kembar_document *document = input->prepared[units->representative[i]].document;
        out->language[i] = (uint8_t)document->language;
        out->peers[document->language]++;
        kembar_view source = document->source;
        if (source.data)
            items[n_named++] = (kembar_keyed){kembar_hash_bytes(source.data, source.size, 0), i, 0};
    }
    return n_named;
}

kembar_status kembar_story_sources_find(kembar_story_sources *out,
                                        const kembar_cluster_input *input,
                                        const kembar_units *units) {
    *out = (kembar_story_sources){0};
    kembar_keyed *items = kembar_alloc(units->n_units, sizeof *items);
    kembar_status status = items ? allocate(out, units->n_units) : KEMBAR_ERROR_MEMORY;
    if (!status)
        status = number(out, items, read_units(out, input, units, items));
    kembar_free(items);
    if (status)
        kembar_story_sources_deinit(out);
    return status;
}

void kembar_story_sources_deinit(kembar_story_sources *sources) {
    kembar_free(sources->source);
    kembar_free(sources->language);
    kembar_free(sources->sizes);
    *sources = (kembar_story_sources){0};
}
