/* The passages of one text that another tells again, in another order or in other words. */
#ifndef KEMBAR_PAIR_RETOLD_H
#define KEMBAR_PAIR_RETOLD_H

#include "pair/reorder.h"
#include "pair/windows.h"

enum {
    /* Rare terms of a window in common with another one from which both are worth a look. */
    KEMBAR_RETOLD_LOOK = 26 * KEMBAR_STRETCH_BIT,
    /* What two windows of KEMBAR_WINDOW_ITEMS have in common that tell the same: so many tenths of
     * the rarest term's weight, and never less than in a collection of 300,000 words. */
    KEMBAR_RETOLD_TENTHS = 52,
    KEMBAR_RETOLD_LEAST = 58 * KEMBAR_STRETCH_BIT,
    /* Without a collection, where words of the day pass for rare ones: so that of 600 pairs of
     * unrelated press releases 3 are said to share a passage, where 58 bits would say it of 11. */
    KEMBAR_RETOLD_ALONE = 80 * KEMBAR_STRETCH_BIT,
    /* Other documents with three quarters as much in common with the same window: from so many on
     * it is a form. */
    KEMBAR_RETOLD_OTHERS = 2,
    KEMBAR_RETOLD_MOST = 64 /* passages of one pair */
};

/* What was found between two documents; positions in their contents, by a. Borrowed from the
 * finder until its next use. */
typedef struct kembar_retold {
    const kembar_passage *passages; /* by a_begin, then b_begin */
    const uint8_t *is_reordered;    /* of each: the same words; else other words */
    size_t n_passages, n_reordered;
} kembar_retold;

/* Work space of one thread. */
typedef struct kembar_retold_finder kembar_retold_finder;
kembar_status kembar_retold_finder_new(kembar_retold_finder **out,
                                       const kembar_stretches *stretches,
                                       const kembar_prepared *prepared,
                                       kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_retold_finder_free(kembar_retold_finder *finder);

/* Whether two documents are copies of each other. */
typedef int (*kembar_retold_is_copy)(const void *context, uint32_t a, uint32_t b);

/* The documents b > a with windows that tell the same as one of a's, ascending; borrowed until the
 * next call. What several others have in common with a's window too is no passage told again but a
 * form, or the talk of the day: unless those others are copies of a or b. */
kembar_status kembar_retold_candidates(kembar_retold_finder *finder, uint32_t a,
                                       kembar_retold_is_copy is_copy, const void *context,
                                       const uint32_t **documents, size_t *n) KEMBAR_MUST_CHECK;
/* All that b tells again of a, best first where they overlap. */
kembar_status kembar_retold_find(kembar_retold_finder *finder, uint32_t a, uint32_t b,
                                 kembar_retold *out) KEMBAR_MUST_CHECK;

#endif
