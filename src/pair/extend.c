#include "pair/extend.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"

/* As in chain_score.h: at 0.7 what matches makes up for what does not. Past a loss of DROP nothing
 * better is expected. */
enum { GAIN = 3, LOSS = 7, DROP = 4 * LOSS };

typedef struct extension {
    const kembar_prepared *a, *b;
    const uint8_t *taken_a, *taken_b;
    kembar_gap_scratch *scratch;
    int direction; /* 1: onwards, -1: back */
} extension;

/* Tokens passed on both sides, and what they were. */
typedef struct reach {
    uint32_t n_a, n_b;
    kembar_gap matched;
    int32_t score;
} reach;

void kembar_extender_deinit(kembar_extender *extender) {
    kembar_free(extender->taken_a);
    kembar_free(extender->taken_b);
    *extender = (kembar_extender){0};
}

/* The position `n` tokens beyond `at`; -1 outside the text or in another passage. */
static int64_t beyond(const kembar_prepared *prepared, const uint8_t *taken, uint32_t at,
                      uint32_t n, int direction) {
    int64_t i = direction > 0 ? (int64_t)at + n : (int64_t)at - 1 - n;
    return i < 0 || i >= (int64_t)prepared->content.n_tokens || taken[i] ? -1 : i;
}

/* 2: equal, 1: look-alike, 0: neither. */
static int match_beyond(const extension *e, const kembar_passage *from, uint32_t n_a,
                        uint32_t n_b) {
    uint32_t at_a = e->direction > 0 ? from->a_end : from->a_begin;
    uint32_t at_b = e->direction > 0 ? from->b_end : from->b_begin;
    int64_t i = beyond(e->a, e->taken_a, at_a, n_a, e->direction);
    int64_t j = beyond(e->b, e->taken_b, at_b, n_b, e->direction);
    if (i < 0 || j < 0)
        return 0;
    if (kembar_prepared_hash(e->a, (size_t)i) == kembar_prepared_hash(e->b, (size_t)j))
        return 2;
    return kembar_gap_alike(e->a, (uint32_t)i, e->b, (uint32_t)j, e->scratch) ? 1 : 0;
}

/* Passes n_a and n_b tokens if two matches in a row follow. */
static int try_skip(const extension *e, const kembar_passage *from, reach *at, uint32_t n_a,
                    uint32_t n_b) {
    if (!match_beyond(e, from, at->n_a + n_a, at->n_b + n_b) ||
        !match_beyond(e, from, at->n_a + n_a + 1, at->n_b + n_b + 1))
        return 0;
    at->n_a += n_a;
    at->n_b += n_b;
    at->score -= LOSS * (int32_t)(n_a > n_b ? n_a : n_b);
    return 1;
}

/* Skips as little as it can; 0 when nothing leads on. */
static int skip(const extension *e, const kembar_passage *from, reach *at) {
    for (uint32_t longer = 1; longer <= KEMBAR_EXTEND_SKIP; longer++)
        for (uint32_t shorter = longer + 1; shorter-- > 0;)
            if (try_skip(e, from, at, longer, shorter) || try_skip(e, from, at, shorter, longer))
                return 1;
    return 0;
}

/* `n` tokens written together, from where the passage has got to; 0 tokens outside. */
static kembar_gap_piece piece_beyond(const extension *e, int on_b, uint32_t at, uint32_t n_passed,
                                     uint32_t n) {
    const kembar_prepared *of = on_b ? e->b : e->a;
    const uint8_t *taken = on_b ? e->taken_b : e->taken_a;
    int64_t first = beyond(of, taken, at, n_passed, e->direction);
    int64_t last = beyond(of, taken, at, n_passed + n - 1, e->direction);
    if (first < 0 || last < 0)
        return (kembar_gap_piece){of, 0, 0};
    return (kembar_gap_piece){of, (uint32_t)(first < last ? first : last), n};
}

/* Passes one token and two that are written like it together. */
static int join(const extension *e, const kembar_passage *from, reach *at) {
    uint32_t at_a = e->direction > 0 ? from->a_end : from->a_begin;
    uint32_t at_b = e->direction > 0 ? from->b_end : from->b_begin;
    for (uint32_t n_a = 1; n_a <= 2; n_a++) {
        kembar_gap_piece x = piece_beyond(e, 0, at_a, at->n_a, n_a);
        kembar_gap_piece y = piece_beyond(e, 1, at_b, at->n_b, 3 - n_a);
        if (x.n_tokens && y.n_tokens && kembar_gap_alike_joined(&x, &y, e->scratch)) {
            at->n_a += n_a;
            at->n_b += 3 - n_a;
            return 1;
        }
    }
    return 0;
}

/* Passes what is the same on both sides: 2 equal tokens, 1 look-alikes, 0 nothing. */
static int step(const extension *e, const kembar_passage *from, reach *at) {
    int match = match_beyond(e, from, at->n_a, at->n_b);
    if (!match)
        return join(e, from, at);
    at->n_a++;
    at->n_b++;
    return match;
}

