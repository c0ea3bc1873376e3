#include "pair/listed.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/lower_bound.h"

#define NOBODY UINT32_MAX

typedef struct member {
    kembar_listed_facts facts;
    uint32_t document;
    uint32_t partner;    /* whom it got where the head would not do; or NOBODY */
    uint32_t next_other; /* the first behind it that is of another source */
    uint32_t place;      /* in the class */
    uint8_t is_met;      /* not 0: has a pair with the other class */
} member;

/* Members by day, those without one first. */
typedef struct roll {
    member *items; /* owned */
    size_t n;
} roll;

/* --- pairs that count --- */

static int differ(const kembar_listed_facts *x, const kembar_listed_facts *y) {
    return !x->source || x->source != y->source;
}

static int wants(const kembar_options *options, const kembar_listed_facts *x,
                 const kembar_listed_facts *y) {
    if (!differ(x, y))
        return 0;
    return options->within_days < 0 || x->day == INT32_MIN || y->day == INT32_MIN ||
           llabs((long long)x->day - y->day) <= options->within_days;
}

static int leaves_out(const kembar_options *options) {
    return options->across_sources || options->within_days >= 0;
}

static int is_large(const kembar_listed_class *of) {
    return of->n_members > KEMBAR_CLASS_LISTED;
}

static kembar_listed_facts facts_of(const kembar_listing *listing, uint32_t document) {
    kembar_listed_facts facts = listing->facts(listing->context, document);
    if (!listing->options->across_sources)
        facts.source = 0;
    if (listing->options->within_days < 0)
        facts.day = INT32_MIN;
    return facts;
}

static kembar_status tell(kembar_listing *listing, uint32_t a, uint32_t b, kembar_error *error) {
    listing->n_told++;
    return listing->add(listing->context, a, b, error);
}

/* --- rolls --- */

static int compare_members(const void *x, const void *y) {
    const member *a = x, *b = y;
    if (a->facts.day != b->facts.day)
        return a->facts.day < b->facts.day ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

static kembar_status call_roll(roll *out, const kembar_listing *listing,
                               const kembar_listed_class *of) {
    size_t n = of->n_members;
    out->items = kembar_alloc(n, sizeof *out->items);
    out->n = n;
    if (!out->items)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++)
        out->items[i] = (member){.facts = facts_of(listing, of->members[i]),
                                 .document = of->members[i],
                                 .partner = NOBODY,
                                 .place = (uint32_t)i};
    qsort(out->items, n, sizeof *out->items, compare_members);
    for (size_t i = n; i-- > 0;) {
        member *item = &out->items[i];
        int is_same = i + 1 < n && !differ(&item->facts, &item[1].facts);
        item->next_other = is_same ? item[1].next_other : (uint32_t)i + 1;
    }
    return KEMBAR_OK;
}

/* Members before `day`. */
static size_t count_before(const roll *in, long long day) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, in->n, in->items[at].facts.day < day);
    return at;
}

/* The first of items[begin, end) that is another one than `of` and of another source. */
static member *first_other(const roll *in, size_t begin, size_t end, const member *of) {
    if (begin < end && in->items[begin].document == of->document)
        begin = of->facts.source ? in->items[begin].next_other : begin + 1;
    if (begin < end && !differ(&in->items[begin].facts, &of->facts))
        begin = in->items[begin].next_other;
    return begin < end ? &in->items[begin] : NULL;
}

/* Whom a member pairs with where its head will not do; NULL where nobody is wanted. */
static member *first_wanted(const roll *in, const kembar_options *options, const member *of) {
    long long day = of->facts.day, within = options->within_days;
    size_t n_undated = count_before(in, INT32_MIN + 1LL);
    if (of->facts.day == INT32_MIN || within < 0)
        return first_other(in, 0, in->n, of);
    size_t begin = count_before(in, day - within), end = count_before(in, day + within + 1);
    member *found = first_other(in, begin < n_undated ? n_undated : begin,
                                end < n_undated ? n_undated : end, of);
    return found ? found : first_other(in, 0, n_undated, of);
}

/* --- within a class --- */

static kembar_status tell_all_within(kembar_listing *listing, const kembar_listed_class *of,
                                     kembar_error *error) {
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < of->n_members; i++)
        for (size_t j = i + 1; j < of->n_members && !status; j++)
            status = tell(listing, of->members[i], of->members[j], error);
    return status;
}

static kembar_status tell_head(kembar_listing *listing, const kembar_listed_class *of,
                               kembar_error *error) {
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < of->n_members && !status; i++)
        if (of->members[i] != of->head)
            status = tell(listing, of->head, of->members[i], error);
    return status;
}

