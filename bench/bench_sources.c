/* Where candidates may come from, set beside each other: rare shingles, all or sampled, by how many
 * documents may hold one and how many a pair must share; bands; both. What each finds of the pairs
 * that verification accepts from the widest of them, and of all pairs of contents with a Jaccard
 * index of .3. Exact copies are collapsed first, as the library does. */
#include "base/alloc.h"
#include "base/hash.h"
#include "base/sort.h"
#include "join.h"
#include "pair/bands.h"
#include "pair/candidates.h"
#include "stages.h"

enum { WIDEST = 1000, NAME_BYTES = 64, LEAST_JACCARD = 300000 };

typedef struct variant {
    const char *name;
    uint32_t one_in, most, shared; /* one_in 0: no rare shingles */
    int has_bands;
} variant;

static const variant variants[] = {{"rare, <= 1000", 1, 1000, 2, 0},
                                   {"rare, <= 300", 1, 300, 2, 0},
                                   {"rare, <= 100", 1, 100, 2, 0},
                                   {"rare, <= 30", 1, 30, 2, 0},
                                   {"rare, <= 100, 1 shared", 1, 100, 1, 0},
                                   {"rare, <= 100, 3 shared", 1, 100, 3, 0},
                                   {"1 in 2, <= 100", 2, 100, 2, 0},
                                   {"1 in 4, <= 100", 4, 100, 2, 0},
                                   {"1 in 8, <= 100", 8, 100, 2, 0},
                                   {"1 in 4, <= 100, 1 shared", 4, 100, 1, 0},
                                   {"1 in 8, <= 100, 1 shared", 8, 100, 1, 0},
                                   {"bands", 0, 0, 2, 1},
                                   {"rare, <= 100, and bands", 1, 100, 2, 1},
                                   {"1 in 4, <= 100, and bands", 4, 100, 2, 1},
                                   {"1 in 8, <= 100, and bands", 8, 100, 2, 1}};

/* Pairs as a << 32 | b, a < b, sorted, and how many of them a variant proposes. */
typedef struct wanted {
    const char *name;
    uint64_t *pairs; /* owned */
    size_t n_pairs;
    uint64_t n_found;
} wanted;

typedef enum wanted_kind { WANTED_NEAR = 0, WANTED_EXCERPT, WANTED_JACCARD, N_WANTED } wanted_kind;

typedef struct source_work {
    bench_stages *stages;
    wanted wanted[N_WANTED];
} source_work;

static void add_wanted(wanted *to, uint32_t a, uint32_t b) {
    to->pairs[to->n_pairs++] = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
}

static void list_accepted(source_work *work) {
    const kembar_near *near = &work->stages->near;
    const kembar_pair_list *pairs = &near->pairs;
    for (int kind = WANTED_NEAR; kind <= WANTED_EXCERPT; kind++)
        work->wanted[kind].pairs =
            bench_need_memory(kembar_alloc(pairs->n_items, sizeof(uint64_t)));
    for (size_t i = 0; i < pairs->n_items; i++) {
        const kembar_pair *pair = &pairs->items[i];
        if (!near->is_representative[pair->a] || !near->is_representative[pair->b])
            continue;
        if (pair->relation == KEMBAR_RELATION_NEAR)
            add_wanted(&work->wanted[WANTED_NEAR], pair->a, pair->b);
        if (pair->relation == KEMBAR_RELATION_EXCERPT)
            add_wanted(&work->wanted[WANTED_EXCERPT], pair->a, pair->b);
    }
}

static int takes_part(const kembar_near *near, size_t i) {
    return near->is_representative[i] &&
           near->prepared[i].content.n_tokens >= (size_t)near->options.min_tokens;
}

static void list_alike(source_work *work) {
    const kembar_near *near = &work->stages->near;
    bench_sets sets = {0};
    size_t n_pairs;
    for (size_t i = 0; i < near->n_documents; i++)
        bench_sets_add(&sets, near->prepared[i].shingles.items,
                       takes_part(near, i) ? near->prepared[i].shingles.n_items : 0);
    bench_joined *pairs = bench_sets_join(&sets, LEAST_JACCARD, &n_pairs);
    work->wanted[WANTED_JACCARD].pairs = bench_need_memory(kembar_alloc(n_pairs, sizeof(uint64_t)));
    for (size_t i = 0; i < n_pairs; i++)
        add_wanted(&work->wanted[WANTED_JACCARD], pairs[i].a, pairs[i].b);
    kembar_free(pairs);
    bench_sets_deinit(&sets);
}

