#include "pair/align.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "pair/gap.h"
#include "pair/seeds.h"

/* With +3 for a matched token and -7 for any other of the span, a chain's score is not negative exactly when its identity is at
 * least 0.7. */
enum { GAIN = 3, LOSS = 7 };
#define NO_RUN UINT32_MAX

/* A maximal run of equal tokens, and the best chain that ends in it. */
typedef struct equal_run {
    uint32_t a, b, length;
    int64_t score;
    uint32_t before;   /* index of the run before it in its chain, or NO_RUN */
    kembar_gap gap;    /* what matched between the two */
    uint8_t is_used;
} equal_run;

struct kembar_aligner {
    const kembar_prepared *a, *b;
    kembar_seeds seeds;
    kembar_gap_scratch scratch;
    equal_run *runs;
    size_t n_runs, runs_capacity;
    uint32_t *open; /* runs that a later one may still follow */
    size_t n_open, open_capacity;
    uint32_t *order;
    size_t order_capacity;
    kembar_passage *passages;
    size_t n_passages, passages_capacity;
    kembar_replacement *replacements;
    size_t n_replacements, replacements_capacity;
    uint8_t *covered;
    size_t covered_capacity;
};

kembar_status kembar_aligner_new(kembar_aligner **out, kembar_error *error) {
    *out = kembar_alloc_zeroed(1, sizeof **out);
    return *out ? KEMBAR_OK : kembar_error_memory(error);
}

void kembar_aligner_free(kembar_aligner *aligner) {
    if (!aligner) return;
    kembar_seeds_deinit(&aligner->seeds);
    kembar_buffer_deinit(&aligner->scratch.a);
    kembar_buffer_deinit(&aligner->scratch.b);
    kembar_free(aligner->runs);
    kembar_free(aligner->open);
    kembar_free(aligner->order);
    kembar_free(aligner->passages);
    kembar_free(aligner->replacements);
    kembar_free(aligner->covered);
    kembar_free(aligner);
}

kembar_status kembar_aligner_set(kembar_aligner *aligner, const kembar_prepared *a) {
    aligner->a = a;
    return kembar_seeds_build(&aligner->seeds, a->content.hashes, a->content.n_tokens);
}

/* --- equal runs --- */

static uint32_t run_length(const kembar_content *a, uint32_t i, const kembar_content *b, uint32_t j) {
    uint32_t n = 0;
    while (i + n < a->n_tokens && j + n < b->n_tokens && a->hashes[i + n] == b->hashes[j + n]) n++;
    return n;
}

static kembar_status add_run(kembar_aligner *aligner, uint32_t i, uint32_t j, uint32_t length) {
    if (kembar_array_reserve((void **)&aligner->runs, &aligner->runs_capacity, aligner->n_runs + 1,
                             sizeof *aligner->runs))
        return KEMBAR_ERROR_MEMORY;
    aligner->runs[aligner->n_runs++] = (equal_run){.a = i, .b = j, .length = length, .before = NO_RUN};
    return KEMBAR_OK;
}

/* Seeds that stand too often begin no run: they are the "of the and" of their document. */
static int stands_too_often(const kembar_seeds *seeds, uint32_t first) {
    unsigned n = 0;
    for (uint32_t at = first; at && n <= KEMBAR_ALIGN_SEED_CAP; at = seeds->next[at - 1]) n++;
    return n > KEMBAR_ALIGN_SEED_CAP;
}

static kembar_status runs_at(kembar_aligner *aligner, uint32_t j) {
    const kembar_content *a = &aligner->a->content, *b = &aligner->b->content;
    uint32_t first = kembar_seeds_first(&aligner->seeds, b->hashes + j);
    if (!first || stands_too_often(&aligner->seeds, first)) return KEMBAR_OK;
    for (uint32_t at = first; at; at = aligner->seeds.next[at - 1]) {
        uint32_t i = at - 1;
        if (i && j && a->hashes[i - 1] == b->hashes[j - 1]) continue; /* inside an earlier run */
        uint32_t length = run_length(a, i, b, j);
        if (length >= KEMBAR_ALIGN_SEED_TOKENS && add_run(aligner, i, j, length))
            return KEMBAR_ERROR_MEMORY;
    }
    return KEMBAR_OK;
}

static kembar_status find_runs(kembar_aligner *aligner) {
    size_t n = aligner->b->content.n_tokens;
    aligner->n_runs = 0;
    for (uint32_t j = 0; j + KEMBAR_ALIGN_SEED_TOKENS <= n; j++)
        if (runs_at(aligner, j)) return KEMBAR_ERROR_MEMORY;
    return KEMBAR_OK;
}

/* --- chains --- */

