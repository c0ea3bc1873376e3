/* Same form, other facts: near pairs whose changed words are names, numbers and dates. */
#ifndef KEMBAR_PAIR_FACTS_H
#define KEMBAR_PAIR_FACTS_H

#include "pair/align.h"

/* Of the words that one document has and the other lacks, the share that must be facts where a
 * single fact is replaced. */
enum { KEMBAR_FACTS_SHARE = 400000 };

/* Who finds the values of both documents. What it returns, if not KEMBAR_OK, is returned. */
typedef struct kembar_values_source {
    kembar_status (*find)(void *context);
    void *context; /* borrowed */
} kembar_values_source;

/* Not 0 when facts (fact_words.h) of one document stand where the other has others of the same
 * kind, facts that the other does not hold anywhere: inside the passages, and between two that
 * follow each other on both sides; there, where more was rewritten, behind the same two words
 * (fact_places.h); and at the ends, where what stands before or behind all passages is one form
 * (fact_ends.h). Enough are a number or a sum in one place; two names; two dates with their days; a
 * name and a date; names in a headline, and numbers anywhere; a name in two headlines and in
 * running text. A single name is enough where at least KEMBAR_FACTS_SHARE of all the words that
 * only one document has are facts, or where both texts are full of facts that the other lacks.
 *
 * No other facts are: a slip of the pen, a short form, another spelling of the same letters, a
 * measure in another unit, a number rounded, a title, a telephone number; what is replaced in a
 * headline, a list of names or an address, if it does not come again in running text; what was put
 * before the first shared words or behind the last, such as a note of place or agency; a quotation
 * added, or one instead of another; between noisy copies (relation.h) what has half its letters in
 * common, since it may be misread; facts so few, measured by the words that both texts share, that
 * they correct the text; one number in place of another, where one of the texts has no new fact
 * besides and the number is close or the text not short; and a few in one place of a text that was
 * edited besides, but stands mostly in both. */
kembar_status kembar_facts_differ(const kembar_prepared *a, const kembar_prepared *b,
                                  const kembar_alignment *alignment, int *differ) KEMBAR_MUST_CHECK;
/* The same of documents whose values may not be known: they are asked for where they can make a
 * difference. In most pairs no digit stands where one text has other words than the other, or what
 * is replaced elsewhere is enough. */
kembar_status kembar_facts_differ_asking(const kembar_prepared *a, const kembar_prepared *b,
                                         const kembar_alignment *alignment,
                                         const kembar_values_source *values,
                                         int *differ) KEMBAR_MUST_CHECK;
/* The first by all that stands for something else, whether or not less is enough: the reference. */
kembar_status kembar_facts_differ_reference(const kembar_prepared *a, const kembar_prepared *b,
                                            const kembar_alignment *alignment,
                                            int *differ) KEMBAR_MUST_CHECK;

#endif
