#include "cluster/stories.h"

#include "base/alloc.h"
#include "base/error.h"
#include "cluster/crossings.h"
#include "cluster/excerpts.h"
#include "cluster/followers.h"
#include "cluster/linkage.h"
#include "cluster/quotations.h"
#include "cluster/story_edges.h"
#include "cluster/story_neighbours.h"
#include "cluster/story_vectors.h"
#include "cluster/unit_pairs.h"

static const kembar_linkage_rule RULE = {.first = 160000, .limit = 80000, .cohesion = 600000};

typedef struct story_build {
    const kembar_cluster_input *input;
    kembar_units units;
    kembar_unit_pairs pairs;
    kembar_story_edges edges;
    uint8_t *is_left_out; /* one a unit, as the next */
    uint8_t *kind_of;     /* see linkage.h */
    uint32_t *cluster_of;
} story_build;

static void build_deinit(story_build *build) {
    kembar_units_deinit(&build->units);
    kembar_unit_pairs_deinit(&build->pairs);
    kembar_story_edges_deinit(&build->edges);
    kembar_free(build->is_left_out);
    kembar_free(build->kind_of);
    kembar_free(build->cluster_of);
}

static kembar_status list_pairs(story_build *build, kembar_error *error) {
    uint8_t *is_unlike = kembar_alloc(build->input->n_pairs, sizeof *is_unlike);
    if (!is_unlike)
        return kembar_error_memory(error);
    kembar_status status = kembar_quotations_find_unlike(is_unlike, build->input, error);
    if (!status &&
        (kembar_unit_pairs_build(&build->pairs, build->input, &build->units, is_unlike) ||
         kembar_quotations_mark(&build->pairs, build->units.n_units)))
        status = kembar_error_memory(error);
    kembar_free(is_unlike);
    return status;
}

static kembar_status allocate(story_build *build) {
    size_t n = build->units.n_units;
    build->is_left_out = kembar_alloc_zeroed(n, sizeof *build->is_left_out);
    build->kind_of = kembar_alloc(n, sizeof *build->kind_of);
    build->cluster_of = kembar_alloc(n, sizeof *build->cluster_of);
    return build->is_left_out && build->kind_of && build->cluster_of ? KEMBAR_OK
                                                                     : KEMBAR_ERROR_MEMORY;
}

/* Vectors and neighbours go as soon as the edges stand: they are the largest part. */
static kembar_status find_edges(story_build *build, kembar_error *error) {
    const kembar_cluster_input *input = build->input;
    kembar_story_vectors vectors;
    kembar_story_neighbours neighbours = {0};
    kembar_status status = kembar_story_vectors_build(&vectors, input, &build->units, error);
    if (!status)
        status = kembar_story_neighbours_find(&neighbours, &vectors, input->n_threads, error);
    if (!status && (kembar_excerpts_mark(build->is_left_out, &build->pairs, &neighbours,
                                         build->units.n_units) ||
                    kembar_story_edges_build(&build->edges, input, &build->units, &vectors,
                                             &neighbours, &build->pairs)))
        status = kembar_error_memory(error);
    kembar_story_neighbours_deinit(&neighbours);
    kembar_story_vectors_deinit(&vectors);
    return status;
}

/* Links the units that take part; `edges` has room for all edges. Every unit starts alone, and all
 * are of one kind. */
static kembar_status link_part(story_build *build, kembar_link_edge *edges) {
    const uint8_t *is_left_out = build->is_left_out;
    size_t n = 0;
    for (size_t i = 0; i < build->units.n_units; i++) {
        build->cluster_of[i] = (uint32_t)i;
        build->kind_of[i] = is_left_out[i] ? KEMBAR_LINKAGE_LEFT_OUT : 0;
    }
    for (size_t i = 0; i < build->edges.n_items; i++) {
        kembar_link_edge edge = build->edges.items[i];
        if (!is_left_out[edge.a] && !is_left_out[edge.b])
            edges[n++] = edge;
    }
    return kembar_linkage_merge(edges, n, build->units.n_units, build->kind_of, &RULE,
                                build->cluster_of);
}

/* Stories that met across languages are larger than either side knew: what was too little to join
 * one of them alone may be enough now. A kind is a language. */
static kembar_status link_across(story_build *build, kembar_link_edge *edges) {
    size_t n_units = build->units.n_units, n = 0;
    kembar_status status =
        kembar_crossings_join(build->cluster_of, build->is_left_out, &build->pairs, n_units);
    for (size_t i = 0; i < n_units; i++) {
        const kembar_prepared *text = &build->input->prepared[build->units.representative[i]];
        build->kind_of[i] = kembar_excerpts_is_round_up(build->is_left_out[i])
                                ? KEMBAR_LINKAGE_LEFT_OUT
                                : (uint8_t)text->document->language;
    }
    if (!status)
        status = kembar_crossings_edges(edges, &n, &build->edges, build->cluster_of, build->kind_of,
                                        build->input, &build->units);
    if (status)
        return status;
    return kembar_linkage_merge(edges, n, n_units, build->kind_of, &RULE, build->cluster_of);
}

/* What may be a round-up shows when the stories stand without it: it then has parts in two. */
static kembar_status link_units(story_build *build) {
    size_t n_units = build->units.n_units, n_cleared = 0;
    kembar_link_edge *edges = kembar_alloc(build->edges.n_items, sizeof *edges);
    kembar_status status = edges ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    if (!status)
        status = link_part(build, edges);
    if (!status)
        status = kembar_excerpts_settle(build->is_left_out, &build->pairs, build->cluster_of,
                                        n_units, &n_cleared);
    if (!status && n_cleared > 0)
        status = link_part(build, edges);
    if (!status)
        status = kembar_excerpts_join(build->cluster_of, build->is_left_out, &build->pairs,
                                      build->input, &build->units);
    if (!status)
        status = link_across(build, edges);
    if (!status)
        status = kembar_followers_join(build->cluster_of, build->kind_of, &build->edges,
                                       build->input, &build->units);
    kembar_free(edges);
    return status;
}

/* The first document of each cluster in the order of ranks stands for it. */
static kembar_status choose_representatives(const story_build *build, const kembar_ranks *ranks,
                                            uint32_t *representative) {
    size_t n = build->input->n_documents;
    uint32_t *best = kembar_alloc(build->units.n_units, sizeof *best);
    if (!best)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < build->units.n_units; i++)
        best[i] = UINT32_MAX;
    for (size_t i = 0; i < n; i++) {
        uint32_t *rank = &best[build->cluster_of[build->units.of_document[i]]];
        if (ranks->of_document[i] < *rank)
            *rank = ranks->of_document[i];
    }
    for (size_t i = 0; i < n; i++)
        representative[i] = ranks->documents[best[build->cluster_of[build->units.of_document[i]]]];
    kembar_free(best);
    return KEMBAR_OK;
}

kembar_status kembar_stories_build(uint32_t *representative, const kembar_cluster_input *input,
                                   const kembar_ranks *ranks, const kembar_groups *groups,
                                   kembar_error *error) {
    story_build build = {.input = input};
    kembar_status status = kembar_units_init(&build.units, groups, input->n_documents);
    if (!status)
        status = allocate(&build);
    if (status)
        kembar_error_memory(error);
    if (!status)
        status = list_pairs(&build, error);
    if (!status)
        status = find_edges(&build, error);
    if (!status && (link_units(&build) || choose_representatives(&build, ranks, representative)))
        status = kembar_error_memory(error);
    build_deinit(&build);
    return status;
}
