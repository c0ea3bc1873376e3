/* Same form, other facts: near pairs whose changed words are names, numbers and dates. */
#ifndef KEMBAR_PAIR_FACTS_H
#define KEMBAR_PAIR_FACTS_H

#include "pair/align.h"

/* Of the words that one document has and the other lacks, the share that must be facts. */
enum { KEMBAR_FACTS_SHARE = 500000 };

/* Not 0 when inside their passages a fact (a capitalised word within a sentence, a word with a
 * digit) of one document stands where the other has another one, and at least half of all the words
 * that only one of them has are facts. A note of place or agency before the first shared words is
 * no such change: it lies outside every passage. */
kembar_status kembar_facts_differ(const kembar_prepared *a, const kembar_prepared *b,
                                  const kembar_alignment *alignment, int *differ) KEMBAR_MUST_CHECK;

#endif
