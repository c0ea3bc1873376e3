/* The chains' passages, before noisy ones are carried on, are those of a quadratic reference: runs
 * by comparing every token with every other, each linked to the best of all runs before it, chains
 * taken and cut by trying every stretch. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "align_reference.h"
#include "make_document.h"
#include "pair/chains.h"
#include "pair/equal_runs.h"
#include "pair/seeds.h"

enum { MAX_RUNS = 40000, NONE = MAX_RUNS, GAP = KEMBAR_ALIGN_MAX_GAP, OPEN = 64 };

typedef struct slow_run {
    uint32_t a, b, length;
    uint32_t before, after, cut;
    uint32_t gap_equal, gap_alike;
    int64_t score;
    int is_used;
} slow_run;

typedef struct slow_alignment {
    align_side a, b;
    slow_run runs[MAX_RUNS]; /* by b, then a */
    uint32_t n_runs;
    uint32_t path[MAX_RUNS];
    int64_t sums[2 * MAX_RUNS];
    kembar_passage passages[MAX_RUNS];
    size_t n_passages;
} slow_alignment;

static slow_alignment slow;

static uint32_t run_length(uint32_t i, uint32_t j) {
    uint32_t n = 0;
    while (i + n < slow.a.n && j + n < slow.b.n &&
           align_reference_match(&slow.a, i + n, &slow.b, j + n) == 2)
        n++;
    return n;
}

static void find_runs(void) {
    slow.n_runs = 0;
    for (uint32_t j = 0; j < slow.b.n; j++)
        for (uint32_t i = 0; i < slow.a.n; i++) {
            if (i && j && align_reference_match(&slow.a, i - 1, &slow.b, j - 1) == 2)
                continue;
            uint32_t n = run_length(i, j);
            if (n < KEMBAR_ALIGN_SEED_TOKENS)
                continue;
            assert_true(slow.n_runs < MAX_RUNS);
            slow.runs[slow.n_runs++] =
                (slow_run){.a = i, .b = j, .length = n, .before = NONE, .after = NONE};
        }
}

/* Most matched tokens in order, then most equal ones, as matched * 100 + equal. */
static uint32_t match_gap(uint32_t a_begin, uint32_t n, uint32_t b_begin, uint32_t m) {
    uint32_t best[GAP + 1][GAP + 1] = {{0}};
    for (uint32_t i = 1; i <= n; i++)
        for (uint32_t j = 1; j <= m; j++) {
            static const uint32_t gains[] = {0, 100, 101};
            int match = align_reference_match(&slow.a, a_begin + i - 1, &slow.b, b_begin + j - 1);
            uint32_t through = best[i - 1][j - 1] + gains[match];
            uint32_t skip = best[i - 1][j] > best[i][j - 1] ? best[i - 1][j] : best[i][j - 1];
            best[i][j] = through > skip ? through : skip;
        }
    return best[n][m];
}

static int64_t gap_score(uint32_t a_gap, uint32_t b_gap, uint32_t matched) {
    uint32_t span = a_gap > b_gap ? a_gap : b_gap;
    return 3 * (int64_t)matched - 7 * ((int64_t)span - matched);
}

/* Tokens that are left out between two runs; 0 when the second cannot follow the first. */
static int find_gap(const slow_run *before, const slow_run *run, uint32_t *cut, uint32_t gap[2]) {
    int64_t a_end = (int64_t)before->a + before->length,
            b_end = (int64_t)before->b + before->length;
    int64_t over_a = a_end - run->a, over_b = b_end - run->b;
    int64_t over = over_a > over_b ? over_a : over_b;
    over = over > 0 ? over : 0;
    int64_t a_gap = run->a + over - a_end, b_gap = run->b + over - b_end;
    if (before->a >= run->a || before->b >= run->b || over >= run->length || a_gap > GAP ||
        b_gap > GAP)
        return 0;
    *cut = (uint32_t)over;
    gap[0] = (uint32_t)a_gap;
    gap[1] = (uint32_t)b_gap;
    return 1;
}

/* Links a run to the best before it, of equals the last. Returns how many ended near enough. */
static size_t link_run(slow_run *run, uint32_t id) {
    int64_t carried = 0;
    size_t n_near = 0;
    for (uint32_t k = 0; k < id; k++) {
        const slow_run *before = &slow.runs[k];
        uint32_t cut, gap[2];
        n_near += before->b + before->length + GAP >= run->b ? 1 : 0;
        if (!find_gap(before, run, &cut, gap))
            continue;
        uint32_t match =
            match_gap(before->a + before->length, gap[0], before->b + before->length, gap[1]);
        int64_t score = before->score + gap_score(gap[0], gap[1], match / 100);
        if (run->before != NONE && score < carried)
            continue;
        carried = score;
        run->before = k;
        run->cut = cut;
        run->gap_equal = match % 100;
        run->gap_alike = match / 100 - match % 100;
    }
    run->score = (carried > 0 ? carried : 0) + 3 * ((int64_t)run->length - run->cut);
    return n_near;
}

