#include "pair/fact_stretches.h"

#include "base/alloc.h"
#include "base/lower_bound.h"
#include "base/sort.h"

typedef kembar_fact_stretch stretch;

static int are_in_order(const kembar_alignment *alignment) {
    const kembar_passage *p = alignment->passages;
    for (size_t i = 1; i < alignment->n_passages; i++)
        if (p[i].a_begin <= p[i - 1].a_begin || p[i].b_begin <= p[i - 1].b_begin)
            return 0;
    return 1;
}

kembar_status kembar_fact_stretches_init(kembar_fact_stretches *self, const kembar_prepared *a,
                                         const kembar_prepared *b,
                                         const kembar_alignment *alignment) {
    size_t n = alignment->n_passages;
    self->sides[0] = a;
    self->sides[1] = b;
    self->alignment = alignment;
    self->b_begins = NULL;
    self->has_ends = 0;
    if (are_in_order(alignment))
        return KEMBAR_OK;
    self->b_begins = kembar_alloc(n, sizeof *self->b_begins);
    if (!self->b_begins)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++)
        self->b_begins[i] = alignment->passages[i].b_begin;
    return kembar_sort_u64(self->b_begins, n);
}

void kembar_fact_stretches_deinit(kembar_fact_stretches *self) {
    kembar_free(self->b_begins);
    self->b_begins = NULL;
}

/* How many of the passages begin in b before `token`. */
static size_t count_begun(const kembar_fact_stretches *self, uint32_t token) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, self->alignment->n_passages, self->b_begins[at] < token);
    return at;
}

/* Whether the i-th passage and the next one follow each other in both texts, with no other between
 * them or beginning where one of them does: so told, it is the same from either side. */
static int follow_each_other(const kembar_fact_stretches *self, size_t i) {
    const kembar_passage *p = &self->alignment->passages[i], *q = p + 1;
    if (q->a_begin < p->a_end || q->b_begin < p->b_end)
        return 0;
    if (!self->b_begins)
        return 1;
    return (i == 0 || p[-1].a_begin < p->a_begin) &&
           (i + 2 == self->alignment->n_passages || q[1].a_begin > q->a_begin) &&
           count_begun(self, q->b_begin + 1) - count_begun(self, p->b_begin) == 2;
}

static size_t count_inner(const kembar_alignment *alignment) {
    return alignment->n_replacements + alignment->n_passages - (alignment->n_passages > 0);
}

int kembar_fact_stretches_has(kembar_fact_stretches *self, size_t i) {
    size_t n_inner = count_inner(self->alignment);
    if (i < n_inner)
        return 1;
    if (!self->has_ends)
        kembar_fact_ends_find(&self->ends, self->sides[0], self->sides[1], self->alignment);
    self->has_ends = 1;
    return i < n_inner + self->ends.n_items;
}

static int is_filled(const stretch at[2]) {
    return at[0].end > at[0].begin && at[1].end > at[1].begin &&
           at[0].end - at[0].begin <= KEMBAR_MAX_FACT_STRETCH &&
           at[1].end - at[1].begin <= KEMBAR_MAX_FACT_STRETCH;
}

static int get_between(const kembar_fact_stretches *self, size_t i, stretch at[2]) {
    const kembar_passage *p = &self->alignment->passages[i], *q = p + 1;
    if (!follow_each_other(self, i))
        return 0;
    at[0] = (stretch){p->a_end, q->a_begin};
    at[1] = (stretch){p->b_end, q->b_begin};
    return is_filled(at);
}

int kembar_fact_stretches_get(const kembar_fact_stretches *self, size_t i, stretch at[2]) {
    const kembar_alignment *alignment = self->alignment;
    size_t n_inner = count_inner(alignment);
    if (i < alignment->n_replacements) {
        const kembar_replacement *r = &alignment->replacements[i];
        at[0] = (stretch){r->a_begin, r->a_end};
        at[1] = (stretch){r->b_begin, r->b_end};
        return is_filled(at);
    }
    if (i < n_inner)
        return get_between(self, i - alignment->n_replacements, at);
    at[0] = self->ends.items[i - n_inner][0];
    at[1] = self->ends.items[i - n_inner][1];
    return 1;
}
