/* The likest windows of two documents: where their words are those of each other, whatever the
 * order, and more of them rare than chance and topic would have it. */
#ifndef KEMBAR_PAIR_WINDOWS_H
#define KEMBAR_PAIR_WINDOWS_H

#include "pair/stretches.h"

/* Items [a_begin, a_end) of one document and [b_begin, b_end) of the other. */
typedef struct kembar_window_pair {
    uint32_t a_begin, a_end, b_begin, b_end;
    uint32_t weight; /* sixteenths of a bit: the rare terms that both hold */
} kembar_window_pair;

/* Another document with the two stretches whose windows have most rare terms in common. */
typedef struct kembar_window_hit {
    uint32_t document;
    uint32_t a, b; /* stretches, counted through all documents */
    uint32_t weight;
} kembar_window_hit;

/* Work space of one thread. Start from a zeroed struct and init. */
typedef struct kembar_window_finder {
    const kembar_stretches *stretches; /* borrowed */
    uint32_t *weights;                 /* owned; one a stretch, zero between uses */
    uint32_t *touched;                 /* owned; stretches */
    uint32_t *marks;                   /* owned; one a column */
    uint32_t mark;
    uint32_t *hit_of;        /* owned; one a document: index of its hit + 1, zero between uses */
    kembar_window_hit *hits; /* owned */
    size_t n_hits, hits_capacity;
} kembar_window_finder;

kembar_status kembar_window_finder_init(kembar_window_finder *finder,
                                        const kembar_stretches *stretches) KEMBAR_MUST_CHECK;
void kembar_window_finder_deinit(kembar_window_finder *finder);

/* Fills finder->hits, by document, with every other document that has a window with at least
 * `least` in common with one of a's. Time: a's rare terms times KEMBAR_STRETCH_LIST. */
kembar_status kembar_window_finder_run(kembar_window_finder *finder, uint32_t a,
                                       uint32_t least) KEMBAR_MUST_CHECK;

/* The same within one document b: a hit for each window of a. */
kembar_status kembar_window_finder_run_in(kembar_window_finder *finder, uint32_t a, uint32_t b,
                                          uint32_t least) KEMBAR_MUST_CHECK;

/* The windows about a hit of document a, of KEMBAR_WINDOW_ITEMS each, that have most in common by
 * all their terms. */
kembar_window_pair kembar_window_best(kembar_window_finder *finder, uint32_t a,
                                      const kembar_window_hit *hit);
/* Lets both windows grow by stretches while these have as much in common, then draws them in to
 * the first and last term that they share. */
void kembar_window_grow(kembar_window_finder *finder, uint32_t a, uint32_t b,
                        kembar_window_pair *windows);

#endif