/* Returns the most runs that were near enough for another to follow. */
static size_t link_runs(void) {
    size_t most = 0;
    for (uint32_t id = 0; id < slow.n_runs; id++) {
        size_t n = link_run(&slow.runs[id], id);
        most = n > most ? n : most;
    }
    for (uint32_t id = 0; id < slow.n_runs; id++) {
        if (slow.runs[id].before == NONE)
            continue;
        uint32_t *after = &slow.runs[slow.runs[id].before].after;
        if (*after == NONE || slow.runs[id].score > slow.runs[*after].score)
            *after = id;
    }
    return most;
}

static void add_passage(size_t first, size_t last) {
    const slow_run *begin = &slow.runs[slow.path[first]], *end = &slow.runs[slow.path[last]];
    kembar_passage p = {
        begin->a, end->a + end->length, begin->b, end->b + end->length, begin->length, 0};
    for (size_t i = first + 1; i <= last; i++) {
        const slow_run *run = &slow.runs[slow.path[i]];
        p.n_equal += run->length - run->cut + run->gap_equal;
        p.n_alike += run->gap_alike;
    }
    if (p.n_equal >= KEMBAR_ALIGN_MIN_EQUAL)
        slow.passages[slow.n_passages++] = p;
}

/* The longest stretch that reaches the identity, of equals the first; what is left on either side
 * likewise. */
static void cut_path(size_t begin, size_t end) {
    for (size_t n = end - begin; n > 0; n--)
        for (size_t first = begin; first + n <= end; first++) {
            if (slow.sums[2 * (first + n - 1) + 1] < slow.sums[2 * first])
                continue;
            add_passage(first, first + n - 1);
            cut_path(begin, first);
            cut_path(first + n, end);
            return;
        }
}

static void take_path(uint32_t id) {
    uint32_t start = id;
    size_t n = 0;
    while (slow.runs[start].before != NONE && !slow.runs[slow.runs[start].before].is_used)
        start = slow.runs[start].before;
    for (uint32_t at = id; at != start; at = slow.runs[at].before)
        n++;
    size_t back = n;
    for (uint32_t at = id;; at = slow.runs[at].before) {
        slow.path[n] = at;
        if (n-- == 0)
            break;
    }
    n = back + 1;
    for (uint32_t at = slow.runs[id].after; at != NONE && !slow.runs[at].is_used;
         at = slow.runs[at].after)
        slow.path[n++] = at;
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        slow_run *run = &slow.runs[slow.path[i]];
        uint32_t cut = 0, gap[2] = {0, 0};
        if (i > 0 && find_gap(&slow.runs[slow.path[i - 1]], run, &cut, gap))
            sum += gap_score(gap[0], gap[1], run->gap_equal + run->gap_alike);
        slow.sums[2 * i] = sum;
        sum += 3 * ((int64_t)run->length - cut);
        slow.sums[2 * i + 1] = sum;
        run->is_used = 1;
    }
    cut_path(0, n);
}

static int compare_passages(const void *x, const void *y) {
    const kembar_passage *p = x, *q = y;
    if (p->a_begin != q->a_begin)
        return p->a_begin < q->a_begin ? -1 : 1;
    return p->b_begin < q->b_begin ? -1 : p->b_begin > q->b_begin;
}

/* Returns 0 where the reference and the aligner may differ: a frequent seed, too many open runs. */
static int align_slowly(const made *a, const made *b) {
    assert_true(align_side_init(&slow.a, &a->prepared) && align_side_init(&slow.b, &b->prepared));
    if (align_reference_most_frequent(&slow.a) > KEMBAR_ALIGN_SEED_CAP)
        return 0;
    find_runs();
    if (link_runs() > OPEN)
        return 0;
    slow.n_passages = 0;
    for (;;) {
        uint32_t best = NONE;
        for (uint32_t id = 0; id < slow.n_runs; id++)
            if (!slow.runs[id].is_used &&
                (best == NONE || slow.runs[id].score > slow.runs[best].score))
                best = id;
        if (best == NONE)
            break;
        take_path(best);
    }
    qsort(slow.passages, slow.n_passages, sizeof *slow.passages, compare_passages);
    return 1;
}

