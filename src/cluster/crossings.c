#include "cluster/crossings.h"

#include "base/alloc.h"
#include "cluster/excerpts.h"

/* A probability of two in three. */
enum { SURE_LINK = 666667 };

/* By which the best link must lead the next one to be clear. */
enum { CLEAR_LEAD = 100000 };

/* The strongest link of a unit; the first of equals. */
typedef struct best_link {
    int32_t link;
    uint32_t other;
    uint8_t is_translation;
    int32_t runner_up; /* strongest link to another story than that of `other` */
} best_link;

/* A translation is a stronger tie than any telling of the same event. */
static void offer(best_link *best, const kembar_unit_pair *pair, uint32_t other) {
    int is_stronger = pair->is_translation != best->is_translation
                          ? pair->is_translation > best->is_translation
                          : pair->link > best->link;
    if (pair->link > 0 && is_stronger)
        *best = (best_link){pair->link, other, pair->is_translation, 0};
}

/* What several stories resemble alike is a topic, not an event. */
static int is_ambiguous(const best_link *best) {
    return best->runner_up > best->link - CLEAR_LEAD;
}

/* A unit follows its translation; on word of the same event alone the link must be clear for both,
 * and likely or chosen by both. */
static int is_followed(const best_link *best, uint32_t unit) {
    const best_link *own = &best[unit], *others = &best[own->other];
    if (own->link <= 0 || own->is_translation)
        return own->link > 0;
    if (is_ambiguous(own) || (!others->is_translation && is_ambiguous(others)))
        return 0;
    return own->link >= SURE_LINK || others->other == unit;
}

static int leads(const uint8_t *is_left_out, const kembar_unit_pair *pair) {
    return pair->link > 0 && !kembar_excerpts_is_round_up(is_left_out[pair->a]) &&
           !kembar_excerpts_is_round_up(is_left_out[pair->b]);
}

static void note_runner_up(best_link *best, const uint32_t *cluster_of, int32_t link,
                           uint32_t other) {
    if (best->link > 0 && cluster_of[other] != cluster_of[best->other] && link > best->runner_up)
        best->runner_up = link;
}

static void find_best(best_link *best, const uint32_t *cluster_of, const uint8_t *is_left_out,
                      const kembar_unit_pairs *pairs) {
    for (size_t i = 0; i < pairs->n_items; i++) {
        const kembar_unit_pair *pair = &pairs->items[i];
        if (!leads(is_left_out, pair))
            continue;
        offer(&best[pair->a], pair, pair->b);
        offer(&best[pair->b], pair, pair->a);
    }
    for (size_t i = 0; i < pairs->n_items; i++) {
        const kembar_unit_pair *pair = &pairs->items[i];
        if (!leads(is_left_out, pair))
            continue;
        note_runner_up(&best[pair->a], cluster_of, pair->link, pair->b);
        note_runner_up(&best[pair->b], cluster_of, pair->link, pair->a);
    }
}

/* Clusters form a forest here: the root of each tree is its smallest unit. */
static uint32_t find_root(uint32_t *root_of, uint32_t unit) {
    while (root_of[unit] != unit) {
        root_of[unit] = root_of[root_of[unit]];
        unit = root_of[unit];
    }
    return unit;
}

static void unite(uint32_t *root_of, uint32_t a, uint32_t b) {
    uint32_t x = find_root(root_of, a), y = find_root(root_of, b);
    root_of[x > y ? x : y] = x > y ? y : x;
}

/* A cluster's name need not be one of its units any more once a unit has left it for another story:
 * names are made anew, each the smallest unit. */
static kembar_status name_by_smallest(uint32_t *cluster_of, size_t n_units) {
    uint32_t *smallest = kembar_alloc(n_units, sizeof *smallest);
    if (!smallest)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n_units; i++)
        smallest[i] = UINT32_MAX;
    for (uint32_t i = 0; i < n_units; i++)
        if (smallest[cluster_of[i]] == UINT32_MAX)
            smallest[cluster_of[i]] = i;
    for (size_t i = 0; i < n_units; i++)
        cluster_of[i] = smallest[cluster_of[i]];
    kembar_free(smallest);
    return KEMBAR_OK;
}

