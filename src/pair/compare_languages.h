/* Two documents of two languages beside each other, without a collection. */
#ifndef KEMBAR_PAIR_COMPARE_LANGUAGES_H
#define KEMBAR_PAIR_COMPARE_LANGUAGES_H

#include "feature/prepared.h"
#include "kembar/compare.h"
#include "lexicon/lexicon.h"

/* Is one English and the other Indonesian? */
int kembar_compare_is_across(const kembar_document *a, const kembar_document *b);

/* Turns a comparison of two documents that are no copies (and of two languages) into that of their
 * sentences: `spans`, `terms`, `similarity` in the one space of the two, a rule, and `translation`
 * where sentences with a counterpart make up half of one text; its score is that share of the text
 * which has more. `link` stays -1: a probability needs a collection. */
kembar_status kembar_compare_languages(kembar_comparison *comparison,
                                       const kembar_prepared prepared[2],
                                       const kembar_lexicon *lexicon,
                                       kembar_error *error) KEMBAR_MUST_CHECK;

#endif
