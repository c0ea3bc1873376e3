/* Where one of two aligned texts has other words than the other: what stands for something else. */
#ifndef KEMBAR_PAIR_FACT_STRETCHES_H
#define KEMBAR_PAIR_FACT_STRETCHES_H

#include "pair/fact_ends.h"

enum { KEMBAR_MAX_FACT_STRETCH = 80 }; /* tokens: a longer one is another text */

typedef struct kembar_fact_stretches {
    const kembar_prepared *sides[2];   /* borrowed */
    const kembar_alignment *alignment; /* borrowed */
    uint64_t *b_begins; /* owned; of the passages, in order; NULL where they are so already */
    kembar_fact_ends ends;
    int has_ends; /* not 0: they have been looked for */
} kembar_fact_stretches;

/* Deinit it whatever the answer is. */
kembar_status kembar_fact_stretches_init(kembar_fact_stretches *self, const kembar_prepared *a,
                                         const kembar_prepared *b,
                                         const kembar_alignment *alignment) KEMBAR_MUST_CHECK;
void kembar_fact_stretches_deinit(kembar_fact_stretches *self);

/* Replacements inside the passages, then what stands between two passages that follow each other on
 * both sides, then what stands at the ends. Not 0 while there is an i-th, from 0; the ends are
 * looked for when they are reached. */
int kembar_fact_stretches_has(kembar_fact_stretches *self, size_t i);
/* Sets both; 0 when the i-th is empty on a side, too long or not the same from either side. */
int kembar_fact_stretches_get(const kembar_fact_stretches *self, size_t i,
                              kembar_fact_stretch at[2]);

#endif
