#include "pair/fact_ends.h"

/* Words in lower case that a form has at the least, and their share of those of either text; words
 * that may open it. */
enum { MIN_SHARED = 4, SHARED_PARTS = 3, ALL_PARTS = 5, OPENING = 4 };
enum { SIDE = KEMBAR_FACT_END_TOKENS + 1 };

typedef kembar_fact_stretch stretch;

/* One of two texts, and which of its content tokens are matched with those of the other one. */
typedef struct half {
    const kembar_prepared *prepared;
    stretch at;
    uint32_t items[KEMBAR_FACT_END_TOKENS];
} half;

typedef struct matching {
    half halves[2];
    size_t n_items;
    uint8_t lengths[SIDE][SIDE]; /* of the longest list of words of both that begins there */
} matching;

static uint32_t size_of(const half *h) {
    return h->at.end - h->at.begin;
}

static uint64_t hash_of(const half *h, uint32_t i) {
    return kembar_prepared_hash(h->prepared, h->at.begin + i);
}

/* An order of all stretches. */
static int is_before(const half *a, const half *b) {
    if (size_of(a) != size_of(b))
        return size_of(a) < size_of(b);
    for (uint32_t i = 0; i < size_of(a); i++)
        if (hash_of(a, i) != hash_of(b, i))
            return hash_of(a, i) < hash_of(b, i);
    return 0;
}

static void measure(matching *m, const half *a, const half *b) {
    for (uint32_t i = 0; i <= size_of(a); i++)
        m->lengths[i][size_of(b)] = 0;
    for (uint32_t j = 0; j <= size_of(b); j++)
        m->lengths[size_of(a)][j] = 0;
    for (uint32_t i = size_of(a); i-- > 0;)
        for (uint32_t j = size_of(b); j-- > 0;) {
            uint8_t down = m->lengths[i + 1][j], right = m->lengths[i][j + 1];
            uint8_t longer = down > right ? down : right;
            m->lengths[i][j] =
                hash_of(a, i) == hash_of(b, j) ? (uint8_t)(m->lengths[i + 1][j + 1] + 1) : longer;
        }
}

/* The longest list of words that stand in both in this order. Of several that are as long the same
 * is taken whichever text comes first. */
static void match(matching *m) {
    int first = is_before(&m->halves[1], &m->halves[0]);
    half *a = &m->halves[first], *b = &m->halves[!first];
    uint32_t i = 0, j = 0;
    measure(m, a, b);
    m->n_items = 0;
    while (m->lengths[i][j] > 0) {
        if (hash_of(a, i) == hash_of(b, j)) {
            a->items[m->n_items] = a->at.begin + i++;
            b->items[m->n_items++] = b->at.begin + j++;
        } else if (m->lengths[i + 1][j] >= m->lengths[i][j + 1]) {
            i++;
        } else {
            j++;
        }
    }
}

static uint32_t count_lower(const kembar_prepared *prepared, uint32_t begin, uint32_t end) {
    uint32_t n = 0;
    for (uint32_t i = begin; i < end; i++)
        n += kembar_fact_is_lower(prepared, i) ? 1 : 0;
    return n;
}

/* From the matched word that is farthest from the passage on. */
static stretch used(const matching *m, const half *h, int is_lead) {
    return is_lead ? (stretch){h->items[0], h->at.end}
                   : (stretch){h->at.begin, h->items[m->n_items - 1] + 1};
}

static int is_form(const matching *m, int is_lead) {
    const half *a = &m->halves[0], *b = &m->halves[1];
    if (m->n_items < MIN_SHARED)
        return 0;
    stretch of_a = used(m, a, is_lead), of_b = used(m, b, is_lead);
    uint32_t n_a = count_lower(a->prepared, of_a.begin, of_a.end);
    uint32_t n_b = count_lower(b->prepared, of_b.begin, of_b.end);
    uint32_t n_shared = 0;
    for (size_t k = 0; k < m->n_items; k++)
        n_shared += kembar_fact_is_lower(a->prepared, a->items[k]) &&
                            kembar_fact_is_lower(b->prepared, b->items[k])
                        ? 1
                        : 0;
    return n_shared >= MIN_SHARED && ALL_PARTS * n_shared >= SHARED_PARTS * (n_a > n_b ? n_a : n_b);
}

