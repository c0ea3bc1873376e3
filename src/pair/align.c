#include "pair/align.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "pair/chains.h"
#include "pair/equal_runs.h"
#include "pair/extend.h"
#include "pair/seeds.h"

struct kembar_aligner {
    const kembar_prepared *a, *b;
    const uint64_t *hashes_a, *hashes_b; /* of the contents' tokens, side by side; borrowed */
    uint64_t *own_a, *own_b;             /* owned; of documents that do not hold them so */
    size_t capacity_a, capacity_b;
    kembar_seeds seeds;
    kembar_equal_runs runs;
    kembar_chains chains;
    kembar_extender extender;
    uint8_t *covered; /* one byte a content token */
    size_t covered_capacity;
};

kembar_status kembar_aligner_new(kembar_aligner **out, kembar_error *error) {
    *out = kembar_alloc_zeroed(1, sizeof **out);
    return *out ? KEMBAR_OK : kembar_error_memory(error);
}

void kembar_aligner_free(kembar_aligner *aligner) {
    if (!aligner)
        return;
    kembar_seeds_deinit(&aligner->seeds);
    kembar_equal_runs_deinit(&aligner->runs);
    kembar_chains_deinit(&aligner->chains);
    kembar_extender_deinit(&aligner->extender);
    kembar_free(aligner->own_a);
    kembar_free(aligner->own_b);
    kembar_free(aligner->covered);
    kembar_free(aligner);
}

static kembar_status gather_hashes(const uint64_t **hashes, uint64_t **own, size_t *capacity,
                                   const kembar_prepared *prepared) {
    size_t n = prepared->content.n_tokens;
    *hashes = prepared->hashes;
    if (*hashes)
        return KEMBAR_OK;
    if (kembar_array_reserve((void **)own, capacity, n, sizeof **own))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++)
        (*own)[i] = kembar_prepared_hash(prepared, i);
    *hashes = *own;
    return KEMBAR_OK;
}

kembar_status kembar_aligner_set(kembar_aligner *aligner, const kembar_prepared *a) {
    aligner->a = a;
    if (gather_hashes(&aligner->hashes_a, &aligner->own_a, &aligner->capacity_a, a))
        return KEMBAR_ERROR_MEMORY;
    return kembar_seeds_build(&aligner->seeds, aligner->hashes_a, a->content.n_tokens);
}

static int compare_passages(const void *x, const void *y) {
    const kembar_passage *a = x, *b = y;
    if (a->a_begin != b->a_begin)
        return a->a_begin < b->a_begin ? -1 : 1;
    return a->b_begin < b->b_begin ? -1 : a->b_begin > b->b_begin;
}

static uint32_t count_covered(kembar_aligner *aligner, size_t n_tokens, int side_b) {
    uint32_t n = 0;
    memset(aligner->covered, 0, n_tokens);
    for (size_t i = 0; i < aligner->chains.n_passages; i++) {
        const kembar_passage *p = &aligner->chains.passages[i];
        uint32_t begin = side_b ? p->b_begin : p->a_begin, end = side_b ? p->b_end : p->a_end;
        memset(aligner->covered + begin, 1, end - begin);
    }
    for (size_t i = 0; i < n_tokens; i++)
        n += aligner->covered[i];
    return n;
}

static kembar_status summarise(kembar_aligner *aligner, kembar_alignment *out) {
    const kembar_chains *chains = &aligner->chains;
    size_t n_a = aligner->a->content.n_tokens, n_b = aligner->b->content.n_tokens;
    if (kembar_array_reserve((void **)&aligner->covered, &aligner->covered_capacity,
                             (n_a > n_b ? n_a : n_b) + 1, 1))
        return KEMBAR_ERROR_MEMORY;
    qsort(chains->passages, chains->n_passages, sizeof *chains->passages, compare_passages);
    *out = (kembar_alignment){.passages = chains->passages,
                              .n_passages = chains->n_passages,
                              .replacements = chains->replacements,
                              .n_replacements = chains->n_replacements,
                              .covered_a = count_covered(aligner, n_a, 0),
                              .covered_b = count_covered(aligner, n_b, 1),
                              .hashes_a = aligner->hashes_a,
                              .hashes_b = aligner->hashes_b};
    for (size_t i = 0; i < chains->n_passages; i++) {
        out->n_equal += chains->passages[i].n_equal;
        out->n_alike += chains->passages[i].n_alike;
        if (chains->passages[i].n_equal > out->longest)
            out->longest = chains->passages[i].n_equal;
    }
    return KEMBAR_OK;
}

