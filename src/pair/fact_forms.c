#include "pair/fact_forms.h"

#include <string.h>

#include "pair/fact_measures.h"
#include "pair/lookalike.h"

/* Not 0 when token i of one side is a word of the other's stretch in another form. */
static int is_other_form(kembar_fact_forms *forms, int own, uint32_t i,
                         const kembar_fact_stretch *other, int is_close) {
    const kembar_prepared *a = forms->sides[own], *b = forms->sides[!own];
    for (uint32_t j = other->begin; j < other->end; j++)
        if (kembar_fact_shortens(a, i, b, j, &forms->scratch) ||
            (is_close && kembar_gap_alike(a, i, b, j, &forms->scratch)))
            return 1;
    return 0;
}

static kembar_view fold_token(const kembar_prepared *prepared, uint32_t i, kembar_buffer *buffer) {
    kembar_buffer_clear(buffer);
    kembar_token_fold(prepared->document->text, &prepared->document->tokens,
                      prepared->content.tokens[i], buffer);
    return kembar_buffer_view(buffer);
}

/* Where letters are misread all over a text, its numbers and names are too. */
static int is_misread(kembar_fact_forms *forms, int own, uint32_t i,
                      const kembar_fact_stretch *other) {
    kembar_view x = fold_token(forms->sides[own], i, &forms->scratch.a);
    for (uint32_t j = other->begin; j < other->end; j++) {
        kembar_view y = fold_token(forms->sides[!own], j, &forms->scratch.b);
        size_t longer = x.size > y.size ? x.size : y.size;
        if (longer <= KEMBAR_LOOKALIKE_MAX_BYTES &&
            kembar_edit_distance(x, y) <= (longer > 1 ? longer / 2 : 1))
            return 1;
    }
    return 0;
}

/* The same measure in another unit. */
static int is_converted(const kembar_fact_forms *forms, int own, uint32_t i,
                        const kembar_fact_stretch *other) {
    kembar_fact_measure x = kembar_fact_measure_at(forms->sides[own], i);
    for (uint32_t j = other->begin; x.dimension != 0 && j < other->end; j++) {
        kembar_fact_measure y = kembar_fact_measure_at(forms->sides[!own], j);
        if (kembar_fact_measure_converts(&x, &y))
            return 1;
    }
    return 0;
}

/* "44" and "4z4": of two numbers that a letter alone tells apart one is a slip. */
static int is_misspelt_number(kembar_fact_forms *forms, int own, uint32_t i,
                              const kembar_fact_stretch *other) {
    kembar_view x = fold_token(forms->sides[own], i, &forms->scratch.a);
    for (uint32_t j = other->begin; j < other->end; j++) {
        if (!kembar_fact_has_digit(forms->sides[!own], j))
            continue;
        kembar_view y = fold_token(forms->sides[!own], j, &forms->scratch.b);
        if (kembar_fact_is_all_digits(x) != kembar_fact_is_all_digits(y) &&
            x.size <= KEMBAR_LOOKALIKE_MAX_BYTES && y.size <= KEMBAR_LOOKALIKE_MAX_BYTES &&
            kembar_edit_distance(x, y) <= 1)
            return 1;
    }
    return 0;
}

int kembar_fact_has_other_form(kembar_fact_forms *forms, int own, uint32_t i, kembar_fact_kind kind,
                               const kembar_fact_stretch *other, int is_close) {
    if (forms->is_noisy && is_misread(forms, own, i, other))
        return 1;
    if (kind == KEMBAR_FACT_NAME || kind == KEMBAR_FACT_ACRONYM)
        return is_other_form(forms, own, i, other, is_close);
    if (kind == KEMBAR_FACT_DATE)
        return 0;
    return is_converted(forms, own, i, other) ||
           (is_close && is_misspelt_number(forms, own, i, other));
}

static void append_folded(kembar_buffer *out, const kembar_prepared *prepared,
                          const kembar_fact_stretch *at) {
    kembar_buffer_clear(out);
    for (uint32_t i = at->begin; i < at->end; i++)
        kembar_token_fold(prepared->document->text, &prepared->document->tokens,
                          prepared->content.tokens[i], out);
}

/* A stretch of ASCII words, folded, as far as it has room; `size` is that of all. */
typedef struct ascii_stretch {
    char data[KEMBAR_LOOKALIKE_MAX_BYTES];
    size_t size;
} ascii_stretch;

static char fold_ascii(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static void add_ascii(ascii_stretch *out, const char *word, size_t size) {
    for (size_t i = 0; i < size && out->size + i < sizeof out->data; i++)
        out->data[out->size + i] = fold_ascii(word[i]);
    out->size += size;
}

/* Returns 0 where a word is not ASCII. */
static int fold_all_ascii(ascii_stretch *out, const kembar_prepared *prepared,
                          const kembar_fact_stretch *at) {
    const kembar_document *document = prepared->document;
    out->size = 0;
    for (uint32_t i = at->begin; i < at->end; i++) {
        uint32_t token_i = prepared->content.tokens[i];
        const kembar_token *token = &document->tokens.items[token_i];
        if (document->tokens.flags[token_i] & KEMBAR_TOKEN_NON_ASCII)
            return 0;
        add_ascii(out, document->text.data + token->begin, token->end - token->begin);
    }
    return 1;
}

/* In noisy texts numbers run into other words, and are misread there: with few edits, as forms have
 * other numbers in such places. */
static int is_run_together(const kembar_fact_stretch at[2], kembar_view x, kembar_view y) {
    enum { LETTERS_AN_EDIT = 8 };
    size_t longer = x.size > y.size ? x.size : y.size;
    return at[0].end - at[0].begin != at[1].end - at[1].begin &&
           kembar_lookalike_sizes(x.size, y.size) &&
           kembar_edit_distance(x, y) <= 1 + longer / LETTERS_AN_EDIT;
}

static int are_same_spelling(const kembar_fact_forms *forms, const kembar_fact_stretch at[2],
                             kembar_view x, kembar_view y) {
    return (x.size == y.size && x.size > 0 && memcmp(x.data, y.data, x.size) == 0) ||
           kembar_lookalike(x, y) || (forms->is_noisy && is_run_together(at, x, y));
}

int kembar_fact_same_spelling(kembar_fact_forms *forms, const kembar_fact_stretch at[2]) {
    ascii_stretch a, b;
    if (fold_all_ascii(&a, forms->sides[0], &at[0]) &&
        fold_all_ascii(&b, forms->sides[1], &at[1])) {
        if (a.size != b.size && !kembar_lookalike_sizes(a.size, b.size))
            return 0;
        if (a.size <= sizeof a.data && b.size <= sizeof b.data)
            return are_same_spelling(forms, at, (kembar_view){a.data, a.size},
                                     (kembar_view){b.data, b.size});
    }
    append_folded(&forms->scratch.a, forms->sides[0], &at[0]);
    append_folded(&forms->scratch.b, forms->sides[1], &at[1]);
    return are_same_spelling(forms, at, kembar_buffer_view(&forms->scratch.a),
                             kembar_buffer_view(&forms->scratch.b));
}