static void add(kembar_fact_ends *self, stretch a, stretch b) {
    if (a.begin == a.end || b.begin == b.end)
        return;
    self->items[self->n_items][0] = a;
    self->items[self->n_items++][1] = b;
}

/* What stands before the first matched word, one character apart: "Lake City" of "Lake City will
 * have", not of "Lake City - It will have". */
static stretch opening(const half *h) {
    const kembar_token *items = h->prepared->document->tokens.items;
    const uint32_t *tokens = h->prepared->content.tokens;
    stretch found = {h->items[0], h->items[0]};
    while (found.begin > h->at.begin && found.end - found.begin < OPENING &&
           items[tokens[found.begin - 1]].end + 1 == items[tokens[found.begin]].begin)
        found.begin--;
    return found;
}

/* What stands behind the k-th matched word, from 1; 0: before the first. */
static stretch gap(const matching *m, const half *h, size_t k) {
    return (stretch){k > 0 ? h->items[k - 1] + 1 : h->at.begin,
                     k < m->n_items ? h->items[k] : h->at.end};
}

/* Whether it may be a form with a fact in it at all. */
static int may_be_form(const half *h) {
    uint32_t n_lower = 0;
    int has_fact = 0;
    for (uint32_t i = h->at.begin; i < h->at.end && (n_lower < MIN_SHARED || !has_fact); i++) {
        if (kembar_fact_is_lower(h->prepared, i))
            n_lower++;
        else if (!has_fact)
            has_fact = kembar_fact_may_be(h->prepared, i);
    }
    return n_lower >= MIN_SHARED && has_fact;
}

static void find_end(kembar_fact_ends *self, matching *m, int is_lead) {
    const half *a = &m->halves[0], *b = &m->halves[1];
    if (!may_be_form(a) || !may_be_form(b))
        return;
    match(m);
    if (!is_form(m, is_lead))
        return;
    if (is_lead)
        add(self, opening(a), opening(b));
    for (size_t k = is_lead ? 1 : 0; k < m->n_items + (is_lead ? 1 : 0); k++)
        add(self, gap(m, a, k), gap(m, b, k));
}

static stretch before(uint32_t token) {
    uint32_t n = KEMBAR_FACT_END_TOKENS;
    return (stretch){token > n ? token - n : 0, token};
}

static stretch behind(const kembar_prepared *prepared, uint32_t token) {
    uint32_t n = (uint32_t)prepared->content.n_tokens;
    return (stretch){token,
                     n - token > KEMBAR_FACT_END_TOKENS ? token + KEMBAR_FACT_END_TOKENS : n};
}

void kembar_fact_ends_find(kembar_fact_ends *self, const kembar_prepared *a,
                           const kembar_prepared *b, const kembar_alignment *alignment) {
    matching m;
    self->n_items = 0;
    if (alignment->n_passages == 0)
        return;
    const kembar_passage *first = alignment->passages, *last = first;
    uint32_t b_begin = first->b_begin, b_end = first->b_end;
    for (size_t i = 1; i < alignment->n_passages; i++) {
        const kembar_passage *p = &alignment->passages[i];
        if (p->a_end > last->a_end || (p->a_end == last->a_end && p->b_end > last->b_end))
            last = p;
        b_begin = p->b_begin < b_begin ? p->b_begin : b_begin;
        b_end = p->b_end > b_end ? p->b_end : b_end;
    }
    m.halves[0] = (half){.prepared = a, .at = before(first->a_begin)};
    m.halves[1] = (half){.prepared = b, .at = before(first->b_begin)};
    if (first->b_begin == b_begin)
        find_end(self, &m, 1);
    m.halves[0].at = behind(a, last->a_end);
    m.halves[1].at = behind(b, last->b_end);
    if (last->b_end == b_end)
        find_end(self, &m, 0);
}
