#include "pipeline/dedup_decide.h"

#include "base/alloc.h"
#include "base/sort.h"
#include "pair/classes.h"

/* What stands for each document so far: itself, what it duplicates, or NOBODY. */
#define NOBODY UINT32_MAX

/* One side of a finding, seen from the class of the other. */
typedef struct tie {
    uint32_t head; /* of the other class */
    uint32_t finding;
} tie;

typedef struct decision {
    const kembar_dedup_set *set;
    const kembar_dedup_findings *findings;
    kembar_dedup_row *rows;
    size_t *first;        /* owned; of each head its ties; n + 2 entries */
    tie *ties;            /* owned; of each head in the order of the set */
    uint32_t *stands_for; /* owned */
    uint32_t *n_walks;    /* owned; of each head: members that went looking for copies */
} decision;

/* Each finding is a tie of both its classes. Spread in the order of the set, so that each class's
 * ties come in it too. */
static kembar_status list_ties(decision *d) {
    const kembar_dedup_findings *findings = d->findings;
    size_t n = 0;
    kembar_keyed *items = kembar_alloc(findings->n_items, 2 * sizeof *items);
    if (!items)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < findings->n_items; i++) {
        const kembar_dedup_finding *f = &findings->items[i];
        items[n++] = (kembar_keyed){d->set->place[f->a], f->b, (uint32_t)i};
        items[n++] = (kembar_keyed){d->set->place[f->b], f->a, (uint32_t)i};
    }
    kembar_status status = kembar_sort_keyed(items, n, d->set->options->run.n_threads);
    /* Counted two places on, so that filling leaves every offset where it belongs. */
    for (size_t i = 0; i < n; i++)
        d->first[items[i].value + 2]++;
    for (size_t i = 2; i < d->set->n + 2; i++)
        d->first[i] += d->first[i - 1];
    for (size_t i = 0; i < n && !status; i++)
        d->ties[d->first[items[i].value + 1]++] =
            (tie){d->set->order[items[i].key], items[i].extra};
    kembar_free(items);
    return status;
}

/* Whether, by this finding, members of the class of `head` go as copies of one of the other class.
 */
static int goes(const decision *d, const kembar_dedup_finding *f, uint32_t head) {
    kembar_dedup_on on = d->set->options->on;
    if (f->relation == KEMBAR_RELATION_EXACT)
        return 1;
    if (f->relation == KEMBAR_RELATION_NEAR)
        return on != KEMBAR_ON_EXACT && f->facts_differ != 1;
    return on == KEMBAR_ON_EXCERPT &&
           f->inside == (f->a == head ? KEMBAR_INSIDE_B : KEMBAR_INSIDE_A);
}

static const uint32_t *members_of(const decision *d, uint32_t head, size_t *n) {
    *n = kembar_dedup_set_class_size(d->set, head);
    return d->set->members + d->set->first[head];
}

static void remove_one(const decision *d, uint32_t document, uint32_t kept, uint8_t relation,
                       int32_t score) {
    const kembar_dedup_set *set = d->set;
    int is_old = kembar_dedup_set_is_old(set, kept);
    if (kembar_dedup_set_is_old(set, document) || d->stands_for[document] != NOBODY ||
        !kembar_dedup_set_wants(set, kept, document))
        return;
    d->stands_for[document] = kept;
    d->rows[document - set->n_old] =
        (kembar_dedup_row){.duplicate_of = is_old ? kept : (uint32_t)(kept - set->n_old),
                           .of_against = (uint8_t)is_old,
                           .relation = relation,
                           .score = score};
}

/* Without the options that leave pairs out the first member that is kept clears all; with them a
 * class would be walked again and again, so that only its first KEMBAR_CLASS_LISTED members do. */
static void remove_copies(const decision *d, uint32_t kept) {
    uint32_t head = d->set->head[kept];
    size_t n;
    if (d->n_walks[head] == KEMBAR_CLASS_LISTED)
        return;
    d->n_walks[head]++;
    const uint32_t *members = members_of(d, head, &n);
    for (size_t i = 0; i < n; i++)
        remove_one(d, members[i], kept, KEMBAR_RELATION_EXACT, 1000000);
    for (size_t i = d->first[head]; i < d->first[head + 1]; i++) {
        const kembar_dedup_finding *f = &d->findings->items[d->ties[i].finding];
        if (!goes(d, f, d->ties[i].head))
            continue;
        members = members_of(d, d->ties[i].head, &n);
        for (size_t k = 0; k < n; k++)
            remove_one(d, members[k], kept, f->relation, f->score);
    }
}

/* A longer document, not yet decided on, in which `document` lies; NOBODY when there is none. It is
 * decided on first, so that of a part and its whole the whole stays. */
static uint32_t undecided_whole(const decision *d, uint32_t document) {
    uint32_t head = d->set->head[document];
    for (size_t i = d->first[head]; i < d->first[head + 1]; i++) {
        uint32_t other = d->ties[i].head;
        const kembar_dedup_finding *f = &d->findings->items[d->ties[i].finding];
        if (f->relation == KEMBAR_RELATION_EXCERPT && goes(d, f, head) &&
            d->stands_for[other] == NOBODY &&
            d->set->imprints[other]->n_content > d->set->imprints[head]->n_content)
            return other;
    }
    return NOBODY;
}

static void settle(const decision *d, uint32_t document) {
    while (d->stands_for[document] == NOBODY) {
        uint32_t next = document;
        for (uint32_t whole = next; whole != NOBODY; whole = undecided_whole(d, next))
            next = whole;
        d->stands_for[next] = next;
        remove_copies(d, next);
    }
}

kembar_status kembar_dedup_decide(const kembar_dedup_set *set,
                                  const kembar_dedup_findings *findings, kembar_dedup_row *rows) {
    decision d = {.set = set, .findings = findings, .rows = rows};
    d.first = kembar_alloc_zeroed(set->n + 2, sizeof *d.first);
    d.ties = kembar_alloc(findings->n_items, 2 * sizeof *d.ties);
    d.stands_for = kembar_alloc(set->n, sizeof *d.stands_for);
    d.n_walks = kembar_alloc_zeroed(set->n, sizeof *d.n_walks);
    kembar_status status = KEMBAR_ERROR_MEMORY;
    if (d.first && d.ties && d.stands_for && d.n_walks) {
        status = list_ties(&d);
        for (size_t i = 0; i < set->n; i++)
            d.stands_for[i] = NOBODY;
        for (size_t i = set->n_old; i < set->n; i++)
            rows[i - set->n_old].duplicate_of = NOBODY;
        for (size_t i = 0; i < set->n && !status; i++)
            settle(&d, set->order[i]);
    }
    kembar_free(d.first);
    kembar_free(d.ties);
    kembar_free(d.stands_for);
    kembar_free(d.n_walks);
    return status;
}