/* Postings of one shingle in so many, chosen by its hash. */
static void build_rare(const kembar_near *near, const variant *how, kembar_postings *out) {
    size_t n_items = 0, n_kept = 0;
    for (size_t i = 0; i < near->n_documents; i++)
        n_items += near->prepared[i].shingles.n_items;
    uint64_t *keys = bench_need_memory(kembar_alloc(n_items, sizeof *keys));
    kembar_key_set *sets = bench_need_memory(kembar_alloc_zeroed(near->n_documents, sizeof *sets));
    for (size_t i = 0; i < near->n_documents; i++) {
        const kembar_shingle_set *set = &near->prepared[i].shingles;
        sets[i].keys = keys + n_kept;
        for (size_t k = 0; k < set->n_items && how->one_in > 0 && takes_part(near, i); k++)
            if (kembar_hash_mix(set->items[k]) % how->one_in == 0)
                keys[n_kept++] = set->items[k];
        sets[i].n_keys = (size_t)(keys + n_kept - sets[i].keys);
    }
    bench_need(
        kembar_postings_build(out, sets, near->n_documents, how->most, near->options.n_threads),
        NULL);
    kembar_free(sets);
    kembar_free(keys);
}

static void count_found(source_work *work, uint32_t a, uint32_t b) {
    for (int kind = 0; kind < N_WANTED; kind++)
        work->wanted[kind].n_found += (uint64_t)kembar_holds_u64(
            work->wanted[kind].pairs, work->wanted[kind].n_pairs, (uint64_t)a << 32 | b);
}

/* Lists all candidates; the clock stops while those that were wanted are counted. */
static uint64_t list(source_work *work, const variant *how, const kembar_postings *rare,
                     const kembar_postings *bands, double *counting_s) {
    const kembar_near *near = &work->stages->near;
    kembar_options options = near->options;
    kembar_candidate_sources sources = {rare, bands, NULL};
    kembar_candidate_counter counter;
    uint64_t n_candidates = 0;
    options.rare_shingles_shared = (int32_t)how->shared;
    bench_need(kembar_candidate_counter_init(&counter, near->n_documents), NULL);
    for (uint32_t a = 0; a < near->n_documents; a++) {
        size_t n = kembar_candidates_of(&counter, &sources, &options, a);
        double start_s = bench_cpu_s();
        for (size_t i = 0; i < n; i++)
            count_found(work, a, counter.items[i].doc_id);
        *counting_s += bench_cpu_s() - start_s;
        n_candidates += n;
    }
    kembar_candidate_counter_deinit(&counter);
    return n_candidates;
}

static void print(bench *self, const source_work *work, const variant *how, double n_candidates,
                  double cpu_s) {
    char what[NAME_BYTES];
    double n_documents = (double)work->stages->near.n_documents;
    for (int kind = 0; kind < N_WANTED; kind++) {
        const wanted *of = &work->wanted[kind];
        snprintf(what, sizeof what, "%s: %s", how->name, of->name);
        bench_row(self, what, of->n_pairs > 0 ? (double)of->n_found / (double)of->n_pairs : 1,
                  "found");
    }
    snprintf(what, sizeof what, "%s: candidates", how->name);
    bench_row(self, what, n_candidates / n_documents, "a document");
    snprintf(what, sizeof what, "%s: processor", how->name);
    bench_row(self, what, cpu_s / n_documents * 1e6, "us a document");
}

static void measure(bench *self, source_work *work, const variant *how) {
    const kembar_near *near = &work->stages->near;
    kembar_postings rare = {0}, bands = {0};
    kembar_error error = {0};
    double counting_s = 0, start_s = bench_cpu_s();
    for (int kind = 0; kind < N_WANTED; kind++)
        work->wanted[kind].n_found = 0;
    build_rare(near, how, &rare);
    if (how->has_bands)
        bench_need(kembar_bands_build(&bands, near->prepared, near->is_representative,
                                      near->n_documents, &near->options, &error),
                   &error);
    uint64_t n_candidates = list(work, how, &rare, how->has_bands ? &bands : NULL, &counting_s);
    print(self, work, how, (double)n_candidates, bench_cpu_s() - start_s - counting_s);
    kembar_postings_deinit(&rare);
    kembar_postings_deinit(&bands);
}

int main(int argc, char **argv) {
    bench self;
    bench_stages stages;
    source_work work = {
        .stages = &stages,
        .wanted = {{"near", NULL, 0, 0}, {"excerpt", NULL, 0, 0}, {"jaccard >= .3", NULL, 0, 0}}};
    int code = bench_begin(&self, "bench_sources", argc, argv);
    if (code != 0)
        return code;
    bench_stages_read(&stages, &self);
    stages.near.options.rare_shingle_max = WIDEST;
    bench_stages_near(&stages);
    list_accepted(&work);
    list_alike(&work);
    for (int kind = 0; kind < N_WANTED; kind++) {
        bench_need(kembar_sort_u64(work.wanted[kind].pairs, work.wanted[kind].n_pairs), NULL);
        bench_row(&self, work.wanted[kind].name, (double)work.wanted[kind].n_pairs, "pairs");
    }
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++)
        measure(&self, &work, &variants[i]);
    for (int kind = 0; kind < N_WANTED; kind++)
        kembar_free(work.wanted[kind].pairs);
    bench_stages_deinit(&stages);
    return bench_end(&self);
}
