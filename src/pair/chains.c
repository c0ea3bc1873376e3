#include "pair/chains.h"

#include "base/alloc.h"
#include "base/array.h"
#include "pair/chain_score.h"

void kembar_chains_deinit(kembar_chains *chains) {
    kembar_free(chains->passages);
    kembar_free(chains->replacements);
    kembar_free(chains->order);
    kembar_free(chains->path);
    kembar_free(chains->sums);
    kembar_free(chains->starts);
    kembar_buffer_deinit(&chains->scratch.a);
    kembar_buffer_deinit(&chains->scratch.b);
    *chains = (kembar_chains){0};
}

/* --- one stretch of a path becomes a passage --- */

static kembar_status add_replacement(kembar_chains *chains, const kembar_equal_run *before,
                                     const kembar_equal_run *run) {
    kembar_replacement gap = {before->a + before->length, run->a + run->cut,
                              before->b + before->length, run->b + run->cut};
    if (gap.a_begin == gap.a_end || gap.b_begin == gap.b_end)
        return KEMBAR_OK;
    if (kembar_array_reserve((void **)&chains->replacements, &chains->replacements_capacity,
                             chains->n_replacements + 1, sizeof *chains->replacements))
        return KEMBAR_ERROR_MEMORY;
    chains->replacements[chains->n_replacements++] = gap;
    return KEMBAR_OK;
}

static kembar_passage measure(const kembar_chains *chains, const kembar_equal_run *runs,
                              size_t first, size_t last) {
    const kembar_equal_run *begin = &runs[chains->path[first]], *end = &runs[chains->path[last]];
    kembar_passage passage = {.a_begin = begin->a,
                              .b_begin = begin->b,
                              .a_end = end->a + end->length,
                              .b_end = end->b + end->length,
                              .n_equal = begin->length};
    for (size_t i = first + 1; i <= last; i++) {
        const kembar_equal_run *run = &runs[chains->path[i]];
        passage.n_equal += run->length - run->cut + run->gap.n_equal;
        passage.n_alike += run->gap.n_alike;
    }
    return passage;
}

static kembar_status add_passage(kembar_chains *chains, const kembar_equal_run *runs, size_t first,
                                 size_t last) {
    kembar_passage passage = measure(chains, runs, first, last);
    if (passage.n_equal < KEMBAR_ALIGN_MIN_EQUAL)
        return KEMBAR_OK;
    for (size_t i = first + 1; i <= last; i++)
        if (add_replacement(chains, &runs[chains->path[i - 1]], &runs[chains->path[i]]))
            return KEMBAR_ERROR_MEMORY;
    if (kembar_array_reserve((void **)&chains->passages, &chains->passages_capacity,
                             chains->n_passages + 1, sizeof *chains->passages))
        return KEMBAR_ERROR_MEMORY;
    chains->passages[chains->n_passages++] = passage;
    return KEMBAR_OK;
}

/* --- a path is cut into stretches --- */

/* sums[2i] is the path's score before run i (its gap included), sums[2i + 1] the score after it. */
static void sum_path(kembar_chains *chains, const kembar_equal_run *runs, size_t n) {
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        const kembar_equal_run *run = &runs[chains->path[i]];
        const kembar_equal_run *before = i ? &runs[chains->path[i - 1]] : NULL;
        uint32_t cut = before ? run->cut : 0;
        if (before)
            sum += kembar_chain_gap_score(run->a + cut - (before->a + before->length),
                                          run->b + cut - (before->b + before->length), run->gap);
        chains->sums[2 * i] = sum;
        sum += KEMBAR_CHAIN_GAIN * (int64_t)(run->length - cut);
        chains->sums[2 * i + 1] = sum;
    }
}

/* The longest stretch of runs within [begin, end) whose score is not negative; ties go to the
 * first. Only a run before which the sum is lower than ever before can begin it, so one pass from
 * either side finds it. A single run always qualifies. */
static size_t longest_stretch(kembar_chains *chains, size_t begin, size_t end, size_t *first) {
    const int64_t *sums = chains->sums;
    size_t n_starts = 0, longest = 0;
    for (size_t i = begin; i < end; i++)
        if (n_starts == 0 || sums[2 * i] < sums[2 * chains->starts[n_starts - 1]])
            chains->starts[n_starts++] = i;
    for (size_t last = end; last-- > begin;)
        while (n_starts && sums[2 * last + 1] >= sums[2 * chains->starts[n_starts - 1]]) {
            size_t start = chains->starts[--n_starts];
            if (start > last || last + 1 - start < longest)
                continue;
            longest = last + 1 - start;
            *first = start;
        }
    return longest;
}

/* What is left on either side of the longest stretch is cut likewise. */
static kembar_status cut_stretches(kembar_chains *chains, const kembar_equal_run *runs,
                                   size_t begin, size_t end) {
    while (begin < end) {
        size_t first = begin, n = longest_stretch(chains, begin, end, &first);
        if (add_passage(chains, runs, first, first + n - 1))
            return KEMBAR_ERROR_MEMORY;
        if (cut_stretches(chains, runs, begin, first))
            return KEMBAR_ERROR_MEMORY;
        begin = first + n;
    }
    return KEMBAR_OK;
}