kembar_status kembar_crossings_join(uint32_t *cluster_of, const uint8_t *is_left_out,
                                    const kembar_unit_pairs *pairs, size_t n_units) {
    best_link *best = kembar_alloc_zeroed(n_units, sizeof *best);
    kembar_status status = best ? name_by_smallest(cluster_of, n_units) : KEMBAR_ERROR_MEMORY;
    if (!status) {
        find_best(best, cluster_of, is_left_out, pairs);
        for (uint32_t i = 0; i < n_units; i++)
            if (is_followed(best, i))
                unite(cluster_of, i, best[i].other);
        for (uint32_t i = 0; i < n_units; i++)
            cluster_of[i] = find_root(cluster_of, i);
    }
    kembar_free(best);
    return status;
}

/* What a cluster is known by here. */
typedef struct cluster_facts {
    int32_t first_day, last_day; /* first after last: none is dated */
    unsigned kinds;              /* a bit for each */
} cluster_facts;

static void note_day(cluster_facts *facts, int32_t day) {
    if (day == INT32_MIN)
        return;
    if (day < facts->first_day)
        facts->first_day = day;
    if (day > facts->last_day)
        facts->last_day = day;
}

static void find_facts(cluster_facts *facts, const uint32_t *cluster_of, const uint8_t *kind_of,
                       const kembar_cluster_input *input, const kembar_units *units) {
    for (size_t i = 0; i < units->n_units; i++)
        facts[i] = (cluster_facts){INT32_MAX, INT32_MIN, 0};
    for (size_t i = 0; i < units->n_units; i++)
        if (kind_of[i] != KEMBAR_LINKAGE_LEFT_OUT)
            facts[cluster_of[i]].kinds |= 1U << kind_of[i];
    for (size_t i = 0; i < input->n_documents; i++)
        note_day(&facts[cluster_of[units->of_document[i]]],
                 kembar_document_day(input->prepared[i].document));
}

static int is_far(const cluster_facts *a, const cluster_facts *b) {
    if (a->first_day > a->last_day || b->first_day > b->last_day)
        return 0;
    return (int64_t)b->first_day - a->last_day > KEMBAR_CROSSING_DAYS ||
           (int64_t)a->first_day - b->last_day > KEMBAR_CROSSING_DAYS;
}

static int has_two_kinds(const cluster_facts *facts) {
    return (facts->kinds & (facts->kinds - 1)) != 0;
}

static int may_join(const cluster_facts *a, const cluster_facts *b) {
    return a == b || ((has_two_kinds(a) || has_two_kinds(b)) && !is_far(a, b));
}

kembar_status kembar_crossings_edges(kembar_link_edge *edges, size_t *n_edges,
                                     const kembar_story_edges *all, const uint32_t *cluster_of,
                                     const uint8_t *kind_of, const kembar_cluster_input *input,
                                     const kembar_units *units) {
    cluster_facts *facts = kembar_alloc(units->n_units, sizeof *facts);
    *n_edges = 0;
    if (!facts)
        return KEMBAR_ERROR_MEMORY;
    find_facts(facts, cluster_of, kind_of, input, units);
    for (size_t i = 0; i < all->n_items; i++) {
        kembar_link_edge edge = all->items[i];
        int is_pair =
            kind_of[edge.a] != KEMBAR_LINKAGE_LEFT_OUT && kind_of[edge.a] == kind_of[edge.b];
        if (is_pair && may_join(&facts[cluster_of[edge.a]], &facts[cluster_of[edge.b]]))
            edges[(*n_edges)++] = edge;
    }
    kembar_free(facts);
    return KEMBAR_OK;
}
