/* What stands before the first passage and behind the last one. In a short notice that is often
 * where the facts are, too many for any three words in a row to be the same. */
#ifndef KEMBAR_PAIR_FACT_ENDS_H
#define KEMBAR_PAIR_FACT_ENDS_H

#include "pair/fact_forms.h"

/* A word that is the same lies between two stretches: of each end there are 21 at the most. */
enum { KEMBAR_FACT_END_TOKENS = 40, KEMBAR_MAX_FACT_ENDS = 42 };

/* Pairs of stretches, each where the other text has the other. */
typedef struct kembar_fact_ends {
    kembar_fact_stretch items[KEMBAR_MAX_FACT_ENDS][2];
    size_t n_items;
} kembar_fact_ends;

/* Finds those of both ends, of KEMBAR_FACT_END_TOKENS a side at the most, where most words in lower
 * case are the same and in the same order: one form, filled in twice. Otherwise a line of place and
 * agency, or the beginning, was put before the text or written anew, and there are none. The same
 * from either side. O(KEMBAR_FACT_END_TOKENS^2 + passages). */
void kembar_fact_ends_find(kembar_fact_ends *self, const kembar_prepared *a,
                           const kembar_prepared *b, const kembar_alignment *alignment);

#endif
