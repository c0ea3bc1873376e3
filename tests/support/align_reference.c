#include "align_reference.h"

#include <string.h>

#include "base/hash.h"
#include "pair/lookalike.h"

enum { GAP = KEMBAR_ALIGN_MAX_GAP, MAX_TOKENS = ALIGN_REFERENCE_MAX_TOKENS };

int align_side_init(align_side *side, const kembar_prepared *prepared) {
    const kembar_document *document = prepared->document;
    side->n = prepared->content.n_tokens;
    if (side->n > MAX_TOKENS)
        return 0;
    for (size_t i = 0; i < side->n; i++) {
        const kembar_token *token = &document->tokens.items[prepared->content.tokens[i]];
        side->words[i] =
            (kembar_view){document->text.data + token->begin, token->end - token->begin};
        side->hashes[i] = kembar_hash_bytes(side->words[i].data, side->words[i].size, 0);
    }
    return 1;
}

static int equal(const align_side *a, size_t i, const align_side *b, size_t j) {
    return a->hashes[i] == b->hashes[j];
}

static int holds_digit(kembar_view word) {
    for (size_t i = 0; i < word.size; i++)
        if (word.data[i] >= '0' && word.data[i] <= '9')
            return 1;
    return 0;
}

int align_reference_match(const align_side *a, size_t i, const align_side *b, size_t j) {
    if (equal(a, i, b, j))
        return 2;
    kembar_view x = a->words[i], y = b->words[j];
    size_t longer = x.size > y.size ? x.size : y.size;
    size_t shorter = x.size < y.size ? x.size : y.size, bound = longer / 3 > 1 ? longer / 3 : 1;
    if (holds_digit(x) || holds_digit(y) || longer > KEMBAR_LOOKALIKE_MAX_BYTES ||
        longer - shorter > bound)
        return 0;
    return kembar_edit_distance(x, y) <= bound; /* has a reference of its own */
}

/* Length of the longest common subsequence of the passage's tokens. */
static uint32_t most_equal(const align_side *a, const align_side *b, const kembar_passage *p) {
    uint32_t best[MAX_TOKENS + 1] = {0};
    for (size_t i = p->a_begin; i < p->a_end; i++) {
        uint32_t before = 0; /* of the row above, one to the left */
        for (size_t j = p->b_begin; j < p->b_end; j++) {
            uint32_t *here = &best[j - p->b_begin + 1], above = *here;
            uint32_t through = before + (equal(a, i, b, j) ? 1 : 0);
            *here = above > here[-1] ? above : here[-1];
            *here = through > *here ? through : *here;
            before = above;
        }
    }
    return best[p->b_end - p->b_begin];
}

/* Most tokens that a path from the first tokens of the passage to its last ones can match when it
 * never leaves out more than GAP tokens of a side. */
static uint32_t most_matched(const align_side *a, const align_side *b, const kembar_passage *p) {
    enum { ROWS = GAP + 2 };
    uint32_t best[ROWS][MAX_TOKENS] = {{0}};
    size_t n = p->a_end - p->a_begin, m = p->b_end - p->b_begin;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++) {
            uint32_t *here = &best[i % ROWS][j];
            int is_match = align_reference_match(a, p->a_begin + i, b, p->b_begin + j);
            *here = i == 0 && j == 0 && is_match;
            if ((i == 0 && j == 0) || !is_match)
                continue;
            for (size_t di = 1; di <= GAP + 1 && di <= i; di++)
                for (size_t dj = 1; dj <= GAP + 1 && dj <= j; dj++) {
                    uint32_t before = best[(i - di) % ROWS][j - dj];
                    if (before && before + 1 > *here)
                        *here = before + 1;
                }
        }
    return best[(n - 1) % ROWS][m - 1];
}

static int is_seed(const align_side *a, size_t i, const align_side *b, size_t j) {
    return equal(a, i, b, j) && equal(a, i + 1, b, j + 1) && equal(a, i + 2, b, j + 2);
}

static const char *check_passage(const align_side *a, const align_side *b,
                                 const kembar_passage *p) {
    if (p->a_begin >= p->a_end || p->a_end > a->n || p->b_begin >= p->b_end || p->b_end > b->n)
        return "a passage is empty or leaves its document";
    uint32_t a_span = p->a_end - p->a_begin, b_span = p->b_end - p->b_begin;
    uint32_t span = a_span > b_span ? a_span : b_span, matched = p->n_equal + p->n_alike;
    if (p->n_equal < KEMBAR_ALIGN_MIN_EQUAL || a_span < 3 || b_span < 3)
        return "a passage has too few equal tokens";
    /* Noisy ones are carried on beyond their last seeds. */
    if (p->n_alike == 0 &&
        (!is_seed(a, p->a_begin, b, p->b_begin) || !is_seed(a, p->a_end - 3, b, p->b_end - 3)))
        return "a passage does not begin and end with a seed";
    if (!align_reference_match(a, p->a_begin, b, p->b_begin) ||
        !align_reference_match(a, p->a_end - 1, b, p->b_end - 1))
        return "a passage does not begin and end with tokens that match";
    if (10 * matched < 7 * span)
        return "a passage has an identity below 0.7";
    if (matched > (a_span < b_span ? a_span : b_span))
        return "a passage matches more tokens than it has";
    if (p->n_equal > most_equal(a, b, p))
        return "a passage has more equal tokens than can be in order";
    if (matched > most_matched(a, b, p))
        return "a passage matches more tokens than a path within the gaps can";
    return NULL;
}

