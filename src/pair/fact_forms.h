/* What two texts write differently and mean the same by: short forms, slips, other units. */
#ifndef KEMBAR_PAIR_FACT_FORMS_H
#define KEMBAR_PAIR_FACT_FORMS_H

#include "pair/fact_words.h"

/* Content tokens [begin, end) of one side that stand where the other has others. */
typedef struct kembar_fact_stretch {
    uint32_t begin, end;
} kembar_fact_stretch;

/* Free the scratch at the end. */
typedef struct kembar_fact_forms {
    const kembar_prepared *sides[2]; /* borrowed */
    kembar_gap_scratch scratch;
    int is_noisy; /* not 0: many of the words that stand for each other look alike */
} kembar_fact_forms;

/* Not 0 when the fact that token i of side `own` is stands in a stretch of the other side too, in
 * another form: shortened; in another unit; between noisy texts misread; where few words were
 * replaced (`is_close`) misspelt. O(words of the stretch). */
int kembar_fact_has_other_form(kembar_fact_forms *forms, int own, uint32_t i, kembar_fact_kind kind,
                               const kembar_fact_stretch *other, int is_close);

/* "W Va" and "WV", "state s" and "states", in noisy texts "450 will" and "45Owill": the same
 * letters, differently parted, or nearly so. */
int kembar_fact_same_spelling(kembar_fact_forms *forms, const kembar_fact_stretch at[2]);

#endif
