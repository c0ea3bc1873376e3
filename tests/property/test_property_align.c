/* Every passage is recounted by a slow reference that follows the definition of a passage and knows
 * nothing of runs, chains and scores. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "make_document.h"
#include "pair/align.h"
#include "pair/lookalike.h"

enum { GAP = 8, MIN_EQUAL = 8, MAX_TOKENS = 600 };

typedef struct side {
    const kembar_prepared *prepared;
    kembar_view words[MAX_TOKENS]; /* folded; they point into the text, which is lower-case ASCII */
    size_t n;
} side;

static side side_of(const made *item) {
    side out = {.prepared = &item->prepared, .n = item->prepared.content.n_tokens};
    assert_true(out.n <= MAX_TOKENS);
    for (size_t i = 0; i < out.n; i++) {
        const kembar_token *token = &item->document->tokens.items[item->prepared.content.tokens[i]];
        out.words[i] =
            (kembar_view){item->document->text.data + token->begin, token->end - token->begin};
    }
    return out;
}

static int equal(const side *a, size_t i, const side *b, size_t j) {
    return a->words[i].size == b->words[j].size &&
           memcmp(a->words[i].data, b->words[j].data, a->words[i].size) == 0;
}

static int holds_digit(kembar_view word) {
    for (size_t i = 0; i < word.size; i++)
        if (word.data[i] >= '0' && word.data[i] <= '9')
            return 1;
    return 0;
}

static int matches(const side *a, size_t i, const side *b, size_t j) {
    if (equal(a, i, b, j))
        return 1;
    kembar_view x = a->words[i], y = b->words[j];
    size_t longer = x.size > y.size ? x.size : y.size;
    if (holds_digit(x) || holds_digit(y) || longer > KEMBAR_LOOKALIKE_MAX_BYTES)
        return 0;
    return kembar_edit_distance_reference(x, y) <= (longer / 3 > 1 ? longer / 3 : 1);
}

/* Most tokens that a path from the first tokens of the passage to its last ones can match when it
 * never leaves out more than GAP tokens of a side; equal_only: by equal tokens alone and without
 * a bound on what is left out. */
static uint32_t most_matched(const side *a, const side *b, const kembar_passage *p,
                             int equal_only) {
    static uint32_t best[MAX_TOKENS][MAX_TOKENS];
    size_t n = p->a_end - p->a_begin, m = p->b_end - p->b_begin;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++) {
            size_t x = p->a_begin + i, y = p->b_begin + j;
            if (equal_only) { /* longest common subsequence */
                uint32_t skip = i ? best[i - 1][j] : 0, other = j ? best[i][j - 1] : 0;
                uint32_t through = i && j ? best[i - 1][j - 1] : 0;
                best[i][j] = skip > other ? skip : other;
                if (equal(a, x, b, y) && through + 1 > best[i][j])
                    best[i][j] = through + 1;
                continue;
            }
            best[i][j] = i == 0 && j == 0 && matches(a, x, b, y);
            if ((i == 0 && j == 0) || !matches(a, x, b, y))
                continue;
            for (size_t di = 1; di <= GAP + 1 && di <= i; di++)
                for (size_t dj = 1; dj <= GAP + 1 && dj <= j; dj++)
                    if (best[i - di][j - dj] && best[i - di][j - dj] + 1 > best[i][j])
                        best[i][j] = best[i - di][j - dj] + 1;
        }
    return best[n - 1][m - 1];
}

static int is_seed(const side *a, size_t i, const side *b, size_t j) {
    return equal(a, i, b, j) && equal(a, i + 1, b, j + 1) && equal(a, i + 2, b, j + 2);
}