static kembar_status tell_wanted(kembar_listing *listing, const kembar_listed_class *of,
                                 const roll *members, kembar_error *error) {
    const kembar_options *options = listing->options;
    kembar_listed_facts of_head = facts_of(listing, of->head);
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < members->n && !status; i++) {
        member *item = &members->items[i];
        if (item->document == of->head)
            continue;
        if (wants(options, &item->facts, &of_head)) {
            status = tell(listing, of->head, item->document, error);
            continue;
        }
        const member *other = first_wanted(members, options, item);
        if (!other || other->partner == item->document)
            continue;
        item->partner = other->document;
        status = tell(listing, item->document, other->document, error);
    }
    return status;
}

kembar_status kembar_listed_within(kembar_listing *listing, const kembar_listed_class *of,
                                   kembar_error *error) {
    roll members = {0};
    listing->n_told = 0;
    if (!is_large(of))
        return tell_all_within(listing, of, error);
    if (!leaves_out(listing->options))
        return tell_head(listing, of, error);
    if (call_roll(&members, listing, of))
        return kembar_error_memory(error);
    kembar_status status = tell_wanted(listing, of, &members, error);
    kembar_free(members.items);
    return status;
}

/* --- between two --- */

const uint32_t *kembar_listed_asked(const kembar_listed_class *of, size_t *n) {
    *n = is_large(of) ? 1 : of->n_members;
    return is_large(of) ? &of->head : of->members;
}

static kembar_status tell_asked(kembar_listing *listing, const kembar_listed_class *a,
                                const kembar_listed_class *b, kembar_error *error) {
    size_t n_a, n_b;
    const uint32_t *of_a = kembar_listed_asked(a, &n_a), *of_b = kembar_listed_asked(b, &n_b);
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < n_a; i++)
        for (size_t j = 0; j < n_b && !status; j++)
            status = tell(listing, of_a[i], of_b[j], error);
    return status;
}

int kembar_listed_by_asked(const kembar_listed_class *a, const kembar_listed_class *b,
                           const kembar_options *options) {
    return !leaves_out(options) || (!is_large(a) && !is_large(b));
}

static int is_asked(const kembar_listed_class *of, const member *item) {
    return !is_large(of) || item->document == of->head;
}

/* The same where one is large and pairs are left out, so that who has got one is known. */
static kembar_status tell_asked_wanted(kembar_listing *listing, const kembar_listed_class *of_a,
                                       const roll *a, const kembar_listed_class *of_b,
                                       const roll *b, kembar_error *error) {
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < a->n; i++) {
        if (!is_asked(of_a, &a->items[i]))
            continue;
        for (size_t j = 0; j < b->n && !status; j++) {
            member *x = &a->items[i], *y = &b->items[j];
            if (!is_asked(of_b, y) || !wants(listing->options, &x->facts, &y->facts))
                continue;
            x->is_met = y->is_met = 1;
            status = tell(listing, x->document, y->document, error);
        }
    }
    return status;
}

/* Members of `from` that have no pair, be it in their own class, get one in `to`; the first of all
 * does even so, since one pair must tell of the two classes. */
static kembar_status tell_left(kembar_listing *listing, const roll *from, const roll *to,
                               int is_turned, kembar_error *error) {
    const kembar_options *options = listing->options;
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < from->n && !status; i++) {
        member *item = &from->items[i];
        if (item->is_met || (listing->n_told && first_wanted(from, options, item)))
            continue;
        const member *other = first_wanted(to, options, item);
        if (!other || other->partner == item->document)
            continue;
        item->partner = other->document;
        status = is_turned ? tell(listing, other->document, item->document, error)
                           : tell(listing, item->document, other->document, error);
    }
    return status;
}

kembar_status kembar_listed_between(kembar_listing *listing, const kembar_listed_class *a,
                                    const kembar_listed_class *b, kembar_error *error) {
    roll of_a = {0}, of_b = {0};
    listing->n_told = 0;
    if (kembar_listed_by_asked(a, b, listing->options))
        return tell_asked(listing, a, b, error);
    kembar_status status = KEMBAR_OK;
    if (call_roll(&of_a, listing, a) || call_roll(&of_b, listing, b))
        status = kembar_error_memory(error);
    if (!status)
        status = tell_asked_wanted(listing, a, &of_a, b, &of_b, error);
    if (!status)
        status = tell_left(listing, &of_a, &of_b, 0, error);
    if (!status)
        status = tell_left(listing, &of_b, &of_a, 1, error);
    kembar_free(of_a.items);
    kembar_free(of_b.items);
    return status;
}