kembar_status kembar_aligner_find(kembar_aligner *aligner, const kembar_prepared *b) {
    aligner->b = b;
    kembar_status status =
        gather_hashes(&aligner->hashes_b, &aligner->own_b, &aligner->capacity_b, b);
    kembar_token_hashes of_a = {aligner->hashes_a, aligner->a->content.n_tokens};
    kembar_token_hashes of_b = {aligner->hashes_b, b->content.n_tokens};
    return status ? status : kembar_equal_runs_find(&aligner->runs, &aligner->seeds, &of_a, &of_b);
}

/* Not 0 when the run overlaps one of those in `a`. */
static int overlaps_any(const kembar_equal_run *run, const kembar_equal_run *const *others,
                        size_t n_others) {
    for (size_t i = 0; i < n_others; i++)
        if (run->a < others[i]->a + others[i]->length && others[i]->a < run->a + run->length)
            return 1;
    return 0;
}

/* What begins with a seed that stands nowhere else in `a` is unlike all else in it. Of runs that
 * overlap in `a` one counts. */
size_t kembar_aligner_sure_shingles(const kembar_aligner *aligner, unsigned k, size_t enough) {
    enum { MOST_RUNS = 32 };
    const kembar_equal_run *counted[MOST_RUNS];
    size_t n = 0, n_counted = 0;
    if (k < KEMBAR_ALIGN_SEED_TOKENS)
        return 0;
    for (size_t i = 0; i < aligner->runs.n_items && n < enough && n_counted < MOST_RUNS; i++) {
        const kembar_equal_run *run = &aligner->runs.items[i];
        if (run->length < k || overlaps_any(run, counted, n_counted))
            continue;
        for (size_t at = run->a; at + k <= (size_t)run->a + run->length; at++)
            n += aligner->seeds.is_single[at] != 0;
        counted[n_counted++] = run;
    }
    return n;
}

/* Where no seed was too frequent, equal runs hold all that is equal. */
size_t kembar_aligner_most_shingles(const kembar_aligner *aligner, unsigned k) {
    const kembar_equal_runs *runs = &aligner->runs;
    size_t n = 0;
    if (k < KEMBAR_ALIGN_SEED_TOKENS || runs->has_frequent)
        return SIZE_MAX;
    for (size_t i = 0; i < runs->n_items; i++)
        n += runs->items[i].length >= k ? runs->items[i].length - k + 1 : 0;
    return n;
}

size_t kembar_aligner_least_shingles(const kembar_aligner *aligner, unsigned k) {
    size_t n = 0, n_tokens = aligner->seeds.n_tokens;
    if (k < KEMBAR_ALIGN_SEED_TOKENS)
        return 0;
    for (size_t at = 0; at + k <= n_tokens; at++)
        n += aligner->seeds.is_single[at];
    return n;
}

kembar_status kembar_aligner_link(kembar_aligner *aligner, kembar_alignment *out) {
    const kembar_prepared *a = aligner->a, *b = aligner->b;
    *out = (kembar_alignment){0};
    kembar_status status = kembar_chains_link(&aligner->chains, &aligner->runs, a, b);
    if (!status)
        status = kembar_chains_take(&aligner->chains, &aligner->runs);
    if (!status)
        status = kembar_extend_passages(&aligner->extender, &aligner->chains, &aligner->runs, a, b);
    if (!status && aligner->chains.n_passages)
        status = summarise(aligner, out);
    return status;
}

kembar_status kembar_aligner_run(kembar_aligner *aligner, const kembar_prepared *b,
                                 kembar_alignment *out) {
    *out = (kembar_alignment){0};
    kembar_status status = kembar_aligner_find(aligner, b);
    return status ? status : kembar_aligner_link(aligner, out);
}