/* Tokens of `run` that overlap the end of `before` on either side: repeated words make runs overlap a little. */
static uint32_t overlap(const equal_run *before, const equal_run *run) {
    uint32_t a_end = before->a + before->length, b_end = before->b + before->length;
    uint32_t on_a = a_end > run->a ? a_end - run->a : 0, on_b = b_end > run->b ? b_end - run->b : 0;
    return on_a > on_b ? on_a : on_b;
}

static int can_follow(const equal_run *before, const equal_run *run, uint32_t cut) {
    if (before->a >= run->a || before->b >= run->b || cut >= run->length) return 0;
    return run->a + cut - (before->a + before->length) <= KEMBAR_ALIGN_MAX_GAP &&
           run->b + cut - (before->b + before->length) <= KEMBAR_ALIGN_MAX_GAP;
}

static int64_t gap_score(uint32_t a_gap, uint32_t b_gap, kembar_gap gap) {
    int64_t span = a_gap > b_gap ? a_gap : b_gap, matched = (int64_t)gap.n_equal + gap.n_alike;
    return GAIN * matched - LOSS * (span - matched);
}

static void try_link(kembar_aligner *aligner, uint32_t before_id, equal_run *run) {
    const equal_run *before = &aligner->runs[before_id];
    uint32_t cut = overlap(before, run);
    if (!can_follow(before, run, cut)) return;
    uint32_t a_begin = before->a + before->length, b_begin = before->b + before->length;
    uint32_t a_end = run->a + cut, b_end = run->b + cut;
    int64_t base = (int64_t)GAIN * (run->length - cut);
    /* Even if every token of the gap matched. */
    uint32_t wider = a_end - a_begin > b_end - b_begin ? a_end - a_begin : b_end - b_begin;
    if (before->score + (int64_t)GAIN * wider + base <= run->score) return;
    kembar_gap gap = kembar_gap_match(aligner->a, a_begin, a_end, aligner->b, b_begin, b_end,
                                      &aligner->scratch);
    int64_t carried = before->score + gap_score(a_end - a_begin, b_end - b_begin, gap);
    if (carried < 0 || carried + base <= run->score) return;
    run->score = carried + base;
    run->before = before_id;
    run->gap = gap;
}

/* Runs come in the order of b; those whose end lies too far back close. */
static kembar_status link_runs(kembar_aligner *aligner) {
    if (kembar_array_reserve((void **)&aligner->open, &aligner->open_capacity, aligner->n_runs,
                             sizeof *aligner->open))
        return KEMBAR_ERROR_MEMORY;
    aligner->n_open = 0;
    for (uint32_t id = 0; id < aligner->n_runs; id++) {
        equal_run *run = &aligner->runs[id];
        size_t kept = 0;
        run->score = (int64_t)GAIN * run->length;
        for (size_t k = 0; k < aligner->n_open; k++) {
            const equal_run *before = &aligner->runs[aligner->open[k]];
            if (before->b + before->length + KEMBAR_ALIGN_MAX_GAP + run->length < run->b) continue;
            aligner->open[kept++] = aligner->open[k];
            try_link(aligner, aligner->open[k], run);
        }
        aligner->open[kept++] = id;
        aligner->n_open = kept;
    }
    return KEMBAR_OK;
}

/* --- passages --- */

static kembar_status add_replacement(kembar_aligner *aligner, const equal_run *before,
                                     const equal_run *run) {
    uint32_t cut = overlap(before, run);
    kembar_replacement gap = {before->a + before->length, run->a + cut, before->b + before->length,
                              run->b + cut};
    if (gap.a_begin == gap.a_end || gap.b_begin == gap.b_end) return KEMBAR_OK;
    if (kembar_array_reserve((void **)&aligner->replacements, &aligner->replacements_capacity,
                             aligner->n_replacements + 1, sizeof *aligner->replacements))
        return KEMBAR_ERROR_MEMORY;
    aligner->replacements[aligner->n_replacements++] = gap;
    return KEMBAR_OK;
}