static void expect_passage(const side *a, const side *b, const kembar_passage *p) {
    assert_true(p->a_begin < p->a_end && p->a_end <= a->n);
    assert_true(p->b_begin < p->b_end && p->b_end <= b->n);
    assert_true(is_seed(a, p->a_begin, b, p->b_begin));
    assert_true(is_seed(a, p->a_end - 3, b, p->b_end - 3));
    uint32_t a_span = p->a_end - p->a_begin, b_span = p->b_end - p->b_begin;
    uint32_t span = a_span > b_span ? a_span : b_span, matched = p->n_equal + p->n_alike;
    assert_true(p->n_equal >= MIN_EQUAL);
    assert_true(10 * matched >= 7 * span);
    assert_true(matched <= (a_span < b_span ? a_span : b_span));
    assert_true(p->n_equal <= most_matched(a, b, p, 1));
    assert_true(matched <= most_matched(a, b, p, 0));
}

/* Marks the tokens in maximal runs of at least MIN_EQUAL equal tokens. */
static void mark_runs(const side *a, const side *b, uint8_t *in_a, uint8_t *in_b) {
    memset(in_a, 0, MAX_TOKENS);
    memset(in_b, 0, MAX_TOKENS);
    for (size_t i = 0; i < a->n; i++)
        for (size_t j = 0; j < b->n; j++) {
            if (i && j && equal(a, i - 1, b, j - 1))
                continue;
            size_t n = 0;
            while (i + n < a->n && j + n < b->n && equal(a, i + n, b, j + n))
                n++;
            if (n < MIN_EQUAL)
                continue;
            memset(in_a + i, 1, n);
            memset(in_b + j, 1, n);
        }
}

static void expect_covers(const kembar_alignment *found, const side *a, const side *b) {
    uint8_t in_a[MAX_TOKENS], in_b[MAX_TOKENS], by_a[MAX_TOKENS] = {0}, by_b[MAX_TOKENS] = {0};
    uint32_t n_a = 0, n_b = 0;
    mark_runs(a, b, in_a, in_b);
    for (size_t i = 0; i < found->n_passages; i++) {
        const kembar_passage *p = &found->passages[i];
        memset(by_a + p->a_begin, 1, p->a_end - p->a_begin);
        memset(by_b + p->b_begin, 1, p->b_end - p->b_begin);
    }
    for (size_t i = 0; i < MAX_TOKENS; i++) {
        assert_true(by_a[i] >= in_a[i]);
        assert_true(by_b[i] >= in_b[i]);
        n_a += by_a[i];
        n_b += by_b[i];
    }
    assert_int_equal(found->covered_a, n_a);
    assert_int_equal(found->covered_b, n_b);
}

static void expect_sums(const kembar_alignment *found) {
    uint32_t n_equal = 0, n_alike = 0, longest = 0;
    for (size_t i = 0; i < found->n_passages; i++) {
        const kembar_passage *p = &found->passages[i];
        n_equal += p->n_equal;
        n_alike += p->n_alike;
        longest = p->n_equal > longest ? p->n_equal : longest;
        if (i)
            assert_true(p[-1].a_begin < p->a_begin ||
                        (p[-1].a_begin == p->a_begin && p[-1].b_begin <= p->b_begin));
    }
    assert_int_equal(found->n_equal, n_equal);
    assert_int_equal(found->n_alike, n_alike);
    assert_int_equal(found->longest, longest);
}

/* Tokens on either side of a replacement are none of the other's at that place: it begins and ends
 * within one passage. */
static void expect_replacements(const kembar_alignment *found) {
    for (size_t i = 0; i < found->n_replacements; i++) {
        const kembar_replacement *r = &found->replacements[i];
        int is_inside = 0;
        for (size_t k = 0; k < found->n_passages; k++) {
            const kembar_passage *p = &found->passages[k];
            is_inside |= p->a_begin < r->a_begin && r->a_end < p->a_end &&
                         p->b_begin < r->b_begin && r->b_end < p->b_end;
        }
        assert_true(is_inside);
        assert_in_range(r->a_end - r->a_begin, 1, GAP);
        assert_in_range(r->b_end - r->b_begin, 1, GAP);
    }
}

