/* Passages in another order: two runs of tokens that are the same words, shuffled.
 *
 * As an aligned passage, with the order left out: the tokens that both runs have (each as often as
 * the one that has it less) make at least 0.7 of the longer run; and the order is another one. */
#ifndef KEMBAR_PAIR_REORDER_H
#define KEMBAR_PAIR_REORDER_H

#include "pair/align.h"

/* Equal tokens that a shuffled passage needs: as many as make an excerpt in one passage. Fewer are
 * met by chance, since most words of a text are frequent ones. */
enum { KEMBAR_REORDER_MIN_EQUAL = 40 };

/* Tenths of the longer run that must be equal tokens; and of the tokens that stand once on both
 * sides, fewer tenths than these may keep their order. */
enum { KEMBAR_REORDER_EQUAL_TENTHS = 7, KEMBAR_REORDER_ORDERED_TENTHS = 8 };

/* How often each of the tokens of one run stands there. Start from a zeroed struct. */
typedef struct kembar_bag {
    uint64_t *hashes; /* owned; an open hash table, 0: free */
    uint32_t *counts; /* owned */
    uint32_t *places; /* owned; of each the last one's position */
    uint32_t *used;   /* owned; slots that are not free */
    uint32_t *tails;  /* owned; room for one position a slot */
    size_t n_slots, n_used;
} kembar_bag;

void kembar_bag_deinit(kembar_bag *bag);

/* Draws the passage's borders to where the words of each side are those of the other, looking at
 * up to `margin` tokens beyond them, and counts its equal tokens. Returns whether what is left is a
 * shuffled passage in *is_one. */
kembar_status kembar_reorder_fit(kembar_bag *bag, const kembar_prepared *a,
                                 const kembar_prepared *b, uint32_t margin, kembar_passage *passage,
                                 int *is_one) KEMBAR_MUST_CHECK;

#endif