/* Walks a chain from its end; a run that a better chain has used ends it there. */
static kembar_status take_chain(kembar_aligner *aligner, uint32_t last_id) {
    size_t n_replacements = aligner->n_replacements;
    const equal_run *last = &aligner->runs[last_id];
    kembar_passage passage = {.a_end = last->a + last->length, .b_end = last->b + last->length};
    for (uint32_t id = last_id;;) {
        equal_run *run = &aligner->runs[id];
        const equal_run *before = run->before == NO_RUN ? NULL : &aligner->runs[run->before];
        int goes_on = before && !before->is_used;
        run->is_used = 1;
        passage.a_begin = run->a;
        passage.b_begin = run->b;
        passage.n_equal += run->length;
        if (!goes_on) break;
        passage.n_equal += run->gap.n_equal - overlap(before, run);
        passage.n_alike += run->gap.n_alike;
        if (add_replacement(aligner, before, run)) return KEMBAR_ERROR_MEMORY;
        id = run->before;
    }
    if (passage.n_equal < KEMBAR_ALIGN_MIN_EQUAL) {
        aligner->n_replacements = n_replacements;
        return KEMBAR_OK;
    }
    if (kembar_array_reserve((void **)&aligner->passages, &aligner->passages_capacity,
                             aligner->n_passages + 1, sizeof *aligner->passages))
        return KEMBAR_ERROR_MEMORY;
    aligner->passages[aligner->n_passages++] = passage;
    return KEMBAR_OK;
}

/* Best chains first: a heap of run ids by score, then position. */
static int is_better(const equal_run *runs, uint32_t x, uint32_t y) {
    if (runs[x].score != runs[y].score) return runs[x].score > runs[y].score;
    return x < y;
}

static void sift_down(const equal_run *runs, uint32_t *heap, size_t n, size_t at) {
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= n) return;
        if (child + 1 < n && is_better(runs, heap[child + 1], heap[child])) child++;
        if (!is_better(runs, heap[child], heap[at])) return;
        uint32_t keep = heap[at];
        heap[at] = heap[child];
        heap[child] = keep;
        at = child;
    }
}

static kembar_status take_chains(kembar_aligner *aligner) {
    size_t n = aligner->n_runs;
    if (kembar_array_reserve((void **)&aligner->order, &aligner->order_capacity, n,
                             sizeof *aligner->order))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++) aligner->order[i] = (uint32_t)i;
    for (size_t i = n / 2; i-- > 0;) sift_down(aligner->runs, aligner->order, n, i);
    while (n) {
        uint32_t id = aligner->order[0];
        aligner->order[0] = aligner->order[--n];
        sift_down(aligner->runs, aligner->order, n, 0);
        if (!aligner->runs[id].is_used && take_chain(aligner, id)) return KEMBAR_ERROR_MEMORY;
    }
    return KEMBAR_OK;
}

static int compare_passages(const void *x, const void *y) {
    const kembar_passage *a = x, *b = y;
    if (a->a_begin != b->a_begin) return a->a_begin < b->a_begin ? -1 : 1;
    return a->b_begin < b->b_begin ? -1 : a->b_begin > b->b_begin;
}

static uint32_t count_covered(kembar_aligner *aligner, size_t n_tokens, int side_b) {
    uint32_t n = 0;
    memset(aligner->covered, 0, n_tokens);
    for (size_t i = 0; i < aligner->n_passages; i++) {
        const kembar_passage *p = &aligner->passages[i];
        uint32_t begin = side_b ? p->b_begin : p->a_begin, end = side_b ? p->b_end : p->a_end;
        memset(aligner->covered + begin, 1, end - begin);
    }
    for (size_t i = 0; i < n_tokens; i++) n += aligner->covered[i];
    return n;
}

static kembar_status summarise(kembar_aligner *aligner, kembar_alignment *out) {
    size_t n_a = aligner->a->content.n_tokens, n_b = aligner->b->content.n_tokens;
    if (kembar_array_reserve((void **)&aligner->covered, &aligner->covered_capacity,
                             (n_a > n_b ? n_a : n_b) + 1, 1))
        return KEMBAR_ERROR_MEMORY;
    qsort(aligner->passages, aligner->n_passages, sizeof *aligner->passages, compare_passages);
    *out = (kembar_alignment){.passages = aligner->passages,
                              .n_passages = aligner->n_passages,
                              .replacements = aligner->replacements,
                              .n_replacements = aligner->n_replacements,
                              .covered_a = count_covered(aligner, n_a, 0),
                              .covered_b = count_covered(aligner, n_b, 1)};
    for (size_t i = 0; i < aligner->n_passages; i++) {
        out->n_equal += aligner->passages[i].n_equal;
        out->n_alike += aligner->passages[i].n_alike;
        if (aligner->passages[i].n_equal > out->longest) out->longest = aligner->passages[i].n_equal;
    }
    return KEMBAR_OK;
}

kembar_status kembar_aligner_run(kembar_aligner *aligner, const kembar_prepared *b,
                                 kembar_alignment *out) {
    *out = (kembar_alignment){0};
    aligner->b = b;
    aligner->n_passages = aligner->n_replacements = 0;
    kembar_status status = find_runs(aligner);
    if (!status) status = link_runs(aligner);
    if (!status) status = take_chains(aligner);
    if (!status && aligner->n_passages) status = summarise(aligner, out);
    return status;
}