/* A path that is no passage as a whole is cut piece by piece: that bounds the work on pages made of
 * nothing but small matches. */
enum { PIECE = 1024 };

static kembar_status cut_path(kembar_chains *chains, const kembar_equal_run *runs, size_t n) {
    if (chains->sums[2 * n - 1] >= 0)
        return add_passage(chains, runs, 0, n - 1);
    for (size_t begin = 0; begin < n; begin += PIECE)
        if (cut_stretches(chains, runs, begin, n - begin < PIECE ? n : begin + PIECE))
            return KEMBAR_ERROR_MEMORY;
    return KEMBAR_OK;
}

/* --- paths, best first --- */

/* From the start of the chain that run `id` lies in to its end, over runs that no better chain has
 * used. */
static kembar_status find_path(kembar_chains *chains, kembar_equal_run *runs, uint32_t id,
                               size_t *n) {
    size_t n_runs = 1;
    uint32_t start = id;
    while (runs[start].before != KEMBAR_NO_RUN && !runs[runs[start].before].is_used) {
        start = runs[start].before;
        n_runs++;
    }
    for (uint32_t at = runs[id].after; at != KEMBAR_NO_RUN && !runs[at].is_used;
         at = runs[at].after)
        n_runs++;
    if (kembar_array_reserve((void **)&chains->path, &chains->path_capacity, n_runs,
                             sizeof *chains->path) ||
        kembar_array_reserve((void **)&chains->sums, &chains->sums_capacity, 2 * n_runs,
                             sizeof *chains->sums) ||
        kembar_array_reserve((void **)&chains->starts, &chains->starts_capacity, n_runs,
                             sizeof *chains->starts))
        return KEMBAR_ERROR_MEMORY;
    *n = n_runs;
    size_t back = 0;
    for (uint32_t at = id; at != start; at = runs[at].before)
        back++;
    for (uint32_t at = id, i = 0;; at = runs[at].before, i++) {
        chains->path[back - i] = at;
        if (at == start)
            break;
    }
    for (size_t i = back + 1; i < n_runs; i++)
        chains->path[i] = runs[chains->path[i - 1]].after;
    return KEMBAR_OK;
}

static kembar_status take_path(kembar_chains *chains, kembar_equal_runs *runs, uint32_t id) {
    size_t n = 0;
    if (find_path(chains, runs->items, id, &n))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++)
        runs->items[chains->path[i]].is_used = 1;
    sum_path(chains, runs->items, n);
    return cut_path(chains, runs->items, n);
}

static int is_better(const kembar_equal_run *runs, uint32_t x, uint32_t y) {
    if (runs[x].score != runs[y].score)
        return runs[x].score > runs[y].score;
    return x < y;
}

static void sift_down(const kembar_equal_run *runs, uint32_t *heap, size_t n, size_t at) {
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= n)
            return;
        if (child + 1 < n && is_better(runs, heap[child + 1], heap[child]))
            child++;
        if (!is_better(runs, heap[child], heap[at]))
            return;
        uint32_t keep = heap[at];
        heap[at] = heap[child];
        heap[child] = keep;
        at = child;
    }
}

/* A run that follows none and is followed by none is its own path, and too short a passage. */
static int may_be_in_passage(const kembar_equal_run *run) {
    return run->length >= KEMBAR_ALIGN_MIN_EQUAL || run->before != KEMBAR_NO_RUN ||
           run->after != KEMBAR_NO_RUN;
}

static size_t list_runs(kembar_chains *chains, const kembar_equal_runs *runs) {
    size_t n = 0;
    for (uint32_t id = 0; id < runs->n_items; id++)
        if (may_be_in_passage(&runs->items[id]))
            chains->order[n++] = id;
    return n;
}

static uint32_t best_run(const kembar_chains *chains, const kembar_equal_run *runs, size_t n) {
    uint32_t best = chains->order[0];
    for (size_t i = 1; i < n; i++)
        if (is_better(runs, chains->order[i], best))
            best = chains->order[i];
    return best;
}

static size_t drop_used(kembar_chains *chains, const kembar_equal_run *runs, size_t n) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!runs[chains->order[i]].is_used)
            chains->order[kept++] = chains->order[i];
    return kept;
}

/* Most runs lie in the best chain: only what that leaves is put in order. */
kembar_status kembar_chains_take(kembar_chains *chains, kembar_equal_runs *runs) {
    chains->n_passages = chains->n_replacements = 0;
    if (kembar_array_reserve((void **)&chains->order, &chains->order_capacity, runs->n_items + 1,
                             sizeof *chains->order))
        return KEMBAR_ERROR_MEMORY;
    size_t n = list_runs(chains, runs);
    if (n && take_path(chains, runs, best_run(chains, runs->items, n)))
        return KEMBAR_ERROR_MEMORY;
    n = drop_used(chains, runs->items, n);
    for (size_t i = n / 2; i-- > 0;)
        sift_down(runs->items, chains->order, n, i);
    while (n) {
        uint32_t id = chains->order[0];
        chains->order[0] = chains->order[--n];
        sift_down(runs->items, chains->order, n, 0);
        if (!runs->items[id].is_used && take_path(chains, runs, id))
            return KEMBAR_ERROR_MEMORY;
    }
    return KEMBAR_OK;
}
