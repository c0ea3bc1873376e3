#include "pair/gap.h"

#include "pair/lookalike.h"

/* A match counts 9 and an equal one 1 more, so that eight equal tokens never outweigh one more
 * matched token. */
enum { MATCH = 9, EQUAL = 1, SIDE = KEMBAR_ALIGN_MAX_GAP + 1 };

/* A token written longer than this folds to more than a look-alike may have. */
enum { MAX_WRITTEN = 4 * KEMBAR_LOOKALIKE_MAX_BYTES };

kembar_status kembar_gap_status(const kembar_gap_scratch *scratch) {
    kembar_status status = kembar_buffer_status(&scratch->a);
    return status ? status : kembar_buffer_status(&scratch->b);
}

static kembar_view folded(const kembar_prepared *prepared, uint32_t content_i,
                          kembar_buffer *buffer) {
    kembar_buffer_clear(buffer);
    kembar_token_fold(prepared->document->text, &prepared->document->tokens,
                      prepared->content.tokens[content_i], buffer);
    return kembar_buffer_view(buffer);
}

static kembar_view written(const kembar_prepared *prepared, uint32_t content_i) {
    const kembar_document *document = prepared->document;
    const kembar_token *token = &document->tokens.items[prepared->content.tokens[content_i]];
    return (kembar_view){document->text.data + token->begin, token->end - token->begin};
}

/* Folding hardly changes a token's bytes, so a large difference rules a look-alike out. */
static int is_far_in_length(size_t x, size_t y) {
    size_t longer = x > y ? x : y;
    if (longer > MAX_WRITTEN)
        return 1;
    /* Folding may halve or double a word in bytes only where it is not ASCII: leave room. */
    return longer - (x + y - longer) > longer / 2 + 1;
}

int kembar_gap_alike(const kembar_prepared *a, uint32_t i, const kembar_prepared *b, uint32_t j,
                     kembar_gap_scratch *scratch) {
    const uint8_t *flags_a = a->document->tokens.flags, *flags_b = b->document->tokens.flags;
    uint8_t either = flags_a[a->content.tokens[i]] | flags_b[b->content.tokens[j]];
    if (either & KEMBAR_TOKEN_DIGIT)
        return 0;
    kembar_view x = written(a, i), y = written(b, j);
    if (!(either & KEMBAR_TOKEN_NON_ASCII)) {
        size_t longer = x.size > y.size ? x.size : y.size;
        return longer <= KEMBAR_LOOKALIKE_MAX_BYTES &&
               kembar_letters_may_be_alike(kembar_letters(x), kembar_letters(y), longer) &&
               kembar_lookalike_ascii(x, y);
    }
    if (is_far_in_length(x.size, y.size))
        return 0;
    return kembar_lookalike(folded(a, i, &scratch->a), folded(b, j, &scratch->b));
}

kembar_gap kembar_gap_match(const kembar_prepared *a, uint32_t a_begin, uint32_t a_end,
                            const kembar_prepared *b, uint32_t b_begin, uint32_t b_end,
                            kembar_gap_scratch *scratch) {
    uint32_t n = a_end - a_begin, m = b_end - b_begin;
    if (n == 0 || m == 0)
        return (kembar_gap){0, 0};
    uint32_t best[SIDE][SIDE] = {{0}};
    for (uint32_t i = 1; i <= n; i++)
        for (uint32_t j = 1; j <= m; j++) {
            uint32_t x = a_begin + i - 1, y = b_begin + j - 1, gain = 0;
            uint32_t skip = best[i - 1][j] > best[i][j - 1] ? best[i - 1][j] : best[i][j - 1];
            if (kembar_prepared_hash(a, x) == kembar_prepared_hash(b, y))
                gain = MATCH + EQUAL;
            else if (best[i - 1][j - 1] + MATCH > skip && kembar_gap_alike(a, x, b, y, scratch))
                gain = MATCH;
            uint32_t through = gain ? best[i - 1][j - 1] + gain : 0;
            best[i][j] = through > skip ? through : skip;
        }
    uint32_t matched = best[n][m] / MATCH, equal = best[n][m] % MATCH;
    /* Eight equal tokens score 80 = 8 * 9 + 8. */
    return (kembar_gap){equal, matched - equal};
}
