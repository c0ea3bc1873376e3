/* Passages as they are reported, in bytes: on character boundaries, from token to token, beginning
 * and ending with equal words, alike enough between, and covering what the pair says they cover. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "kembar/compare.h"
#include "make_document.h"

enum { MAX_TOKENS = 2048 };

/* Words with letters of two, three and four bytes, some in another form of the same letter. */
static void append_decorated(kembar_buffer *out, kembar_random *random, const char *text) {
    static const char *const before[] = {"", "", "", "", "\u201c", "(", "\u2026 "};
    static const char *const within[] = {"",        "",       "",       "\u00e9",
                                         "e\u0301", "\u0101", "\u4e2d", "\U0001d4d0"};
    static const char *const after[] = {" ",       " ",      " ",  ", ",           ". ",
                                        "\u201d ", "\u00a0", "\n", " \U0001f600 ", "\n\n"};
    for (const char *at = text; *at;) {
        size_t size = strcspn(at, " ");
        kembar_buffer_append_text(out, before[kembar_random_below(random, 7)]);
        kembar_buffer_append(out, at, size);
        /* The same for the same word, so that copies stay copies. */
        kembar_buffer_append_text(out, within[(unsigned char)at[0] % 8]);
        kembar_buffer_append_text(out, after[kembar_random_below(random, 10)]);
        at += size;
        at += *at != '\0';
    }
}

typedef struct text_tokens {
    uint64_t hashes[MAX_TOKENS];
    uint8_t covered[MAX_TOKENS];
    size_t n;
} text_tokens;

static int is_boundary(kembar_view text, uint32_t at) {
    return at == text.size || ((unsigned char)text.data[at] & 0xc0) != 0x80;
}

/* The tokens of the bytes [begin, end) by themselves, which must be tokens of the document; marks
 * them there. */
static void take_slice(text_tokens *out, const made *whole, text_tokens *of_whole, uint32_t begin,
                       uint32_t end) {
    kembar_view text = kembar_document_text(whole->document);
    const kembar_tokens *tokens = &whole->document->tokens;
    assert_true(begin < end && end <= text.size);
    assert_true(is_boundary(text, begin) && is_boundary(text, end));
    size_t size = end - begin;
    char *slice = calloc(size + 1, 1);
    assert_non_null(slice);
    memcpy(slice, text.data + begin, size);
    made part = make_prepared(slice);
    out->n = part.document->tokens.n_items;
    size_t first = 0;
    while (first < tokens->n_items && tokens->items[first].begin < begin)
        first++;
    assert_true(out->n > 0 && first + out->n <= tokens->n_items);
    assert_int_equal(tokens->items[first].begin, begin);
    assert_int_equal(tokens->items[first + out->n - 1].end, end);
    for (size_t i = 0; i < out->n; i++) {
        out->hashes[i] = part.document->tokens.items[i].hash;
        assert_true(out->hashes[i] == tokens->items[first + i].hash);
        of_whole->covered[first + i] = 1;
    }
    free_made(&part);
    free(slice);
}

/* Length of the longest common subsequence. */
static size_t common(const text_tokens *a, const text_tokens *b) {
    static uint16_t row[MAX_TOKENS + 1];
    memset(row, 0, sizeof row);
    for (size_t i = 0; i < a->n; i++) {
        uint16_t diagonal = 0;
        for (size_t j = 1; j <= b->n; j++) {
            uint16_t above = row[j];
            if (a->hashes[i] == b->hashes[j - 1])
                row[j] = (uint16_t)(diagonal + 1);
            else if (row[j - 1] > row[j])
                row[j] = row[j - 1];
            diagonal = above;
        }
    }
    return row[b->n];
}

static int32_t share_covered(const text_tokens *tokens, size_t n) {
    uint64_t n_covered = 0;
    for (size_t i = 0; i < n; i++)
        n_covered += tokens->covered[i];
    return n ? (int32_t)(n_covered * 1000000 / n) : 0;
}

static void check_span(const made *a, const made *b, text_tokens *of_a, text_tokens *of_b,
                       const kembar_span_pair *span) {
    static text_tokens x, y;
    take_slice(&x, a, of_a, span->a_begin, span->a_end);
    take_slice(&y, b, of_b, span->b_begin, span->b_end);
    assert_true(x.hashes[0] == y.hashes[0]);
    assert_true(x.hashes[x.n - 1] == y.hashes[y.n - 1]);
    size_t n_equal = common(&x, &y), longer = x.n > y.n ? x.n : y.n;
    assert_true(n_equal >= 8);
    /* Random words hardly ever look alike. */
    assert_true(n_equal * 10 >= longer * 7);
}

static size_t check_pair(const char *text_a, const char *text_b) {
    static text_tokens of_a, of_b;
    kembar_options options = kembar_options_default();
    made a = make_prepared(text_a), b = make_prepared(text_b);
    kembar_comparison c;
    memset(of_a.covered, 0, sizeof of_a.covered);
    memset(of_b.covered, 0, sizeof of_b.covered);
    size_t n_a = a.document->tokens.n_items, n_b = b.document->tokens.n_items;
    assert_true(n_a <= MAX_TOKENS && n_b <= MAX_TOKENS);
    assert_int_equal(kembar_compare(a.document, b.document, &options, &c, NULL), KEMBAR_OK);
    for (uint32_t i = 0; i < c.pair.n_spans; i++) {
        assert_true(i == 0 || c.spans[i - 1].a_begin <= c.spans[i].a_begin);
        check_span(&a, &b, &of_a, &of_b, &c.spans[i]);
    }
    assert_int_equal(share_covered(&of_a, n_a), c.pair.coverage_a);
    assert_int_equal(share_covered(&of_b, n_b), c.pair.coverage_b);
    size_t n_spans = c.pair.n_spans;
    kembar_comparison_deinit(&c);
    free_made(&a);
    free_made(&b);
    return n_spans;
}

static void passages_are_exact_to_the_character(void **state) {
    (void)state;
    static const unsigned percents[] = {0, 3, 8, 15, 25};
    kembar_random random = {41};
    size_t n_spans = 0;
    for (size_t i = 0; i < 5; i++)
        for (int trial = 0; trial < 8; trial++) {
            kembar_buffer words = {0}, edited = {0}, a = {0}, b = {0};
            append_words(&words, &random, 60 + 40 * (size_t)trial, 1 << 20);
            append_edited(&edited, &random, text_of(&words), percents[i]);
            append_decorated(&a, &random, words.data);
            append_decorated(&b, &random, text_of(&edited));
            n_spans += check_pair(text_of(&a), text_of(&b));
            kembar_buffer_deinit(&words);
            kembar_buffer_deinit(&edited);
            kembar_buffer_deinit(&a);
            kembar_buffer_deinit(&b);
        }
    assert_true(n_spans >= 40);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passages_are_exact_to_the_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
