#include "pipeline/dedup_decide.h"

#include "base/alloc.h"
#include "base/sort.h"
#include "pair/classes.h"
#include "pipeline/dedup_roll.h"

/* What stands for each document so far: itself, what it duplicates, or NOBODY. */
#define NOBODY UINT32_MAX

/* One side of a finding, seen from the class of the other. */
typedef struct tie {
    uint32_t head; /* of the other class */
    uint32_t finding;
} tie;

/* A class that many kept documents may look at, each for those that it may stand for. */
typedef struct large_class {
    kembar_dedup_roll roll;
    uint64_t source; /* of the member that looked for copies last */
    int32_t day;
    int has_looked;
} large_class;

typedef struct decision {
    const kembar_dedup_set *set;
    const kembar_dedup_findings *findings;
    kembar_dedup_row *rows;
    size_t *first;        /* owned; of each head its ties; n + 2 entries */
    tie *ties;            /* owned; of each head in the order of the set */
    uint32_t *stands_for; /* owned */
    large_class *large;   /* owned; where the options leave pairs out */
    size_t n_large;
    uint32_t *large_of; /* owned; of each head its large class, or NOBODY; NULL: there are none */
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

static large_class *large_of(const decision *d, uint32_t head) {
    return d->large_of && d->large_of[head] != NOBODY ? &d->large[d->large_of[head]] : NULL;
}

static void remove_class(const decision *d, uint32_t head, uint32_t kept, uint8_t relation,
                         int32_t score) {
    large_class *large = large_of(d, head);
    size_t n;
    const uint32_t *members = members_of(d, head, &n);
    for (size_t i = 0; !large && i < n; i++)
        remove_one(d, members[i], kept, relation, score);
    uint32_t document = NOBODY;
    while (large && (document = kembar_dedup_roll_take(&large->roll, d->set, kept)) != NOBODY)
        remove_one(d, document, kept, relation, score);
}

/* Whether one like it, of the same class, source and day, has taken all that it may stand for. */
static int has_looked(const decision *d, uint32_t kept) {
    large_class *large = large_of(d, d->set->head[kept]);
    const kembar_imprint *imprint = d->set->imprints[kept];
    if (!large)
        return 0;
    int is_known =
        large->has_looked && large->source == imprint->source && large->day == imprint->day;
    large->source = imprint->source;
    large->day = imprint->day;
    large->has_looked = 1;
    kembar_dedup_roll_leave(&large->roll, d->set, kept);
    return is_known;
}

static void remove_copies(const decision *d, uint32_t kept) {
    uint32_t head = d->set->head[kept];
    if (has_looked(d, kept))
        return;
    remove_class(d, head, kept, KEMBAR_RELATION_EXACT, 1000000);
    for (size_t i = d->first[head]; i < d->first[head + 1]; i++) {
        const kembar_dedup_finding *f = &d->findings->items[d->ties[i].finding];
        if (goes(d, f, d->ties[i].head))
            remove_class(d, d->ties[i].head, kept, f->relation, f->score);
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

static int is_large(const kembar_dedup_set *set, uint32_t head) {
    return kembar_dedup_set_class_size(set, head) > KEMBAR_CLASS_LISTED;
}

/* Without options that leave pairs out the first member that is kept clears all. */
static kembar_status list_large(decision *d) {
    const kembar_options *options = &d->set->options->run;
    size_t n = 0;
    if (!options->across_sources && options->within_days < 0)
        return KEMBAR_OK;
    for (uint32_t i = 0; i < d->set->n; i++)
        n += is_large(d->set, i) ? 1 : 0;
    d->large = kembar_alloc_zeroed(n, sizeof *d->large);
    d->large_of = kembar_alloc(d->set->n, sizeof *d->large_of);
    kembar_status status = d->large && d->large_of ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    for (uint32_t i = 0; i < d->set->n && !status; i++) {
        d->large_of[i] = is_large(d->set, i) ? (uint32_t)d->n_large : NOBODY;
        if (d->large_of[i] != NOBODY)
            status = kembar_dedup_roll_call(&d->large[d->n_large++].roll, d->set, i);
    }
    return status;
}

/* Nothing can stand for it, and it for nothing else. */
static int is_alone(const decision *d, uint32_t document) {
    return d->first[document] == d->first[document + 1] &&
           kembar_dedup_set_class_size(d->set, document) == 1;
}

/* Those that are alone stay, whenever their turn would be. */
static void keep_alone(const decision *d) {
    for (uint32_t i = 0; i < d->set->n; i++)
        d->stands_for[i] = is_alone(d, i) ? i : NOBODY;
}

static kembar_status prepare(decision *d) {
    size_t n = d->set->n;
    d->first = kembar_alloc_zeroed(n + 2, sizeof *d->first);
    d->ties = kembar_alloc(d->findings->n_items, 2 * sizeof *d->ties);
    d->stands_for = kembar_alloc(n, sizeof *d->stands_for);
    if (!d->first || !d->ties || !d->stands_for)
        return KEMBAR_ERROR_MEMORY;
    kembar_status status = list_large(d);
    if (!status)
        status = list_ties(d);
    if (!status)
        keep_alone(d);
    return status;
}

kembar_status kembar_dedup_decide(const kembar_dedup_set *set,
                                  const kembar_dedup_findings *findings, kembar_dedup_row *rows) {
    decision d = {.set = set, .findings = findings, .rows = rows};
    kembar_status status = prepare(&d);
    for (size_t i = set->n_old; i < set->n; i++)
        rows[i - set->n_old].duplicate_of = NOBODY;
    for (size_t i = 0; i < set->n && !status; i++)
        settle(&d, set->order[i]);
    for (size_t i = 0; i < d.n_large; i++)
        kembar_dedup_roll_deinit(&d.large[i].roll);
    kembar_free(d.large);
    kembar_free(d.large_of);
    kembar_free(d.first);
    kembar_free(d.ties);
    kembar_free(d.stands_for);
    return status;
}