/* Covered tokens of x and y aligned with x set, checked against the reference. */
static void align(kembar_aligner *aligner, const made *x, const made *y, uint32_t covered[2]) {
    kembar_alignment found;
    side a = side_of(x), b = side_of(y);
    assert_int_equal(kembar_aligner_set(aligner, &x->prepared), KEMBAR_OK);
    assert_int_equal(kembar_aligner_run(aligner, &y->prepared, &found), KEMBAR_OK);
    for (size_t i = 0; i < found.n_passages; i++)
        expect_passage(&a, &b, &found.passages[i]);
    expect_covers(&found, &a, &b);
    expect_sums(&found);
    expect_replacements(&found);
    covered[0] = found.covered_a;
    covered[1] = found.covered_b;
}

typedef struct edit_recipe {
    size_t n_words;
    uint64_t n_different;
    unsigned percent; /* of words edited */
    size_t n_parts;   /* moved about */
} edit_recipe;

/* The words of `text` in n_parts stretches, in reverse order. */
static void append_reversed(kembar_buffer *out, const char *text, size_t n_words, size_t n_parts) {
    for (size_t part = n_parts; part-- > 0;) {
        size_t begin = part * n_words / n_parts, end = (part + 1) * n_words / n_parts;
        kembar_buffer_append(out, text + 9 * begin, 9 * (end - begin)); /* eight letters, a space */
    }
}

static double try_recipe(kembar_aligner *aligner, kembar_random *random,
                         const edit_recipe *recipe) {
    kembar_buffer text[3] = {{0}, {0}, {0}};
    append_words(&text[0], random, recipe->n_words, recipe->n_different);
    append_reversed(&text[1], text_of(&text[0]), recipe->n_words, recipe->n_parts);
    append_edited(&text[2], random, text_of(&text[1]), recipe->percent);
    made a = make_prepared(text[0].data), b = make_prepared(text_of(&text[2]));
    uint32_t covered[2], swapped[2];
    align(aligner, &a, &b, covered);
    align(aligner, &b, &a, swapped);
    double off = abs((int)covered[0] - (int)swapped[1]) + abs((int)covered[1] - (int)swapped[0]);
    double all = (double)(a.prepared.content.n_tokens + b.prepared.content.n_tokens);
    free_made(&a);
    free_made(&b);
    for (int i = 0; i < 3; i++)
        kembar_buffer_deinit(&text[i]);
    return off / all;
}

/* Few different words make repeats, edits make gaps, parts make passages cross. No seed comes near
 * the cap. */
static void passages_satisfy_the_definition(void **state) {
    (void)state;
    static const edit_recipe recipes[] = {
        {250, 1 << 20, 0, 1}, {250, 1 << 20, 5, 3}, {250, 1 << 20, 15, 2}, {250, 1 << 20, 30, 1},
        {200, 60, 10, 2},     {200, 25, 15, 3},     {150, 12, 20, 2},      {120, 8, 10, 2},
        {300, 200, 20, 5},    {9, 1 << 20, 5, 1},   {3, 5, 0, 1},          {60, 6, 25, 4},
    };
    kembar_aligner *aligner = NULL;
    kembar_random random = {7};
    assert_int_equal(kembar_aligner_new(&aligner, NULL), KEMBAR_OK);
    for (size_t i = 0; i < sizeof recipes / sizeof *recipes; i++) {
        double sum = 0, worst = 0;
        for (int trial = 0; trial < 12; trial++) {
            double off = try_recipe(aligner, &random, &recipes[i]);
            sum += off;
            worst = off > worst ? off : worst;
        }
        /* Which of two equally good chains is taken depends on the side; that moves little. */
        assert_true(sum / 12 <= 0.002);
        assert_true(worst <= 0.02);
    }
    kembar_aligner_free(aligner);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passages_satisfy_the_definition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
