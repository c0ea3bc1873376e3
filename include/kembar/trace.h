/* How a run came to a pair, or why it did not: the stages that find copies, done again. */
#ifndef KEMBAR_TRACE_H
#define KEMBAR_TRACE_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/compare.h"

/* Where the way of two documents ended. */
typedef enum kembar_trace_end {
    KEMBAR_TRACE_SAME_CONTENT = 0, /* one class of exact copies */
    KEMBAR_TRACE_TOO_SHORT,        /* one has fewer words than min_tokens: exact copies only */
    KEMBAR_TRACE_NO_CANDIDATE,     /* no band and too few rare shingles in common, and none of a
                                      family: not looked at */
    KEMBAR_TRACE_APART,            /* looked at; both in one large family, and what they share
                                      beside is too little to be aligned */
    KEMBAR_TRACE_FILTERED,         /* looked at; too few shingles in common to be aligned */
    KEMBAR_TRACE_ALIGNED           /* aligned: pair.relation says what the rules made of it */
} kembar_trace_end;

/* Of exact copies only the one that stands for them is looked at: `head`. */
typedef struct kembar_traced {
    uint32_t a, b, head_a, head_b; /* document indices */
    kembar_trace_end end;
    uint32_t n_rare;   /* rare shingles in common */
    uint32_t n_bands;  /* bands in common */
    uint32_t n_family; /* shingles in common that a large family shares, where one of the two was
                          held against it as it may stand for others; 0 elsewhere */
    uint32_t n_shared, n_shingles_a, n_shingles_b; /* shingles of the content */
    kembar_reason filter[4]; /* what is asked of a candidate before it is aligned; one is enough,
                                but the third goes with the second */
    size_t n_filter;
    kembar_pair pair; /* measured whatever the end is; a and b as above; similarity -1 */
    int is_retold;    /* not 0: the run's search for passages that are told again, in another order
                         or in other words, made the pair what it is */
    kembar_reason reasons[KEMBAR_MAX_REASONS];
    size_t n_reasons;
} kembar_traced;

typedef struct kembar_trace kembar_trace;

/* Takes the `n` documents of a run (borrowed for the life of the trace), in the order of their ids
 * there, through its stages up to the candidates. Time and memory about those of a dedup. */
KEMBAR_API kembar_status kembar_trace_new(kembar_trace **out,
                                          const kembar_document *const *documents, size_t n,
                                          const kembar_options *options,
                                          kembar_error *error) KEMBAR_MUST_CHECK;
KEMBAR_API void kembar_trace_free(kembar_trace *trace);
/* Words of document i that count. */
KEMBAR_API uint64_t kembar_trace_content_tokens(const kembar_trace *trace, uint32_t i);
/* Two different documents. */
KEMBAR_API kembar_status kembar_trace_two(kembar_trace *trace, uint32_t a, uint32_t b,
                                          kembar_traced *out,
                                          kembar_error *error) KEMBAR_MUST_CHECK;
/* Every candidate of document a that is no exact copy of it, one for each class of exact copies, in
 * the order of b; *out is the caller's, to be freed with kembar_traced_free. */
KEMBAR_API kembar_status kembar_trace_candidates(kembar_trace *trace, uint32_t a,
                                                 kembar_traced **out, size_t *n,
                                                 kembar_error *error) KEMBAR_MUST_CHECK;
KEMBAR_API void kembar_traced_free(kembar_traced *traced);

/* How alike two documents are by their words, as the run weighs them, and how many documents are
 * more like either: a run looks at the nearest options->n_neighbours. */
typedef struct kembar_trace_likeness {
    int32_t similarity; /* 10^-6 */
    size_t n_nearer_a, n_nearer_b;
} kembar_trace_likeness;
KEMBAR_API kembar_status kembar_trace_liken(kembar_trace *trace, uint32_t a, uint32_t b,
                                            kembar_trace_likeness *out,
                                            kembar_error *error) KEMBAR_MUST_CHECK;

#endif