typedef struct fast_alignment {
    kembar_seeds seeds;
    kembar_equal_runs runs;
    kembar_chains chains;
} fast_alignment;

static void align_fast(fast_alignment *fast, const made *a, const made *b) {
    kembar_token_hashes of_a = {slow.a.hashes, slow.a.n}, of_b = {slow.b.hashes, slow.b.n};
    assert_int_equal(kembar_seeds_build(&fast->seeds, of_a.hashes, of_a.n_tokens), KEMBAR_OK);
    assert_int_equal(kembar_equal_runs_find(&fast->runs, &fast->seeds, &of_a, &of_b), KEMBAR_OK);
    assert_int_equal(kembar_chains_link(&fast->chains, &fast->runs, &a->prepared, &b->prepared),
                     KEMBAR_OK);
    assert_int_equal(kembar_chains_take(&fast->chains, &fast->runs), KEMBAR_OK);
    qsort(fast->chains.passages, fast->chains.n_passages, sizeof *fast->chains.passages,
          compare_passages);
}

/* Not 0 when both could be compared. */
static int expect_same(fast_alignment *fast, const made *a, const made *b) {
    if (!align_slowly(a, b))
        return 0;
    align_fast(fast, a, b);
    assert_int_equal(fast->chains.n_passages, slow.n_passages);
    for (size_t i = 0; i < slow.n_passages; i++) {
        const kembar_passage *p = &fast->chains.passages[i], *q = &slow.passages[i];
        assert_int_equal(p->a_begin, q->a_begin);
        assert_int_equal(p->a_end, q->a_end);
        assert_int_equal(p->b_begin, q->b_begin);
        assert_int_equal(p->b_end, q->b_end);
        assert_int_equal(p->n_equal, q->n_equal);
        assert_int_equal(p->n_alike, q->n_alike);
    }
    return 1;
}

/* Slips of the scanner: with a chance of `percent` a word has another letter. */
static void append_noisy(kembar_buffer *out, kembar_random *random, const char *text,
                         unsigned percent) {
    for (size_t at = 0; text[at]; at++) {
        int is_hit = at % 9 == 4 && kembar_random_below(random, 100) < percent;
        kembar_buffer_append_char(out, is_hit && text[at] != ' ' ? 'x' : text[at]);
    }
}

typedef struct recipe {
    size_t n_words;
    uint64_t n_different;
    unsigned percent, noise;
    int n_comparable; /* of 20 trials, at least */
} recipe;

static int try_recipe(fast_alignment *fast, kembar_random *random, const recipe *r) {
    kembar_buffer text[3] = {{0}, {0}, {0}};
    append_words(&text[0], random, r->n_words, r->n_different);
    append_noisy(&text[1], random, text_of(&text[0]), r->noise);
    append_edited(&text[2], random, text_of(&text[1]), r->percent);
    append_words(&text[2], random, r->n_words / 4, r->n_different);
    made a = make_prepared(text[0].data), b = make_prepared(text_of(&text[2]));
    int n = expect_same(fast, &a, &b) + expect_same(fast, &b, &a);
    free_made(&a);
    free_made(&b);
    for (int i = 0; i < 3; i++)
        kembar_buffer_deinit(&text[i]);
    return n;
}

/* From texts that never repeat a word to texts of nothing but repeats. */
static void passages_are_those_of_the_reference(void **state) {
    (void)state;
    static const recipe recipes[] = {
        {200, 1 << 20, 5, 0, 20}, {200, 1 << 20, 25, 0, 20}, {200, 1 << 20, 10, 20, 20},
        {200, 100, 10, 0, 20},    {150, 40, 15, 10, 20},     {120, 15, 10, 0, 20},
        {80, 8, 20, 5, 15},       {40, 4, 15, 0, 5},         {30, 3, 10, 0, 3},
    };
    fast_alignment fast = {0};
    kembar_random random = {31};
    for (size_t i = 0; i < sizeof recipes / sizeof *recipes; i++) {
        int n_compared = 0;
        for (int trial = 0; trial < 10; trial++)
            n_compared += try_recipe(&fast, &random, &recipes[i]);
        if (n_compared < recipes[i].n_comparable)
            fail_msg("recipe %zu: %d compared", i, n_compared);
    }
    kembar_seeds_deinit(&fast.seeds);
    kembar_equal_runs_deinit(&fast.runs);
    kembar_chains_deinit(&fast.chains);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passages_are_those_of_the_reference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