static const char *check_sums(const kembar_alignment *found) {
    uint32_t n_equal = 0, n_alike = 0, longest = 0;
    uint8_t in_a[MAX_TOKENS] = {0}, in_b[MAX_TOKENS] = {0};
    uint32_t n_a = 0, n_b = 0;
    for (size_t i = 0; i < found->n_passages; i++) {
        const kembar_passage *p = &found->passages[i];
        n_equal += p->n_equal;
        n_alike += p->n_alike;
        longest = p->n_equal > longest ? p->n_equal : longest;
        if (i > 0 && (p[-1].a_begin > p->a_begin ||
                      (p[-1].a_begin == p->a_begin && p[-1].b_begin > p->b_begin)))
            return "the passages are not in order";
        memset(in_a + p->a_begin, 1, p->a_end - p->a_begin);
        memset(in_b + p->b_begin, 1, p->b_end - p->b_begin);
    }
    for (size_t i = 0; i < MAX_TOKENS; i++) {
        n_a += in_a[i];
        n_b += in_b[i];
    }
    if (found->n_equal != n_equal || found->n_alike != n_alike || found->longest != longest)
        return "the sums are not those of the passages";
    return found->covered_a == n_a && found->covered_b == n_b
               ? NULL
               : "the covered tokens are not those in passages";
}

/* A replacement begins and ends within one passage. */
static const char *check_replacement(const kembar_alignment *found, const kembar_replacement *r) {
    uint32_t n_a = r->a_end - r->a_begin, n_b = r->b_end - r->b_begin;
    if (n_a < 1 || n_a > GAP || n_b < 1 || n_b > GAP)
        return "a replacement is empty or longer than a gap";
    for (size_t i = 0; i < found->n_passages; i++) {
        const kembar_passage *p = &found->passages[i];
        if (p->a_begin < r->a_begin && r->a_end < p->a_end && p->b_begin < r->b_begin &&
            r->b_end < p->b_end)
            return NULL;
    }
    return "a replacement lies in no passage";
}

const char *align_reference_check(const align_side *a, const align_side *b,
                                  const kembar_alignment *found) {
    const char *broken = NULL;
    for (size_t i = 0; i < found->n_passages && !broken; i++)
        broken = check_passage(a, b, &found->passages[i]);
    if (!broken)
        broken = check_sums(found);
    for (size_t i = 0; i < found->n_replacements && !broken; i++)
        broken = check_replacement(found, &found->replacements[i]);
    return broken;
}

/* Length of the run of equal tokens that begins here, 0 when it began before. */
static size_t run_at(const align_side *a, size_t i, const align_side *b, size_t j) {
    size_t n = 0;
    if (i > 0 && j > 0 && equal(a, i - 1, b, j - 1))
        return 0;
    while (i + n < a->n && j + n < b->n && equal(a, i + n, b, j + n))
        n++;
    return n;
}

static int all_set(const uint8_t *marks, size_t n) {
    return memchr(marks, 0, n) == NULL;
}

const char *align_reference_check_runs(const align_side *a, const align_side *b,
                                       const kembar_alignment *found) {
    uint8_t in_a[MAX_TOKENS] = {0}, in_b[MAX_TOKENS] = {0};
    for (size_t i = 0; i < found->n_passages; i++) {
        const kembar_passage *p = &found->passages[i];
        memset(in_a + p->a_begin, 1, p->a_end - p->a_begin);
        memset(in_b + p->b_begin, 1, p->b_end - p->b_begin);
    }
    for (size_t i = 0; i < a->n; i++)
        for (size_t j = 0; j < b->n; j++) {
            size_t n = run_at(a, i, b, j);
            if (n >= KEMBAR_ALIGN_MIN_EQUAL && !(all_set(in_a + i, n) && all_set(in_b + j, n)))
                return "a long run of equal tokens is in no passage";
        }
    return NULL;
}

size_t align_reference_most_frequent(const align_side *side) {
    size_t most = 0;
    for (size_t i = 0; i + 3 <= side->n; i++) {
        size_t n = 0;
        for (size_t j = 0; j + 3 <= side->n; j++)
            n += is_seed(side, i, side, j) ? 1 : 0;
        most = n > most ? n : most;
    }
    return most;
}
