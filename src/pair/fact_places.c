#include "pair/fact_places.h"

enum { SLOT_WORDS = 2, BIT_MASK = 63, NEIGHBOURS = 2 };

void kembar_fact_places_add(kembar_fact_places *self, uint32_t token, kembar_fact_kind kind) {
    if (self->n_items < KEMBAR_MAX_FACT_PLACES)
        self->items[self->n_items++] = (kembar_fact_place){token, kind};
}

static int is_number(kembar_fact_kind kind) {
    return kind == KEMBAR_FACT_NUMBER || kind == KEMBAR_FACT_AMOUNT;
}

static int is_name(kembar_fact_kind kind) {
    return kind == KEMBAR_FACT_NAME || kind == KEMBAR_FACT_ACRONYM;
}

/* Of "Lake City" the first word alone stands behind those that introduce it. */
static int continues(const kembar_fact_places *places, const kembar_fact_place *at) {
    return at > places->items && at[-1].token + 1 == at->token;
}

static int are_introduced_alike(const kembar_prepared *a, uint32_t i, const kembar_prepared *b,
                                uint32_t j) {
    if (i < SLOT_WORDS || j < SLOT_WORDS)
        return 0;
    for (uint32_t k = 1; k <= SLOT_WORDS; k++)
        if (kembar_prepared_hash(a, i - k) != kembar_prepared_hash(b, j - k))
            return 0;
    return 1;
}

/* One of the others that stands in the slot of x, or NULL. */
static const kembar_fact_place *find_in_slot(const kembar_prepared *a, const kembar_fact_place *x,
                                             const kembar_prepared *b,
                                             const kembar_fact_places *others) {
    for (size_t i = 0; i < others->n_items; i++) {
        const kembar_fact_place *y = &others->items[i];
        int is_same_kind =
            (is_number(x->kind) && is_number(y->kind)) || (is_name(x->kind) && is_name(y->kind));
        if (is_same_kind && !continues(others, y) && are_introduced_alike(a, x->token, b, y->token))
            return y;
    }
    return NULL;
}

/* Of a, whose slots b fills otherwise. */
static kembar_fact_slots count_filled(const kembar_prepared *a, const kembar_fact_places *of_a,
                                      const kembar_prepared *b, const kembar_fact_places *of_b) {
    kembar_fact_slots slots = {0, 0};
    for (size_t i = 0; i < of_a->n_items; i++) {
        const kembar_fact_place *x = &of_a->items[i];
        if (continues(of_a, x))
            continue;
        const kembar_fact_place *y = find_in_slot(a, x, b, of_b);
        if (!y)
            continue;
        if (is_name(x->kind))
            slots.names++;
        else if (!kembar_fact_rounds(kembar_fact_value(a, x->token),
                                     kembar_fact_value(b, y->token)))
            slots.numbers++;
    }
    return slots;
}

kembar_fact_slots kembar_fact_slots_count(const kembar_prepared *a, const kembar_fact_places *of_a,
                                          const kembar_prepared *b,
                                          const kembar_fact_places *of_b) {
    kembar_fact_slots x = count_filled(a, of_a, b, of_b), y = count_filled(b, of_b, a, of_a);
    return (kembar_fact_slots){.numbers = x.numbers < y.numbers ? x.numbers : y.numbers,
                               .names = x.names < y.names ? x.names : y.names};
}

/* Not 0 when token i + 1 goes on with the name that token i is of: capitalised, one
 * character apart. */
static int is_one_name(const kembar_prepared *prepared, uint32_t i) {
    const kembar_token *items = prepared->document->tokens.items;
    const uint32_t *tokens = prepared->content.tokens;
    return kembar_fact_may_be(prepared, i) && kembar_fact_may_be(prepared, i + 1) &&
           items[tokens[i]].end + 1 == items[tokens[i + 1]].begin;
}

typedef struct word_count {
    uint32_t n_words, n_lower;
} word_count;

/* Counts token i, which stands next to a stretch. A capital that begins a sentence says nothing. */
static void count_word(word_count *count, const kembar_prepared *prepared, uint32_t i) {
    uint32_t is_lower = kembar_fact_is_lower(prepared, i) ? 1 : 0;
    if (!is_lower && !kembar_fact_may_be(prepared, i))
        return;
    count->n_words++;
    count->n_lower += is_lower;
}

int kembar_fact_in_running_text(const kembar_prepared *prepared, uint32_t begin, uint32_t end) {
    uint32_t n = (uint32_t)prepared->content.n_tokens;
    word_count before = {0, 0}, behind = {0, 0};
    for (int i = 0; i < NEIGHBOURS && begin > 0 && is_one_name(prepared, begin - 1); i++)
        begin--;
    for (int i = 0; i < NEIGHBOURS && end < n && is_one_name(prepared, end - 1); i++)
        end++;
    for (uint32_t i = begin; i > 0 && before.n_words < NEIGHBOURS; i--)
        count_word(&before, prepared, i - 1);
    for (uint32_t i = end; i < n && behind.n_words < NEIGHBOURS; i++)
        count_word(&behind, prepared, i);
    uint32_t n_lower = before.n_lower + behind.n_lower;
    return n_lower > 0 && 4 * n_lower >= 3 * (before.n_words + behind.n_words);
}

static int holds(const kembar_fact_set *self, uint64_t hash) {
    if (!(self->bits >> (hash & BIT_MASK) & 1))
        return 0;
    for (size_t i = 0; i < self->n_hashes; i++)
        if (self->hashes[i] == hash)
            return 1;
    return 0;
}

void kembar_fact_set_add(kembar_fact_set *self, uint64_t hash) {
    if (holds(self, hash))
        return;
    if (self->n_hashes == KEMBAR_MAX_FACT_HASHES) {
        self->is_full = 1;
        return;
    }
    self->hashes[self->n_hashes++] = hash;
    self->bits |= (uint64_t)1 << (hash & BIT_MASK);
}

int kembar_fact_set_reaches(const kembar_fact_set *self, const kembar_prepared *prepared,
                            uint32_t least) {
    if (self->is_full || self->n_hashes >= least)
        return 1;
    uint32_t n = 0;
    for (uint32_t i = 0; i < prepared->content.n_tokens && n < least; i++)
        n += holds(self, kembar_prepared_hash(prepared, i)) != 0;
    return n >= least;
}
