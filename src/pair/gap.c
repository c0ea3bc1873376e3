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

/* A content token, and what tells at once that it looks like few others. */
typedef struct gap_word {
    const kembar_prepared *prepared;
    uint64_t hash;
    uint32_t content_i;
    uint32_t letters; /* of an ASCII word; 0: not asked for yet */
    kembar_view written;
    uint8_t flags;
} gap_word;

static gap_word word_at(const kembar_prepared *prepared, uint32_t content_i) {
    const kembar_document *document = prepared->document;
    uint32_t token_i = prepared->content.tokens[content_i];
    const kembar_token *token = &document->tokens.items[token_i];
    return (gap_word){.prepared = prepared,
                      .hash = token->hash,
                      .content_i = content_i,
                      .written = {document->text.data + token->begin, token->end - token->begin},
                      .flags = document->tokens.flags[token_i]};
}

/* Folding hardly changes a token's bytes, so a large difference rules a look-alike out. */
static int is_far_in_length(size_t x, size_t y) {
    size_t longer = x > y ? x : y;
    if (longer > MAX_WRITTEN)
        return 1;
    /* Folding may halve or double a word in bytes only where it is not ASCII: leave room. */
    return longer - (x + y - longer) > longer / 2 + 1;
}

static uint32_t letters_of(gap_word *word) {
    if (!word->letters)
        word->letters = kembar_letters(word->written);
    return word->letters;
}

static int are_alike_folded(const gap_word *x, const gap_word *y, kembar_gap_scratch *scratch) {
    if (is_far_in_length(x->written.size, y->written.size))
        return 0;
    return kembar_lookalike(folded(x->prepared, x->content_i, &scratch->a),
                            folded(y->prepared, y->content_i, &scratch->b));
}

/* Most words are told apart by their sizes, most others by their letters. */
static int are_alike(gap_word *x, gap_word *y, kembar_gap_scratch *scratch) {
    size_t size_x = x->written.size, size_y = y->written.size;
    if ((x->flags | y->flags) & KEMBAR_TOKEN_DIGIT)
        return 0;
    if ((x->flags | y->flags) & KEMBAR_TOKEN_NON_ASCII)
        return are_alike_folded(x, y, scratch);
    return kembar_lookalike_sizes(size_x, size_y) &&
           kembar_letters_may_be_alike(letters_of(x), letters_of(y),
                                       size_x > size_y ? size_x : size_y) &&
           kembar_lookalike_ascii(x->written, y->written);
}

int kembar_gap_alike(const kembar_prepared *a, uint32_t i, const kembar_prepared *b, uint32_t j,
                     kembar_gap_scratch *scratch) {
    gap_word x = word_at(a, i), y = word_at(b, j);
    return are_alike(&x, &y, scratch);
}

static size_t written_size(const kembar_gap_piece *piece) {
    size_t size = 0;
    for (uint32_t k = 0; k < piece->n_tokens; k++)
        size += word_at(piece->prepared, piece->first + k).written.size;
    return size;
}

static kembar_view folded_piece(const kembar_gap_piece *piece, kembar_buffer *buffer) {
    const kembar_document *document = piece->prepared->document;
    kembar_buffer_clear(buffer);
    for (uint32_t k = 0; k < piece->n_tokens; k++)
        kembar_token_fold(document->text, &document->tokens,
                          piece->prepared->content.tokens[piece->first + k], buffer);
    return kembar_buffer_view(buffer);
}

int kembar_gap_alike_joined(const kembar_gap_piece *x, const kembar_gap_piece *y,
                            kembar_gap_scratch *scratch) {
    return !is_far_in_length(written_size(x), written_size(y)) &&
           kembar_lookalike(folded_piece(x, &scratch->a), folded_piece(y, &scratch->b));
}

kembar_gap kembar_gap_match(const kembar_prepared *a, uint32_t a_begin, uint32_t a_end,
                            const kembar_prepared *b, uint32_t b_begin, uint32_t b_end,
                            kembar_gap_scratch *scratch) {
    uint32_t n = a_end - a_begin, m = b_end - b_begin;
    if (n == 0 || m == 0)
        return (kembar_gap){0, 0};
    /* Row by row: the best of the tokens of a so far with the first of b. */
    uint32_t rows[2][SIDE] = {{0}};
    gap_word of_b[SIDE];
    for (uint32_t j = 0; j < m; j++)
        of_b[j] = word_at(b, b_begin + j);
    for (uint32_t i = 1; i <= n; i++) {
        const uint32_t *before = rows[(i - 1) % 2];
        uint32_t *best = rows[i % 2];
        gap_word of_a = word_at(a, a_begin + i - 1);
        for (uint32_t j = 1; j <= m; j++) {
            uint32_t gain = 0, skip = before[j] > best[j - 1] ? before[j] : best[j - 1];
            if (of_a.hash == of_b[j - 1].hash)
                gain = MATCH + EQUAL;
            else if (before[j - 1] + MATCH > skip && are_alike(&of_a, &of_b[j - 1], scratch))
                gain = MATCH;
            uint32_t through = gain ? before[j - 1] + gain : 0;
            best[j] = through > skip ? through : skip;
        }
    }
    uint32_t matched = rows[n % 2][m] / MATCH, equal = rows[n % 2][m] % MATCH;
    /* Eight equal tokens score 80 = 8 * 9 + 8. */
    return (kembar_gap){equal, matched - equal};
}
