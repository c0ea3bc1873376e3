#include "cluster/followers.h"

#include <stdlib.h>

#include "base/alloc.h"

/* An edge as the unit sees it that may follow. */
typedef struct evidence {
    uint32_t cluster;
    int32_t weight;
} evidence;

typedef struct follow_build {
    const uint32_t *cluster_of;
    const uint8_t *kind_of;
    const kembar_story_edges *edges;
    size_t n_units;
    uint8_t *may_take_part; /* long enough and not left out */
    uint32_t *sizes;        /* of clusters, in units */
    uint32_t *n_of_kind;    /* of clusters, KEMBAR_LINKAGE_KINDS places each */
    size_t *first;          /* n_units + 1, and a place to build with */
    evidence *items;        /* of units alone; those of unit i from first[i] on */
    uint32_t *target;       /* the cluster that a unit joins, its own for most */
} follow_build;

static void build_deinit(follow_build *build) {
    kembar_free(build->may_take_part);
    kembar_free(build->sizes);
    kembar_free(build->n_of_kind);
    kembar_free(build->first);
    kembar_free(build->items);
    kembar_free(build->target);
}

static kembar_status allocate(follow_build *build) {
    size_t n = build->n_units;
    build->may_take_part = kembar_alloc_zeroed(n, sizeof *build->may_take_part);
    build->sizes = kembar_alloc_zeroed(n, sizeof *build->sizes);
    build->n_of_kind = kembar_alloc_zeroed(n, KEMBAR_LINKAGE_KINDS * sizeof *build->n_of_kind);
    build->first = kembar_alloc_zeroed(n + 2, sizeof *build->first);
    build->items = kembar_alloc(build->edges->n_items, 2 * sizeof *build->items);
    build->target = kembar_alloc(n, sizeof *build->target);
    return build->may_take_part && build->sizes && build->n_of_kind && build->first &&
                   build->items && build->target
               ? KEMBAR_OK
               : KEMBAR_ERROR_MEMORY;
}

static void count_clusters(follow_build *build, const kembar_cluster_input *input,
                           const kembar_units *units) {
    for (size_t i = 0; i < build->n_units; i++) {
        uint32_t cluster = build->cluster_of[i];
        build->target[i] = cluster;
        build->sizes[cluster]++;
        if (build->kind_of[i] == KEMBAR_LINKAGE_LEFT_OUT)
            continue;
        build->n_of_kind[(size_t)cluster * KEMBAR_LINKAGE_KINDS + build->kind_of[i]]++;
        size_t n_tokens = input->prepared[units->representative[i]].content.n_tokens;
        build->may_take_part[i] = n_tokens >= KEMBAR_FOLLOWER_TOKENS;
    }
}

static int is_alone(const follow_build *build, uint32_t unit) {
    return build->sizes[build->cluster_of[unit]] == 1;
}

/* Counts into first[i + 2], so that first[i + 1] can serve as the place to write next. */
static void spread_edges(follow_build *build) {
    const kembar_link_edge *edges = build->edges->items;
    const uint8_t *may_take_part = build->may_take_part;
    for (size_t i = 0; i < build->edges->n_items; i++) {
        if (!may_take_part[edges[i].a] || !may_take_part[edges[i].b])
            continue;
        build->first[edges[i].a + 2] += (size_t)is_alone(build, edges[i].a);
        build->first[edges[i].b + 2] += (size_t)is_alone(build, edges[i].b);
    }
    for (size_t i = 0; i < build->n_units; i++)
        build->first[i + 2] += build->first[i + 1];
    for (size_t i = 0; i < build->edges->n_items; i++) {
        uint32_t a = edges[i].a, b = edges[i].b;
        if (!may_take_part[a] || !may_take_part[b])
            continue;
        if (is_alone(build, a))
            build->items[build->first[a + 1]++] = (evidence){build->cluster_of[b], edges[i].weight};
        if (is_alone(build, b))
            build->items[build->first[b + 1]++] = (evidence){build->cluster_of[a], edges[i].weight};
    }
}

static int compare_evidence(const void *a, const void *b) {
    const evidence *x = a, *y = b;
    if (x->cluster != y->cluster)
        return x->cluster < y->cluster ? -1 : 1;
    return (x->weight < y->weight) - (x->weight > y->weight);
}

/* Mean of the two best edges to a cluster, whose members may be less alike than a follow-up and
 * what it follows; absent ones count as 0 if the cluster could have them. */
static int32_t judge(const follow_build *build, uint32_t unit, const evidence *items, size_t n) {
    size_t place = (size_t)items->cluster * KEMBAR_LINKAGE_KINDS + build->kind_of[unit];
    if (build->n_of_kind[place] < 2)
        return items[0].weight;
    return n > 1 ? items[0].weight / 2 + items[1].weight / 2 : items[0].weight / 2;
}

static uint32_t choose(const follow_build *build, uint32_t unit) {
    evidence *items = build->items + build->first[unit];
    size_t n = build->first[unit + 1] - build->first[unit];
    int32_t best = 0, next = 0;
    uint32_t cluster = build->cluster_of[unit];
    if (n > 1)
        qsort(items, n, sizeof *items, compare_evidence);
    for (size_t begin = 0, end; begin < n; begin = end) {
        for (end = begin + 1; end < n && items[end].cluster == items[begin].cluster;)
            end++;
        int32_t found = judge(build, unit, items + begin, end - begin);
        if (found > best) {
            next = best;
            best = found;
            cluster = items[begin].cluster;
        } else if (found > next) {
            next = found;
        }
    }
    int is_clear = best >= KEMBAR_FOLLOWER_EVIDENCE && best / KEMBAR_FOLLOWER_LEAD >= next;
    return is_clear && build->sizes[cluster] > 1 ? cluster : build->cluster_of[unit];
}

kembar_status kembar_followers_join(uint32_t *cluster_of, const uint8_t *kind_of,
                                    const kembar_story_edges *edges,
                                    const kembar_cluster_input *input, const kembar_units *units) {
    follow_build build = {
        .cluster_of = cluster_of, .kind_of = kind_of, .edges = edges, .n_units = units->n_units};
    kembar_status status = allocate(&build);
    if (!status) {
        count_clusters(&build, input, units);
        spread_edges(&build);
        for (uint32_t i = 0; i < build.n_units; i++)
            if (is_alone(&build, i))
                build.target[i] = choose(&build, i);
        for (size_t i = 0; i < build.n_units; i++)
            cluster_of[i] = build.target[i];
    }
    build_deinit(&build);
    return status;
}
