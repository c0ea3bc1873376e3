#include "cluster/groups.h"

#include "base/alloc.h"
#include "base/sort.h"
#include "pair/relation.h"

enum { SCORE_EXACT = 1000000 };

/* One edge of the graph of classes: the key holds the later class's rank above the earlier's, the
 * value the pair's score; `extra` is set where the two must not meet, as their facts differ. */
typedef struct class_graph {
    uint32_t *best_rank; /* by the label of a class: the rank of its first member */
    kembar_keyed *edges;
    size_t n_edges;
    uint32_t *refused_by; /* by the rank of a centre: the class, by rank, that saw last that it must
                             not join it */
} class_graph;

static void find_best_ranks(class_graph *graph, const kembar_cluster_input *input,
                            const kembar_ranks *ranks) {
    for (size_t i = 0; i < input->n_documents; i++)
        graph->best_rank[i] = UINT32_MAX;
    for (size_t i = 0; i < input->n_documents; i++) {
        uint32_t *best = &graph->best_rank[input->exact_class[i]];
        if (ranks->of_document[i] < *best)
            *best = ranks->of_document[i];
    }
}

static void find_edges(class_graph *graph, const kembar_cluster_input *input) {
    for (size_t i = 0; i < input->n_pairs; i++) {
        const kembar_pair *pair = &input->pairs[i];
        uint64_t a = graph->best_rank[input->exact_class[pair->a]];
        uint64_t b = graph->best_rank[input->exact_class[pair->b]];
        uint32_t is_refusal = pair->facts_differ == 1;
        if (a == b || (!is_refusal && !kembar_relation_is_copy(pair)))
            continue;
        uint64_t key = a < b ? b << 32 | a : a << 32 | b;
        graph->edges[graph->n_edges++] = (kembar_keyed){key, (uint32_t)pair->score, is_refusal};
    }
}

/* Groups that hold a class with other facts are closed to the class of rank `rank`, whose edges go
 * from `at` on; returns their end. */
static size_t refuse(class_graph *graph, size_t at, uint32_t rank, const uint32_t *centre_of_rank) {
    for (; at < graph->n_edges && graph->edges[at].key >> 32 == rank; at++)
        if (graph->edges[at].extra)
            graph->refused_by[centre_of_rank[(uint32_t)graph->edges[at].key]] = rank;
    return at;
}

/* The edges of the class of rank `rank`, from *at on, say which earlier representative it joins. */
static uint32_t choose(class_graph *graph, size_t *at, uint32_t rank,
                       const uint32_t *centre_of_rank, int32_t *score) {
    size_t end = refuse(graph, *at, rank, centre_of_rank);
    uint32_t centre = rank;
    *score = -1;
    for (; *at < end; (*at)++) {
        uint32_t earlier = (uint32_t)graph->edges[*at].key;
        int32_t edge_score = (int32_t)graph->edges[*at].value;
        if (centre_of_rank[earlier] == earlier && graph->refused_by[earlier] != rank &&
            edge_score > *score) {
            centre = earlier;
            *score = edge_score;
        }
    }
    if (centre == rank)
        *score = SCORE_EXACT;
    return centre;
}

/* Members of a class follow its first one, which has been seen before them. */
static void assign(kembar_groups *out, class_graph *graph, const kembar_cluster_input *input,
                   const kembar_ranks *ranks, uint32_t *centre_of_rank) {
    size_t at = 0;
    for (uint32_t rank = 0; rank < input->n_documents; rank++) {
        uint32_t document = ranks->documents[rank];
        uint32_t first = graph->best_rank[input->exact_class[document]];
        if (first == rank) {
            centre_of_rank[rank] = choose(graph, &at, rank, centre_of_rank, &out->score[document]);
        } else {
            centre_of_rank[rank] = centre_of_rank[first];
            out->score[document] = out->score[ranks->documents[first]];
        }
        out->representative[document] = ranks->documents[centre_of_rank[rank]];
    }
}

kembar_status kembar_groups_build(kembar_groups *out, const kembar_cluster_input *input,
                                  const kembar_ranks *ranks) {
    size_t n = input->n_documents;
    class_graph graph = {0};
    *out = (kembar_groups){kembar_alloc(n, sizeof *out->representative),
                           kembar_alloc(n, sizeof *out->score)};
    uint32_t *centre_of_rank = kembar_alloc(n, sizeof *centre_of_rank);
    graph.best_rank = kembar_alloc(n, sizeof *graph.best_rank);
    graph.edges = kembar_alloc(input->n_pairs, sizeof *graph.edges);
    graph.refused_by = kembar_alloc(n, sizeof *graph.refused_by);
    kembar_status status = KEMBAR_ERROR_MEMORY;
    if (out->representative && out->score && centre_of_rank && graph.best_rank && graph.edges &&
        graph.refused_by) {
        for (size_t i = 0; i < n; i++)
            graph.refused_by[i] = UINT32_MAX;
        find_best_ranks(&graph, input, ranks);
        find_edges(&graph, input);
        status = kembar_sort_keyed(graph.edges, graph.n_edges, input->n_threads);
    }
    if (!status)
        assign(out, &graph, input, ranks, centre_of_rank);
    kembar_free(centre_of_rank);
    kembar_free(graph.best_rank);
    kembar_free(graph.edges);
    kembar_free(graph.refused_by);
    if (status)
        kembar_groups_deinit(out);
    return status;
}

void kembar_groups_deinit(kembar_groups *groups) {
    kembar_free(groups->representative);
    kembar_free(groups->score);
    *groups = (kembar_groups){0};
}
