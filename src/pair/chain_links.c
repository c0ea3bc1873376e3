#include "pair/chain_score.h"
#include "pair/chains.h"

/* Tokens of `run` that overlap the end of `before` on either side: repeated words make runs overlap
 * a little. */
static uint32_t overlap(const kembar_equal_run *before, const kembar_equal_run *run) {
    uint32_t a_end = before->a + before->length, b_end = before->b + before->length;
    uint32_t on_a = a_end > run->a ? a_end - run->a : 0, on_b = b_end > run->b ? b_end - run->b : 0;
    return on_a > on_b ? on_a : on_b;
}

static int can_follow(const kembar_equal_run *before, const kembar_equal_run *run, uint32_t cut) {
    if (before->a >= run->a || before->b >= run->b || cut >= run->length)
        return 0;
    return run->a + cut - (before->a + before->length) <= KEMBAR_ALIGN_MAX_GAP &&
           run->b + cut - (before->b + before->length) <= KEMBAR_ALIGN_MAX_GAP;
}

/* Best chain so far that a run could carry on. */
typedef struct best_link {
    int64_t carried;
    uint32_t before, cut;
    kembar_gap gap;
} best_link;

/* Of equals the last run wins, and it has been tried first: else a run inside the gap would be left
 * to make a passage of its own. */
static void try_link(kembar_chains *chains, const kembar_equal_runs *runs, uint32_t before_id,
                     const kembar_equal_run *run, const kembar_prepared *a,
                     const kembar_prepared *b, best_link *best) {
    const kembar_equal_run *before = &runs->items[before_id];
    uint32_t cut = overlap(before, run);
    if (!can_follow(before, run, cut))
        return;
    uint32_t a_begin = before->a + before->length, b_begin = before->b + before->length;
    uint32_t a_end = run->a + cut, b_end = run->b + cut;
    uint32_t a_gap = a_end - a_begin, b_gap = b_end - b_begin;
    /* No better even if every token of the gap matched: spares comparing its words. */
    kembar_gap all = {a_gap < b_gap ? a_gap : b_gap, 0};
    if (best->before != KEMBAR_NO_RUN &&
        before->score + kembar_chain_gap_score(a_gap, b_gap, all) <= best->carried)
        return;
    kembar_gap gap = kembar_gap_match(a, a_begin, a_end, b, b_begin, b_end, &chains->scratch);
    int64_t carried = before->score + kembar_chain_gap_score(a_gap, b_gap, gap);
    if (best->before == KEMBAR_NO_RUN || carried > best->carried)
        *best = (best_link){carried, before_id, cut, gap};
}

static void set_link(kembar_equal_run *run, const best_link *best) {
    int64_t carried = best->before != KEMBAR_NO_RUN && best->carried > 0 ? best->carried : 0;
    run->before = best->before;
    run->cut = best->cut;
    run->gap = best->gap;
    run->score = carried + KEMBAR_CHAIN_GAIN * (int64_t)(run->length - best->cut);
}

/* A run is followed by the best of those that follow it. */
static void set_followers(kembar_equal_runs *runs) {
    for (uint32_t id = 0; id < runs->n_items; id++) {
        const kembar_equal_run *run = &runs->items[id];
        if (run->before == KEMBAR_NO_RUN)
            continue;
        uint32_t *after = &runs->items[run->before].after;
        if (*after == KEMBAR_NO_RUN || run->score > runs->items[*after].score)
            *after = id;
    }
}

/* Runs that a later one may follow, at the most: more there are only in texts of very few words,
 * and there the weakest chains go. */
enum { MAX_OPEN = 64 };

static size_t add_open(uint32_t *open, size_t n_open, const kembar_equal_run *runs, uint32_t id) {
    size_t weakest = 0;
    if (n_open < MAX_OPEN) {
        open[n_open] = id;
        return n_open + 1;
    }
    for (size_t k = 1; k < n_open; k++)
        if (runs[open[k]].score < runs[open[weakest]].score)
            weakest = k;
    for (size_t k = weakest; k + 1 < n_open; k++)
        open[k] = open[k + 1];
    open[n_open - 1] = id;
    return n_open;
}

/* Drops the runs that end too far back for this one and any later. */
static size_t close_runs(uint32_t *open, size_t n_open, const kembar_equal_run *runs,
                         const kembar_equal_run *run) {
    size_t kept = 0;
    for (size_t k = 0; k < n_open; k++) {
        const kembar_equal_run *before = &runs[open[k]];
        if (before->b + before->length + KEMBAR_ALIGN_MAX_GAP >= run->b)
            open[kept++] = open[k];
    }
    return kept;
}

/* Runs come in the order of b. The nearest before each is the best in most cases, and then spares
 * comparing the words before the others: it is tried first. */
kembar_status kembar_chains_link(kembar_chains *chains, kembar_equal_runs *runs,
                                 const kembar_prepared *a, const kembar_prepared *b) {
    uint32_t open[MAX_OPEN];
    size_t n_open = 0;
    for (uint32_t id = 0; id < runs->n_items; id++) {
        kembar_equal_run *run = &runs->items[id];
        best_link best = {.before = KEMBAR_NO_RUN};
        n_open = close_runs(open, n_open, runs->items, run);
        for (size_t k = n_open; k > 0; k--)
            try_link(chains, runs, open[k - 1], run, a, b, &best);
        set_link(run, &best);
        n_open = add_open(open, n_open, runs->items, id);
    }
    set_followers(runs);
    return kembar_gap_status(&chains->scratch);
}