/* How far the passage goes in the direction, to where it scores best. */
static reach find_reach(const extension *e, const kembar_passage *from) {
    reach at = {0}, best = {0};
    while (at.score > best.score - DROP) {
        int match = step(e, from, &at);
        if (!match) {
            if (!skip(e, from, &at))
                break;
            continue;
        }
        at.score += GAIN;
        at.matched.n_equal += match == 2;
        at.matched.n_alike += match == 1;
        if (at.score > best.score)
            best = at;
    }
    return best;
}

static void carry_on(extension *e, kembar_passage *passage, int direction) {
    e->direction = direction;
    reach far = find_reach(e, passage);
    if (direction > 0) {
        passage->a_end += far.n_a;
        passage->b_end += far.n_b;
    } else {
        passage->a_begin -= far.n_a;
        passage->b_begin -= far.n_b;
    }
    passage->n_equal += far.matched.n_equal;
    passage->n_alike += far.matched.n_alike;
}

static int is_noisy(const kembar_passage *passage) {
    return passage->n_alike * KEMBAR_EXTEND_NOISE >= passage->n_equal + passage->n_alike;
}

/* One passage that is noisy tells that the other side was scanned, and so do slips all over. */
static int is_noisy_pair(const kembar_chains *chains) {
    uint64_t n_equal = 0, n_alike = 0;
    for (size_t i = 0; i < chains->n_passages; i++) {
        if (is_noisy(&chains->passages[i]))
            return 1;
        n_equal += chains->passages[i].n_equal;
        n_alike += chains->passages[i].n_alike;
    }
    return n_alike > 0 && n_alike * KEMBAR_EXTEND_NOISE_OF_PAIR >= n_equal + n_alike;
}

static void take(const kembar_extender *extender, const kembar_passage *p) {
    memset(extender->taken_a + p->a_begin, 1, p->a_end - p->a_begin);
    memset(extender->taken_b + p->b_begin, 1, p->b_end - p->b_begin);
}

static kembar_status take_all(kembar_extender *extender, const kembar_passage *passages,
                              size_t n_passages, size_t n_a, size_t n_b) {
    if (kembar_array_reserve((void **)&extender->taken_a, &extender->capacity_a, n_a, 1) ||
        kembar_array_reserve((void **)&extender->taken_b, &extender->capacity_b, n_b, 1))
        return KEMBAR_ERROR_MEMORY;
    memset(extender->taken_a, 0, n_a);
    memset(extender->taken_b, 0, n_b);
    for (size_t i = 0; i < n_passages; i++)
        take(extender, &passages[i]);
    return KEMBAR_OK;
}

static void carry_both_ways(extension *e, kembar_extender *extender, kembar_passage *passage) {
    carry_on(e, passage, 1);
    carry_on(e, passage, -1);
    take(extender, passage);
}

static int is_taken(const kembar_extender *extender, const kembar_equal_run *run) {
    for (uint32_t k = 0; k < run->length; k++)
        if (extender->taken_a[run->a + k] || extender->taken_b[run->b + k])
            return 1;
    return 0;
}

/* Tries that end in no passage go over a text no more often than this: texts of few words have runs
 * all over. */
enum { MOST_IN_VAIN = 16 };

/* Makes a passage of a run that was too short for one, if what it leads to is long enough. */
static kembar_status try_run(extension *e, kembar_extender *extender, kembar_chains *chains,
                             const kembar_equal_run *run, uint64_t *n_in_vain) {
    kembar_passage passage = {
        run->a, run->a + run->length, run->b, run->b + run->length, run->length, 0};
    if (is_taken(extender, run))
        return KEMBAR_OK;
    carry_on(e, &passage, 1);
    carry_on(e, &passage, -1);
    if (passage.n_equal < KEMBAR_ALIGN_MIN_EQUAL || !is_noisy(&passage)) {
        *n_in_vain += (uint64_t)(passage.a_end - passage.a_begin) + passage.b_end - passage.b_begin;
        return KEMBAR_OK;
    }
    if (kembar_array_reserve((void **)&chains->passages, &chains->passages_capacity,
                             chains->n_passages + 1, sizeof *chains->passages))
        return KEMBAR_ERROR_MEMORY;
    chains->passages[chains->n_passages++] = passage;
    take(extender, &passage);
    return KEMBAR_OK;
}

kembar_status kembar_extend_passages(kembar_extender *extender, kembar_chains *chains,
                                     const kembar_equal_runs *runs, const kembar_prepared *a,
                                     const kembar_prepared *b) {
    if (!is_noisy_pair(chains))
        return KEMBAR_OK;
    if (take_all(extender, chains->passages, chains->n_passages, a->content.n_tokens,
                 b->content.n_tokens))
        return KEMBAR_ERROR_MEMORY;
    extension e = {a, b, extender->taken_a, extender->taken_b, &chains->scratch, 1};
    for (size_t i = 0; i < chains->n_passages; i++)
        carry_both_ways(&e, extender, &chains->passages[i]);
    uint64_t n_tokens = (uint64_t)a->content.n_tokens + b->content.n_tokens, n_in_vain = 0;
    for (size_t i = 0; i < runs->n_items && n_in_vain <= MOST_IN_VAIN * n_tokens; i++)
        if (try_run(&e, extender, chains, &runs->items[i], &n_in_vain))
            return KEMBAR_ERROR_MEMORY;
    return kembar_gap_status(&chains->scratch);
}
