/* Which pairs of the members of exact classes are listed, where a class may be large.
 *
 * Of a class of up to KEMBAR_CLASS_LISTED members all are asked, of a larger one its head stands
 * for all. Where the options leave pairs out, the head may be of the wrong source or day: then each
 * member that is left without a pair gets the first one, by day, that is wanted. So a member has a
 * listed pair exactly when it has a wanted one within its class, or else with another class. */
#ifndef KEMBAR_PAIR_LISTED_H
#define KEMBAR_PAIR_LISTED_H

#include "kembar/options.h"
#include "kembar/status.h"
#include "pair/classes.h"

/* What decides whether a pair counts. */
typedef struct kembar_listed_facts {
    uint64_t source; /* 0: none */
    int32_t day;     /* INT32_MIN: none */
} kembar_listed_facts;

typedef struct kembar_listed_class {
    const uint32_t *members; /* borrowed */
    size_t n_members;
    uint32_t head; /* one of them */
} kembar_listed_class;

/* What is done with each pair. */
typedef struct kembar_listing {
    const kembar_options *options; /* borrowed: across_sources and within_days */
    kembar_listed_facts (*facts)(void *context, uint32_t document);
    /* Is told of every pair to be listed, and of unwanted ones where none is large. */
    kembar_status (*add)(void *context, uint32_t a, uint32_t b, kembar_error *error);
    void *context;
    uint64_t n_told; /* pairs told of in the last call */
} kembar_listing;

/* Between two classes, a of the first and b of the second; within one. No pair is told twice.
 * Errors: MEMORY, and those of `add`, after which nothing more is told. n log n for the members of
 * large classes. */
kembar_status kembar_listed_between(kembar_listing *listing, const kembar_listed_class *a,
                                    const kembar_listed_class *b,
                                    kembar_error *error) KEMBAR_MUST_CHECK;
kembar_status kembar_listed_within(kembar_listing *listing, const kembar_listed_class *of,
                                   kembar_error *error) KEMBAR_MUST_CHECK;

/* Members that are asked one by one: all, or of a large class its head (so `of` is borrowed). */
const uint32_t *kembar_listed_asked(const kembar_listed_class *of, size_t *n);
/* Not 0 when no others can have a pair that is listed between the classes. */
int kembar_listed_by_asked(const kembar_listed_class *a, const kembar_listed_class *b,
                           const kembar_options *options);

#endif
